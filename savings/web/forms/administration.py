"""The forms of the administration: people, units, programmes and initiatives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.text import slugify
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from savings.danish import transliterate
from savings.elements.words import DURATIONS, HORIZONS, STAGES
from savings.models import User
from savings.reporting.choices import read_programme_units, read_series_choices, read_unit_numbers
from savings.reporting.lookup import find_series, find_unit, find_units
from savings.reporting.names import is_initiative_name_taken, is_slug_taken, is_unit_code_taken, is_username_taken
from savings.reporting.organisation import Organisation
from savings.roles import Role
from savings.web.forms import fields
from savings.web.forms.fields import NOTHING, Form

if TYPE_CHECKING:
    from savings.models import Initiative, Programme, Unit

#: Each role, and what whoever has it may do.
ROLES: dict[Role, Any] = {
    Role.FINANCE: _("Finance staff: records for the own units and those under them"),
    Role.CONTROLLER: _("Controller: vouches for entries of all units, never for the own; opens and closes rounds"),
    Role.MEMBER: _("Committee member: reads"),
    Role.AUDITOR: _("Auditor: reads everything, with the trail"),
    Role.ADMINISTRATOR: _("Administrator: people, units and programmes"),
}


def unit_choices() -> list[tuple[str, str]]:
    """Every unit in tree order, set in by its depth."""
    return [(str(pk), "\u2003" * facts.depth + f"{facts.name} ({facts.code})") for pk, facts in Organisation().facts.items()]


class PersonForm(Form):
    """An account: who it is, what it may do, and for whom."""

    username = fields.TextField(
        _("User name"), wanted=_("Write a user name."), most=150, help_text=_("Letters, digits and . - _ @ +")
    )
    first_name = fields.TextField(_("First name"), most=150)
    last_name = fields.TextField(_("Last name"), most=150)
    email = fields.TextField(_("E-mail"), most=254, help_text=_("Reminders of rounds are sent there."))
    roles = fields.ChecksField(
        _("Roles"),
        [(role.value, words) for role, words in ROLES.items()],
        help_text=_("Controller and administrator are given by two: you propose it here, another administrator confirms it."),
    )
    every_unit = fields.TickField(_("Acts for the whole organisation, and for what is not allocated"))
    units = fields.ChecksField(_("Or for these units, and those under them"))
    is_active = fields.TickField(_("The account is switched on"))
    why = fields.WhyField()

    def __init__(self, *args: Any, person: User | None = None, **kwargs: Any) -> None:
        if person is not None:
            names = ("first_name", "last_name", "email", "every_unit", "is_active")
            units = [str(pk) for pk in read_unit_numbers(person)]
            kwargs["initial"] = {name: getattr(person, name) for name in names} | {"roles": list(person.roles), "units": units}
        super().__init__(*args, **kwargs)
        self.set_choices(units=unit_choices())
        self.leave_out(*(("username",) if person else ("is_active", "why")))

    def clean_username(self) -> str:
        """A name that nobody has, also when it is written in other letters' size."""
        name = str(self.cleaned_data["username"])
        try:
            User.username_validator(name)
        except ValidationError:
            raise forms.ValidationError(_("Write letters, digits and . - _ @ + only.")) from None
        if is_username_taken(name):
            raise forms.ValidationError(_("There is an account of that name. Write another."))
        return name

    def clean_email(self) -> str:
        """An address, or nothing."""
        address = str(self.cleaned_data["email"])
        if address:
            try:
                validate_email(address)
            except ValidationError:
                raise forms.ValidationError(_("Write an e-mail address such as finans@kommune.dk, or leave it empty.")) from None
        return address

    def clean(self) -> dict[str, Any]:
        """Finance staff act for somebody."""
        cleaned = self.cleaned_data
        acts_for_nobody = "units" in cleaned and not (cleaned["units"] or cleaned.get("every_unit"))
        if acts_for_nobody and Role.FINANCE in cleaned.get("roles", ()):
            self.add_error("units", _("Choose the units that the finance officer records for, or the whole organisation."))
        return cleaned

    @property
    def facts(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        facts = {name: cleaned[name] for name in ("first_name", "last_name", "email", "every_unit")}
        units = list(find_units(map(int, cleaned["units"])).values())
        return {**facts, "roles": [Role(name) for name in cleaned["roles"]], "units": units}


UNIT_FACTS = ("name", "valid_from", "valid_to")


class UnitForm(Form):
    """A unit: its code (once), its name, where it stands in the tree, and when it is valid."""

    code = fields.TextField(_("Code"), wanted=_("Write a code."), most=40, help_text=_("Short, such as SUF. It is permanent."))
    name = fields.TextField(_("Name"), wanted=_("Write the unit's name."), most=200)
    parent = fields.SelectField(_("Under"))
    valid_from = fields.DayField(_("Valid from"))
    valid_to = fields.DayField(
        _("Valid to"), help_text=_("A unit that is re-organised ends, and a new one begins; the past stays readable.")
    )
    why = fields.WhyField()

    def __init__(self, *args: Any, unit: Unit | None = None, **kwargs: Any) -> None:
        if unit is not None:
            kwargs["initial"] = {name: getattr(unit, name) for name in UNIT_FACTS} | {"parent": str(unit.parent_id or "")}
        super().__init__(*args, **kwargs)
        others = [(key, words) for key, words in unit_choices() if unit is None or key != str(unit.pk)]
        self.set_choices(parent=[NOTHING, *others])
        self.leave_out("code" if unit else "why")

    def clean_code(self) -> str:
        """A code that no unit has."""
        code = str(self.cleaned_data["code"])
        if is_unit_code_taken(code):
            raise forms.ValidationError(_("There is a unit with that code. Write another."))
        return code

    def clean(self) -> dict[str, Any]:
        """It ends after it begins."""
        cleaned = self.cleaned_data
        if cleaned.get("valid_from") and cleaned.get("valid_to") and cleaned["valid_to"] < cleaned["valid_from"]:
            self.add_error("valid_to", _("The last day lies before the first. Write a later one."))
        return cleaned

    @property
    def facts(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        parent = find_unit(cleaned["parent"]) if cleaned["parent"] else None
        return {name: cleaned[name] for name in UNIT_FACTS} | {"parent": parent}


PROGRAMME_FACTS = (
    "name", "summary", "case_number", "document_number", "addressee", "case_officer", "full_effect_year_reading",
    "full_effect_year", "first_year", "last_year", "opened_on", "opened_precision",
)  # fmt: skip


class ProgrammeForm(Form):
    """What was decided, and which units take part."""

    name = fields.TextField(_("Name"), wanted=_("Write the programme's name."), most=200)
    summary = fields.TextField(_("Summary"), most=2000, lines=3)
    case_number = fields.TextField(_("Case number"), most=60)
    document_number = fields.TextField(_("Document number"), most=60)
    addressee = fields.TextField(_("Addressee"), most=200, help_text=_("Whom the appendix is for."))
    case_officer = fields.TextField(_("Case officer"), most=200)
    full_effect_year = fields.YearField(
        _("Full-effect year"),
        wanted=_("Write the year in which all of it shall have come."),
        help_text=_("The year it is measured in."),
    )
    full_effect_year_reading = fields.TextField(
        _("Our reading of that year"),
        most=1000,
        lines=2,
        help_text=_("Why it is read so. Empty where the source says it outright."),
    )
    first_year = fields.YearField(_("First year"))
    last_year = fields.YearField(_("Last year"))
    opened_on = fields.DayField(_("Opened on"))
    opened_precision = fields.SelectField(
        _("Of that date the source says"), [("day", _("the day")), ("month", _("the month")), ("year", _("the year"))]
    )
    price_series = fields.SelectField(_("Price series"))
    units = fields.ChecksField(_("Units that take part"))
    why = fields.WhyField()

    def __init__(self, *args: Any, programme: Programme | None = None, **kwargs: Any) -> None:
        if programme is not None:
            units = read_programme_units(programme)
            chosen = {"units": [str(pk) for pk in units], "price_series": str(programme.price_series_id or "")}
            kwargs["initial"] = {name: getattr(programme, name) for name in PROGRAMME_FACTS} | chosen
        super().__init__(*args, **kwargs)
        self.is_new = programme is None
        series = fields.key_choices(read_series_choices())
        self.set_choices(price_series=[NOTHING, *series], units=unit_choices())
        if self.is_new:
            self.leave_out("why")

    def clean_name(self) -> str:
        """A name whose address no programme has."""
        name = str(self.cleaned_data["name"])
        if self.is_new and not slug_of(name):
            raise forms.ValidationError(_("Write a name with letters in it."))
        if self.is_new and is_slug_taken(slug_of(name)):
            raise forms.ValidationError(_("There is a programme at the address the name would get. Write another name."))
        return name

    def clean(self) -> dict[str, Any]:
        """It ends after it begins."""
        cleaned = self.cleaned_data
        if cleaned.get("first_year") and cleaned.get("last_year") and cleaned["last_year"] < cleaned["first_year"]:
            self.add_error("last_year", _("The last year lies before the first. Write a later one."))
        return cleaned

    @property
    def facts(self) -> dict[str, Any]:
        """What the programme shall be, without its units."""
        cleaned = self.cleaned_data
        series = find_series(cleaned["price_series"]) if cleaned["price_series"] else None
        facts = {name: cleaned[name] for name in PROGRAMME_FACTS}
        return {**facts, "opened_precision": cleaned["opened_precision"] or "day", "price_series": series}

    @property
    def member_units(self) -> tuple[Unit, ...]:
        return tuple(find_units(map(int, self.cleaned_data["units"])).values())


def slug_of(name: str) -> str:
    """A programme's address from its name; æ, ø and å as Danish addresses write them."""
    return slugify(transliterate(name))[:80].strip("-")


INITIATIVE_FACTS = ("name", "description", "responsible", "horizon", "duration", "stage", "baseline")


class InitiativeForm(Form):
    """One way to save within a programme."""

    name = fields.TextField(_("Name"), wanted=_("Write the initiative's name."), most=300)
    description = fields.TextField(_("Description"), most=2000, lines=3)
    unit = fields.SelectField(_("Unit"))
    responsible = fields.TextField(_("Responsible"), most=200)
    horizon = fields.SelectField(_("Horizon"), [NOTHING, *HORIZONS.items()])
    duration = fields.SelectField(_("Duration"), [NOTHING, *DURATIONS.items()])
    stage = fields.SelectField(
        _("Stage"), [NOTHING, *STAGES.items()], help_text=_("How it stands follows from the figures and this.")
    )
    baseline = fields.TextField(_("Counted against"), most=1000, lines=2)
    why = fields.WhyField()

    def __init__(self, *args: Any, programme: Programme, initiative: Initiative | None = None, **kwargs: Any) -> None:
        if initiative is not None:
            facts = {name: getattr(initiative, name) for name in INITIATIVE_FACTS}
            kwargs["initial"] = facts | {"unit": str(initiative.unit_id or "")}
        super().__init__(*args, **kwargs)
        self.programme, self.initiative = programme, initiative
        self.set_choices(unit=[NOTHING, *unit_choices()])
        if initiative is None:
            self.leave_out("why")

    def clean_name(self) -> str:
        """A name that no other initiative of the programme has."""
        name = str(self.cleaned_data["name"])
        if is_initiative_name_taken(name, self.programme, but=self.initiative):
            raise forms.ValidationError(_g("The programme has an initiative of that name. Write another name."))
        return name

    @property
    def facts(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        unit = find_unit(cleaned["unit"]) if cleaned["unit"] else None
        return {name: cleaned[name] for name in INITIATIVE_FACTS} | {"unit": unit}
