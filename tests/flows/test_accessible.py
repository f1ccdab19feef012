"""Every page of recording, vouching, rounds, trail and administration: axe, 320 px, both languages, and by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connections
from django.utils import timezone
from playwright.sync_api import Page, expect

from savings.models import Entry, User
from savings.recording import approve
from tests.browser.test_accessible import faults, in_two_ways, sideways
from tests.demo import PASSWORD
from tests.flows.conftest import At, Person
from tests.web.conftest import logged_in
from tests.web.recorders import SAVING, Recorder, initiative, typed_saving, unit

T = TypeVar("T")
OFFICE = (
    "/administration/", "/administration/brugere/ny/", "/administration/brugere/{user}/", "/administration/enheder/",
    "/administration/enheder/ny/", "/administration/programmer/", "/administration/programmer/ny/",
    "/administration/programmer/{programme}/", "/administration/programmer/{programme}/indsatser/ny/",
    "/administration/roller/", "/min-konto/", "/min-konto/andet-trin/", "/spor/", "/spor/?fra=i+går", "/spor/funktioner/",
)  # fmt: skip


def looked_at(page: Page) -> list[str]:
    """What is wrong with a page as it stands; whether it fits a narrow window is asked of every page."""
    page.wait_for_load_state()  # what was pressed may only have begun to be answered
    return faults(page) + sideways(page)


def sent_empty(page: Page) -> list[str]:
    """What is wrong with the page once its form was sent with nothing in it."""
    for field in page.locator("main form.stack input:not([type=hidden], [type=checkbox], [type=radio], [type=file])").all():
        if field.is_visible():
            field.fill("")
    pressed(page)
    return looked_at(page)


def pressed(page: Page, button: str = "main form.stack button.primary") -> None:
    """Press a button and wait for the whole page that answers: a click alone may leave the page half way."""
    with page.expect_navigation():
        page.locator(button).first.click()


def aside(done: Callable[[], T]) -> T:
    """Do something in a thread of its own: what a test's own thread writes stays in its transaction, unseen by the server."""

    def closed_after() -> T:
        try:
            return done()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(closed_after).result()


def drafted(name: str = "finans", act: str = "record") -> Recorder:
    """A draft in Valby's programme, as quickly as it can be begun: the stories tell how people do it."""
    return Recorder(logged_in(name)).begin(act)


def entered_as(recorder: Recorder) -> int:
    """The number of the entry that a draft becomes, with a yes to whatever is asked."""
    found = re.search(r"Bilag (\d+) er sendt", recorder.answer("tjek", {f"yes{key}": "on" for key in range(4)}).page)
    assert found is not None, recorder.page
    return int(found[1])


def vouched(number: int) -> None:
    """Approve an entry."""
    approve(entry=Entry.objects.get(pk=number), by=User.objects.get(username="controller"), at=timezone.now())


def planned(act: str) -> Recorder:
    """A draft that changes the plan of the joint administration."""
    return drafted(act=act).answer("plan", {"plan": initiative("Fælles administration")})


def before_each_step() -> Iterator[tuple[Recorder, str]]:
    """For each step of each act a draft that has come to it, with nothing typed there."""
    place = unit("PO-VALBY")
    yield Recorder(logged_in("finans")).begin(programme=""), "program"
    yield drafted(), "indsats"
    yield drafted().answer("indsats", {"initiative": "none"}), "hvad"
    for mode in ("change", "level"):
        happened = {"happened": "forecast", "mode": mode, "units": [place]}
        yield drafted().answer("indsats", {"initiative": "none"}).answer("hvad", happened), "beloeb"
    last = drafted().answer("indsats", {"initiative": "none"}).answer("hvad", {**SAVING["hvad"], "units": [place]})
    yield last.answer("beloeb", {**SAVING["beloeb"], f"c-2011-{place}": "25"}), "grundlag"
    yield drafted(act="divide"), "krav"
    # The units have answers from the start, and are left out: sent as they stand they lead on.
    target = drafted(act="divide").answer("krav", {"target": "0-0-0"})
    yield target.answer("enheder", {"units": [unit("SUF")]}), "beloeb"
    yield drafted(act="reprofile"), "plan"
    yield planned("reprofile"), "beloeb"
    yield planned("replace"), "erstatning"
    yield planned("drop"), "grundlag"


