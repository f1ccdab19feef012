"""Sending: a finished draft becomes a submitted entry, once, with the initiative and the documents it names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from savings.kinds import Kind
from savings.models import Document, Draft, Entry, Evidence, Initiative, Programme, User
from savings.recording.correct import correct
from savings.recording.drafts import became
from savings.recording.files import Kept, attach
from savings.recording.levels import Cell, level_of, set_levels
from savings.recording.new_entry import Line, Proof, Saying
from savings.recording.plans import replan
from savings.recording.realise import moved_from_secured
from savings.recording.record import record
from savings.recording.refusals import NothingToSubmit, ledger_act
from savings.recording.register import register_document, register_initiative
from savings.recording.review import submit


@dataclass(frozen=True, kw_only=True)
class Source:
    """A document as somebody names it: by its reference, with what is known of it should it be new, and the page."""

    reference: str
    is_decision: bool = False
    body: str = ""
    decided_on: date | None = None
    page: str = ""
    note: str = ""
    file: Kept | None = None


@dataclass(frozen=True, kw_only=True)
class Order:
    """What shall be recorded.

    Attributes:
        act: one of `Entry.Act`.
        lines: amounts in kroner; for a level, what the cells shall say, each with the level that was `seen`.
        new_initiative: the facts of an initiative to register, which the lines without one then belong to.
        source: what the entry rests on; `proofs`: what shows its amounts to be true.
        corrects: the entry that a correction puts right.
        planned: for a decision about a plan: whose plan (None for the programme as a whole).
        keeps_evidence: whether a correction rests on the evidence of what it corrects, too.
        from_year, seen_plan: from which year on, and the sum that was seen.
    """

    act: str
    programme: Programme
    booked_on: date
    text: str
    lines: tuple[Line, ...] = ()
    sayings: tuple[Saying, ...] = ()
    reason: str = ""
    new_initiative: Mapping[str, Any] | None = None
    source: Source | None = None
    proofs: tuple[Source, ...] = ()
    corrects: Entry | None = None
    keeps_evidence: bool = False
    planned: Initiative | None = None
    from_year: int | None = None
    seen_plan: Decimal | None = None


def send(*, draft: Draft, order: Order, by: User, at: datetime) -> Entry:
    """Record and submit what a draft says. Sent again, it is the same entry.

    Raises:
        StaleLevel, PlanMovedMeanwhile: when the ledger has moved since its recorder looked; nothing is written.
        Refused, NotMoney: as `record`; nothing is written.
    """
    with ledger_act(by, at, order.reason):
        known = Draft.objects.select_for_update(of=("self",)).select_related("entry").get(pk=draft.pk).entry
        if known is not None:
            return known
        initiative = _initiative(order)
        lines = [replace(line, initiative=line.initiative or initiative) for line in order.lines]
        sayings = [replace(saying, initiative=saying.initiative or initiative) for saying in order.sayings]
        facts = {
            "by": by, "at": at, "booked_on": order.booked_on, "text": order.text, "key": draft.pk,
            "decision": _document(order.source, by, at), "page": order.source.page if order.source else "",
            "evidence": [*_kept_evidence(order), *(_proof(source, by, at) for source in order.proofs)],
        }  # fmt: skip
        entry = _record(order, lines, sayings, facts)
        if entry is None:
            raise NothingToSubmit()
        submit(entry=entry, by=by, at=at)
        became(draft, entry)
    return entry


def _record(order: Order, lines: list[Line], sayings: list[Saying], facts: dict[str, Any]) -> Entry | None:
    act, programme = order.act, order.programme
    if act == Entry.Act.LEVEL:
        levels = [(_cell(line), line.amount, line.seen or Decimal(0)) for line in lines]
        return set_levels(programme=programme, levels=levels, **facts)
    if act == Entry.Act.CORRECTION:
        assert order.corrects is not None  # the form of a correction has it
        return correct(entry=order.corrects, lines=lines, sayings=sayings, reason=order.reason, **facts)
    if act in (Entry.Act.DROP, Entry.Act.REPROFILE, Entry.Act.REPLACE):
        return replan(
            act=act, programme=programme, initiative=order.planned, instead=lines, seen=order.seen_plan,
            from_year=order.from_year, reason=order.reason, sayings=sayings, **facts,
        )  # fmt: skip
    if act == Entry.Act.REALISE:
        lines = moved_from_secured(lines, {line: secured_for(programme, line) for line in lines})
    return record(programme=programme, act=act, lines=lines, sayings=sayings, reason=order.reason, **facts)


def secured_for(programme: Programme, line: Line) -> Decimal:
    """How much is secured, and approved, where a line would realise: same unit, initiative, year and price level."""
    return level_of(programme, replace(_cell(line), kind=Kind.SECURED)).approved


def _cell(line: Line) -> Cell:
    return Cell(kind=line.kind, year=line.year, unit=line.unit, initiative=line.initiative, price_level=line.price_level)


def _initiative(order: Order) -> Initiative | None:
    if order.new_initiative is None:
        return None
    facts = dict(order.new_initiative)
    return register_initiative(programme=order.programme, name=facts.pop("name"), **facts)


def _document(source: Source | None, by: User, at: datetime) -> Document | None:
    if source is None:
        return None
    sort = Document.Sort.DECISION if source.is_decision else Document.Sort.DOCUMENT
    document = register_document(reference=source.reference, sort=sort, body=source.body, decided_on=source.decided_on)
    if source.file is not None:
        attach(document=document, file=source.file, by=by, at=at)
    return document


def _kept_evidence(order: Order) -> list[Proof]:
    if order.corrects is None or not order.keeps_evidence:
        return []
    rows = Evidence.objects.filter(entry=order.corrects).select_related("document").order_by("pk")
    return [Proof(document=row.document, page=row.page, note=row.note) for row in rows]


def _proof(source: Source, by: User, at: datetime) -> Proof:
    document = _document(source, by, at)
    assert document is not None  # a source was given
    return Proof(document=document, page=source.page, note=source.note)
