"""The forms of the steps: each cleans what was typed and says what to do where it cannot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from savings.elements.numbers import KRONER
from savings.elements.words import DURATIONS, HORIZONS, UNALLOCATED, WHOLE_PROGRAMME
from savings.money import UNITS
from savings.reporting.choices import (
    UnitChoice,
    read_initiatives,
    read_planned,
    read_programme_choices,
    read_usual_units,
)
from savings.reporting.lookup import find_initiative, find_unit
from savings.vocabulary import VOCABULARY, Kind
from savings.web.forms import fields
from savings.web.forms.fields import NOTHING, Form

if TYPE_CHECKING:
    from savings.models import Initiative, Programme, User
    from savings.web.wizard.overlaps import Overlap

#: The kinds as somebody at the form thinks of them; REALISE is an act, and posts two kinds.
REALISE = "realise"
HAPPENINGS: list[tuple[str, Any]] = [(kind.code, kind.happening) for kind in VOCABULARY.recorded]
HAPPENINGS.insert(1, (REALISE, _("Realised, taken from what was secured: the money leaves secured and becomes realised")))
MODES = [
    ("change", _("A change of: the amounts are added to what the ledger says")),
    ("level", _("The level is now: the ledger says these amounts from that day until the next level")),
]
AMOUNT_UNITS = [("kr", _("DKK")), ("1.000 kr", _("DKK thousand")), ("mio. kr", _("DKK million"))]
#: The keys of the whole programme, of a new initiative, and of what stands on no unit.
WHOLE, NEW, NOBODY = "none", "new", "0"
#: More columns than this would be a spreadsheet; the import takes those.
MOST_UNITS, MOST_YEARS = 12, 40


class ChooseProgrammeForm(Form):
    """Which programme the entry is about."""

    programme = fields.SelectField(_("Programme"), wanted=_("Choose the programme."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices(programme=[NOTHING, *read_programme_choices()])


class ChooseInitiativeForm(Form):
    """An initiative of the programme, the programme as a whole, or a new initiative; but for one, where its plan is replaced."""

    initiative = fields.RadioField(_("Initiative"), wanted=_("Choose the initiative, or write a new one."))
    name = fields.TextField(_("The new initiative's name"))
    unit = fields.SelectField(_("Its unit"))
    horizon = fields.SelectField(_("Its horizon"), [NOTHING, *HORIZONS.items()])
    duration = fields.SelectField(_("Its duration"), [NOTHING, *DURATIONS.items()])
    baseline = fields.TextField(_("What it is counted against"), help_text=_("Such as the original rent level."))

    def __init__(
        self, *args: Any, programme: Programme, person: User, units: Sequence[UnitChoice], but: str | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initiatives = {str(row.pk): row for row in read_initiatives(programme, person)}
        names = {key: row.name for key, row in self.initiatives.items()}
        every = {**names, WHOLE: WHOLE_PROGRAMME, NEW: _("A new initiative")}
        self.set_choices(
            initiative=[(key, words) for key, words in every.items() if key != but],
            unit=[NOTHING, *((str(unit.number), unit.name) for unit in units if unit.number is not None)],
        )

    def clean(self) -> dict[str, Any]:
        """A new initiative has a name that the programme does not have yet."""
        cleaned = self.cleaned_data
        if cleaned.get("initiative") == NEW and "name" in cleaned:
            if not cleaned["name"]:
                self.add_error("name", _("Write the new initiative's name."))
            elif cleaned["name"] in {row.name for row in self.initiatives.values()}:
                self.add_error("name", _("The programme has an initiative of that name. Choose it above, or write another name."))
        return cleaned

    @property
    def existing(self) -> Initiative | None:
        """The initiative that is there already; None for the whole programme and for a new one."""
        return self.initiatives.get(self.cleaned_data["initiative"])

    @property
    def new(self) -> dict[str, Any] | None:
        """The facts of the new initiative, None where none is asked for."""
        cleaned = self.cleaned_data
        if cleaned["initiative"] != NEW:
            return None
        unit = find_unit(cleaned["unit"]) if cleaned["unit"] else None
        return {name: cleaned[name] for name in ("name", "horizon", "duration", "baseline")} | {"unit": unit}


class KindForm(Form):
    """What happened, whether amounts are changes or levels, and on which units they stand."""

    happened = fields.RadioField(_("What happened"), HAPPENINGS, wanted=_("Choose what happened."))
    mode = fields.RadioField(_("The amounts are"), MODES, wanted=_("Choose a change or a level."))
    units = fields.ChecksField(_("Units"), wanted=_("Choose at least one unit."))

    def __init__(self, *args: Any, programme: Programme, units: Sequence[UnitChoice], **kwargs: Any) -> None:
        usual = read_usual_units(programme)
        first = [unit_key(unit) for unit in units if unit.number in usual and (unit.number is not None or len(usual) == 1)]
        kwargs["initial"] = {"mode": "change", "units": first[:1] if len(first) > MOST_UNITS else first}
        super().__init__(*args, **kwargs)
        self.set_choices(units=[(unit_key(unit), unit_words(unit)) for unit in units])

    def clean(self) -> dict[str, Any]:
        """Moving from secured is a change; a level of realised would leave open what is taken from secured."""
        cleaned = self.cleaned_data
        if cleaned.get("happened") == REALISE and cleaned.get("mode") == "level":
            self.add_error("mode", _("What is taken from secured is a change. Choose a change, or choose realised above."))
        refuse_many_units(self)
        return cleaned

    @property
    def unit_numbers(self) -> tuple[int | None, ...]:
        """Row numbers of the units, None for *Ikke fordelt*."""
        return tuple(None if key == NOBODY else int(key) for key in self.cleaned_data["units"])


def refuse_many_units(form: Form) -> None:
    """Say where more units are chosen than a table has room for."""
    if len(form.cleaned_data.get("units", ())) > MOST_UNITS:
        most = {"most": MOST_UNITS}
        form.add_error("units", _g("Choose at most %(most)s units, and record the others in another entry.") % most)


def unit_key(unit: UnitChoice) -> str:
    """What a unit is chosen by in a form."""
    return NOBODY if unit.number is None else str(unit.number)


def unit_words(unit: UnitChoice) -> str:
    """A unit among others: its name and code."""
    return str(UNALLOCATED) if unit.number is None else f"{unit.name} ({unit.code})"


class PlanForm(Form):
    """Whose plan is changed, and from which year on."""

    plan = fields.RadioField(_("Plan of"), wanted=_("Choose the plan."))
    from_year = fields.YearField(
        _("From the year"), help_text=_("What the plan says of earlier years stands. Left empty, the whole plan changes.")
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme = programme
        plans = [
            (WHOLE if pk is None else str(pk), f"{name or WHOLE_PROGRAMME} ({KRONER.show_with_unit(amount)})")
            for pk, name, amount in read_planned(programme)
        ]
        self.set_choices(plan=plans)
        if not plans:
            no_plan = _("The programme has no approved plan. Choose another programme.")
            self.fields["plan"].error_messages |= {"required": no_plan, "invalid_choice": no_plan}

    @cached_property
    def initiative(self) -> Initiative | None:
        """Whose plan it is; None for the programme as a whole."""
        key = self.cleaned_data["plan"]
        return None if key == WHOLE else find_initiative(int(key), self.programme)


class AmountsForm(Form):
    """How the amounts of the grid are to be read, and which years it shows."""

    amount_unit = fields.RadioField(_("Amounts in"), AMOUNT_UNITS, wanted=_("Choose what the amounts are in."))
    price_level = fields.YearField(
        _("Price level (p/l)"),
        help_text=_("The year in whose prices the amounts are stated. Leave it empty if the source does not say."),
    )
    first = fields.YearField(_("First year"), wanted=_("Write the first year of the table."))
    last = fields.YearField(_("Last year"), wanted=_("Write the last year of the table."))
    varig = fields.TickField(
        _("Permanent: fill the empty years"),
        help_text=_("Each unit's last amount holds for the years after it, to the end of the table."),
    )
    earliest = fields.YearField(
        _("Part of it may come from the year"),
        help_text=_("Only where the years between are not decided: then write one amount, in the year when all of it has come."),
    )
    saying = fields.TextField(
        _("Or say it without an amount"), most=2000, lines=3, help_text=_("Where the source gives no amount, write what it says.")
    )

    def __init__(
        self, *args: Any, kind: Kind, years: tuple[int, int], silent: bool, has_level: bool = False, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"amount_unit": "1.000 kr", "first": years[0], "last": years[1], **kwargs.pop("initial", {})}
        super().__init__(*args, **kwargs)
        if not VOCABULARY.kinds[kind].is_banded:
            self.leave_out("earliest")
        if not silent:
            self.leave_out("saying")
        if has_level:
            self.leave_out("price_level")

    def clean(self) -> dict[str, Any]:
        """The years make a table that fits a page."""
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and first > last:
            self.add_error("last", _("The last year lies before the first. Write a later one."))
        elif first and last and last - first >= MOST_YEARS:
            self.add_error("last", _g("Write at most %(most)s years.") % {"most": MOST_YEARS})
        return self.cleaned_data

    @property
    def one(self) -> Any:
        """How many kroner one of the unit is."""
        return UNITS[self.cleaned_data["amount_unit"]]


class CheckForm(Form):
    """A yes to each question about what is allowed but unusual; and whether targets are on top of others or out of them."""

    targets = fields.RadioField(
        _("On top, or out of them"), wanted=_("Say whether the target is on top of the others, or out of them.")
    )

    def __init__(self, *args: Any, questions: Sequence[str], overlap: Overlap | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if overlap is None:
            self.leave_out("targets")
        else:
            self.set_choices(targets=overlap.choices)
            self.fields["targets"].help_text = overlap.question
        for number, words in enumerate(questions, 1):
            self.fields[f"yes{number}"] = fields.TickField(_("Yes, that is right"), wanted=words, help_text=words)
