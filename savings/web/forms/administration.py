"""The forms of the administration: people, units, programmes and initiatives; and one's own password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.text import slugify
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from savings.danish import spelled
from savings.faces.wording import DURATIONS, HORIZONS, STAGES
from savings.models import Initiative, PriceSeries, Programme, ProgrammeUnit, Unit, User
from savings.reporting.organisation import Organisation
from savings.roles import Role
from savings.web.forms import fields
from savings.web.forms.fields import Form

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

    def __init__(self, *args: Any, person: User | None = None, **kwargs: Any) -> None:
        if person is not None:
            kwargs["initial"] = {
                "first_name": person.first_name, "last_name": person.last_name, "email": person.email,
                "roles": list(person.roles), "units": [str(pk) for pk in person.units.values_list("pk", flat=True)],
                "every_unit": person.every_unit, "is_active": person.is_active,
            }  # fmt: skip
        super().__init__(*args, **kwargs)
        if person is None:
            self.fields["username"] = fields.text(
                _("User name"), wanted=_("Write a user name."), most=150, help_text=_("Letters, digits and . - _ @ +")
            )
        self.fields["first_name"] = fields.text(_("First name"), most=150)
        self.fields["last_name"] = fields.text(_("Last name"), most=150)
        self.fields["email"] = fields.text(_("E-mail"), most=254, help_text=_("Reminders of rounds are sent there."))
        self.fields["roles"] = fields.several(_("Roles"), [(role.value, words) for role, words in ROLES.items()])
        self.fields["every_unit"] = fields.tick(_("Acts for the whole organisation, and for what is not allocated"))
        self.fields["units"] = fields.several(_("Or for these units, and those under them"), unit_choices())
        if person is not None:
            self.fields["is_active"] = fields.tick(_("The account is switched on"))
            self.fields["why"] = fields.text(_("Why it is changed"), most=500, help_text=_("It stands in the trail."))

    def clean_username(self) -> str:
        """A name that nobody has, also when it is written in other letters' size."""
        name = str(self.cleaned_data["username"])
        try:
            User.username_validator(name)
        except ValidationError:
            raise forms.ValidationError(_("Write letters, digits and . - _ @ + only.")) from None
        if User.objects.filter(username__iexact=name).exists():
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
        said = self.cleaned_data
        if Role.FINANCE in said.get("roles", ()) and "units" in said and not (said["units"] or said.get("every_unit")):
            self.add_error("units", _("Choose the units that the finance officer records for, or the whole organisation."))
        return said

    @property
    def facts(self) -> dict[str, Any]:
        """What the account shall be."""
        said = self.cleaned_data
        facts = {name: said[name] for name in ("first_name", "last_name", "email", "every_unit")}
        units = list(Unit.objects.filter(pk__in=[int(key) for key in said["units"]]))
        return {**facts, "roles": [Role(name) for name in said["roles"]], "units": units}


class PasswordForm(Form):
    """A new password for one's own account: the old one, and the new one twice."""

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["old_password"] = _password(_("The password you have"), _("Write the password you have."), "current-password")
        self.fields["new_password"] = _password(
            _("The new password"), _("Write a new password."), "new-password", _("At least 8 characters, and not a common one.")
        )
        self.fields["new_password_again"] = _password(
            _("The new password once more"), _("Write the new password once more."), "new-password"
        )

    def clean_old_password(self) -> str:
        """The one there is."""
        old = str(self.cleaned_data["old_password"])
        if not self.person.check_password(old):
            raise forms.ValidationError(_("That is not the password you have. Write it again; capital letters count."))
        return old

    def clean(self) -> dict[str, Any]:
        """The new one is good, and written twice alike."""
        said = self.cleaned_data
        new, again = said.get("new_password"), said.get("new_password_again")
        if new and again and new != again:
            self.add_error("new_password_again", _("The two are not alike. Write the new password once more."))
        if new:
            try:
                validate_password(new, self.person)
            except ValidationError as error:
                self.add_error("new_password", error)
        return said


def _password(label: Any, wanted: Any, complete: str, help_text: Any = "") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": complete})
    return forms.CharField(
        label=label, strip=False, max_length=200, widget=widget, help_text=help_text,
        error_messages={"required": wanted, "max_length": _("Write at most 200 characters.")},
    )  # fmt: skip


