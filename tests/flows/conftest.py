"""A demo of their own, served once, and a page for each of the people at work on it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import LANGUAGES, Site, browser, chromium, site
from tests.demo import PASSWORD, VALBY
from tests.presentation.readers import pdf_text

__all__ = ["browser", "chromium", "site"]
STATUS = f"/programmer/{VALBY}/"
HEADLINE = ("target", "realised", "offset", "outstanding", "secured", "elsewhere", "open")
CELL = ("kind", "unit", "initiative", "year", "price_level")
#: Kroner by the name of a headline figure, or by what a cell is of (`CELL`).
Figures = Mapping[Any, Decimal]


def changes(before: Figures, after: Figures) -> dict[Any, Decimal]:
    """By how many kroner each amount has changed, and none that has not."""
    found = {name: after.get(name, Decimal(0)) - before.get(name, Decimal(0)) for name in before.keys() | after.keys()}
    return {name: amount for name, amount in found.items() if amount}


def millions(amount: Decimal) -> str:
    """An amount as the headline shows it."""
    return f"{(amount / 1_000_000).quantize(Decimal('0.1'), ROUND_HALF_UP)}".replace(".", ",")


@dataclass
class Person:
    """Somebody at a browser of their own, logged in through the form."""

    page: Page
    site: Site

    def go(self, path: str) -> Page:
        """Open an address that is there; a page about nothing would pass for a good one."""
        answer = self.page.goto(self.site(path))
        assert answer is not None
        assert answer.status not in (404, 500), path
        return self.page

    def press(self, name: str, *, exact: bool = True) -> None:
        """Press the button of that name, and wait for the page that answers."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=exact).click()

    def go_on(self) -> None:
        """The next step."""
        self.press("Fortsæt")

    def heading(self) -> str:
        """What the page is called."""
        return self.page.locator("h1").inner_text()

    def figures(self) -> Figures:
        """Every amount of the status as JSON, in kroner: the headline's by name, each cell's by what it is of."""
        said = json.loads(self.page.request.get(self.site(f"{STATUS}status.json")).text())
        found = Counter({name: Decimal(said["headline"][name]) for name in HEADLINE})
        for cell in said["cells"]:
            found[tuple(cell[name] for name in CELL)] += Decimal(cell["amount"])
        return found

    def coverage(self) -> Decimal:
        """How much of what is realised is documented, as a part of one."""
        said = json.loads(self.page.request.get(self.site(f"{STATUS}status.json")).text())
        return Decimal(said["headline"]["evidence_coverage"])

    def paper(self) -> str:
        """The text of the status as a paper."""
        return " ".join(pdf_text(self.page.request.get(self.site(f"{STATUS}status.pdf")).body()).replace("\u00a0", " ").split())


At = Callable[..., Person]


@pytest.fixture(scope="package")
def cookies(site: Site) -> dict[str, Any]:
    """What each person's browser holds once they have logged in; a password is slow to check, so once is enough."""
    return {}


@pytest.fixture
def at_work(site: Site, browser: Browser, cookies: dict[str, Any]) -> Iterator[At]:
    """Opens a browser for somebody by user name, logged in; Danish and wide unless told otherwise."""
    contexts: list[BrowserContext] = []

    def opened(name: str, *, language: str = "da", width: int = 1280, javascript: bool = True, anew: bool = False) -> Person:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=javascript,
            storage_state=None if anew else cookies.get(name),
        )  # fmt: skip
        context.add_cookies([{"name": "sprog", "value": LANGUAGES[language], "url": site.root}])
        contexts.append(context)
        page = context.new_page()
        if anew or name not in cookies:
            page.goto(site("/log-ind/"))
            page.fill("[name=username]", name)
            page.fill("[name=password]", PASSWORD)
            page.click("main button.primary")
            page.wait_for_url(lambda url: "/log-ind/" not in url)  # each role begins somewhere else
            cookies.setdefault(name, context.storage_state())
        return Person(page, site)

    yield opened
    for context in contexts:
        context.close()
