"""The forms of effects that are not money: what is counted, and what was observed of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from savings.elements.effects import DIRECTIONS
from savings.reporting.choices import read_initiative_choices
from savings.reporting.lookup import find_document
from savings.web.forms.amounts import QuantityField
from savings.web.forms.fields import DayField, Form, SelectField, TextField, key_choices

if TYPE_CHECKING:
    from savings.models import Document, Programme, User


class SourceField(TextField):
    """The reference of a registered decision or document; a reference under which the person sees none is no source."""

    #: Who fills in the form; the form says.
    person: User

    def __init__(self) -> None:
        registered = _("The reference of a decision or document that is registered. Empty: not stated.")
        super().__init__(_("Source"), most=120, help_text=registered)

    def clean(self, value: Any) -> Document | None:
        """The document, None where none is named."""
        reference = super().clean(value)
        if not reference:
            return None
        document = find_document(reference, self.person)
        if document is None:
            raise forms.ValidationError(
                _(
                    "No decision or document with that reference is registered. Check it against the status page, or leave it "
                    "empty."
                )
            )
        return document


def _tell_who_asks(form: Form, person: User) -> None:
    source = form.fields["source"]
    assert isinstance(source, SourceField)
    source.person = person


class IndicatorForm(Form):
    """What is counted, and against what."""

    name = TextField(_("What shall change"), wanted=_("Write what shall change, such as enquiries by telephone."), most=200)
    initiative = SelectField(_("Initiative"))
    measure = TextField(_("Measured in"), most=100, help_text=_("Such as enquiries a month. Empty: not stated."))
    wanted = SelectField(_("Wanted"), [("", _("not stated")), *DIRECTIONS.items()])
    baseline = QuantityField(_("Baseline"), help_text=_("A number; empty where there is none."))
    baseline_said = TextField(_("Baseline in words"), most=300)
    source = SourceField()

    def __init__(self, programme: Programme, person: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tell_who_asks(self, person)
        names = read_initiative_choices(programme, person)
        self.set_choices(initiative=[("", _("The programme as a whole")), *key_choices(names)])


class ObservationForm(Form):
    """What was observed, when, and where it stands."""

    observed_on = DayField(_("Observed on"), wanted=_("Write the date the observation is of."))
    value = QuantityField(_("Number"), help_text=_("In the measure above; empty where the source gives words only."))
    said = TextField(_("In words"), most=300)
    source = SourceField()
    page = TextField(_("Page"), most=40)

    def __init__(self, person: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tell_who_asks(self, person)

    def clean(self) -> dict[str, Any]:
        """An observation is a number, a sentence, or both."""
        cleaned = self.cleaned_data
        if not self.errors and cleaned.get("value") is None and not cleaned.get("said"):
            self.add_error("value", _g("Write a number, or say in words what was observed."))
        return cleaned
