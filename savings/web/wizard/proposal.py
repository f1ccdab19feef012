"""What a finished draft would record: the order for the ledger, its effect on the status, and the questions it raises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from savings.money import ZERO, total
from savings.presentation.screen.effect import EffectScreen, effect_screen
from savings.projections.cells import Cell
from savings.projections.effect import Effect, compute_effect
from savings.projections.levels import LaterLevel, end_levels, find_later, leave_out_ended, place_of_cell, replace_levels
from savings.recording import StandingAmounts, read_standing
from savings.recording.correct import lines_taken_back
from savings.recording.divide import take_from_above
from savings.recording.files import StoredFile
from savings.recording.new_entry import CellKey, Line, NewEntry, NewStatement
from savings.recording.plans import turn_plan_into
from savings.recording.realise import find_secured, move_from_secured
from savings.recording.record_draft import CitedDocument, DraftOrder, record_draft
from savings.reporting.effects import Ground, read_ground
from savings.reporting.levels import read_said_without, read_stated_levels
from savings.reporting.lookup import find_units
from savings.reporting.organisation import Organisation
from savings.vocabulary import DECIDED_ACTS, Act, Kind
from savings.web.forms.correction import LinesForm
from savings.web.forms.evidence import EvidenceForm
from savings.web.forms.recording import AmountsForm
from savings.web.wizard import steps
from savings.web.wizard.draft_reader import DraftReader, Unfinished
from savings.web.wizard.overlaps import OUT_OF_IT, Overlap, find_overlap

if TYPE_CHECKING:
    from savings.models import Entry


@dataclass
class Proposal:
    """A finished draft.

    Raises (from every property):
        Unfinished: when a step lacks an answer.
    """

    reader: DraftReader

    def send(self, at: datetime, *, seen_plan: Decimal | None = None, targets: str = "") -> Entry:
        """Record and submit it; sent again, it is the same entry.

        Args:
            targets: `OUT_OF_IT` where the targets that it states are out of those that they meet.
            seen_plan: the sum of the plan that the page of the check showed, in kroner, where it is about one.

        Raises:
            Refused: when the ledger refuses.
        """
        order, entry = self.order, self.order.entry
        if self.overlap is not None and targets == OUT_OF_IT:
            order = self.overlap.take_out()
        if entry.plan is not None and seen_plan is not None:
            order = replace(order, entry=replace(entry, plan=replace(entry.plan, seen=seen_plan)))
        return record_draft(self.reader.draft, order, by=self.reader.person, at=at)

    @cached_property
    def overlap(self) -> Overlap | None:
        """The targets that those it states meet, where they meet any."""
        return find_overlap(self.order)

    @cached_property
    def evidence_answers(self) -> Mapping[str, Any]:
        """The answers of what it rests on."""
        return self.reader.read_form(steps.RESTS_ON, EvidenceForm).cleaned_data

    @cached_property
    def order(self) -> DraftOrder:
        """What shall be recorded, and what is registered with it."""
        reader, cleaned = self.reader, self.evidence_answers
        facts = {"booked_on": cleaned["booked_on"], "text": cleaned["text"], **self._parts_of_act()}
        entry = NewEntry(act=reader.act, programme=reader.programme, **facts)
        new = reader.initiative_form.new if reader.draft.act in (Act.RECORD, Act.REPLACE) else None
        return DraftOrder(
            entry=entry, new_initiative=new, source=_source(cleaned, reader.draft.act),
            proofs=tuple(_proofs(cleaned)), keeps_evidence=cleaned.get("keep", False),
        )  # fmt: skip

    def _parts_of_act(self) -> dict[str, Any]:
        """The fields of `NewEntry` that depend on the act."""
        reader = self.reader
        match reader.draft.act:
            case Act.RECORD:
                lines = reader.build_lines()
                said: dict[str, Any] = {"levels": lines} if reader.act == Act.LEVEL else {"lines": lines}
                return said | {"statements": self._statements()}
            case Act.CORRECTION:
                form = reader.read_form(steps.LINES, LinesForm)
                return {
                    "corrects": reader.draft.about, "statements": form.new_statements,
                    "levels" if form.is_of_levels else "lines": form.lines,
                    "reason": self.evidence_answers["reason"],
                }  # fmt: skip
            case Act.DIVIDE:
                return {"lines": reader.build_lines(), "divides": reader.target_form.divided}
        plan = replace(reader.plan_selection, seen=self.plan_sum)
        return {"plan": plan, "lines": () if reader.draft.act == Act.DROP else reader.build_lines()}

    @property
    def plan_sum(self) -> Decimal | None:
        """The sum of the plan that is changed, in kroner; None where the act is about none."""
        return total(line.amount for line in self._plan) if self.reader.changes_plan else None

    @cached_property
    def _plan(self) -> list[Line]:
        if not self.reader.plan_lines:
            raise Unfinished(steps.PLAN)
        return self.reader.plan_lines

    def _statements(self) -> tuple[NewStatement, ...]:
        text = self.reader.read_form(steps.AMOUNTS, AmountsForm).cleaned_data.get("saying")
        if not text:
            return ()
        numbers = self.reader.kind_form.unit_numbers
        units = find_units(numbers)
        kind, initiative = self.reader.kind, self.reader.initiative
        return tuple(
            NewStatement(kind=kind, text=text, unit=units.get(number) if number else None, initiative=initiative)
            for number in numbers
        )

    # --- What it does --------------------------------------------------------------------------------------------

    @cached_property
    def _organisation(self) -> Organisation:
        return Organisation()

    @cached_property
    def ground(self) -> Ground:
        """What is approved now, as of today or of the day the entry counts from where that lies ahead."""
        return read_ground(self.reader.programme, self._organisation, as_of=self._effect_day)

    @cached_property
    def effect(self) -> Effect:
        added, secured = leave_out_ended(self._cells(), self.later, self._effect_day), self.order.entry.act == Act.REALISE
        return compute_effect(self.ground.programme, self.ground.cells, added, secured=secured, parents=self.ground.parents)

    @cached_property
    def screen(self) -> EffectScreen:
        return effect_screen(self.effect, self.ground.unit_names, self.ground.programme.full_effect_year, self.later)

    @property
    def _effect_day(self) -> date:
        return max(self.reader.today, self.order.entry.booked_on)

    @cached_property
    def later(self) -> tuple[LaterLevel, ...]:
        """The levels, stated already, that the amounts hold until."""
        entry = self.order.entry
        places = [place_of_cell(cell) for cell in self._cells()]
        levels = read_stated_levels([entry.programme.pk], places, self._organisation, after=entry.booked_on)
        return find_later(levels.get(entry.programme.pk, ()), places, entry.booked_on)

    @cached_property
    def standing(self) -> dict[CellKey, StandingAmounts]:
        """What is approved on the day the entry counts from, by cell and price level."""
        return read_standing(self.order.entry.programme.pk, self.order.entry.booked_on)

    def _cells(self) -> list[Cell]:
        """What the entry would post on its day."""
        entry = self.order.entry
        corrected = entry.corrects
        has_evidence = bool(self.order.proofs) or self.order.keeps_evidence
        # What a correction takes back has the evidence of the entry it takes back from.
        had_evidence = corrected is not None and bool(self.reader.evidence)
        cells = [self._cell(line, had_evidence if line.takes_back else has_evidence) for line in self._lines_posted()]
        held = read_ground(self.reader.programme, self._organisation, as_of=entry.booked_on).cells if self._has_levels else ()
        if corrected is not None and self._has_levels:
            taken_back = end_levels(held, read_said_without(corrected, self._organisation, day=entry.booked_on))
            held, cells = (*held, *taken_back), [*taken_back, *cells]
        return [*cells, *replace_levels(held, [self._cell(level, has_evidence) for level in entry.levels])]

    @property
    def _has_levels(self) -> bool:
        entry = self.order.entry
        return bool(entry.levels) or (entry.corrects is not None and self.reader.read_form(steps.LINES, LinesForm).is_of_levels)

    def _lines_posted(self) -> Sequence[Line]:
        """The lines as the entry will have them."""
        entry = self.order.entry
        match entry.act:
            case Act.REALISE:
                is_new = self.order.new_initiative is not None
                secured = {line: ZERO if is_new else find_secured(self.standing, line) for line in entry.lines}
                return move_from_secured(entry.lines, secured)
            case Act.CORRECTION:
                assert entry.corrects is not None  # see `_parts_of_act`
                return [*lines_taken_back(entry.corrects), *entry.lines]
            case Act.DIVIDE:
                assert entry.divides is not None  # see `_parts_of_act`
                return take_from_above(entry.divides, entry.lines)
            case Act.DROP | Act.REPROFILE | Act.REPLACE:
                return turn_plan_into(self._plan, entry.lines)
        return entry.lines

    def _cell(self, line: Line, evidenced: bool) -> Cell:
        name = line.initiative.name if line.initiative else None
        if name is None and self.order.new_initiative is not None:
            name = self.order.new_initiative["name"]
        return Cell(
            line.kind, line.unit.code if line.unit else None, name, line.year, line.price_level, line.amount,
            evidenced and line.kind is Kind.REALISED, line.earliest_year,
        )  # fmt: skip


def _source(cleaned: Mapping[str, Any], act: str) -> CitedDocument | None:
    if not cleaned["source"]:
        return None
    decided = act in DECIDED_ACTS or cleaned.get("source_sort") != "document"
    return CitedDocument(
        reference=cleaned["source"], is_decision=decided, body=cleaned["source_body"], decided_on=cleaned["source_date"],
        page=cleaned["source_page"],
    )  # fmt: skip


def _proofs(cleaned: Mapping[str, Any]) -> list[CitedDocument]:
    proofs = []
    if cleaned.get("same") and cleaned["source"]:
        decided = cleaned.get("source_sort") != "document"
        proofs.append(CitedDocument(reference=cleaned["source"], is_decision=decided, page=cleaned["source_page"]))
    file: StoredFile | None = None if cleaned.get("drop_file") else cleaned.get("file")
    reference = cleaned.get("proof") or ""
    if file is not None and not reference:
        # Without a reference a file is known by its name; the hash tells it from another of that name.
        reference = f"{file.name[:100]} ({file.sha256[:8]})"
    if reference:
        proofs.append(CitedDocument(reference=reference, page=cleaned["proof_page"], note=cleaned["proof_note"], file=file))
    return proofs
