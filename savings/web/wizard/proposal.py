"""What a finished draft would record: the order for the ledger, its effect on the status, and the questions it raises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from savings.faces.screen.effect import EffectScreen, effect_screen
from savings.kinds import Kind
from savings.models import Entry, Evidence, Unit
from savings.money import ZERO
from savings.projections.cells import Cell
from savings.projections.effect import Effect, effect
from savings.recording.correct import taken_back
from savings.recording.files import Kept
from savings.recording.new_entry import Line, Saying
from savings.recording.plans import replanned
from savings.recording.realise import moved_from_secured
from savings.recording.record_draft import Order, Source, secured_for, send
from savings.reporting.effects import Ground, read_ground
from savings.reporting.organisation import Organisation
from savings.web.forms.correction import LinesForm
from savings.web.wizard import steps
from savings.web.wizard.typed import Typed, Unfinished


@dataclass
class Proposal:
    """A finished draft.

    Raises (from every property):
        Unfinished: when a step lacks an answer.
    """

    typed: Typed

    def send(self, at: datetime, *, seen_plan: Decimal | None = None) -> Entry:
        """Record and submit it; sent again, it is the same entry.

        Args:
            seen_plan: the sum of the plan that the page of the check showed, in kroner, where it is about one.

        Raises:
            Refused: when the ledger refuses.
        """
        seen = self.order.seen_plan if seen_plan is None else seen_plan
        return send(draft=self.typed.draft, order=replace(self.order, seen_plan=seen), by=self.typed.person, at=at)

    @cached_property
    def rests_on(self) -> Mapping[str, Any]:
        """The answers of what it rests on."""
        return self._answered(steps.RESTS_ON)

    def _answered(self, step: steps.Step) -> Mapping[str, Any]:
        form = self.typed.form(step)
        if not form.is_bound or not form.is_valid():
            raise Unfinished(step)
        cleaned: Mapping[str, Any] = form.cleaned_data
        return cleaned

    @cached_property
    def order(self) -> Order:
        """What shall be recorded."""
        typed, said = self.typed, self.rests_on
        order = Order(
            act=typed.act if typed.draft.act == Entry.Act.RECORD else typed.draft.act, programme=typed.programme,
            booked_on=said["booked_on"], text=said["text"], source=_source(said, typed.draft.act), proofs=tuple(_proofs(said)),
        )  # fmt: skip
        return replace(order, **self._of_its_act())

    def _of_its_act(self) -> dict[str, Any]:
        typed = self.typed
        match typed.draft.act:
            case Entry.Act.RECORD:
                return {"lines": typed.lines(), "new_initiative": typed.goal.new, "sayings": self._sayings()}
            case Entry.Act.CORRECTION:
                form = typed.form(steps.LINES)
                if not isinstance(form, LinesForm) or not form.is_bound or not form.is_valid():
                    raise Unfinished(steps.LINES)
                return {
                    "corrects": typed.draft.about, "lines": tuple(form.lines), "sayings": tuple(form.sayings),
                    "reason": self.rests_on["reason"], "keeps_evidence": self.rests_on.get("keep", False),
                }  # fmt: skip
        planned = {
            "planned": typed.plan.initiative, "from_year": typed.plan.cleaned_data["from_year"],
            "seen_plan": sum((line.amount for line in self._plan), ZERO),
        }  # fmt: skip
        if typed.draft.act == Entry.Act.DROP:
            return planned
        new = typed.goal.new if typed.draft.act == Entry.Act.REPLACE else None
        return {**planned, "lines": typed.lines(), "new_initiative": new}

    @cached_property
    def _plan(self) -> list[Line]:
        if not self.typed.planned:
            raise Unfinished(steps.PLAN)
        return self.typed.planned

    def _sayings(self) -> tuple[Saying, ...]:
        said = self._answered(steps.AMOUNTS).get("saying")
        if not said:
            return ()
        numbers = self.typed.happened.units
        units = Unit.objects.in_bulk([number for number in numbers if number is not None])
        return tuple(
            Saying(kind=self.typed.kind, text=said, unit=units.get(number) if number else None, initiative=self.typed.initiative)
            for number in numbers
        )

    # --- What it does --------------------------------------------------------------------------------------------

    @cached_property
    def _organisation(self) -> Organisation:
        return Organisation()

    @cached_property
    def ground(self) -> Ground:
        """What is approved now, as of today or of the day the entry counts from where that lies ahead."""
        day = max(self.typed.today, self.order.booked_on)
        return read_ground(self.typed.programme, self._organisation, as_of=day)

    @cached_property
    def effect(self) -> Effect:
        """What the entry would do to the status."""
        taken = self.order.act == Entry.Act.REALISE
        return effect(self.ground.programme, self.ground.cells, self._cells(), secured=taken)

    @cached_property
    def screen(self) -> EffectScreen:
        """The effect in words and a table."""
        return effect_screen(self.effect, self.ground.unit_names, self.ground.programme.full_effect_year)

    def _cells(self) -> list[Cell]:
        order = self.order
        now = bool(order.proofs) or order.keeps_evidence
        # What a correction takes back has the evidence of the entry it takes back from.
        then = order.corrects is not None and Evidence.objects.filter(entry=order.corrects).exists()
        return [self._cell(line, order, then if line.takes_back else now) for line in self._posted(order)]

    def _posted(self, order: Order) -> Sequence[Line]:
        """The lines as the entry will have them."""
        match order.act:
            case Entry.Act.LEVEL:
                levels = [(line, line.amount - (line.seen or ZERO)) for line in order.lines]
                return [replace(line, amount=amount) for line, amount in levels if amount]
            case Entry.Act.REALISE:
                new = order.new_initiative is not None
                return moved_from_secured(
                    order.lines, {line: ZERO if new else secured_for(order.programme, line) for line in order.lines}
                )
            case Entry.Act.CORRECTION:
                assert order.corrects is not None  # see `_of_its_act`
                return [*taken_back(order.corrects), *order.lines]
            case Entry.Act.DROP | Entry.Act.REPROFILE | Entry.Act.REPLACE:
                return replanned(self._plan, order.lines)
        return order.lines

    def _cell(self, line: Line, order: Order, evidenced: bool) -> Cell:
        name = line.initiative.name if line.initiative else None
        if name is None and order.new_initiative is not None:
            name = order.new_initiative["name"]
        return Cell(
            line.kind, line.unit.code if line.unit else None, name, line.year, line.price_level, line.amount,
            evidenced and line.kind is Kind.REALISED, line.earliest_year,
        )  # fmt: skip


def _source(said: Mapping[str, Any], act: str) -> Source | None:
    if not said["source"]:
        return None
    decided = act in (Entry.Act.DROP, Entry.Act.REPROFILE, Entry.Act.REPLACE) or said.get("source_sort") != "document"
    return Source(
        reference=said["source"], is_decision=decided, body=said["source_body"], decided_on=said["source_date"],
        page=said["source_page"],
    )  # fmt: skip


def _proofs(said: Mapping[str, Any]) -> list[Source]:
    proofs = []
    if said.get("same") and said["source"]:
        decided = said.get("source_sort") != "document"
        proofs.append(Source(reference=said["source"], is_decision=decided, page=said["source_page"]))
    file: Kept | None = None if said.get("drop_file") else said.get("file")
    reference = said.get("proof") or ""
    if file is not None and not reference:
        # Without a reference a file is known by its name; the hash tells it from another of that name.
        reference = f"{file.name[:100]} ({file.sha256[:8]})"
    if reference:
        proofs.append(Source(reference=reference, page=said["proof_page"], note=said["proof_note"], file=file))
    return proofs
