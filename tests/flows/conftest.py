"""A demo of their own, served once, and a page for each of the people at work on it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import LANGUAGES, Site, browser, chromium, site
from tests.demo import PASSWORD, VALBY
from tests.faces.readers import pdf_text

__all__ = ["browser", "chromium", "site"]
STATUS = f"/programmer/{VALBY}/"


@dataclass
class Person:
    """Somebody at a browser of their own, logged in through the form."""

    page: Page
    site: Site

    def go(self, path: str) -> Page:
        """Open an address."""
        self.page.goto(self.site(path))
        return self.page

    def press(self, name: str, *, exact: bool = True) -> None:
        """Press the button of that name."""
        self.page.get_by_role("button", name=name, exact=exact).click()

    def go_on(self) -> None:
        """The next step."""
        self.press("Fortsæt")

    def heading(self) -> str:
        """What the page is called."""
        return self.page.locator("h1").inner_text()

    def figures(self) -> dict[str, Decimal]:
        """The headline of the status as JSON, in kroner."""
        said = json.loads(self.page.request.get(self.site(f"{STATUS}status.json")).text())["headline"]
        return {
            name: Decimal(said[name]) for name in ("target", "realised", "offset", "outstanding", "secured", "elsewhere", "open")
        }

    def paper(self) -> str:
        """The text of the status as a paper."""
        return " ".join(pdf_text(self.page.request.get(self.site(f"{STATUS}status.pdf")).body()).replace("\u00a0", " ").split())


At = Callable[..., Person]


@pytest.fixture
def at_work(site: Site, browser: Browser) -> Iterator[At]:
    """Opens a browser for somebody by user name; Danish and wide unless told otherwise."""
    contexts: list[BrowserContext] = []

    def opened(name: str, *, language: str = "da", width: int = 1280, javascript: bool = True) -> Person:
        context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=javascript)
        context.add_cookies([{"name": "sprog", "value": LANGUAGES[language], "url": site.root}])
        contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.goto(site("/log-ind/"))
        page.fill("[name=username]", name)
        page.fill("[name=password]", PASSWORD)
        page.click("main button.primary")
        page.wait_for_url(site("/"))
        return Person(page, site)

    yield opened
    for context in contexts:
        context.close()
