"""The chart's script in a real browser under the real policy: it waits to be asked, and gives back what it cannot do."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from savings.faces.charts import phase_in_chart
from tests.samples import valby

ROOT = "http://valby.test"
PLOTLY = "/static/plotly/plotly.min.js"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
POLICY = "; ".join(f"{name} {' '.join(words)}" for name, words in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items())


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser; without one these tests are skipped, but never on the machine that vouches for us."""
    found = shutil.which("chromium")
    if found is None and os.environ.get("CI") == "true":
        pytest.fail("chromium is not installed, and CI must not skip these tests")
    if found is None:
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Shown:
    """A page with one chart, and the files it asked for."""

    page: Page
    asked: list[str] = field(default_factory=list)


Opened = Callable[..., Shown]


@pytest.fixture
def show(browser: Browser) -> Iterator[Opened]:
    """Opens the chart's page; no server is behind it, its files are handed over as they lie."""
    contexts = []

    def shown(*, width: int = 900, missing: tuple[str, ...] = (), broken: bool = False, **options: object) -> Shown:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)  # type: ignore[arg-type]
        contexts.append(context)
        page, html = context.new_page(), written()
        result = Shown(page)

        def serve(route: Route) -> None:
            path = route.request.url.removeprefix(ROOT)
            result.asked.append(path)
            file = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
            if path == "/":
                route.fulfill(body=html, content_type="text/html", headers={"Content-Security-Policy": POLICY})
            elif path == PLOTLY and broken:
                route.fulfill(body=BROKEN, content_type="text/javascript")
            elif path in missing or not file:
                route.fulfill(status=404, body="")
            else:
                route.fulfill(path=file)

        page.route("**/*", serve)
        page.goto(f"{ROOT}/")
        return result

    yield shown
    for context in contexts:
        context.close()


#: A Plotly that begins to draw and gives up.
BROKEN = "window.Plotly = {register: function () {}, newPlot: function () { return Promise.reject(new Error('no')); }};"


def written() -> str:
    """A page with the memo's phase-in and nothing else on it."""
    with translation.override("da"):
        chart = render_to_string("savings/_chart.html", {"chart": phase_in_chart(valby())})
    head = '<link rel="stylesheet" href="/static/css/valby.css"><script src="/static/js/chart.js" defer></script>'
    return f'<!doctype html><html lang="da"><head><meta charset="utf-8"><title>V</title>{head}</head><body>{chart}</body></html>'


def interactive(shown: Shown) -> None:
    """Wait until the interactive chart is there."""
    expect(shown.page.locator("figure.is-interactive .interactive .main-svg").first).to_be_visible(timeout=30_000)


def test_plotly_is_not_fetched_until_it_is_asked_for(show: Opened) -> None:
    shown = show()
    expect(shown.page.locator(".explore")).to_be_visible()
    assert PLOTLY not in shown.asked
    expect(shown.page.locator(".drawing.wide-only svg")).to_be_visible()


def test_the_keyboard_gets_the_interactive_chart_and_keeps_its_place(show: Opened) -> None:
    shown = show()
    shown.page.locator(".explore").focus()
    shown.page.keyboard.press("Enter")
    interactive(shown)
    assert shown.asked.count(PLOTLY) == 1
    expect(shown.page.locator(".interactive")).to_be_focused()
    expect(shown.page.locator(".drawing.wide-only")).to_be_hidden()
    expect(shown.page.locator(".explore-said")).not_to_be_empty()


def test_a_tap_on_the_drawing_asks_for_it_and_two_taps_ask_once(show: Opened) -> None:
    shown = show(width=320, has_touch=True)
    shown.page.locator(".drawing.narrow-only svg").dblclick()
    interactive(shown)
    assert shown.asked.count(PLOTLY) == 1
    assert shown.page.locator(".interactive").count() == 1
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_interactive_chart_has_the_drawing_s_name_and_speaks_danish(show: Opened) -> None:
    shown = show()
    shown.page.locator(".explore").click()
    interactive(shown)
    names = shown.page.locator(".interactive").get_attribute("aria-labelledby")
    assert shown.page.locator(f"[id='{names}']").text_content() == phase_in_title()
    ticks = shown.page.locator(".ytick text").all_text_contents()
    assert "1,5" in ticks
    assert all("." not in tick for tick in ticks)
    tools = shown.page.locator(".modebar-btn")
    assert [tools.nth(i).get_attribute("data-title") for i in range(tools.count())] == ["Hent diagrammet som PNG"]


def phase_in_title() -> str:
    with translation.override("da"):
        chart = phase_in_chart(valby())
    assert chart is not None
    return chart.title


def test_bars_are_as_high_as_their_amounts(show: Opened) -> None:
    """Amounts reach Plotly as exact text; this is where it is seen to read them as numbers."""
    shown = show()
    shown.page.locator(".explore").click()
    interactive(shown)
    heights = shown.page.evaluate("[...document.querySelectorAll('.bars .point path')].map(e => e.getBBox().height)")
    drawn = sorted({round(height) for height in heights} - {0})
    assert len(drawn) == 2
    assert abs(drawn[1] / drawn[0] - 1.9 / 1.4) < 0.02


@pytest.mark.parametrize("how", [{"missing": (PLOTLY,)}, {"broken": True}], ids=["not fetched", "not drawn"])
def test_a_failure_leaves_the_drawing_says_so_and_can_be_tried_again(show: Opened, how: dict[str, object]) -> None:
    shown = show(**how)
    button, said = shown.page.locator(".explore"), shown.page.locator(".explore-said")
    button.click()
    expect(said).to_have_text(str(said.get_attribute("data-failed")))
    expect(shown.page.locator(".drawing.wide-only svg")).to_be_visible()
    expect(shown.page.locator(".interactive")).to_have_count(0)
    expect(button).to_be_visible()
    assert button.get_attribute("aria-disabled") is None


def test_what_is_announced_is_announced_politely(show: Opened) -> None:
    assert show().page.locator(".explore-said").get_attribute("role") == "status"


def test_the_print_has_the_drawing_also_when_the_screen_has_the_interactive_chart(show: Opened) -> None:
    shown = show()
    shown.page.locator(".explore").click()
    interactive(shown)
    shown.page.emulate_media(media="print")
    expect(shown.page.locator(".drawing.wide-only svg")).to_be_visible()
    expect(shown.page.locator(".interactive")).to_be_hidden()


def test_without_script_the_drawing_stands_and_no_dead_button_is_shown(show: Opened) -> None:
    shown = show(java_script_enabled=False)
    expect(shown.page.locator(".drawing.wide-only svg")).to_be_visible()
    expect(shown.page.locator(".explore")).to_be_hidden()
