"""The packet: choosing published reports and their order, and the one paper they make."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from savings.faces.numbers import day
from savings.faces.paper.packet import Cover
from savings.projections.facts import ProposalFacts
from savings.publishing.packets import build_packet
from savings.reporting.reports import read_proposals
from savings.web.forms import fields
from savings.web.freshness import unshared

#: A packet of more would be no packet any committee reads.
MOST = 60


class PacketForm(fields.Form):
    """What stands on the cover, and the place of each report; without a place a report is left out."""

    def __init__(self, reports: tuple[ProposalFacts, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reports = reports
        self.fields["titel"] = fields.text(
            gettext_lazy("Title"), wanted=gettext_lazy("Write what stands on the cover, such as Appendices to item 7."), most=200
        )
        self.fields["til"] = fields.text(gettext_lazy("To"), most=200, help_text=gettext_lazy("The committee it is for."))
        self.fields["dato"] = fields.day(gettext_lazy("Day of the meeting"))
        for told in reports:
            self.fields[f"plads-{told.number}"] = _place(told)

    def clean(self) -> dict[str, Any]:
        """At least one report, and no more than a packet can hold."""
        said: dict[str, Any] = super().clean() or {}
        if not self.numbers and not self.errors:
            self.add_error(None, _("Choose the reports: write 1 at the first, 2 at the second."))
        if len(self.numbers) > MOST:
            self.add_error(None, _("A packet holds at most %(most)s reports. Choose fewer.") % {"most": MOST})
        return said

    @property
    def numbers(self) -> list[int]:
        """The reports asked for, in their order; those with the same place in the order they are listed."""
        said = getattr(self, "cleaned_data", {})
        places = [(place, told.number) for told in self.reports if (place := said.get(f"plads-{told.number}"))]
        return [number for _place, number in sorted(places, key=lambda it: it[0])]


def _place(told: ProposalFacts) -> Any:
    wrong = gettext_lazy("Write the report's place as a whole number, such as 1; empty leaves it out.")
    return fields.forms.IntegerField(
        label=f"{told.title}, {day(told.as_of)}", required=False, min_value=1, max_value=999,
        error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
        widget=fields.forms.TextInput(attrs={"inputmode": "numeric", "size": 4, "maxlength": 6, "autocomplete": "off"}),
    )  # fmt: skip


@require_safe
@unshared
def choose(request: HttpRequest) -> HttpResponse:
    """Which reports, in which order; and the paper, where that is said."""
    reports = tuple(told for told in read_proposals(published=True) if told.has_text)
    form = PacketForm(reports, request.GET or None)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        pdf = build_packet(Cover(said["titel"], said["til"], said["dato"]), form.numbers)
        return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": 'inline; filename="bilag.pdf"'})
    context = {"form": form, "reports": reports, "head": [form[name] for name in ("titel", "til", "dato")],
               "places": [form[f"plads-{told.number}"] for told in reports]}  # fmt: skip
    return render(request, "reports/packet.html", context)
