"""A check and a paper are made before the ledger's lock: nobody waits for them, and what is published is of one state of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from savings.elements.typesetting.typst import CannotBeSet
from savings.manuscript import Block, BlockKind, Manuscript
from savings.models import Paper, Publication, Report
from savings.publishing import paper_check, preparing, snapshots
from savings.publishing.preparing import prepare_report, publish_checked
from savings.publishing.snapshots import reproduce
from savings.recording.acting import is_acting
from savings.recording.refusals import LedgerMoved, NotFitToPublish
from savings.recording.reports import AcknowledgedFinding
from tests.ledger_rooms import AT, Room
from tests.publishing.rooms import manuscript, proposed

TODAY = date(2026, 1, 1)


def sound(room: Room) -> Manuscript:
    """A report that nothing stops."""
    told = manuscript(room, text="Kravet er {{krav}}, i {{prisniveau}}, jf. {{tabel hovedtal}}.")
    return told.with_blocks(told.blocks[:3])


def sent(room: Room) -> Report:
    """A report whose findings are all acknowledged."""
    room.approved()
    told = sound(room)
    found = prepare_report(told, today=TODAY).findings
    return proposed(
        room, told, acknowledged=[AcknowledgedFinding(it.key, it.excerpt, it.said, "Det er rigtigt.") for it in found]
    )


def publish_it(room: Room, report: Report) -> Publication:
    return publish_checked(report, by=room.controller, at=AT, today=TODAY, reasons={})


def test_neither_check_nor_paper_is_made_under_the_lock(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []

    def outside(name: str, make: Callable[..., Any]) -> Callable[..., Any]:
        def make_it(*given: Any, **asked: Any) -> Any:
            assert not is_acting(), f"{name} under the lock"
            made.append(name)
            return make(*given, **asked)

        return make_it

    report = sent(room)
    for where, name in (
        (preparing, "run_checks"), (preparing, "compose_document"), (snapshots, "report_pdf"), (snapshots, "read_statuses"),
        (paper_check, "report_pdf"),
    ):  # fmt: skip
        monkeypatch.setattr(where, name, outside(f"{where.__name__}.{name}", getattr(where, name)))
    publish_it(room, report)
    assert len(set(made)) == 5


def test_a_ledger_that_moves_meanwhile_is_read_again(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    report = sent(room)
    build = preparing.build_file
    moves = iter([True, True, False])

    def build_and_move(*given: Any, **asked: Any) -> Any:
        file = build(*given, **asked)
        if next(moves):
            room.approved()
        return file

    monkeypatch.setattr(preparing, "build_file", build_and_move)
    publication = publish_it(room, report)
    assert list(moves) == []
    assert reproduce(report.pk).is_same
    assert Paper.objects.get(publication=publication).facts["frames"][0]["facts"]["head"]["position"] == publication.position


def test_one_that_moves_each_time_is_told_of_and_nothing_is_written(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    report = sent(room)
    build = preparing.build_file

    def build_and_move(*given: Any, **asked: Any) -> Any:
        file = build(*given, **asked)
        room.approved()
        return file

    monkeypatch.setattr(preparing, "build_file", build_and_move)
    with pytest.raises(LedgerMoved):
        publish_it(room, report)
    assert not Publication.objects.exists()


def test_what_the_typesetter_refuses_is_found_where_it_stands(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Typst has refused a link that ends within a word; whatever it refuses next is found the same way."""
    room.approved()
    told = sound(room)
    broken = Block(
        BlockKind.TEXT, text="## Mere\n\nDet første er godt.\n\nDet andet **ord** [sættes ikke](https://a.dk) her.\n\nDet tredje."
    )
    told = told.with_blocks((*told.blocks, broken))
    whole = paper_check.report_pdf

    def refuse(document: Any, imprint: Any = None) -> bytes:
        for placed in document.pieces:
            if "sættes ikke" in str(placed.piece):
                raise CannotBeSet("internal error: expected link ancestor in logical tree")
        return whole(document, imprint)

    monkeypatch.setattr(paper_check, "report_pdf", refuse)
    (finding,) = (it for it in prepare_report(told, today=TODAY).blocking if it.code == "paper")
    assert finding.block == len(told.blocks) - 1
    assert "ord sættes ikke" in finding.excerpt
    assert "første" not in finding.excerpt
    report = proposed(room, told)
    with pytest.raises(NotFitToPublish):
        publish_it(room, report)