class UnitForm(Form):
    """A unit: its code (once), its name, where it stands in the tree, and when it is valid."""

    def __init__(self, *args: Any, unit: Unit | None = None, **kwargs: Any) -> None:
        if unit is not None:
            kwargs["initial"] = {
                "name": unit.name,
                "parent": str(unit.parent_id or ""),
                "valid_from": unit.valid_from,
                "valid_to": unit.valid_to,
            }
        super().__init__(*args, **kwargs)
        if unit is None:
            self.fields["code"] = fields.text(
                _("Code"), wanted=_("Write a code."), most=40, help_text=_("Short, such as SUF. It is permanent.")
            )
        self.fields["name"] = fields.text(_("Name"), wanted=_("Write the unit's name."), most=200)
        others = [(key, words) for key, words in unit_choices() if unit is None or key != str(unit.pk)]
        self.fields["parent"] = fields.choice(_("Under"), [("", "–"), *others], radio=False)
        self.fields["valid_from"] = fields.day(_("Valid from"))
        self.fields["valid_to"] = fields.day(
            _("Valid to"), help_text=_("A unit that is re-organised ends, and a new one begins; the past stays readable.")
        )
        if unit is not None:
            self.fields["why"] = fields.text(_("Why it is changed"), most=500, help_text=_("It stands in the trail."))

    def clean_code(self) -> str:
        """A code that no unit has."""
        code = str(self.cleaned_data["code"])
        if Unit.objects.filter(code__iexact=code).exists():
            raise forms.ValidationError(_("There is a unit with that code. Write another."))
        return code

    def clean(self) -> dict[str, Any]:
        """It ends after it begins."""
        said = self.cleaned_data
        if said.get("valid_from") and said.get("valid_to") and said["valid_to"] < said["valid_from"]:
            self.add_error("valid_to", _("The last day lies before the first. Write a later one."))
        return said

    @property
    def facts(self) -> dict[str, Any]:
        """What the unit shall be."""
        said = self.cleaned_data
        parent = Unit.objects.get(pk=said["parent"]) if said["parent"] else None
        return {"name": said["name"], "parent": parent, "valid_from": said["valid_from"], "valid_to": said["valid_to"]}


PROGRAMME_TEXTS = (
    "name", "summary", "case_number", "document_number", "addressee", "case_officer", "full_effect_year_reading"
)  # fmt: skip
PROGRAMME_FACTS = (*PROGRAMME_TEXTS, "full_effect_year", "first_year", "last_year", "opened_on", "opened_precision")


