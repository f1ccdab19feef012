"""The interactive chart: it answers a tap, says what the drawing says, and leaves nothing behind where it fails."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Opened, Site
from tests.browser.test_accessible import STATUS

#: A Plotly that begins to draw and gives up.
BROKEN = "window.Plotly = {register: function () {}, newPlot: function () { return Promise.reject(new Error('no')); }};"

#: The chart that these tests ask for.
PHASE_IN = "figure[data-chart=phase-in-figure]"


def interactive(page: Page) -> None:
    """Wait until the interactive chart is there."""
    expect(page.locator("figure.is-interactive .interactive svg.main-svg").first).to_be_visible()


def test_a_tap_on_the_drawing_asks_for_it_and_two_taps_ask_once(open_as: Opened, site: Site) -> None:
    page = open_as(width=320, has_touch=True).new_page()
    page.goto(site(STATUS))
    page.locator(f"{PHASE_IN} .drawing.narrow-only svg").dblclick()
    interactive(page)
    assert page.locator(".interactive").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_it_has_the_name_and_the_words_of_the_drawing_it_stands_in_for(open_as: Opened, site: Site) -> None:
    page = open_as().new_page()
    page.goto(site(STATUS))
    page.locator(f"{PHASE_IN} .explore").click()
    interactive(page)
    for attribute, words in (("aria-labelledby", "Indfasning år for år"), ("aria-describedby", "krav 3,3")):
        named = page.locator(".interactive").get_attribute(attribute)
        assert words in (page.locator(f"[id='{named}']").text_content() or "")


def test_its_numbers_and_tools_are_danish(open_as: Opened, site: Site) -> None:
    page = open_as().new_page()
    page.goto(site(STATUS))
    page.locator(f"{PHASE_IN} .explore").click()
    interactive(page)
    ticks = page.locator(".ytick text").all_text_contents()
    assert "1,0" in ticks
    assert not [tick for tick in ticks if "." in tick]
    tools = page.locator(".modebar-btn")
    assert [tools.nth(i).get_attribute("data-title") for i in range(tools.count())] == ["Hent diagrammet som PNG"]


def test_its_bars_are_as_high_as_their_amounts(open_as: Opened, site: Site) -> None:
    """Amounts reach Plotly as exact text; this is where it is seen to read them as numbers."""
    page = open_as().new_page()
    page.goto(site(STATUS))
    page.locator(f"{PHASE_IN} .explore").click()
    interactive(page)
    heights = page.evaluate("[...document.querySelectorAll('.bars .point path')].map(e => e.getBBox().height)")
    low, high = sorted({round(height) for height in heights} - {0})
    assert abs(high / low - 1.9 / 1.4) < 0.03


def test_a_chart_that_cannot_be_drawn_leaves_the_drawing_and_no_empty_box(open_as: Opened, site: Site) -> None:
    page = open_as().new_page()
    page.route("**/plotly*", lambda route: route.fulfill(body=BROKEN, content_type="text/javascript"))
    page.goto(site(STATUS))
    page.locator(f"{PHASE_IN} .explore").click()
    expect(page.locator(f"{PHASE_IN} .explore-said")).to_contain_text("kunne ikke hentes")
    expect(page.locator(f"{PHASE_IN} .drawing.wide-only svg")).to_be_visible()
    expect(page.locator(".interactive")).to_have_count(0)
    assert page.locator(f"{PHASE_IN} .explore").get_attribute("aria-disabled") is None


def test_while_it_is_fetched_the_button_keeps_the_keyboard_s_place(open_as: Opened, site: Site) -> None:
    page = open_as().new_page()
    page.route("**/plotly*", lambda route: None)
    page.goto(site(STATUS))
    page.locator(f"{PHASE_IN} .explore").focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"{PHASE_IN} .explore")).to_have_attribute("aria-disabled", "true")
    expect(page.locator(f"{PHASE_IN} .explore")).to_be_focused()


def test_the_print_has_the_drawing_also_when_the_screen_has_the_interactive_chart(open_as: Opened, site: Site) -> None:
    page = open_as().new_page()
    page.goto(site(STATUS))
    page.locator(f"{PHASE_IN} .explore").click()
    interactive(page)
    page.emulate_media(media="print")
    expect(page.locator(f"{PHASE_IN} .drawing.wide-only svg")).to_be_visible()
    expect(page.locator(".interactive")).to_be_hidden()
