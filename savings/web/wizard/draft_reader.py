"""A draft as its forms read it: each step's form over what was typed, and what the steps before it say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from django.forms import Form
from django.utils.datastructures import MultiValueDict

from savings.elements.words import UNALLOCATED
from savings.models import User
from savings.money import ZERO
from savings.recording import StandingAmounts, read_expected
from savings.recording.files import StoredFile
from savings.recording.new_entry import CellKey, Line, PlanSelection
from savings.recording.plans import read_plan
from savings.reporting.choices import UnitChoice, read_units_below, read_units_for, read_usual_units
from savings.reporting.entries import read_evidence_names
from savings.reporting.lookup import find_units
from savings.vocabulary import PLAN_ACTS, Act, Kind
from savings.web.forms import recording as forms
from savings.web.forms.correction import LinesForm
from savings.web.forms.dividing import AmongForm, TargetForm
from savings.web.forms.evidence import EvidenceForm
from savings.web.wizard import steps
from savings.web.wizard.gaps import describe_target, find_gap
from savings.web.wizard.grid import AmountGrid, Answers, GridPlace, UnitColumn
from savings.web.wizard.steps import WizardStep

if TYPE_CHECKING:
    from savings.models import Draft, Entry, Initiative, Programme

F = TypeVar("F", bound=Form)
#: The stretch of years around the full-effect year where the programme names no first or last one.
AROUND = 3


class Unfinished(Exception):
    """A step that must be answered first."""

    def __init__(self, step: WizardStep) -> None:
        super().__init__(step.name)
        self.step = step


@dataclass
class DraftReader:
    """A draft being typed by somebody, today.

    Attributes:
        answers: the texts of the fields by step, as the draft holds them or as they were just sent.
    """

    draft: Draft
    person: User
    today: date
    answers: Mapping[str, Answers]

    def data(self, step: WizardStep) -> MultiValueDict[str, str] | None:
        """What was typed at a step; None where nothing was."""
        typed = self.answers.get(step.name)
        return None if typed is None else MultiValueDict({name: list(values) for name, values in typed.items()})

    # --- The steps' answers --------------------------------------------------------------------------------------

    @cached_property
    def programme(self) -> Programme:
        """The programme the entry is about.

        Raises:
            Unfinished: when none is chosen.
        """
        if self.draft.programme is None:
            raise Unfinished(steps.PROGRAMME)
        return self.draft.programme

    @cached_property
    def units(self) -> tuple[UnitChoice, ...]:
        """The units the person may record on."""
        return read_units_for(self.person, self.programme)

    @cached_property
    def kind_form(self) -> forms.KindForm:
        """The answered form of what happened."""
        return self.read_form(steps.HAPPENED, forms.KindForm)

    @cached_property
    def plan_form(self) -> forms.PlanForm:
        """The answered form of whose plan is changed."""
        return self.read_form(steps.PLAN, forms.PlanForm)

    @cached_property
    def initiative_form(self) -> forms.ChooseInitiativeForm:
        """The answered form of the initiative that the amounts belong to."""
        step = steps.INSTEAD if self.draft.act == Act.REPLACE else steps.INITIATIVE
        return self.read_form(step, forms.ChooseInitiativeForm)

    @property
    def initiative(self) -> Initiative | None:
        """The initiative the amounts belong to; None for the programme as a whole and for a new one."""
        if self.draft.act == Act.DIVIDE:
            return self.target_form.divided.initiative
        return self.plan_form.initiative if self.draft.act == Act.REPROFILE else self.initiative_form.existing

    @cached_property
    def target_form(self) -> TargetForm:
        """The answered form of which target is divided."""
        return self.read_form(steps.TARGET, TargetForm)

    @property
    def kind(self) -> Kind:
        if self.draft.act != Act.RECORD:
            return Kind.TARGET if self.draft.act == Act.DIVIDE else Kind.PLAN
        happened = self.kind_form.cleaned_data["happened"]
        return Kind.REALISED if happened == forms.REALISE else Kind(happened)

    @property
    def act(self) -> str:
        """The act the entry will be: what is typed as a record can be a level, or realise what was secured."""
        if self.draft.act != Act.RECORD:
            return self.draft.act
        if self.kind_form.cleaned_data["happened"] == forms.REALISE:
            return str(Act.REALISE)
        return str(Act.LEVEL if self.kind_form.cleaned_data["mode"] == "level" else Act.RECORD)

    def read_form(self, step: WizardStep, form_class: type[F]) -> F:
        """The step's answered form.

        Raises:
            Unfinished: when the step is not answered, or an earlier one that it depends on.
        """
        form = self.build_form(step)
        if not form.is_valid():
            raise Unfinished(step)
        assert isinstance(form, form_class)
        return form

    # --- Forms ---------------------------------------------------------------------------------------------------

    def build_form(self, step: WizardStep, files: Any = None) -> Form:
        """The step's form over what was typed; unbound where nothing was.

        Raises:
            Unfinished: when an earlier step, which it depends on, has no answer.
        """
        data = self.data(step)
        match step:
            case steps.PROGRAMME:
                return forms.ChooseProgrammeForm(data, initial={"programme": self.draft.programme and self.draft.programme.slug})
            case steps.INITIATIVE:
                return forms.ChooseInitiativeForm(data, programme=self.programme, person=self.person, units=self.units)
            case steps.INSTEAD:
                planned = self.plan_form.cleaned_data["plan"]
                return forms.ChooseInitiativeForm(
                    data, programme=self.programme, person=self.person, units=self.units, but=planned
                )
            case steps.HAPPENED:
                return forms.KindForm(data, programme=self.programme, units=self.units)
            case steps.PLAN:
                return forms.PlanForm(data, programme=self.programme)
            case steps.TARGET:
                return TargetForm(data, programme=self.programme, units=self.units)
            case steps.AMONG:
                return AmongForm(data, units=read_units_below(self.units, self.target_form.chosen.unit))
            case steps.AMOUNTS:
                silent = self.draft.act == Act.RECORD and self.act == Act.RECORD
                return forms.AmountsForm(
                    data, kind=self.kind, years=self._usual_years(), silent=silent, has_level=self.draft.act == Act.DIVIDE,
                    initial=self._initial_price_level(),
                )  # fmt: skip
            case steps.LINES:
                return LinesForm(data, entry=self._about, units=self.units, person=self.person)
            case steps.RESTS_ON:
                return EvidenceForm(
                    data, files, programme=self.programme, person=self.person, today=self.today, act=self.draft.act,
                    kept=self.evidence_file, evidence=self.evidence, initial=self._initial_words(),
                )  # fmt: skip
        raise ValueError(step.name)

    @property
    def _about(self) -> Entry:
        assert self.draft.about is not None  # a correction is begun from its entry
        return self.draft.about

    @cached_property
    def evidence(self) -> tuple[str, ...]:
        """What shows the entry that is corrected to be true, by reference and page."""
        return read_evidence_names(self.draft.about_id) if self.draft.about_id else ()

    @property
    def evidence_file(self) -> StoredFile | None:
        """The file that was attached at an earlier sending of the step."""
        facts = self.answers.get(steps.RESTS_ON.name, {}).get("kept")
        return StoredFile(name=facts[0], sha256=facts[1], size=int(facts[2]), content_type=facts[3]) if facts else None

    def _initial_words(self) -> dict[str, Any]:
        if self.draft.act != Act.CORRECTION:
            return {}
        return {"text": self._about.text, "booked_on": max(self._about.booked_on, self.today)}

    def _usual_years(self) -> tuple[int, int]:
        if self.draft.act == Act.DIVIDE:
            divided = self.target_form.chosen.amounts
            return min(divided), min(max(divided), min(divided) + forms.MOST_YEARS - 1)
        programme = self.programme
        opened = programme.opened_on.year if programme.opened_on else None
        first = programme.first_year or opened or programme.full_effect_year - AROUND
        last = max(programme.last_year or programme.full_effect_year, first)
        named = [first, last, *(year for line in self.plan_lines for year in (line.year, line.earliest_year or line.year))]
        return min(named), min(max(named), min(named) + forms.MOST_YEARS - 1)

    def _initial_price_level(self) -> dict[str, Any]:
        """A plan that is changed is shown in the price level it has."""
        levels = {line.price_level for line in self.plan_lines}
        return {"price_level": levels.pop()} if len(levels) == 1 else {}

    # --- The grid ------------------------------------------------------------------------------------------------

    def build_grid(self, form: Form) -> AmountGrid:
        """The grid of amounts that goes with the answered (or not yet answered) form of the amounts."""
        assert isinstance(form, forms.AmountsForm)
        cleaned, one = (form.cleaned_data, form.one) if form.is_valid() else ({}, Decimal(1000))
        first, last = (cleaned["first"], cleaned["last"]) if cleaned else self._usual_years()
        years, columns = range(first, last + 1), self._columns()
        return AmountGrid(
            years, columns, self.answers.get(steps.AMOUNTS.name), one, initial=self._amounts_of_plan(),
            levels=self._levels(years, columns) if self.act == Act.LEVEL else None,
            is_permanent=cleaned.get("varig", False), notes=describe_target(self),
        )  # fmt: skip

    def _columns(self) -> list[UnitColumn]:
        names = {unit.number: str(UNALLOCATED) if unit.number is None else unit.name for unit in self.units}
        if self.draft.act == Act.RECORD:
            return [UnitColumn(number, names[number]) for number in self.kind_form.unit_numbers]
        if self.draft.act == Act.DIVIDE:
            return [UnitColumn(number, names[number]) for number in self.read_form(steps.AMONG, AmongForm).unit_numbers]
        planned = {line.unit.pk if line.unit else None for line in self.plan_lines}
        # Every unit of the plan has its column: what had none would be taken back unseen.
        usual = [number for number in names if number in read_usual_units(self.programme) - planned]
        numbers = planned | set(usual[: max(forms.MOST_UNITS - len(planned), 0)])
        return [UnitColumn(number, names[number]) for number in names if number in numbers]

    def _levels(self, years: Sequence[int], columns: Sequence[UnitColumn]) -> dict[GridPlace, StandingAmounts]:
        places = [(year, column.number) for column in columns for year in years]
        if self.initiative_form.new is not None:
            return {place: {} for place in places}
        known = read_expected(self.programme.pk, self.today)
        own = self.initiative.pk if self.initiative else None
        return {(year, unit): known.get(CellKey(self.kind.value, unit, own, year), {}) for year, unit in places}

    def _amounts_of_plan(self) -> dict[GridPlace, Decimal]:
        """A plan that is changed stands in the grid as it is, ready to be typed over."""
        filled: dict[GridPlace, Decimal] = {}
        for line in self.plan_lines:
            place = (line.year, line.unit.pk if line.unit else None)
            filled[place] = filled.get(place, ZERO) + line.amount
        return filled

    @cached_property
    def plan_lines(self) -> list[Line]:
        """The approved plan that is changed; none where the act is not about a plan."""
        return read_plan(self.programme, self.plan_selection) if self.changes_plan else []

    @property
    def changes_plan(self) -> bool:
        return self.draft.act in PLAN_ACTS

    @property
    def plan_selection(self) -> PlanSelection:
        return PlanSelection(initiative=self.plan_form.initiative, from_year=self.plan_form.cleaned_data["from_year"])

    def build_lines(self) -> tuple[Line, ...]:
        """The amounts as lines: changes, or for a level what each cell shall say.

        Raises:
            Unfinished: when the grid cannot be read, or holds nothing that an entry could say.
        """
        form = self.read_form(steps.AMOUNTS, forms.AmountsForm)
        grid = self.build_grid(form)
        if grid.errors or find_gap(self, form, grid):
            raise Unfinished(steps.AMOUNTS)
        units = find_units(column.number for column in grid.columns)
        is_level, divides = self.act == Act.LEVEL, self.draft.act == Act.DIVIDE
        price_level = self.target_form.chosen.price_level if divides else form.cleaned_data["price_level"]
        return tuple(
            Line(
                kind=self.kind, year=place[0], amount=amount, unit=units.get(place[1]), initiative=self.initiative,
                price_level=price_level, earliest_year=form.cleaned_data.get("earliest"),
            )
            for place, amount in grid.amounts.items()
            if amount or is_level
        )  # fmt: skip
