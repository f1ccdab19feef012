"""A report in a browser: written beside its paper, checked, sent, published by another, and read by anybody it is open to."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.demo import VALBY
from tests.flows.conftest import STATUS, At, Person, millions
from tests.flows.test_accessible import in_two_ways, looked_at, pressed

SENTENCE = "Af kravet på {{krav 2011}} er {{opnået 2011}} opnået pr. {{pr}} ({{prisniveau}})."


def begun(person: Person, start: str = "notat") -> Page:
    """The composer on a new draft."""
    page = person.go(f"{STATUS}udgiv/")
    page.check(f"[name=start][value={start}]")
    page.locator("main form.stack button.primary").click()
    page.wait_for_url(re.compile(r"/rapporter/kladder/"))
    return page


def pictures(page: Page) -> list[str]:
    """Where the pictures of the paper come from; each was loaded."""
    images = page.locator("#pages img")
    for number in range(images.count()):
        images.nth(number).scroll_into_view_if_needed()
        expect(images.nth(number)).to_have_js_property("complete", value=True)
    return [str(image.get_attribute("src")) for image in images.all()]


def sent(page: Page) -> str:
    """The report that the draft became, each finding given a reason; its address."""
    page.get_by_role("button", name="Tjek og send").click()
    for field in page.locator("textarea[name^=why-]").all():
        field.fill("Står sådan i kilden.")
    page.get_by_role("button", name="Send til udgivelse").click()
    # A browser carries the place on the page along when it is sent on.
    page.wait_for_url(re.compile(r"/rapporter/\d+/(#.*)?$"))
    return re.sub(r"^https?://[^/]+|#.*", "", page.url)


def test_a_report_goes_from_the_desk_to_the_reader(at_work: At) -> None:
    finance, controller, member = at_work("finans"), at_work("controller"), at_work("medlem")
    page = begun(finance)
    before = pictures(page)
    text = page.locator("textarea[name=part-0-text]")
    text.fill("Opnået er ")
    page.locator("#figures summary").click()
    page.get_by_role("button", name="{{opnået 2011}}", exact=True).click()
    assert text.input_value() == "Opnået er {{opnået 2011}}"
    # Nobody pressed Save: it saved itself, and the paper followed.
    expect(page.locator("#saved")).to_contain_text("Gemt")
    expect(page.locator("#pages img").first).not_to_have_attribute("src", before[0])
    assert pictures(page) != before
    page.reload()
    assert text.input_value() == "Opnået er {{opnået 2011}}"
    text.fill(SENTENCE)
    address = sent(page)

    page = controller.go(address)
    page.get_by_role("button", name="Udgiv").click()
    page = member.go(address)
    words = page.locator("article").inner_text().replace("\u00a0", " ")
    # Other tests of the same run may have recorded more of it.
    target, realised = (member.figures()[name] for name in ("target", "realised"))
    assert f"Af kravet på {millions(target)} mio. kr. er {millions(realised)} mio. kr. opnået" in words
    page.locator("article").get_by_role("link", name=f"{millions(realised)} mio. kr.").first.click()
    assert f"{realised:,.0f}".replace(",", ".") in page.locator("main").inner_text()


def test_every_button_works_without_javascript(at_work: At) -> None:
    finance = at_work("finans", javascript=False)
    page = begun(finance)
    page.fill("textarea[name=part-0-text]", SENTENCE)
    page.locator("#add-1 summary").click()
    page.select_option("[name=add-1]", label="Figur: indfasning")
    page.locator("#add-1 button").click()
    assert page.locator("textarea[name=part-0-text]").input_value() == SENTENCE
    assert page.locator(".part legend").nth(1).inner_text() == "2. Figur: indfasning"
    page.locator("#part-1 button[value^=remove]").click()
    page.get_by_role("button", name="Sæt den ind igen").click()
    assert page.locator(".part").count() == 4
    sent(page)


def test_the_composer_is_used_by_keyboard_alone(at_work: At) -> None:
    finance = at_work("finans")
    page = begun(finance)
    page.locator("textarea[name=part-0-text]").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Mere tekst.")
    for _turn in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.value") == "down:0":
            break
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"#part-1$"))
    assert page.locator(".part textarea").first.input_value().endswith(" Mere tekst.")
    assert page.locator(".part").nth(1).locator("textarea").count() == 1


def test_a_server_that_does_not_answer_is_told_and_nothing_is_lost(at_work: At) -> None:
    page = begun(at_work("finans"))
    page.route("**/rapporter/kladder/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.fill("textarea[name=part-0-text]", "Langt og vigtigt.")
    expect(page.locator("#saved")).to_contain_text("Ikke gemt")
    assert page.locator("textarea[name=part-0-text]").input_value() == "Langt og vigtigt."


@in_two_ways
def test_the_pages_are_open_to_all(at_work: At, language: str, width: int) -> None:
    finance = at_work("finans", language=language, width=width)
    found = looked_at(finance.go(f"{STATUS}udgiv/"))
    page = begun(finance, "status")
    draft = page.url
    page.locator("#head summary").click()
    page.locator("#figures summary").click()
    page.locator("#add-2 summary").click()
    found += looked_at(page)
    page.goto(draft)
    page.locator("#head summary").click()
    page.fill("[name=dated]", "")
    pressed(page, ".keep button[value=save]")
    found += looked_at(page)
    page.goto(draft)
    page.locator("#head summary").first.click() if page.locator("#head[open]").count() == 0 else None
    page.fill("[name=dated]", "2026-11-24")
    page.fill("textarea[name=part-0-text]", f"{SENTENCE} Det kostede 2,5 mio. kr. Se tabel 9 og [her](). {'vikarpulje' * 12}")
    pressed(page, "button[value=check]")
    found += looked_at(page)
    for path in ("/rapporter/", "/rapporter/pakke/", "/rapporter/pakke/?titel="):
        found += looked_at(finance.go(path))
    report = finance.go("/rapporter/").locator("main table a").last.get_attribute("href")
    assert report is not None
    found += looked_at(finance.go(report))
    assert found == []


def test_the_memo_is_read_by_anybody(at_work: At) -> None:
    """The founding scene: how much of the 3,3 million is real?"""
    member = at_work("medlem")
    page = member.go("/rapporter/")
    page.get_by_role("link", name="hvad der er opnået, og hvad der udestår").last.click()
    words = page.locator("article").inner_text().replace("\u00a0", " ")
    for said in ("3,3 mio. kr.", "1,4 mio. kr.", "0,8 mio. kr.", "1,9 mio. kr.", "den 17. oktober"):
        assert said in words
    assert VALBY in page.request.get(page.url + "rapport.pdf").headers["content-disposition"]
