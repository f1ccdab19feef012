"""*Tjek dine svar*: everything that was typed once more, in words, each with the step where it can be changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from savings.elements.numbers import KRONER, day
from savings.elements.words import ENTRY_ACTS, UNALLOCATED, WHOLE_PROGRAMME, kind_word
from savings.recording.new_entry import Line
from savings.recording.record_draft import CitedDocument
from savings.vocabulary import Act
from savings.web.forms.dividing import target_words
from savings.web.forms.recording import unit_words
from savings.web.wizard import steps
from savings.web.wizard.grid import standing_words
from savings.web.wizard.proposal import Proposal


@dataclass(frozen=True)
class CheckRow:
    """An answer: what was asked, what was answered, one line or several, and the step it belongs to."""

    asked: str
    answers: Sequence[str]
    step: str


def check_rows(proposal: Proposal) -> list[CheckRow]:
    known = {step.name for step in steps.STEPS[proposal.reader.draft.act]}
    return [row for row in _rows(proposal) if row.answers and (not row.step or row.step in known)]


def _rows(proposal: Proposal) -> Iterator[CheckRow]:
    order, entry, reader = proposal.order, proposal.order.entry, proposal.reader
    yield CheckRow(_("Programme"), [entry.programme.name], steps.PROGRAMME.name)
    if entry.corrects is not None:
        yield CheckRow(_("Corrects"), [_("Entry %(number)s") % {"number": entry.corrects.pk}], "")
    if reader.draft.act == Act.DIVIDE:
        names = {unit.number: unit_words(unit) for unit in reader.units}
        yield CheckRow(_("The target of"), [target_words(reader.target_form.chosen, names)], steps.TARGET.name)
    if reader.changes_plan:
        plan = reader.plan_selection
        planned = plan.initiative.name if plan.initiative else str(WHOLE_PROGRAMME)
        since = [_("from %(year)s on") % {"year": plan.from_year}] if plan.from_year else []
        yield CheckRow(_("Plan of"), [", ".join([planned, *since])], steps.PLAN.name)
    if reader.draft.act in (Act.RECORD, Act.REPLACE):
        step = steps.INITIATIVE if reader.draft.act == Act.RECORD else steps.INSTEAD
        yield CheckRow(_("Initiative"), [_initiative(proposal)], step.name)
    yield CheckRow(_("What happened"), [_describe_act(proposal)], steps.HAPPENED.name if reader.draft.act == Act.RECORD else "")
    amounts = steps.LINES if reader.draft.act == Act.CORRECTION else steps.AMOUNTS
    yield CheckRow(_("Amounts"), [*_amounts(entry.lines), *_levels(proposal)], amounts.name)
    yield CheckRow(_("Said without an amount"), [statement.text for statement in entry.statements[:1]], amounts.name)
    rests = steps.RESTS_ON.name
    yield CheckRow(_("In one sentence"), [entry.text], rests)
    yield CheckRow(_("Why it is corrected"), [entry.reason] if entry.reason else [], rests)
    yield CheckRow(_("Counts from"), [day(entry.booked_on)], rests)
    yield CheckRow(_("Rests on"), [_source(order.source) if order.source else _("nothing named")], rests)
    yield CheckRow(_("Evidence"), _evidence(proposal), rests)


def _initiative(proposal: Proposal) -> str:
    if proposal.order.new_initiative is not None:
        return _("%(name)s (new)") % {"name": proposal.order.new_initiative["name"]}
    chosen = proposal.reader.initiative
    return chosen.name if chosen else str(WHOLE_PROGRAMME)


def _describe_act(proposal: Proposal) -> str:
    act, reader = str(ENTRY_ACTS[proposal.order.entry.act]), proposal.reader
    return act if reader.draft.act != Act.RECORD else f"{kind_word(reader.kind)}. {act}"


def _amounts(lines: Sequence[Line]) -> Iterator[str]:
    for line in lines:
        yield _("%(kind)s, %(unit)s, %(year)s: %(amount)s") % _line_facts(line)


def _levels(proposal: Proposal) -> Iterator[str]:
    """What each level is now, at the day it counts from, and what it shall be."""
    for line in proposal.order.entry.levels:
        facts = _line_facts(line) | {"seen": standing_words(proposal.standing.get(line.cell, {}))}
        yield _("%(kind)s, %(unit)s, %(year)s: from %(seen)s to %(amount)s") % facts


def _line_facts(line: Line) -> dict[str, object]:
    level_words = f", {line.price_level}-p/l" if line.price_level else ""
    return {
        "kind": kind_word(line.kind), "unit": line.unit.name if line.unit else UNALLOCATED,
        "year": f"{line.earliest_year}–{line.year}" if line.earliest_year else line.year,
        "amount": KRONER.show_with_unit(line.amount) + level_words,
    }  # fmt: skip


def _source(source: CitedDocument) -> str:
    page = _("p. %(page)s") % {"page": source.page} if source.page else ""
    return ", ".join(part for part in (source.reference, source.body, page) if part)


def _evidence(proposal: Proposal) -> list[str]:
    earlier = list(proposal.reader.evidence) if proposal.order.keeps_evidence else []
    proofs = [_proof(source) for source in proposal.order.proofs]
    if earlier or proofs:
        return [*earlier, *proofs]
    return [_("none: what is realised counts as not documented")]


def _proof(source: CitedDocument) -> str:
    file = _("file %(name)s") % {"name": source.file.name} if source.file else ""
    return ", ".join(part for part in (_source(source), source.note, file) if part)