class ProgrammeForm(Form):
    """What was decided, and which units take part."""

    def __init__(self, *args: Any, programme: Programme | None = None, **kwargs: Any) -> None:
        if programme is not None:
            units = ProgrammeUnit.objects.filter(programme=programme).values_list("unit_id", flat=True)
            kwargs["initial"] = {name: getattr(programme, name) for name in PROGRAMME_FACTS} | {
                "units": [str(pk) for pk in units], "price_series": str(programme.price_series_id or "")
            }  # fmt: skip
        super().__init__(*args, **kwargs)
        self.is_new = programme is None
        self.fields["name"] = fields.text(_("Name"), wanted=_("Write the programme's name."), most=200)
        self.fields["summary"] = fields.text(_("Summary"), most=2000, lines=3)
        self.fields["case_number"] = fields.text(_("Case number"), most=60)
        self.fields["document_number"] = fields.text(_("Document number"), most=60)
        self.fields["addressee"] = fields.text(_("Addressee"), most=200, help_text=_("Whom the appendix is for."))
        self.fields["case_officer"] = fields.text(_("Case officer"), most=200)
        self.fields["full_effect_year"] = fields.year(
            _("Full-effect year"),
            wanted=_("Write the year in which all of it shall have come."),
            help_text=_("The year it is measured in."),
        )
        self.fields["full_effect_year_reading"] = fields.text(
            _("Our reading of that year"),
            most=1000,
            lines=2,
            help_text=_("Why it is read so. Empty where the source says it outright."),
        )
        self.fields["first_year"] = fields.year(_("First year"))
        self.fields["last_year"] = fields.year(_("Last year"))
        self.fields["opened_on"] = fields.day(_("Opened on"))
        precisions = [("day", _("the day")), ("month", _("the month")), ("year", _("the year"))]
        self.fields["opened_precision"] = fields.choice(_("Of that date the source says"), precisions, radio=False)
        series = [("", "–"), *fields.named(PriceSeries.objects.order_by("name").values_list("pk", "name"))]
        self.fields["price_series"] = fields.choice(_("Price series"), series, radio=False)
        self.fields["units"] = fields.several(_("Units that take part"), unit_choices())
        if programme is not None:
            self.fields["why"] = fields.text(_("Why it is changed"), most=500, help_text=_("It stands in the trail."))

    def clean_name(self) -> str:
        """A name whose address no programme has."""
        name = str(self.cleaned_data["name"])
        if self.is_new and not slug_of(name):
            raise forms.ValidationError(_("Write a name with letters in it."))
        if self.is_new and Programme.objects.filter(slug=slug_of(name)).exists():
            raise forms.ValidationError(_("There is a programme at the address the name would get. Write another name."))
        return name

    def clean(self) -> dict[str, Any]:
        """It ends after it begins."""
        said = self.cleaned_data
        if said.get("first_year") and said.get("last_year") and said["last_year"] < said["first_year"]:
            self.add_error("last_year", _("The last year lies before the first. Write a later one."))
        return said

    @property
    def facts(self) -> dict[str, Any]:
        """What the programme shall be, without its units."""
        said = self.cleaned_data
        series = PriceSeries.objects.get(pk=said["price_series"]) if said["price_series"] else None
        facts = {name: said[name] for name in PROGRAMME_FACTS}
        return {**facts, "opened_precision": said["opened_precision"] or "day", "price_series": series}

    @property
    def units(self) -> tuple[Unit, ...]:
        """The units that take part."""
        return tuple(Unit.objects.filter(pk__in=[int(key) for key in self.cleaned_data["units"]]))


def slug_of(name: str) -> str:
    """A programme's address from its name; æ, ø and å as Danish addresses write them."""
    return slugify(spelled(name))[:80].strip("-")


INITIATIVE_FACTS = ("name", "description", "responsible", "horizon", "duration", "stage", "baseline")


class InitiativeForm(Form):
    """One way to save within a programme."""

    def __init__(self, *args: Any, programme: Programme, initiative: Initiative | None = None, **kwargs: Any) -> None:
        if initiative is not None:
            facts = {name: getattr(initiative, name) for name in INITIATIVE_FACTS}
            kwargs["initial"] = facts | {"unit": str(initiative.unit_id or "")}
        super().__init__(*args, **kwargs)
        self.programme, self.initiative = programme, initiative
        self.fields["name"] = fields.text(_("Name"), wanted=_("Write the initiative's name."), most=300)
        self.fields["description"] = fields.text(_("Description"), most=2000, lines=3)
        self.fields["unit"] = fields.choice(_("Unit"), [("", "–"), *unit_choices()], radio=False)
        self.fields["responsible"] = fields.text(_("Responsible"), most=200)
        self.fields["horizon"] = fields.choice(_("Horizon"), [("", "–"), *HORIZONS.items()], radio=False)
        self.fields["duration"] = fields.choice(_("Duration"), [("", "–"), *DURATIONS.items()], radio=False)
        self.fields["stage"] = fields.choice(
            _("Stage"), [("", "–"), *STAGES.items()], radio=False, help_text=_("How it stands follows from the figures and this.")
        )
        self.fields["baseline"] = fields.text(_("Counted against"), most=1000, lines=2)
        if initiative is not None:
            self.fields["why"] = fields.text(_("Why it is changed"), most=500, help_text=_("It stands in the trail."))

    def clean_name(self) -> str:
        """A name that no other initiative of the programme has."""
        name = str(self.cleaned_data["name"])
        others = Initiative.objects.filter(programme=self.programme, name=name)
        if self.initiative is not None:
            others = others.exclude(pk=self.initiative.pk)
        if others.exists():
            raise forms.ValidationError(_g("The programme has an initiative of that name. Write another name."))
        return name

    @property
    def facts(self) -> dict[str, Any]:
        """What the initiative shall be."""
        said = self.cleaned_data
        unit = Unit.objects.get(pk=said["unit"]) if said["unit"] else None
        return {name: said[name] for name in INITIATIVE_FACTS} | {"unit": unit}
