"""The forms of a round: opening it, answering, reminding, closing, and letting somebody still record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from savings.money import UNITS
from savings.recording.importing.faults import InvalidInput, Reason
from savings.recording.importing.numbers import ColumnFormats, read_amount
from savings.web.forms import fields
from savings.web.forms.amounts import page_language, wrong_amount
from savings.web.forms.fields import Choices, Form, key_choices
from savings.web.posted import parse_number

#: A forecast beyond this, in kroner, is an amount in the wrong unit; all of Denmark's public sector spends less.
LARGEST_FORECAST = Decimal(10) ** 13
LONGEST = 4000


class OpenRoundForm(Form):
    """What a round asks, of whom, and by when."""

    name = fields.TextField(_("Name of the round"), wanted=_("Write a name, such as Follow-up after 3rd quarter 2026."), most=200)
    year = fields.YearField(
        _("Year"),
        wanted=_("Write the year whose figures shall be confirmed."),
        help_text=_("The year whose figures shall be confirmed."),
    )
    starts_on = fields.DayField(_("Begins"), wanted=_("Write the day on which the round begins."))
    cut_off = fields.DayField(
        _("Cut-off date"),
        wanted=_("Write the cut-off date."),
        help_text=_(
            "What is booked on or before this day is confirmed. The books close through this day when the round is closed."
        ),
    )
    answer_by = fields.DayField(_("Answer by"), wanted=_("Write the day by which the units shall answer."))
    tasks = fields.ChecksField(_("Who shall answer"), wanted=_("Choose at least one unit that shall answer."))

    def __init__(self, *args: Any, askable: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices(tasks=askable)
        self.initial.setdefault("tasks", [key for key, _words in askable])

    def clean(self) -> dict[str, Any]:
        """The days follow each other."""
        cleaned = super().clean() or {}
        begins, cut_off, answer_by = (cleaned.get(name) for name in ("starts_on", "cut_off", "answer_by"))
        if begins and cut_off and cut_off < begins:
            self.add_error("cut_off", _g("The cut-off date lies before the round begins. Write that day or a later one."))
        if begins and answer_by and answer_by < begins:
            self.add_error("answer_by", _g("The deadline lies before the round begins. Write that day or a later one."))
        return cleaned

    def task_keys(self) -> list[tuple[int, int]]:
        """Programme and unit of each task, by row number."""
        pairs = (key.split("-") for key in self.cleaned_data["tasks"])
        return [(int(programme), int(unit)) for programme, unit in pairs]


class ReplyForm(Form):
    """A unit's answer. The two texts are required where the unit is behind its plan."""

    confirmed = fields.TickField(
        _("We confirm the figures above as of %(date)s"),
        wanted=_("Tick the box to confirm the figures. If they are wrong, record what is right first."),
    )
    forecast = fields.TextField(
        _("Forecast for the year"),
        most=60,
        help_text=_("Leave it empty if the forecast stays as it is. A new one counts once a controller has approved it."),
    )
    one = fields.RadioField(_("The forecast is written in"), [(unit, f"{unit}.") for unit in UNITS])
    initiative = fields.SelectField(_("What the explanation is about"))
    explanation = fields.TextField(
        _("Why the unit is behind its plan"), wanted=_("The unit is behind its plan: write why."), most=LONGEST, lines=4
    )
    mitigation = fields.TextField(
        _("What is done about it"), wanted=_("The unit is behind its plan: write what is done about it."), most=LONGEST, lines=4
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        behind: bool,
        cut_off: str,
        position: int,
        initiatives: Sequence[tuple[int, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(data, initial={"one": "mio. kr"}, **kwargs)
        self.position = position
        self.fields["confirmed"].label = str(self.fields["confirmed"].label) % {"date": cut_off}
        self.set_choices(initiative=[("", _("The unit as a whole")), *key_choices(initiatives)])
        if not behind or not initiatives:
            self.leave_out("initiative")
        if not behind:
            explanation, mitigation = self.fields["explanation"], self.fields["mitigation"]
            explanation.required = mitigation.required = False
            explanation.label, mitigation.label = _("Remarks (may be left empty)"), _("What is done (may be left empty)")

    def clean(self) -> dict[str, Any]:
        """The forecast in kroner, None where it stays as it is; and where in the ledger the figures were read."""
        cleaned = super().clean() or {}
        typed = cleaned.get("forecast", "")
        cleaned["level"] = None
        if typed and "one" in cleaned:
            self._read(typed, UNITS[cleaned["one"] or "mio. kr"], cleaned)
        cleaned["seen"] = parse_number(str(self.data.get("seen", "")))
        if cleaned["seen"] is None:
            self.add_error(None, _g("The form was not whole. Read the figures again and send it once more."))
        return cleaned

    def _read(self, typed: str, one: Decimal, cleaned: dict[str, Any]) -> None:
        try:
            level = read_amount(typed, one, ColumnFormats(page=page_language()))
        except InvalidInput as refused:
            self.add_error("forecast", wrong_amount(refused, typed))
            return
        if abs(level) > LARGEST_FORECAST:
            self.add_error("forecast", InvalidInput(Reason.TOO_LARGE, typed).at(0).message)
        else:
            cleaned["level"] = level


class RemindForm(Form):
    """Whom to remind."""

    tasks = fields.ChecksField(_("Remind"), wanted=_("Choose at least one unit to remind."))

    def __init__(self, *args: Any, missing: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices(tasks=missing)
        self.initial.setdefault("tasks", [key for key, _words in missing])


class CloseForm(Form):
    """Why the round is closed."""

    reason = fields.TextField(_("Reason for closing"), wanted=_("Write why the round is closed."), most=LONGEST, lines=3)


class ExceptionForm(Form):
    """Who may still record, into which programmes, until when and why."""

    person = fields.SelectField(_("Who may still record"), wanted=_("Choose the person who may still record."))
    programmes = fields.ChecksField(_("Programmes"), wanted=_("Choose at least one programme."))
    until = fields.DayField(_("Until and with"), wanted=_("Write the last day on which the person may record."))
    reason = fields.TextField(
        _("Reason for the exception"), wanted=_("Write why the exception is granted."), most=LONGEST, lines=3
    )

    def __init__(self, *args: Any, recorders: Choices, closings: Choices, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.set_choices(person=[("", _("Choose a person")), *recorders], programmes=closings)
        self.initial.setdefault("programmes", [key for key, _words in closings])

    def clean_until(self) -> date:
        """A day that is still to come, or today."""
        until: date = self.cleaned_data["until"]
        if until < self.today:
            raise forms.ValidationError(_g("The day has passed. Write today or a later day."))
        return until
