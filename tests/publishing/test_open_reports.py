"""An open report is anybody's: its files hold what its paper shows, and no log-in name stands in any of them."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pikepdf
import pypdfium2
import pytest
from django.test import Client

from savings.manuscript import Block, BlockKind
from savings.models import Initiative, Publication, User
from savings.publishing.snapshots import reproduce
from savings.recording import Line
from savings.recording.people import Account, register_user
from savings.recording.register import register_initiative, register_unit
from savings.recording.remarks import FigurePlace, approve_note, ask, write_note
from savings.recording.reports import NewReport, compose, publish
from savings.recording.rounds import NewReply, NewRound, close_round, open_round, reply
from savings.roles import Role
from savings.vocabulary import Kind
from tests.ledger_rooms import AT, BOOKED, Room
from tests.publishing.rooms import manuscript, published
from tests.verapdf import validate

#: Figures of the programme that the report does not show: another year's, an initiative's, and a plan's.
SECRET_YEAR, SECRET_AMOUNT, SECRET_INITIATIVE = 2013, "777123", "Salg af kantinen"
SHOWN = (
    Block(BlockKind.TEXT, text="## Status\n\nAf kravet på {{krav}} er {{opnået}} opnået, i {{prisniveau}}.\n"),
    Block(BlockKind.TABLE, "headline"),
)  # fmt: skip
LOG_INS = ("zqfin01", "zqcon02", "zqmed03")


@pytest.fixture
def people(room: Room) -> Room:
    """The room's people, with log-in names that no word of the language has, and none with a full name."""
    member = register_user(Account(roles=[Role.MEMBER]), username="zqmed03", password="en lang sætning til prøve")
    for person, name in ((room.finance, "zqfin01"), (room.controller, "zqcon02")):
        person.username = name
        User.objects.filter(pk=person.pk).update(username=name, first_name="", last_name="")
    register_unit(by=room.finance, at=AT, code="ANDEN", name="Anden")
    hidden = register_initiative(by=room.finance, at=AT, programme=room.programme, name=SECRET_INITIATIVE, unit=room.unit)
    room.approved()
    room.approved([Line(kind=Kind.REALISED, year=2011, amount=Decimal(1_400_000), unit=room.unit)])
    room.approved([Line(kind=Kind.PLAN, year=SECRET_YEAR, amount=Decimal(SECRET_AMOUNT), initiative=hidden)])
    place = FigurePlace(programme=room.programme, year=2011, figure="target", whole=True)
    question = ask(place=place, text="Hvorfra?", by=member, at=AT)
    note = write_note(question=question, text="Fra budgettet.", by=room.finance, at=AT)
    approve_note(note=note, by=room.controller, at=AT)
    return room


def publish_report(room: Room, *, closed: bool) -> Publication:
    return published(room, manuscript(room, blocks=SHOWN, closed=closed))


def files_of(pdf: bytes) -> dict[str, str]:
    """The text of the paper, of its own description, and of each file in it."""
    with pikepdf.open(io.BytesIO(pdf)) as paper:
        files = {name: spec.get_file().read_bytes().decode() for name, spec in paper.attachments.items()}
        files["metadata"] = f"{paper.docinfo} {paper.Root.Metadata.read_bytes().decode()}"
        files["descriptions"] = " ".join(spec.description for spec in paper.attachments.values())
    pages = pypdfium2.PdfDocument(pdf)
    return files | {"pages": "\n".join(page.get_textpage().get_text_bounded() for page in pages)}


def test_an_open_paper_holds_what_it_shows(people: Room) -> None:
    files = files_of(publish_report(people, closed=False).paper.pdf)
    everything = "\n".join(files.values())
    for secret in (SECRET_AMOUNT, str(SECRET_YEAR), SECRET_INITIATIVE, "{{krav}}"):
        assert secret not in everything, secret
    told = json.loads(files["rapport.json"])
    assert {*told} == {"report", "published", "figures", "tables"}
    assert "blocks" not in told["report"]
    assert [it["value"] for it in told["figures"] if it["reference"] == "krav"] == ["3300000.00"]
    (table,) = told["tables"]
    assert len(table["columns"]) == len(table["rows"][0])
    # Each figure of the table in the file is one that stands on the page.
    assert "3,3" in files["pages"]
    assert any("3300000" in str(value) or "3.3" in str(value) for row in table["rows"] for value in row)


