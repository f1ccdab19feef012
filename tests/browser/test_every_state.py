"""The reading pages at their worst: empty, wrong, long and big; axe finds nothing, and all of it fits a phone."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.db import connections
from playwright.sync_api import Page
from pytest_django.plugin import DjangoDbBlocker

from savings.models import Initiative
from tests.browser.big import EMPTY, SLUG, make_big
from tests.browser.conftest import Opened, Site
from tests.browser.test_accessible import faults, sideways
from tests.demo import VALBY

#: Newly made on this folder's server, so that these come after the tests that know what the demo holds.
pytestmark = pytest.mark.usefixtures("big")


ZOOMED = {"width": 320, "height": 225, "deviceScaleFactor": 4, "mobile": False}


@pytest.fixture(scope="module")
def big(site: Site, django_db_blocker: DjangoDbBlocker) -> dict[str, int]:
    """The big programme and the empty one, on the demo's server."""
    with django_db_blocker.unblock():
        programme = make_big()
        found = {"initiative": Initiative.objects.filter(programme=programme).order_by("pk")[0].pk}
        connections.close_all()
    return found


def paths(big: dict[str, int]) -> list[str]:
    """Every state there is a page for."""
    status = f"/programmer/{SLUG}/"
    return [
        "/",
        "/?soeg=findes-ikke",
        "/?aar=2024&pl=2025&beloeb=kr",
        status,
        f"{status}?enhed=F1&aar=2022&beloeb=1000",
        f"{status}bilag/?tal=realised&aar=2024",
        f"{status}indsatser/{big['initiative']}/",
        f"{status}siden/?fra=2025-01-01",
        f"{status}diagrammer/",
        f"/programmer/{EMPTY}/diagrammer/",
        f"/programmer/{EMPTY}/",
        f"/programmer/{EMPTY}/siden/",
        "/enheder/F1/",
        "/enheder/E0/",
        f"/programmer/{VALBY}/?aar=x&pl=y&pr=z&enhed={quote('æøå' * 40)}",
        "/enheder/findes-ikke/",
        "/rapporter/9999/",
    ]


def test_axe_finds_nothing_and_all_fits_also_at_four_hundred_per_cent(open_as: Opened, site: Site, big: dict[str, int]) -> None:
    """A window of 1280 px at 400 % has 320 px for a page, each four times as large."""
    context = open_as()
    page = context.new_page()
    window = context.new_cdp_session(page)
    found = []
    for path in paths(big):
        page.goto(site.root + path)
        found += faults(page) + sideways(page)
        window.send("Emulation.setDeviceMetricsOverride", ZOOMED)
        assert page.evaluate("[innerWidth, devicePixelRatio]") == [320, 4]
        found += faults(page)
        assert page.locator("h1").is_visible()
        window.send("Emulation.clearDeviceMetricsOverride")
    assert not found


def test_nothing_moves_for_those_who_asked_for_it(open_as: Opened, site: Site, big: dict[str, int]) -> None:
    page = open_as(reduced_motion="reduce").new_page()
    page.goto(f"{site.root}/programmer/{SLUG}/")
    page.locator("main a").first.hover()
    page.locator("summary").first.click()
    page.locator(".drawing").first.focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.getAnimations().length") == 0
    assert page.evaluate(MOVING) == []


#: What has a transition or an animation that lasts.
MOVING = """() => [...document.querySelectorAll('*')].filter(at => {
  const style = getComputedStyle(at);
  return style.animationName !== 'none' || style.transitionDuration.split(',').some(length => parseFloat(length) > 0);
}).map(at => at.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("path", ["/", f"/programmer/{VALBY}/", f"/programmer/{VALBY}/siden/?fra=2008-10-01", "/enheder/SUF/"])
def test_a_page_prints_as_a_decent_sheet(open_as: Opened, site: Site, path: str) -> None:
    """No menus, no buttons and no forms; the figures and what they rest on are there."""
    page = open_as().new_page()
    page.goto(site.root + path)
    page.emulate_media(media="print")
    assert shown(page, "header nav, footer, form, button, .skip, .take") == []
    assert page.locator("h1").is_visible()
    assert page.locator("table").first.is_visible()


def shown(page: Page, what: str) -> list[str]:
    """What of it can be seen."""
    return [at.evaluate("at => at.outerHTML.slice(0, 80)") for at in page.locator(what).all() if at.is_visible()]