@in_two_ways
def test_every_step_is_open_to_all_empty_and_with_errors(at_work: At, language: str, width: int) -> None:
    finance = at_work("finans", language=language, width=width)
    found = []
    for recorder, step in aside(lambda: list(before_each_step())):
        page = finance.go(f"/registrer/{recorder.draft}/{step}/")
        assert page.url.endswith(f"/{step}/")
        assert not page.locator(".errors").count(), page.url
        found += looked_at(page) + sent_empty(page)
        assert page.locator(".errors").count(), page.url
    assert not found


@in_two_ways
def test_what_the_form_asks_is_open_to_all(at_work: At, language: str, width: int) -> None:
    """A number that can be read in two ways, which is not the same one in both languages, and a saving beyond its plan."""
    finance = at_work("finans", language=language, width=width)
    asked = aside(lambda: typed_saving(drafted(), {2011: {"da": "1,234", "en": "1.234"}[language]}))
    page = finance.go(f"/registrer/{asked.draft}/beloeb/")
    assert page.locator("[name^=m-2011]").count() == 2
    found = looked_at(page)
    beyond = aside(lambda: typed_saving(drafted(), {2011: "99999"}))
    page = finance.go(f"/registrer/{beyond.draft}/tjek/")
    assert page.locator("main .asked").count() > 0
    found += looked_at(page)
    pressed(page)
    assert page.locator(".errors").count()
    found += looked_at(page)
    assert not found


@in_two_ways
def test_what_is_sent_is_open_to_all_wherever_it_stands(at_work: At, language: str, width: int) -> None:
    """The receipt, the list of what waits, the entry there; sending it back; the desk with it, a draft and what waits."""
    finance, controller = at_work("finans", language=language, width=width), at_work("controller", language=language, width=width)
    recorder = aside(lambda: typed_saving(drafted(), {2011: "25"}))
    number = aside(lambda: entered_as(recorder))
    aside(lambda: entered_as(typed_saving(drafted(), {2011: "99999"})))
    found = looked_at(finance.go(f"/registrer/{recorder.draft}/kvittering/"))
    found += looked_at(controller.go("/godkend/")) + looked_at(controller.go("/godkend/?enhed=findes-ikke"))
    found += looked_at(controller.go(f"/bilag/{number}/"))
    found += looked_at(controller.go(f"/bilag/{number}/send-tilbage/")) + sent_empty(controller.page)
    assert controller.page.locator(".errors").count()
    controller.page.locator("[name=reason]").fill("Forkert")
    pressed(controller.page, "main button.primary")
    aside(drafted)
    page = finance.go("/registrer/")
    for form in ("tag-op", "smid-ud"):
        assert page.locator(f"form[action$='/{form}/']").count(), form
    assert page.locator("ul.items").count() >= 3
    found += looked_at(page)
    assert not found