def test_a_closed_paper_holds_every_figure_of_its_programmes(people: Room) -> None:
    files = files_of(publish_report(people, closed=True).paper.pdf)
    assert SECRET_AMOUNT in files["rapport.json"]
    assert any(SECRET_AMOUNT in text for name, text in files.items() if name.endswith(".csv"))


def test_an_open_paper_names_nobody_by_the_log_in(people: Room) -> None:
    publication = publish_report(people, closed=False)
    files = files_of(publication.paper.pdf)
    assert [(name, log_in) for name, text in files.items() for log_in in LOG_INS if log_in in text] == []
    assert "skrevet af en medarbejder og udgivet af en controller" in " ".join(files["pages"].split())
    assert json.loads(files["rapport.json"])["published"]["by"] == "en controller"
    assert validate(bytes(publication.paper.pdf)) == {"PDFUA_1": [], "PDFA_3_A": []}
    assert reproduce(publication.pk).is_same


def test_an_open_paper_says_why_a_unit_is_behind_as_it_stood_and_does_not_name_the_log_in(people: Room) -> None:
    people.approved([Line(kind=Kind.PLAN, year=2011, amount=Decimal(9_000_000), unit=people.unit)])
    new = NewRound(
        name="Runde", year=2011, starts_on=BOOKED, cut_off=BOOKED, answer_by=BOOKED, tasks=[(people.programme, people.unit)]
    )
    found = open_round(new, by=people.controller, at=AT)
    texts = {"explanation": "Lejemålet blev opsagt sent.", "mitigation": "Fraflytning fremrykkes."}
    reply(NewReply(task=found.tasks.get(), confirmed=100, booked_on=BOOKED, **texts), by=people.finance, at=AT)
    close_round(round=found, reason="Slut", by=people.controller, at=AT)
    blocks = (*SHOWN, Block(BlockKind.TABLE, "explanations"))
    publication = published(people, manuscript(people, blocks=blocks, closed=False))
    page = " ".join(files_of(publication.paper.pdf)["pages"].split())
    for words in ("Forklaring: Lejemålet", "Det gøres:", "(en medarbejder, 14-10-2008)"):
        assert words in page
    assert [log_in for log_in in LOG_INS if log_in in page] == []
    later = replace(new, name="Næste", cut_off=date(2008, 12, 31))
    task = open_round(later, by=people.controller, at=AT).tasks.get()
    reply(NewReply(task=task, confirmed=100, booked_on=BOOKED, explanation="Nyt.", mitigation="Nyt."), by=people.finance, at=AT)
    close_round(round=task.round, reason="Slut", by=people.controller, at=AT)
    assert reproduce(publication.pk).is_same


def test_a_full_name_stands_on_an_open_paper(people: Room) -> None:
    User.objects.filter(pk=people.controller.pk).update(first_name="Karen", last_name="Holm")
    people.controller.refresh_from_db()
    assert "udgivet af Karen Holm" in " ".join(files_of(publish_report(people, closed=False).paper.pdf)["pages"].split())


@pytest.mark.parametrize("query", ["", "?fil=csv", "?fil=xlsx"])
def test_an_open_page_and_its_files_name_nobody_by_the_log_in(people: Room, query: str) -> None:
    number = publish_report(people, closed=False).pk
    response = Client().get(f"/rapporter/{number}/{query}")
    assert response.status_code == 200
    content = response.content
    if query == "?fil=xlsx":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"\n".join(book.read(name) for name in book.namelist())
    words = content.decode()
    assert [log_in for log_in in LOG_INS if log_in in words] == []
    for secret in (SECRET_AMOUNT, SECRET_INITIATIVE):
        assert secret not in words, secret


def test_who_has_an_account_reads_who_it_was(people: Room) -> None:
    number = publish_report(people, closed=False).pk
    client = Client()
    client.force_login(people.finance, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/rapporter/{number}/").content.decode()
    assert "zqfin01" in page
    assert "zqcon02" in page
    assert Initiative.objects.filter(name=SECRET_INITIATIVE).exists()


def test_a_status_without_a_text_is_never_open(people: Room) -> None:
    """Its files are those of the status, with every figure of the programme."""
    new = NewReport(programme=people.programme, title="Status", as_of=AT.date(), year=2011, closed=False)
    report = compose(new, by=people.finance, at=AT)
    publish(report=report, by=people.controller, at=AT)
    for path in (f"/rapporter/{report.pk}/", f"/rapporter/{report.pk}/rapport.pdf", f"/rapporter/{report.pk}/?fil=csv"):
        assert Client().get(path).status_code == 302
