"""What a page asks of the network: little, of nobody else, and nothing that its reader did not ask for; and no script needed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Listener, Opened, Site, log_in
from tests.browser.test_accessible import STATUS, faults

MOST_REQUESTS, MOST_BYTES = 5, 60 * 1024

#: The chart that these tests ask for.
PHASE_IN = "figure[data-chart=phase-in-figure]"


#: Settles when the page has been drawn twice: what a movement of the mouse sets off has happened by then.
DRAWN_TWICE = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def explored(page: Page) -> None:
    """Press the button of the chart, and wait for the interactive one."""
    page.locator(f"{PHASE_IN} .explore").click()
    expect(page.locator("figure.is-interactive .interactive svg.main-svg").first).to_be_visible()


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_interactive_chart_comes_when_asked_for_and_breaks_no_rule(open_as: Opened, site: Site, language: str) -> None:
    context = open_as(language=language)
    heard, page = Listener(context), context.new_page()
    page.goto(site(STATUS), wait_until="networkidle")
    assert not [address for address in heard.addresses if "plotly" in address]
    assert page.locator("figure[data-chart] svg").first.is_visible()
    explored(page)
    assert [address for address in heard.addresses if "plotly" in address]
    page.locator(".interactive .nsewdrag").first.hover()
    page.evaluate(DRAWN_TWICE)
    assert heard.complaints == []
    assert heard.foreign(site) == []
    assert page.locator("[data-title*='loud'], [data-title*='Share']").count() == 0


def test_the_reader_of_a_screen_is_told_that_the_chart_is_there(open_as: Opened, site: Site) -> None:
    page = open_as().new_page()
    page.goto(site(STATUS))
    explored(page)
    expect(page.locator(f"{PHASE_IN} .explore-said")).to_have_text("Det interaktive diagram vises.")
    assert page.evaluate("document.activeElement.classList.contains('interactive')")
    assert faults(page) == []


def test_a_chart_that_cannot_be_fetched_is_told_in_words(open_as: Opened, site: Site) -> None:
    page = open_as().new_page()
    page.route("**/plotly*", lambda route: route.abort())
    page.goto(site(STATUS))
    page.locator(f"{PHASE_IN} .explore").click()
    expect(page.locator(f"{PHASE_IN} .explore-said")).to_contain_text("kunne ikke hentes")
    assert page.locator("figure[data-chart] svg").first.is_visible()
    assert page.locator(f"{PHASE_IN} .explore").is_enabled()


def test_a_cold_status_page_is_a_few_small_files(open_as: Opened, site: Site) -> None:
    context = open_as()
    heard, page = Listener(context), context.new_page()
    page.goto(site(STATUS), wait_until="networkidle")
    sizes = {request.url: request.sizes()["responseBodySize"] for request in heard.requests}
    assert len(heard.requests) <= MOST_REQUESTS, sizes
    assert sum(sizes.values()) <= MOST_BYTES, sizes


def test_it_all_works_without_javascript(open_as: Opened, site: Site) -> None:
    page = open_as(member=False, java_script_enabled=False).new_page()
    log_in(page, site)
    page.click("text=Fælles Borgerservice Valby")
    expect(page.locator(".table1")).to_contain_text("3,3")
    expect(page.locator(".drawing.wide-only svg").first).to_be_visible()
    expect(page.locator(".explore").first).to_be_hidden()
    page.click(".choose summary")
    page.fill(".choose [name=aar]", "2010")
    page.click(".choose button")
    expect(page.locator("h1")).to_have_text("Fælles Borgerservice Valby")
    expect(page.locator(".table1")).to_contain_text("(2010)")
    page.click(".table1 a[href*='tal=net_realised']")
    expect(page.locator(".lead")).to_contain_text("1.400.000,00 kr.")
    page.click("table a[href^='/bilag/']")
    expect(page.locator("h1")).to_contain_text("Bilag")


def test_the_language_button_changes_the_page_under_the_reader(open_as: Opened, site: Site) -> None:
    page = open_as().new_page()
    page.goto(site(f"{STATUS}?aar=2010"))
    page.click("text=English")
    assert page.url == site(f"{STATUS}?aar=2010")
    expect(page.locator("html")).to_have_attribute("lang", "en-gb")
