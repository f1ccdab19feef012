"""One browser, one server on the demo, and a page for whoever a test is."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from savings.models import Document, Entry, Indicator, Initiative, Report
from tests.demo import PASSWORD, VALBY, loaded

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
LANGUAGES = {"da": "da", "en": "en-gb"}
# What comes late on a machine that does other work has still come.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where the browser is; without one these tests are skipped, but never on the machine that vouches for us."""
    found = shutil.which("chromium")
    if found is None and os.environ.get("CI") == "true":
        pytest.fail("chromium is not installed, and CI must not skip the browser tests")
    if found is None:
        pytest.skip("chromium is not installed")
    return found


@dataclass(frozen=True)
class Site:
    """Where the demo is served, and the addresses on it that a test cannot know beforehand.

    Attributes:
        root: scheme, host and port.
        numbers: row numbers by what they are of: Valby's first approved `entry`, its `initiative` with a band, its memo
            (`document`), its `indicator` and its `report`.
    """

    root: str
    numbers: Mapping[str, int]

    def __call__(self, path: str) -> str:
        """The whole address of a path."""
        return f"{self.root}{path.format(**self.numbers)}"


class Listener:
    """Hears every request of a context, and all its pages complain of."""

    def __init__(self, context: BrowserContext) -> None:
        self.requests: list[Request] = []
        self.complaints: list[str] = []
        context.on("request", lambda request: self.requests.append(request))
        context.on("console", lambda message: self._said(message))
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    @property
    def addresses(self) -> list[str]:
        return [request.url for request in self.requests]

    def foreign(self, site: Site) -> list[str]:
        """What left the house; what a page carries within itself does not."""
        home = urlsplit(site.root).netloc
        asked = [urlsplit(address) for address in self.addresses]
        return [address.geturl() for address in asked if address.scheme not in ("data", "blob") and address.netloc != home]


@pytest.fixture(scope="package")
def site(chromium: str, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    """The demo, served once for this folder: these tests read and write nothing but sessions."""
    with loaded(django_db_blocker), django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        # Playwright keeps an event loop in this thread; Django's own beginning and end of a test wait for nothing in it.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        # A connection kept for the server's next request would keep the test database from being dropped.
        patch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
        server = LiveServer("localhost")
        server._live_server_modified_settings.enable()
        try:
            yield Site(server.url, numbers())
        finally:
            server.stop()
            server._live_server_modified_settings.disable()
            connections.close_all()


def numbers() -> dict[str, int]:
    """Row numbers that addresses name."""
    return {
        "entry": Entry.objects.filter(programme__slug=VALBY).order_by("pk").values_list("pk", flat=True)[0],
        "initiative": Initiative.objects.get(name="Fælles administration").pk,
        "document": Document.objects.get(document_number="2008-559734").pk,
        "indicator": Indicator.objects.get().pk,
        "report": Report.objects.get().pk,
    }


@pytest.fixture(scope="package")
def browser(chromium: str, site: Site) -> Iterator[Browser]:
    """A browser with nothing of its own to say to the world; it ends before the demo does, which its event loop would hinder."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()
        # While the loop runs, this thread has connections of its own to the database: they are closed where they are seen.
        connections.close_all()


Opened = Callable[..., BrowserContext]


@pytest.fixture(scope="package")
def member_state(site: Site, browser: Browser) -> dict[str, object]:
    """The cookies of the committee member, who has logged in through the form."""
    context = browser.new_context()
    log_in(context.new_page(), site)
    state = dict(context.storage_state())
    context.close()
    return state


def log_in(page: Page, site: Site) -> None:
    """Log the committee member in through the form."""
    page.goto(site("/log-ind/"))
    page.fill("[name=username]", "medlem")
    page.fill("[name=password]", PASSWORD)
    page.click("button.primary")
    page.wait_for_url(site("/"))


@pytest.fixture
def open_as(site: Site, browser: Browser, member_state: dict[str, object]) -> Iterator[Opened]:
    """Opens a context, by default the member's in Danish on a wide screen."""
    contexts: list[BrowserContext] = []

    def opened(*, member: bool = True, language: str = "da", width: int = 1280, **options: object) -> BrowserContext:
        state = member_state if member else None
        context = browser.new_context(storage_state=state, viewport={"width": width, "height": 900}, **options)  # type: ignore[arg-type]
        context.add_cookies([{"name": "sprog", "value": LANGUAGES[language], "url": site.root}])
        contexts.append(context)
        return context

    yield opened
    for context in contexts:
        context.close()
