"""A published report is made again from the ledger, to the byte, whatever happened since."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from savings.manuscript import Block, BlockKind
from savings.models import Paper, Programme
from savings.publishing.snapshots import PAPER_SOURCES, describe_versions, digest_sources, read_published_report, reproduce
from savings.recording import (
    Line,
    approve,
    approve_release,
    record_release,
    register_series,
    submit,
)
from savings.recording.register import register_document, register_initiative, register_unit
from savings.recording.remarks import FigurePlace, approve_note, write_note
from savings.vocabulary import Kind
from tests.ledger_rooms import AT, BOOKED, Room
from tests.publishing.rooms import manuscript, published
from tests.test_house import MAY_IMPORT, ROOT, SOURCES, room_of
from tests.verapdf import validate

PASSES: dict[str, list[str]] = {"PDFUA_1": [], "PDFA_3_A": []}


def priced(room: Room, changes: dict[int, str]) -> None:
    """A release of the programme's price series, approved."""
    series = room.programme.price_series or register_series(by=room.finance, at=AT, name="Prøveindeks", source="Prøve")
    room.programme.price_series = series
    room.programme.save()
    told = {year: Decimal(change) for year, change in changes.items()}
    release = record_release(series=series, changes=told, by=room.finance, at=AT)
    approve_release(release=release, by=room.controller, at=AT)


def a_history(room: Room) -> None:
    """Targets, plans, realised with and without evidence, an offset, price levels, and a note at a figure."""
    rent = register_initiative(by=room.finance, at=AT, programme=room.programme, name="Huslejen", unit=room.unit)
    memo = register_document(by=room.finance, at=AT, reference="BR 320/07", sort="decision")
    room.approved(decision=memo)
    room.approved(
        [Line(kind=Kind.REALISED, year=2011, amount=Decimal(800_000), initiative=rent, unit=room.unit, price_level=2008)]
    )
    room.approved([Line(kind=Kind.REALISED, year=2011, amount=Decimal("333333.33"), unit=room.unit, price_level=2009)])
    room.approved([Line(kind=Kind.PLAN, year=2011, earliest_year=2009, amount=Decimal(1_900_000), initiative=rent)])
    place = FigurePlace(programme=room.programme, year=2011, figure="target", whole=True)
    note = write_note(place=place, text="Kravet er fra budgettet.", by=room.finance, at=AT)
    approve_note(note=note, by=room.controller, at=AT)


def test_after_a_thousand_entries_it_is_the_same_to_the_byte(room: Room) -> None:
    """New targets, corrections, a re-organisation, other names, a changed price index and a later report."""
    priced(room, {2009: "3.1", 2010: "2.2", 2011: "1.7"})
    a_history(room)
    since = Block(BlockKind.TABLE, "since")
    first = published(room, manuscript(room, price_level=2011))
    told = manuscript(room, price_level=2011)
    second = published(room, told.with_blocks((*told.blocks, since)))
    before = {row.pk: bytes(row.pdf) for row in Paper.objects.all()}
    assert set(before) == {first.pk, second.pk}
    assert validate(before[second.pk]) == PASSES

    thousand_entries(room)
    reorganised(room)
    priced(room, {2009: "9.9", 2012: "5"})
    published(room, manuscript(room, price_level=2011, as_of=date(2009, 6, 1), dated=date(2009, 6, 1)))

    for number, pdf in before.items():
        again = reproduce(number)
        assert again.later >= 1000
        assert again.pdf == pdf
        assert again.is_same
        # The page shows what was frozen with it, and that is what the postings still come to.
        assert read_published_report(number).data == read_published_report(number, anew=True).data


def thousand_entries(room: Room) -> None:
    """Booked before and after the report's date, the tenth of them corrected."""
    for number in range(1000):
        kind = (Kind.TARGET, Kind.REALISED, Kind.SECURED)[number % 3]
        booked = BOOKED if number % 2 else date(2009, 3, 1)
        entry = room.approved([Line(kind=kind, year=2011, amount=Decimal(number + 1), unit=room.unit)], booked)
        if number % 10 == 0:
            lines = [Line(kind=kind, year=2011, amount=Decimal(number + 2), unit=room.unit)]
            mended = room.corrected(entry, lines, booked, reason="Tastefejl")
            submit(entry=mended, by=room.finance, at=AT)
            approve(entry=mended, by=room.controller, at=AT)


def reorganised(room: Room) -> None:
    """The unit gets another name and a parent, the programme and its initiative other names, the decision a title."""
    room.unit.name, room.unit.parent = (
        "Sundhed og Omsorg",
        register_unit(by=room.finance, at=AT, code="SSF", name="Social og Sundhed"),
    )
    room.unit.save()
    programme = Programme.objects.get(pk=room.programme.pk)
    programme.name, programme.summary, programme.full_effect_year = "Prøve, ny", "Et andet ord", 2012
    programme.save()
    for initiative in programme.initiatives.all():
        initiative.name = f"{initiative.name}, omdøbt"
        initiative.save()


