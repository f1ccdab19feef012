"""Each figure of the Valby page leads, in a browser, to entries that add up to it, and on to the document."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from playwright.sync_api import Page

from savings.vocabulary import VOCABULARY
from tests.browser.conftest import Opened, Site
from tests.demo import VALBY

STATUS = f"/programmer/{VALBY}/"
MILLION = Decimal(1_000_000)


def kroner(shown: str) -> Decimal:
    """A Danish number as shown; of a band, its upper end."""
    return Decimal(shown.split("–")[-1].replace("−", "-").replace("+", "").replace(".", "").replace(",", "."))


def figures(page: Page) -> list[tuple[str, str]]:
    """Every figure on the page that can be clicked, and where it leads; footnotes at a figure are none of it."""
    links = page.locator("main a[href*='/bilag/?']").all()
    return sorted({(str(link.get_attribute("href")), link.inner_text()) for link in links})


@pytest.mark.parametrize("path", [STATUS, f"{STATUS}siden/?fra=2008-10-01", "/", f"{STATUS}indsatser/{{initiative}}/"])
def test_every_figure_leads_to_entries_that_add_up_to_it(open_as: Opened, site: Site, path: str) -> None:
    page = open_as().new_page()
    page.goto(site(path))
    found = figures(page)
    assert len(found) >= 4
    for href, shown in found:
        page.goto(site(href))
        stated = page.locator(".lead", has_text="Disse bilag giver tilsammen")
        if stated.count() == 0:
            assert kroner(shown) == 0, f"{href} shows {shown} and has no entries"
            continue
        if "Tallet regnes ud for hvert sted" in page.locator("main").inner_text():
            # What is worked out by place or by initiative is no sum of its entries, and the page says so.
            assert any(f"tal={figure.code}&" in href for figure in VOCABULARY.figures if figure.is_measured)
            continue
        foot = kroner(page.locator("tfoot td").first.inner_text())
        assert kroner(re.search(r"[−\d.,]+", stated.inner_text().split("tilsammen")[1])[0]) == foot  # type: ignore[index]
        assert abs(foot - kroner(shown) * MILLION) <= MILLION / 20, (href, shown, foot)


def test_what_is_realised_is_two_clicks_from_its_document(open_as: Opened, site: Site) -> None:
    """The memo's reader clicks 1,4, stands at two entries, each with who recorded and approved it, and opens the document."""
    page = open_as().new_page()
    page.goto(site(STATUS))
    page.locator("table a[href*='tal=net_realised']", has_text="1,4").first.click()
    rows = page.locator("tbody tr")
    assert rows.count() == 2
    for row in rows.all():
        assert "finans" in row.inner_text()
        assert "controller" in row.inner_text()
    rows.first.get_by_role("link", name=re.compile("Dokumentnr")).click()
    assert page.locator("h1").inner_text() == "Dokumentnr. 2008-559734"
    assert page.locator("tbody tr").count() >= 4


def test_the_start_page_says_in_words_how_much_is_real(open_as: Opened, site: Site) -> None:
    page = open_as().new_page()
    page.goto(site("/?soeg=Valby&aar=2011"))
    said = page.locator(".lead").inner_text().replace("\u00a0", " ")
    assert "Af 3,3 mio. kr. er 1,4 mio. kr. opnået (42 %)." in said


def test_a_programme_of_another_year_stands_beneath_the_sum_with_its_own(open_as: Opened, site: Site) -> None:
    page = open_as().new_page()
    page.goto(site("/?soeg=Valby"))
    row = page.locator("main tbody tr", has_text="Fælles Borgerservice Valby").inner_text()
    assert all(text in row for text in ("2011", "3,3", "1,4"))
