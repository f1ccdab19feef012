"""Every page of recording, vouching, rounds, trail and administration: axe, 320 px, both languages, and by keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from tests.browser.test_accessible import faults, sideways
from tests.flows.conftest import STATUS, At, Person
from tests.flows.test_stories import sent, up_to_the_check

#: Each language once narrow or wide; Danish narrow, since its words are the longer ones.
in_two_ways = pytest.mark.parametrize(("language", "width"), [("da", 320), ("en", 1280)])
STEPS = ("program", "indsats", "hvad", "beloeb", "grundlag")
OFFICE = (
    "/administration/", "/administration/brugere/ny/", "/administration/brugere/{user}/", "/administration/enheder/",
    "/administration/enheder/ny/", "/administration/programmer/", "/administration/programmer/ny/",
    "/administration/programmer/{programme}/", "/administration/programmer/{programme}/indsatser/ny/",
    "/min-konto/", "/spor/", "/spor/?fra=i+går",
)  # fmt: skip


def looked_at(page: Page) -> list[str]:
    """What is wrong with a page as it stands."""
    return faults(page) + sideways(page)


def sent_empty(page: Page) -> list[str]:
    """What is wrong with the page once its form was sent with nothing in it."""
    for field in page.locator("main form.stack input:not([type=hidden], [type=checkbox], [type=radio], [type=file])").all():
        if field.is_visible():
            field.fill("")
    page.locator("main form.stack button.primary").first.click()
    return looked_at(page)


@in_two_ways
def test_recording_and_vouching_are_open_to_all(at_work: At, language: str, width: int) -> None:
    danish = at_work("finans")
    up_to_the_check(danish, sentence=f"Til at se på {language} {width}")
    address = danish.page.url.removesuffix("tjek/").removeprefix(danish.site.root)
    finance, controller = at_work("finans", language=language, width=width), at_work("controller", language=language, width=width)
    found = []
    for step in (*STEPS, "tjek"):
        found += looked_at(finance.go(f"{address}{step}/"))
    number = sent(danish)
    found += looked_at(finance.go(f"{address}kvittering/"))
    found += looked_at(controller.go("/godkend/")) + looked_at(controller.go("/godkend/?enhed=findes-ikke"))
    found += looked_at(controller.go(f"/bilag/{number}/"))
    found += looked_at(controller.go(f"/bilag/{number}/send-tilbage/")) + sent_empty(controller.page)
    controller.page.locator("[name=reason]").fill("Forkert")
    controller.page.locator("main button.primary").click()
    found += looked_at(finance.go("/registrer/"))
    assert not found


@in_two_ways
def test_errors_and_questions_are_open_to_all(at_work: At, language: str, width: int) -> None:
    finance = at_work("finans", language=language, width=width)
    finance.go("/registrer/")
    finance.page.locator("main button.primary").click()
    found = sent_empty(finance.page)
    finance.page.locator("[name=programme]").select_option("faelles-borgerservice-valby")
    finance.page.locator("main form.stack button.primary").click()
    found += sent_empty(finance.page)
    finance.page.locator("[name=initiative][value=none]").check()
    finance.page.locator("main form.stack button.primary").click()
    found += sent_empty(finance.page)
    finance.page.locator("[name=happened][value=realised]").check()
    finance.page.locator("main form.stack button.primary").click()
    finance.page.locator("[name^=c-2011]").first.fill("1.234")
    finance.page.locator("main form.stack button.primary").click()
    found += looked_at(finance.page)
    finance.page.locator("[name^=m-2011]").first.check()
    finance.page.locator("main form.stack button.primary").click()
    found += sent_empty(finance.page)
    rent = finance.go(STATUS).get_by_role("link", name="0,8" if language == "da" else "0.8", exact=True).first
    rent.click()
    finance.page.locator("main table a").first.click()
    finance.page.locator("form[action$='/ret/'] button").click()
    found += looked_at(finance.page)
    assert not found


@in_two_ways
def test_the_office_is_open_to_all(at_work: At, language: str, width: int) -> None:
    admin = at_work("admin", language=language, width=width)
    # Numbers are the database's own; other tests of the same run have used some up.
    user = re.search(r"/brugere/(\d+)/", admin.go("/administration/").locator("main table").inner_html())
    programme = re.search(r"/programmer/(\d+)/", admin.go("/administration/programmer/").locator("main").inner_html())
    assert user is not None
    assert programme is not None
    found = []
    for path in OFFICE:
        found += looked_at(admin.go(path.format(user=user[1], programme=programme[1])))
        if path.endswith("ny/"):
            found += sent_empty(admin.page)
    controller = at_work("controller", language=language, width=width)
    found += looked_at(controller.go("/runder/")) + looked_at(controller.go("/runder/ny/")) + sent_empty(controller.page)
    assert not found


def tabbed_to(page: Page, wanted: str) -> None:
    """Press Tab until the thing that a selector names has the focus."""
    for _time in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"the keyboard does not come to {wanted}")


def entered(finance: Person, *moves: tuple[str, str]) -> None:
    """Tab to each thing and press keys or type there."""
    for selector, keys in moves:
        tabbed_to(finance.page, selector)
        for key in keys.split("+") if keys.startswith("!") else ():
            finance.page.keyboard.press(key.removeprefix("!"))
        if not keys.startswith("!"):
            finance.page.keyboard.press("Control+a")
            finance.page.keyboard.type(keys)
    tabbed_to(finance.page, "main form.stack button.primary")
    with finance.page.expect_navigation():
        finance.page.keyboard.press("Enter")


def test_a_saving_is_recorded_by_keyboard_alone(at_work: At) -> None:
    finance = at_work("finans")
    finance.go("/registrer/")
    tabbed_to(finance.page, "main button.primary")
    with finance.page.expect_navigation():
        finance.page.keyboard.press("Enter")
    tabbed_to(finance.page, "[name=programme]")
    finance.page.keyboard.type("Fælles")
    entered(finance)
    entered(finance, ("[name=initiative]", "!Space+ArrowDown+ArrowDown"))
    entered(finance, ("[name=happened]", "!Space"))
    entered(finance, ("[name^=c-2011]", "25"))
    entered(finance, ("[name=text]", "Med tastaturet alene"))
    assert finance.heading() == "Tjek dine svar"
    entered(finance)
    assert finance.heading().startswith("Bilag ")
