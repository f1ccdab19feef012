"""The entries behind a figure, and one entry whole."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from savings.elements.bridge import since_words
from savings.models import User
from savings.presentation.screen.effect import effect_screen
from savings.presentation.screen.entries import entries_screen, entry_screen
from savings.presentation.screen.freshness import head_lines, waiting_line
from savings.presentation.screen.remarks import question_items, remark_items
from savings.presentation.screen.trail import trail_table
from savings.projections.entries import EntryFacts
from savings.reporting import EntriesQuestion, FigureQuestion, read_entries, read_entry, read_programme, read_reach
from savings.reporting.effects import read_effects
from savings.reporting.remarks import read_at_figure
from savings.reporting.reports import read_report
from savings.reporting.trail import read_trail_of
from savings.reporting.version import read_page_version
from savings.reporting.waiting import Reach
from savings.roles import Role
from savings.web.addresses import Addresses, link_to
from savings.web.answers import answer
from savings.web.exports import MOST_ROWS, TablesFile, describe_cut, page_or_file, read_ending
from savings.web.footer import freshness_footer
from savings.web.forms.entries import EntriesQuery
from savings.web.guard import RECORDERS, current_user, plain_page
from savings.web.paging import page_of

PER_PAGE = 50


@plain_page()
def figure_entries(request: HttpRequest, slug: str) -> HttpResponse:
    """The approved entries behind a figure, with the sum that the figure shows."""
    form = EntriesQuery(request.GET)
    return answer(request, form, lambda: _show_entries(request, form, slug))


def _show_entries(request: HttpRequest, form: EntriesQuery, slug: str) -> HttpResponse:
    asked, question = form.cleaned_data, form.entries_question(timezone.localdate())
    # A file holds all the pages.
    page, per_page = (1, MOST_ROWS) if read_ending(request) else (asked["side"] or 1, PER_PAGE)
    programme, version = read_programme(slug), read_page_version(slug)
    entries = read_entries(slug, question, page=page, per_page=per_page)
    back = {name: value for name, value in form.query().items() if name in ("pr", "pl", "enhed", "beloeb")}
    since = _format_since(slug, question)
    screen = entries_screen(programme, entries, question, form.figure, Addresses(slug, back), since=since)
    context: dict[str, object] = {
        "screen": screen, "page": page_of(entries.total, page=page, per_page=PER_PAGE),
        "at": _read_comments(request, slug, form.figure_question(), question.as_of), "fresh": freshness_footer(slug, asked["pr"]),
        "waiting": [waiting_line(version.waiting)], "head": list(head_lines(version.head)),
    }  # fmt: skip
    title = ", ".join(filter(None, [programme.name, screen.title, screen.of]))
    cut = describe_cut(len(entries.entries), entries.total)
    file = TablesFile(title=title, tables=[screen.table], as_of=asked["pr"], facts=[screen.shown], first=cut)
    return page_or_file(request, "entries/list.html", context, file)


def _read_comments(request: HttpRequest, slug: str, figure: FigureQuestion | None, as_of: date) -> dict[str, Any] | None:
    """What is said of the figure, and where the reader can say more; None where the page is of no one figure."""
    if figure is None:
        return None
    by = current_user(request)
    comments = read_at_figure(slug, figure, by, as_of=as_of)
    links, controls = Addresses(slug), Role.CONTROLLER in by.roles
    nowhere = figure.unit is None and not figure.is_whole
    place = {"tal": figure.figure, "aar": figure.year, "enhed": figure.unit, "ingen": "enhed" if nowhere else ""}
    answerable, withdrawable = frozenset({"answer"}), frozenset({"withdraw"})
    return {
        "remarks": remark_items(
            comments.remarks, links, lambda it: withdrawable if controls or it.writer == by.get_username() else frozenset()
        ),
        "questions": question_items(
            comments.questions, lambda _slug: links, lambda it: answerable if it.number in comments.answerable else frozenset()
        ),
        "ask": links.about("remarks:ask", place),
        "note": links.about("remarks:note", place) if by.roles & RECORDERS else "",
    }


def _format_since(slug: str, question: EntriesQuestion) -> str:
    if question.since_report:
        return since_words(read_report(slug, question.since_report))
    return since_words(question.since) if question.since else ""


@plain_page()
def entry(request: HttpRequest, number: int) -> HttpResponse:
    """One entry: what it says, who recorded it, who vouched for it, and what it rests on."""
    reader = current_user(request)
    reach, facts = read_reach(number, reader), read_entry(number)
    if not reach.reads:
        raise Http404
    screen = entry_screen(facts, Addresses(facts.programme))
    trail = trail_table(read_trail_of("entry", number), link_to("entries:entry"))
    effect = None
    if facts.state == "submitted":
        read = read_effects([number], today=timezone.localdate())[number]
        effect = effect_screen(read.effect, read.unit_names, read.headline_year, read.later)
    context: dict[str, object] = {
        "trail": trail,
        "screen": screen,
        "files": reach.files,
        "may": _find_acts(facts, reach, reader),
        "effect": effect,
    }
    file = TablesFile(
        title=_("Entry %(number)s") % {"number": number},
        tables=[screen.levels, screen.table, effect.table if effect else None, trail],
    )
    return page_or_file(request, "entries/entry.html", context, file)


def _find_acts(entry: EntryFacts, reach: Reach, reader: User) -> frozenset[str]:
    """What the reader may do with the entry: approve, withdraw, take up again, correct."""
    records, own = bool(reader.roles & RECORDERS), reach.own
    allowed = {
        "approve": entry.state == "submitted" and not own and Role.CONTROLLER in reader.roles,
        "withdraw": entry.state in ("recorded", "submitted") and own and records,
        "take_up": entry.state in ("rejected", "withdrawn") and own and records,
        "correct": entry.state == "approved" and entry.corrected_by is None and reach.acts,
    }
    return frozenset(act for act, may in allowed.items() if may)


@plain_page()
def file(request: HttpRequest, number: int, attachment: int) -> FileResponse:
    """A file that belongs to an entry, for those who may open it. It is never shown in our own pages' name."""
    name, path = read_reach(number, current_user(request)).find_file(attachment)
    response = FileResponse(path.open("rb"), as_attachment=True, filename=name)
    response["Content-Type"] = "application/octet-stream"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
