"""What is asked of entries: those behind a figure, those that wait; and why one is sent back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from savings.elements.words import KINDS, UNALLOCATED, WHOLE_PROGRAMME
from savings.projections.question import EntriesQuestion, FigureQuestion
from savings.reporting.choices import read_programme_choices
from savings.reporting.waiting import ORDERS
from savings.vocabulary import VOCABULARY, Figure, Place
from savings.web.forms.fields import ChecksField, Form, NumberField, PageField, SelectField, TextField
from savings.web.forms.programmes import SinceQuery


class EntriesQuery(SinceQuery):
    """Which figure (`tal`), and of what; `ingen=enhed` or `ingen=indsats` asks for what stands on none; `trin` for a step.

    `led` is the link up to which approvals count: the entries behind a figure of a published report.
    """

    led = NumberField(_("Link in the chain"), least=0, wrong=_("Write a link's number."))
    tal = SelectField(
        _("Figure"),
        [("", _("All entries")), *((figure.code, figure.words) for figure in VOCABULARY.with_entries)],
        wrong=_("There is no figure by that name. Choose one."),
    )
    indsats = TextField(_("Initiative"), too_long=_("Write the initiative's name as the status page has it."))
    ingen = ChecksField(
        _("Only what stands on none"),
        [("enhed", UNALLOCATED), ("indsats", WHOLE_PROGRAMME)],
        wrong=_("Choose among the two, or neither."),
    )
    trin = SelectField(
        _("Step"), [("", _("All")), *VOCABULARY.steps.items()], wrong=_("There is no step by that name. Choose one.")
    )
    side = PageField(_("Page"))

    @property
    def figure(self) -> Figure | None:
        """The figure that is asked for; None for all entries."""
        return VOCABULARY[self.cleaned_data["tal"]] if self.cleaned_data["tal"] else None

    def entries_question(self, today: date) -> EntriesQuestion:
        cleaned, nowhere = self.cleaned_data, self.cleaned_data["ingen"]
        figure = self.figure
        limits = self._change_limits(today) | {"unit": "" if "enhed" in nowhere else cleaned["enhed"] or None}
        return EntriesQuestion(
            **limits, initiative="" if "indsats" in nowhere else cleaned["indsats"] or None,
            kinds=tuple(figure.kinds) if figure else (), has_evidence=figure.evidenced if figure else None,
            with_early=figure is not None and figure.is_early,
            step=next((step for step in VOCABULARY.steps if step == cleaned["trin"]), None), link=cleaned["led"],
        )  # fmt: skip

    def figure_question(self) -> FigureQuestion | None:
        """Which one figure the entries are behind; None where they are behind several, or an initiative's."""
        cleaned, nowhere = self.cleaned_data, self.cleaned_data["ingen"]
        if self.figure not in VOCABULARY.at(Place.NOTES) or not cleaned["aar"] or cleaned["indsats"] or "indsats" in nowhere:
            return None
        unit = None if "enhed" in nowhere else cleaned["enhed"] or None
        is_whole = unit is None and "enhed" not in nowhere
        return FigureQuestion(figure=cleaned["tal"], year=cleaned["aar"], unit=unit, is_whole=is_whole)


class PageQuery(Form):
    """Which page of a list."""

    side = PageField(_("Page"))


class WaitingQuery(Form):
    """Which of the waiting entries: of a programme, a kind, a recorder, a unit; and in which order."""

    program = SelectField(_("Programme"))
    art = SelectField(_("Kind"), [("", _("All")), *((kind.value, words) for kind, words in KINDS.items())])
    enhed = TextField(_("Unit"), most=40, help_text=_("Its code, such as SUF."))
    af = TextField(_("Recorded by"), most=150, help_text=_("The user name."))
    orden = SelectField(
        _("Order"),
        [("", _("what was sent first")), *((order, order) for order in ORDERS)],
        wrong=_("There is no such order. Choose one by the heads of the table."),
    )
    side = PageField(_("Page"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices(program=[("", _("All")), *read_programme_choices()])


class ReasonForm(Form):
    """Why an entry is sent back."""

    reason = TextField(_("Why it is sent back"), wanted=_("Write what its recorder should put right."), most=2000, lines=3)
