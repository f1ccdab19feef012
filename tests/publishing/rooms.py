"""A report to publish: a manuscript on the room's programme, and the way through proposal and publication."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from savings.manuscript import Block, BlockKind, Manuscript
from savings.models import Publication, Report
from savings.publishing.snapshots import build_file
from savings.recording.reports import NewReport, PreparedPaper, compose, publish
from savings.reporting.version import read_version
from tests.ledger_rooms import AT, BOOKED, Room

TEXT = """## Status

Af kravet på {{krav}} er {{opnået}} opnået, og {{udestående}} udestår, jf. {{tabel hovedtal}}. Beløbene er i {{prisniveau}}.[^1]

[^1]: Opgjort pr. {{pr}}.
"""


def manuscript(room: Room, *, text: str = TEXT, **facts: Any) -> Manuscript:
    """A report of one text, two tables and a chart."""
    blocks = (
        Block(BlockKind.TEXT, text=text),
        Block(BlockKind.TABLE, "headline"),
        Block(BlockKind.TABLE, "units"),
        Block(BlockKind.CHART, "split"),
        Block(BlockKind.TABLE, "initiatives"),
        Block(BlockKind.TABLE, "reservations"),
    )
    own = Manuscript(
        title="Status for Prøve", language="da", dated=BOOKED, as_of=BOOKED, programmes=(room.programme.slug,), number="Bilag 4",
        to="Økonomiudvalget", case_number="2008-122557", blocks=blocks,
    )  # fmt: skip
    return replace(own, **facts)


def proposed(room: Room, told: Manuscript, **facts: Any) -> Report:
    """The report as finance proposes it."""
    new = NewReport.from_manuscript(told, programme=room.programme, year=told.year or room.programme.full_effect_year, **facts)
    return compose(new, by=room.finance, at=AT)


def published(room: Room, told: Manuscript, *, at: datetime = AT, **facts: Any) -> Publication:
    """The report as the controller lets it out, with its paper."""
    report = proposed(room, told, **facts)

    version = read_version()
    file = build_file(report, by=room.controller, at=at, position=version.position, today=date(2026, 1, 1))
    return publish(report=report, by=room.controller, at=at, paper=PreparedPaper(file, version))
