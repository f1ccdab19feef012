"""The forms of reports: what to start from, a report's head, and a packet of several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from savings.elements.numbers import day
from savings.elements.typesetting.glyphs import shows
from savings.manuscript import Block, BlockKind, Manuscript
from savings.projections.reports import ProposalFacts
from savings.reporting.choices import read_other_programmes, read_report_units
from savings.web.forms import fields
from savings.web.forms.fields import Form, key_choices

if TYPE_CHECKING:
    from savings.models import Programme, Report


LANGUAGES = [("da", _("Danish")), ("en", _("English"))]
STARTERS = [
    ("status", _("A status report: what was promised, what is real, and what is left")),
    ("evaluering", _("An evaluation: what came of it, and what was learnt")),
    ("notat", _("A short note: a few sentences and one table")),
]
READERS = [("closed", _("Closed item: those with an account")), ("open", _("Open item: anybody with the address"))]
#: The fields of the head that are the manuscript's own.
HEAD = (
    "title", "number", "to", "dated", "as_of", "year", "price_level", "unit", "case_number", "document_number", "case_officer",
    "sender", "language",
)  # fmt: skip
#: A packet of more would be no packet any committee reads.
MOST = 60


class BeginForm(Form):
    """What to start from."""

    start = fields.RadioField(_("Start from"), wanted=_("Choose what to start from."))
    language = fields.RadioField(_("The report's language"), LANGUAGES, wanted=_("Choose a language."))

    def __init__(self, latest: Report | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last = [("sidste", _g("The last report, %(title)s") % {"title": latest.title})] if latest else []
        self.set_choices(start=[*STARTERS, *last])
        if latest:
            self.fields["language"].help_text = _("A report that starts from the last one keeps that one's.")


class HeadForm(Form):
    """What stands above a report's text, and what its figures are of."""

    title = fields.TextField(_("Title"), wanted=_("Write what the report is called."), most=200)
    number = fields.TextField(_("Number in the packet"), most=60, help_text=_("Such as Bilag 4."))
    to = fields.TextField(_("To"), most=200, help_text=_("The committee it is for."))
    dated = fields.DayField(_("The report's date"), wanted=_("Write the date the report bears."))
    as_of = fields.DayField(_("Figures as of"), wanted=_("Write the date the figures are as of."))
    year = fields.YearField(_("Year"), help_text=_("Empty: the year the programme is measured in."))
    price_level = fields.PriceLevelField(
        _("Price level"),
        help_text=_("Empty: the programme's price basis, or as stated where it has none. “oplyst”: as stated in any case."),
    )
    unit = fields.SelectField(_("Unit"))
    case_number = fields.TextField(_("Case no."), most=60)
    document_number = fields.TextField(_("Document no."), most=60)
    case_officer = fields.TextField(_("Case officer"), most=200)
    sender = fields.TextField(_("Sender"), most=1000, lines=3, help_text=_("Office, address and e-mail, a line each."))
    beside = fields.ChecksField(_("Tells of these programmes, too"))
    language = fields.RadioField(_("The report's language"), LANGUAGES, wanted=_("Choose a language."))
    readers = fields.RadioField(_("Who may read it when it is published"), READERS, wanted=_("Choose who may read it."))

    def __init__(self, programme: Programme, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = key_choices(read_other_programmes(programme))
        self.set_choices(unit=[("", _("the whole programme")), *read_report_units(programme)], beside=others)
        if not others:
            self.leave_out("beside")

    def clean_title(self) -> str:
        """A title of joiners and direction marks alone would be an empty heading on paper."""
        title: str = self.cleaned_data["title"]
        if not shows(title):
            raise forms.ValidationError(self.fields["title"].error_messages["required"])
        return title

    def manuscript(self, programme: Programme, parts: Sequence[Mapping[str, str]]) -> Manuscript:
        """The report as it is written; the form must be valid."""
        head = self.cleaned_data
        programmes = (programme.slug, *head.get("beside", ()))
        own = {name: head[name] for name in HEAD if name in head} | fields.read_level(head["price_level"])
        blocks = tuple(_block(part, programmes) for part in parts)
        return Manuscript(**own, closed=head["readers"] == "closed", programmes=programmes, blocks=blocks)


def _block(part: Mapping[str, str], programmes: Sequence[str]) -> Block:
    programme = part["programme"] if part["programme"] in programmes[1:] else ""
    # A browser ends lines as letters of old did; a paper's text does not depend on who typed it.
    text = part["text"].replace("\r\n", "\n")
    return Block(BlockKind(part["kind"]), part["name"], programme, text)


class PacketForm(Form):
    """What stands on the cover, and the place of each report; without a place a report is left out."""

    titel = fields.TextField(_("Title"), wanted=_("Write what stands on the cover, such as Appendices to item 7."), most=200)
    til = fields.TextField(_("To"), most=200, help_text=_("The committee it is for."))
    dato = fields.DayField(_("Day of the meeting"))

    def __init__(self, reports: tuple[ProposalFacts, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reports = reports
        for report in reports:
            self.fields[f"plads-{report.number}"] = PlaceField(f"{report.title}, {day(report.as_of)}")

    def clean(self) -> dict[str, Any]:
        """At least one report, and no more than a packet can hold."""
        if not self.numbers and not self.errors:
            self.add_error(None, _g("Choose the reports: write 1 at the first, 2 at the second."))
        if len(self.numbers) > MOST:
            self.add_error(None, _g("A packet holds at most %(most)s reports. Choose fewer.") % {"most": MOST})
        return self.cleaned_data

    @property
    def numbers(self) -> list[int]:
        """The reports asked for, in their order; those with the same place in the order they are listed."""
        cleaned = getattr(self, "cleaned_data", {})
        places = [(place, report.number) for report in self.reports if (place := cleaned.get(f"plads-{report.number}"))]
        return [number for _place, number in sorted(places, key=lambda pair: pair[0])]


class PlaceField(fields.NumberField):
    """A report's place in a packet."""

    def __init__(self, label: str) -> None:
        wrong = _("Write the report's place as a whole number, such as 1; empty leaves it out.")
        super().__init__(label, most=999, wrong=wrong, size=4, letters=6)