def test_what_is_printed_is_what_the_ledger_had_and_not_what_it_has(room: Room) -> None:
    a_history(room)
    first = published(room, manuscript(room))
    room.approved([Line(kind=Kind.TARGET, year=2011, amount=Decimal(5_000_000))])
    second = published(room, manuscript(room), supersedes=first.report, reason="Nyt krav")
    assert reproduce(first.pk).is_same
    assert reproduce(second.pk).is_same
    assert reproduce(first.pk).reproduced != reproduce(second.pk).reproduced


def test_an_open_report_tells_of_the_closed_one_it_replaces_by_number_alone(room: Room) -> None:
    """Who may not read the closed report may not read its title, either; among the closed it is named."""
    a_history(room)
    first = published(room, manuscript(room, title="Om fyringer", closed=True))
    second = published(room, manuscript(room, closed=True), supersedes=first.report, reason="Nyt krav")
    third = published(room, manuscript(room, title="Til alle", closed=False), supersedes=second.report, reason="Åbnes")
    told = {it.pk: read_published_report(it.pk).imprint.supersedes for it in (first, second, third)}
    assert told[first.pk] == ""
    assert told[second.pk].startswith("Om fyringer, ")
    assert told[third.pk] == f"rapport nr. {second.pk}"


def test_the_command_says_so(room: Room) -> None:
    a_history(room)
    number = published(room, manuscript(room)).pk
    out = StringIO()
    call_command("reproduce", str(number), stdout=out)
    assert hashlib.sha256(bytes(Paper.objects.get(pk=number).pdf)).hexdigest() in out.getvalue()


def test_the_command_tells_when_it_is_not_the_same(transactional_db: None, room: Room) -> None:
    """Somebody with the owner's rights has changed an amount behind the ledger's back."""
    a_history(room)
    number = published(room, manuscript(room)).pk
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE savings_posting DISABLE TRIGGER USER")
        cursor.execute("UPDATE savings_posting SET amount = amount + 100000 WHERE kind = 'realised'")
        cursor.execute("ALTER TABLE savings_posting ENABLE TRIGGER USER")
    # Who reads the report still sees what was published.
    assert read_published_report(number).document.main.headline.realised == Decimal("1133333.33")
    assert read_published_report(number, anew=True).document.main.headline.realised > Decimal("1200000")
    with pytest.raises(CommandError, match=r"NOT identical|IKKE"):
        call_command("reproduce", str(number), stdout=StringIO())


@pytest.mark.parametrize(
    ("path", "counts"),
    [
        ("templates/paper/a.typ", True),
        ("savings/composing/b.py", True),
        ("savings/elements/charts/b.py", True),
        ("savings/presentation/paper/b.py", True),
        ("savings/projections/c.py", True),
        ("savings/vocabulary/e.py", True),
        ("savings/d.py", True),
        ("locale/da/LC_MESSAGES/django.po", True),
        ("README.md", False),
    ],
)
def test_what_set_a_paper_is_known_by_its_templates_code_and_sentences(tmp_path: Path, path: str, counts: bool) -> None:
    """A file that sets a paper changes the digest when it comes and when a letter of it changes; no other file does."""

    def digest() -> str:
        digest_sources.cache_clear()
        return digest_sources(tmp_path)

    digests = [digest()]
    for text in ("x", "y"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
        digests.append(digest())
    digest_sources.cache_clear()
    assert len(set(digests)) == (3 if counts else 1)


def test_all_code_that_can_word_or_draw_a_paper_is_in_its_digest() -> None:
    files = {path for pattern in PAPER_SOURCES for path in ROOT.glob(pattern)}
    # What makes a password guessable stands on the ground like money and prices, and words no paper.
    packages = (MAY_IMPORT["presentation"] | {"presentation"}) - {"passwords"}
    assert {path for path in SOURCES if path.is_relative_to(ROOT / "savings") and room_of(path) in packages} <= files


def test_a_paper_names_the_versions_it_was_set_with(room: Room) -> None:
    a_history(room)
    paper = Paper.objects.get(pk=published(room, manuscript(room)).pk)
    assert re.fullmatch(r"typst [\d.]+, Valby [0-9a-f]{12}", paper.made_with)
    assert paper.made_with == describe_versions()


def test_there_is_no_such_report(room: Room) -> None:
    with pytest.raises(CommandError, match="999"):
        call_command("reproduce", "999")
    assert connection.connection is not None
