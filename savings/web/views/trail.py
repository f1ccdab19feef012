"""The trail: who did what, when, from what to what, why; as a page and as files."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from savings.faces.screen.trail import ACTS, SUBJECTS, trail_screen, trail_sheet
from savings.faces.sheets.trail import trail_taken
from savings.reporting.choices import read_programme_choices
from savings.reporting.trail import TrailAsked, count_trail, read_trail, read_trail_rows
from savings.roles import Role
from savings.web.exports import MOST_ROWS, chosen_words, cut_words, file_of
from savings.web.forms import fields
from savings.web.forms.programmes import Page
from savings.web.freshness import unshared
from savings.web.guard import role_required
from savings.web.paging import pages_of

PER_PAGE, MOST = 50, 100_000
readers = role_required(Role.AUDITOR, Role.CONTROLLER, Role.ADMINISTRATOR)


class TrailQuery(fields.Form):
    """Which acts: of a period, a person, a sort, a thing, a programme, or with a word in them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fra"] = fields.day(_("From"))
        self.fields["til"] = fields.day(_("To"))
        self.fields["hvem"] = fields.text(_("Who"), most=150, help_text=_("The user name."))
        self.fields["gjorde"] = fields.choice(_("Did"), [("", _("All")), *ACTS.items()], radio=False)
        self.fields["ved"] = fields.choice(_("To what"), [("", _("All")), *SUBJECTS.items()], radio=False)
        self.fields["nr"] = Page(label=_("Number"))
        self.fields["program"] = fields.choice(_("Programme"), [("", _("All")), *read_programme_choices()], radio=False)
        self.fields["ord"] = fields.text(_("A word in it"), most=100)
        self.fields["side"] = Page(label=_("Page"))

    @property
    def asked(self) -> TrailAsked:
        """The question, cleaned."""
        said = self.cleaned_data
        return TrailAsked(
            first=said["fra"], last=said["til"], person=said["hvem"], act=said["gjorde"], subject=said["ved"],
            number=said["nr"], programme=said["program"], text=said["ord"],
        )  # fmt: skip


@require_safe
@unshared
@readers
def trail(request: HttpRequest) -> HttpResponse:
    """The trail, newest first."""
    form = TrailQuery(request.GET)
    if not form.is_valid():
        return render(request, "trail/list.html", {"form": form, "limited": True}, status=400)
    page = form.cleaned_data["side"] or 1
    found = read_trail(form.asked, page=page, per_page=PER_PAGE)
    screen = trail_screen(found, page=page, per_page=PER_PAGE, entry_href=lambda number: reverse("entries:entry", args=[number]))
    context = {
        "form": form, "screen": screen, "pages": pages_of(request, found.total, page=page, per_page=PER_PAGE),
        "limited": form.asked != TrailAsked(), "query": request.GET.urlencode(), "most": MOST if found.total > MOST else 0,
    }  # fmt: skip
    return render(request, "trail/list.html", context)


@require_safe
@unshared
@readers
def trail_file(request: HttpRequest, ending: str) -> HttpResponse:
    """The same acts as a file."""
    form = TrailQuery(request.GET)
    if not form.is_valid():
        return render(request, "trail/list.html", {"form": form, "limited": True}, status=400)
    # A paper of more pages than anybody turns is cut sooner than a sheet.
    most = MOST_ROWS if ending == "pdf" else MOST
    rows = read_trail_rows(form.asked, most=most)
    cut = cut_words(len(rows), count_trail(form.asked)) if len(rows) == most else []
    facts = chosen_words(form, *(name for name in form.fields if name != "side"))
    table = trail_sheet(rows, lambda number: reverse("entries:entry", args=[number])) if ending == "pdf" else trail_taken(rows)
    return file_of(ending, str(_("Trail")), [table] if rows or ending != "pdf" else [], facts=facts, first=cut)
