"""The values of a drawing can be walked through by the keyboard and are read out, without Plotly."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Opened, Site
from tests.demo import VALBY

STATUS = f"/programmer/{VALBY}/"


@pytest.mark.parametrize(("width", "side"), [(1280, "wide-only"), (320, "narrow-only")])
def test_the_arrows_read_the_phase_in_out(open_as: Opened, site: Site, width: int, side: str) -> None:
    page = open_as(width=width).new_page()
    page.goto(site(STATUS))
    figure = page.locator("figure[data-chart=phase-in-figure]")
    figure.locator(f".drawing.{side}").focus()
    said = []
    for _step in range(7):
        page.keyboard.press("ArrowRight")
        said.append(figure.locator(".readout").inner_text().replace("\u00a0", " "))
    assert said[0] == "2008: opnået (netto) 1,4 mio. kr."
    assert "2009: årene er ikke besluttet 0,0–1,9 mio. kr." in said
    assert len(set(said)) == 7
    assert figure.locator(".is-read").count() == 1
    page.keyboard.press("Escape")
    assert figure.locator(".readout").inner_text() == ""
    assert figure.locator(".is-read").count() == 0
    assert page.locator(".interactive").count() == 0


def test_enter_leads_to_the_entries_behind_the_value(open_as: Opened, site: Site) -> None:
    page = open_as().new_page()
    page.goto(site(STATUS))
    page.locator("figure[data-chart=phase-in-figure] .wide-only").focus()
    page.keyboard.press("End")
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    page.wait_for_url("**/bilag/?*")
    assert "1.400.000,00 kr." in page.locator(".lead").inner_text().replace("\u00a0", " ")
    page.goto(site(f"{STATUS}siden/?fra=2008-10-01"))
    page.locator("figure[data-chart=bridge-figure] .wide-only").focus()
    for _step in range(3):
        page.keyboard.press("ArrowRight")
    page.locator(".readout a").click()
    assert "−1.400.000,00 kr." in page.locator(".lead").inner_text().replace("\u00a0", " ")


def test_the_pointer_reads_the_same(open_as: Opened, site: Site) -> None:
    page = open_as().new_page()
    page.goto(site(STATUS))
    figure = page.locator("figure[data-chart=split-figure]")
    figure.locator(".wide-only rect[data-part=documented]").hover()
    assert figure.locator(".readout").inner_text().replace("\u00a0", " ") == "opnået, dokumenteret: 0,8 mio. kr."
