"""A date field has four places to stop at: day, month, year and the calendar; each shows that the focus is there."""

from __future__ import annotations

from tests.browser.conftest import Opened, Site
from tests.demo import VALBY

STOP = """() => [document.activeElement.name, getComputedStyle(document.activeElement).outlineStyle]"""


def test_each_stop_within_the_date_shows_where_it_is(open_as: Opened, site: Site) -> None:
    page = open_as().new_page()
    page.goto(site(f"/programmer/{VALBY}/?aar=2011"))
    page.focus("[name=pr]")
    stops = []
    while (stop := page.evaluate(STOP))[0] == "pr":
        stops.append(stop[1])
        page.keyboard.press("Tab")
    assert stops == ["solid"] * 4
