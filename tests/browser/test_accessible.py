"""Every page in both languages: axe finds nothing, nothing scrolls sideways, nobody else is asked, the keyboard reaches all."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Listener, Opened, Site
from tests.demo import VALBY

STATUS = f"/programmer/{VALBY}/"
#: What a logged-in member can come to see.
PAGES = {
    "overview": "/",
    "valby": STATUS,
    "copenhagen": "/programmer/koebenhavn-2020/",
    "rebild": "/programmer/rebild-2023/",
    "another year": f"{STATUS}?aar=2009&enhed=SUF",
    "entries": f"{STATUS}bilag/?tal=realised&aar=2011",
    "no entries": f"{STATUS}bilag/?tal=offset",
    "entry": "/bilag/{entry}/",
    "formulas": "/saadan-laeses-tallene/",
    "accessibility": "/tilgaengelighed/",
    "charts": f"{STATUS}diagrammer/",
    "what has changed": f"{STATUS}siden/?fra=2008-10-01",
    "nothing to compare with": "/programmer/rebild-2023/siden/",
    "restated": "/programmer/koebenhavn-2020/?pl=2025&beloeb=1000",
    "unit": "/enheder/SUF/",
    "initiative": f"{STATUS}indsatser/{{initiative}}/",
    "decision": "/beslutninger/{document}/",
    "effect": "/virkninger/{indicator}/",
    "reports": "/rapporter/",
    "report": "/rapporter/{report}/",
    "questions": "/spoergsmaal/",
    "price series": "/prisindeks/",
    "price basis": f"{STATUS}prisniveau/",
    "found nothing": "/?soeg=findes+ikke",
    "not found": "/findes-ikke/",
    "not understood": f"{STATUS}?aar=abc&pr=aldrig&enhed=findes-ikke",
}
#: Each language once narrow or wide; Danish narrow, since its words are the longer ones.
in_two_ways = pytest.mark.parametrize(("language", "width"), [("da", 320), ("en", 1280)])
WIDTHS = [1280, 320]


def faults(page: Page) -> list[str]:
    """What axe finds, one line for each place."""
    found = Axe().run(page).response["violations"]
    return [f"{page.url}: {rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def sideways(page: Page) -> list[str]:
    """The page's address, where it is wider than its window; asked in a wide window and in a narrow one."""
    window = page.viewport_size
    assert window is not None
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": window["height"]})
        wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        found += [f"{page.url}: {wide} px in {room}"] if wide > room else []
    page.set_viewport_size(window)
    return found


@in_two_ways
def test_axe_finds_nothing_nothing_scrolls_sideways_and_nobody_else_is_asked(
    open_as: Opened, site: Site, language: str, width: int
) -> None:
    context = open_as(language=language, width=width)
    heard, page = Listener(context), context.new_page()
    found = []
    for path in PAGES.values():
        page.goto(site(path))
        found += faults(page) + sideways(page)
    assert not found
    assert heard.requests
    assert heard.foreign(site) == []
    # A browser logs the status of a page that is not there, or not understood, as an error of its own.
    assert [text for text in heard.complaints if "Failed to load resource" not in text] == []


@in_two_ways
def test_the_log_in_is_as_good(open_as: Opened, site: Site, language: str, width: int) -> None:
    page = open_as(member=False, language=language, width=width).new_page()
    page.goto(site("/log-ind/"))
    found = faults(page) + sideways(page)
    page.click("button.primary")
    expect(page.locator(".errors li")).to_have_count(2)
    assert not found + faults(page) + sideways(page)


#: Where the keyboard is: what it is, where it stands in the document, and whether a frame is drawn around it.
FOCUSED = """() => {
  const at = document.activeElement, all = [...document.querySelectorAll('*')], style = getComputedStyle(at);
  const seen = at.getBoundingClientRect();
  return {
    place: all.indexOf(at), name: at.outerHTML.slice(0, 120), is_page: at === document.body,
    framed: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && seen.width > 0 && seen.height > 0
  };
}"""
#: What it should reach: all that can be pressed or filled in, and is shown.
REACHABLE = """() => {
  const all = [...document.querySelectorAll('*')];
  const wanted = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')];
  return wanted.filter(at => at.checkVisibility({visibilityProperty: true})).map(at => all.indexOf(at));
}"""


def walk(page: Page) -> list[dict[str, object]]:
    """Where the tabulator key leads, from the top to the end."""
    page.evaluate("document.activeElement.blur()")
    steps: list[dict[str, object]] = []
    for _step in range(400):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUSED)
        if found["is_page"] or (steps and found["place"] == steps[0]["place"]):
            break
        # A date field has three stops within itself.
        if not steps or found["place"] != steps[-1]["place"]:
            steps.append(found)
    return steps


@pytest.mark.parametrize(
    "path", ["/", f"{STATUS}?aar=2011", f"{STATUS}bilag/?tal=realised&aar=2011", f"{STATUS}?aar=abc&pr=aldrig"]
)
def test_the_keyboard_reaches_everything_in_order_and_shows_where_it_is(open_as: Opened, site: Site, path: str) -> None:
    page = open_as().new_page()
    page.goto(site(path))
    steps = walk(page)
    places = [step["place"] for step in steps]
    assert places == sorted(places)
    assert set(page.evaluate(REACHABLE)) <= set(places)
    assert [step["name"] for step in steps if not step["framed"]] == []


def test_the_first_key_offers_to_skip_to_the_content(open_as: Opened, site: Site) -> None:
    page = open_as().new_page()
    page.goto(site(STATUS))
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    box = skip.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_an_error_leads_to_its_field(open_as: Opened, site: Site) -> None:
    page = open_as().new_page()
    page.goto(site(f"{STATUS}?aar=abc"))
    page.locator(".errors a").press("Enter")
    assert page.evaluate("document.activeElement.id") == "id_aar"
    assert page.input_value("#id_aar") == "abc"