@in_two_ways
def test_a_correction_is_open_to_all(at_work: At, language: str, width: int) -> None:
    """Its lines, with an error as well, what it rests on, and the entry that was corrected."""
    finance = at_work("finans", language=language, width=width)
    first = aside(lambda: entered_as(typed_saving(drafted(), {2011: "25"})))
    aside(lambda: vouched(first))
    pressed(finance.go(f"/bilag/{first}/"), "form[action$='/ret/'] button")
    found = looked_at(finance.page)
    # Emptied, a line is taken away; so that something is wrong, it must be something that cannot be read.
    for amount, wrong in (("tyve", 1), ("20.000,00", 0)):
        finance.page.locator("[name$='-amount']").first.fill(amount)
        pressed(finance.page)
        expect(finance.page.locator(".errors")).to_have_count(wrong)
        found += looked_at(finance.page)
    found += sent_empty(finance.page)
    expect(finance.page.locator(".errors")).to_have_count(1)
    finance.page.locator("[name=text]").fill("Rettet")
    finance.page.locator("[name=reason]").fill("Tastefejl")
    finance.page.locator("[name=booked_on]").fill(str(timezone.localdate()))
    pressed(finance.page)
    assert finance.page.url.endswith("/tjek/")
    for box in finance.page.locator("main form.stack [type=checkbox]").all():
        box.check()
    pressed(finance.page)
    correction = aside(lambda: Entry.objects.get(corrects=first).pk)
    aside(lambda: vouched(correction))
    page = finance.go(f"/bilag/{first}/")
    assert page.locator(".struck").count() == 1
    found += looked_at(page) + looked_at(finance.go(f"/bilag/{correction}/"))
    assert not found


@in_two_ways
def test_what_is_offered_again_is_open_to_all(at_work: At, language: str, width: int) -> None:
    """The log-in that keeps what was typed, and the page that sends it again."""
    finance = at_work("finans", language=language, width=width)
    page = finance.go(f"/registrer/{aside(drafted).draft}/indsats/")
    page.locator("summary").click()
    page.locator("[name=name]").fill("Et langt navn uden mellemrum: " + "vikarpulje" * 12)
    page.context.clear_cookies(name="sessionid")
    pressed(page)
    found = looked_at(page)
    page.fill("[name=username]", "finans")
    page.fill("[name=password]", PASSWORD)
    pressed(page, "main button.primary")
    found += looked_at(page)
    page.locator("summary").click()
    assert page.locator("dl.answers").is_visible()
    found += looked_at(page)
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
    for path in ("/revision/", "/revision/stikproeve/", "/revision/stikproeve/?antal=5&startord=1&metode=amount"):
        found += looked_at(controller.go(path))
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
    """From the log-in to the receipt, with Tab, Space, the arrows, Enter and letters."""
    finance = at_work("finans")
    finance.page.context.clear_cookies(name="sessionid")
    finance.go("/registrer/")
    tabbed_to(finance.page, "[name=username]")
    finance.page.keyboard.type("finans")
    tabbed_to(finance.page, "[name=password]")
    finance.page.keyboard.type(PASSWORD)
    with finance.page.expect_navigation():
        finance.page.keyboard.press("Enter")
    tabbed_to(finance.page, "main button.primary")
    with finance.page.expect_navigation():
        finance.page.keyboard.press("Enter")
    tabbed_to(finance.page, "[name=programme]")
    finance.page.keyboard.type("Fælles")
    entered(finance)
    tabbed_to(finance.page, "[name=initiative]")
    finance.page.keyboard.press("Space")
    shared = finance.page.get_by_label("Fælles administration")
    for _time in range(10):
        if shared.is_checked():
            break
        finance.page.keyboard.press("ArrowDown")
    entered(finance)
    entered(finance, ("[name=happened]", "!Space"))
    entered(finance, ("[aria-label^='2011, Pensions']", "100"))
    entered(
        finance, ("[name=text]", "Med tastaturet alene"), ("[name=source]", "Dokumentnr. 2010-1"),
        ("[name=source_sort]", "!ArrowDown"), ("[name=same]", "!Space"),
    )  # fmt: skip
    assert finance.heading() == "Tjek dine svar"
    said = finance.page.locator("dl.answers").inner_text().replace("\u00a0", " ")
    for answer in (
        "Fælles Borgerservice Valby",
        "Fælles administration",
        "Pensions",
        "2011: 100.000,00 kr.",
        "Dokumentnr. 2010-1",
    ):
        assert answer in said
    entered(finance)
    assert finance.heading().startswith("Bilag ")
