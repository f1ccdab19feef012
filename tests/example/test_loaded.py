"""The example in the ledger: it holds by the ledger's own proof, and no page, paper or file of it can be taken for real."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pypdfium2 import PdfDocument

from savings.auditing import find_chain_faults, find_kept_faults, find_recount_faults, find_rule_faults, find_trail_faults
from savings.demo.example.acts import MARK
from savings.demo.example.drawing import LARGE
from savings.models import Document, Entry, Initiative, Programme, Round, User
from tests.demo import VALBY

pytestmark = pytest.mark.usefixtures("example")
TODAY = date(2026, 2, 10)
STATUS = f"/programmer/{LARGE}/"


@pytest.fixture
def controller() -> Client:
    """Who may read all there is."""
    client = Client()
    client.force_login(User.objects.get(username="controller"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_ledger_holds() -> None:
    checks = (find_chain_faults(), find_trail_faults(), find_rule_faults(), find_kept_faults(), find_recount_faults(TODAY))
    assert [fault for check in checks for fault in check] == []


def test_it_changes_nothing_when_it_is_loaded_again() -> None:
    before = Entry.objects.count()
    said = StringIO()
    call_command("load_example", force=True, stdout=said)
    assert (Entry.objects.count(), "already" in said.getvalue()) == (before, True)


def test_it_refuses_a_server_unless_it_is_forced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/valby")
    with pytest.raises(CommandError, match="--force"):
        call_command("load_example")


def test_the_demo_beside_it_stays_real(controller: Client) -> None:
    assert not Programme.objects.get(slug=VALBY).is_example
    assert MARK.lower() not in controller.get(f"/programmer/{VALBY}/").content.decode().casefold()


def test_every_page_says_that_it_is_made_up(controller: Client) -> None:
    entry = Entry.objects.filter(programme__slug=LARGE, approval__isnull=False).first()
    waiting = Entry.objects.filter(waiting__programme__slug=LARGE).first()
    assert entry is not None
    assert waiting is not None
    addresses = (
        "/", STATUS, f"{STATUS}?enhed=XBU", f"{STATUS}diagrammer/", f"{STATUS}siden/?fra=2025-01-01",
        f"{STATUS}indsatser/{Initiative.objects.filter(programme__slug=LARGE)[0].pk}/", f"{STATUS}bilag/?tal=realised&aar=2025",
        "/enheder/XBU/", "/enheder/XBU-ARC/", f"/bilag/{entry.pk}/", f"/bilag/{waiting.pk}/",
        f"/beslutninger/{Document.objects.filter(title__startswith=MARK)[0].pk}/",
        f"/runder/{Round.objects.get().pk}/", "/runder/",
    )  # fmt: skip
    unmarked = []
    for address in addresses:
        answer = controller.get(address)
        assert answer.status_code == 200, address
        if MARK.lower() not in answer.content.decode().casefold():
            unmarked.append(address)
    assert unmarked == []


def test_the_status_says_it_in_a_sentence_in_both_languages(controller: Client) -> None:
    assert "Dette er et opdigtet eksempel" in controller.get(STATUS).content.decode()
    controller.cookies["sprog"] = "en-gb"
    assert "This is a made-up example" in controller.get(STATUS).content.decode()


def test_every_file_says_that_it_is_made_up(controller: Client) -> None:
    csv, json, xlsx, pdf = (controller.get(f"{STATUS}status.{ending}").content for ending in ("csv", "json", "xlsx", "pdf"))
    with zipfile.ZipFile(io.BytesIO(xlsx)) as book:
        sheets = b"".join(book.read(name) for name in book.namelist() if name.endswith(".xml")).decode()
    pages = PdfDocument(pdf)
    first, whole = pages[0].get_textpage().get_text_range(), "".join(page.get_textpage().get_text_range() for page in pages)
    texts = {"csv": csv.decode("utf-8-sig"), "json": json.decode(), "xlsx": sheets, "pdf": first}
    assert [name for name, text in texts.items() if MARK.lower() not in text.casefold()] == []
    assert "opdigtet eksempel: kommunen" in " ".join(whole.split())
