"""Writing the example into the ledger, by the same acts as people's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from savings.demo.example.acts import MARK, ExampleEntry, ExampleLine, Municipality
from savings.demo.example.drawing import LARGE
from savings.demo.example.municipality import FOLLOWED_UP
from savings.demo.people import People
from savings.models import Document, Entry, Initiative, PriceSeries, Programme, RoundTask, Unit
from savings.recording import (
    Line,
    NewEntry,
    NewEvidence,
    NewStatement,
    approve,
    correct,
    realise_secured,
    record,
    reject,
    submit,
)
from savings.recording.acting import ledger_act
from savings.recording.register import register_document, register_initiative, register_programme, register_unit
from savings.recording.rounds import NewReply, NewRound, open_round, reply
from savings.vocabulary import Act, Kind

ROUND = f"{MARK}: opfølgning på {FOLLOWED_UP}"


@dataclass
class Loading:
    """What is written so far, each row by its name in the example.

    Attributes:
        recorded: the entries in the order of the acts; None for one that turned out to change nothing.
    """

    people: People
    at: datetime
    series: PriceSeries | None
    units: dict[str, Unit] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    programmes: dict[str, Programme] = field(default_factory=dict)
    initiatives: dict[tuple[str, str], Initiative] = field(default_factory=dict)
    recorded: list[Entry | None] = field(default_factory=list)


def load_municipality(municipality: Municipality, people: People, *, at: datetime, series: PriceSeries | None) -> None:
    """Write all of it, as one act of the finance officer and the controller."""
    loading = Loading(people, at, series)
    with ledger_act(people.finance, at, MARK):
        _register(municipality, loading)
        for entry in municipality.entries:
            loading.recorded.append(_write(entry, loading))
        _hold_round(municipality, loading)


def _register(municipality: Municipality, loading: Loading) -> None:
    by, at, units = loading.people.finance, loading.at, loading.units
    for unit in municipality.units:
        units[unit.code] = register_unit(by=by, at=at, code=unit.code, name=unit.name, parent=units.get(unit.parent))
    for reference, title, day in municipality.documents:
        sort = Document.Sort.DECISION if reference.startswith("Budget") else Document.Sort.DOCUMENT
        document = register_document(by=by, at=at, reference=reference, title=title, decided_on=day, sort=sort)
        loading.documents[reference] = document
    for programme in municipality.programmes:
        facts = {**vars(programme), "by": by, "at": at, "units": tuple(units[code] for code in programme.units)}
        loading.programmes[programme.slug] = register_programme(**facts, price_series=loading.series, is_example=True)
    for initiative in municipality.initiatives:
        owner = loading.programmes[initiative.programme]
        facts = {**vars(initiative), "by": by, "at": at, "programme": owner, "unit": units[initiative.unit]}
        loading.initiatives[initiative.programme, initiative.name] = register_initiative(**facts)


def _write(entry: ExampleEntry, loading: Loading) -> Entry | None:
    people, at = loading.people, loading.at
    row = _record(entry, _build_entry(entry, loading), loading)
    submit(entry=row, by=people.finance, at=at)
    if entry.is_approved:
        approve(entry=row, by=people.controller, at=at)
    elif entry.sent_back:
        reject(entry=row, by=people.controller, at=at, reason=entry.sent_back)
    return row


def _build_entry(entry: ExampleEntry, loading: Loading) -> NewEntry:
    evidence = [NewEvidence(document=loading.documents[entry.evidence])] if entry.evidence else []
    return NewEntry(
        programme=loading.programmes[entry.programme], booked_on=entry.booked_on, text=entry.text, reason=entry.reason,
        lines=[_build_line(line, entry, loading) for line in entry.lines], evidence=evidence,
        decision=loading.documents[entry.decision] if entry.decision else None,
        statements=[NewStatement(kind=Kind.ELSEWHERE, text=entry.statement)] if entry.statement else [],
        corrects=None if entry.corrects is None else loading.recorded[entry.corrects],
    )  # fmt: skip


def _build_line(line: ExampleLine, entry: ExampleEntry, loading: Loading) -> Line:
    unit = loading.units[line.unit] if line.unit else None
    initiative = loading.initiatives[entry.programme, line.initiative] if line.initiative else None
    return Line(**{**vars(line), "unit": unit, "initiative": initiative})


def _record(entry: ExampleEntry, new: NewEntry, loading: Loading) -> Entry:
    by, at = loading.people.finance, loading.at
    if entry.act is Act.LEVEL:
        return record(replace(new, act=Act.LEVEL, lines=(), levels=new.lines), by=by, at=at)
    acts = {Act.CORRECTION: correct, Act.REALISE: realise_secured}
    return acts.get(entry.act, record)(new, by=by, at=at)


def _hold_round(municipality: Municipality, loading: Loading) -> None:
    """The units are asked about the year that is over; those that have answered confirm their figures."""
    people, at, programme = loading.people, loading.at, loading.programmes[LARGE]
    asked = [(programme, unit) for code, unit in loading.units.items() if unit.parent_id is not None]
    new = NewRound(
        name=ROUND, year=FOLLOWED_UP, starts_on=date(FOLLOWED_UP + 1, 1, 12), cut_off=date(FOLLOWED_UP + 1, 1, 31),
        answer_by=date(FOLLOWED_UP + 1, 2, 10), tasks=asked,
    )  # fmt: skip
    opened = open_round(new, by=people.controller, at=at)
    tasks: Mapping[str, RoundTask] = {
        task.unit.code: task for task in RoundTask.objects.filter(round=opened).select_related("unit", "round", "programme")
    }
    for answer in municipality.answers:
        with ledger_act(people.finance, at) as head:
            confirmed = head.position
        reply(
            NewReply(
                task=tasks[answer.unit], confirmed=confirmed, booked_on=new.cut_off, explanation=answer.explanation,
                mitigation=answer.mitigation,
            ),
            by=people.finance,
            at=at,
        )  # fmt: skip
