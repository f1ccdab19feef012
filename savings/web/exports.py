"""Taking a page's tables along: the same question as the page, answered as PDF, workbook or CSV (`fil=` in the address)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from savings.danish import transliterate
from savings.elements.data.tables_csv import FileNotes, tables_csv
from savings.elements.numbers import day, number
from savings.elements.table import Table
from savings.elements.timestamps import ledger_moment
from savings.presentation.paper.listing import ledger_state_words, listing_pdf
from savings.presentation.sheets.chart_files import TYPES as CHART_TYPES
from savings.presentation.sheets.tables import tables_xlsx
from savings.projections.facts import HeadFacts
from savings.reporting.version import read_head

TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    **CHART_TYPES,
}
#: A file of more rows is no table any more; the page's own limits say how to ask for fewer.
MOST_ROWS = 20_000


def read_ending(request: HttpRequest) -> str:
    """The ending of the file that is asked for; empty for the page."""
    ending = request.GET.get("fil", "")
    return ending if ending in ("pdf", "xlsx", "csv") else ""


@dataclass(frozen=True, kw_only=True)
class TablesFile:
    """The tables of a page as a file holds them.

    Attributes:
        facts: what must be known to read them, a line each; `first`: what must be read before them.
        as_of: the day the file is named after; None for today.
        head: the state of the ledger they are of; None for the one there is now.
    """

    title: str
    tables: Sequence[Table | None]
    facts: Sequence[str] = ()
    first: Sequence[str] = ()
    as_of: date | None = None
    head: HeadFacts | None = None


def export_response(file: TablesFile, ending: str) -> HttpResponse:
    """The tables as a PDF, a workbook or CSV, by the file's ending."""
    tables = [table for table in file.tables if table is not None]
    head, on = file.head or read_head(), file.as_of or timezone.localdate()
    # A paper tells of the ledger beneath its tables, in its own place.
    notes = FileNotes(file.first, file.facts if ending == "pdf" else (*file.facts, *filter(None, [ledger_state_words(head)])))
    if ending == "csv":
        content = tables_csv(tables, notes)
    elif ending == "xlsx":
        content = tables_xlsx(tables, file.title, ledger_moment(head, on), notes)
    else:
        content = listing_pdf(tables, file.title, head, on, notes)
    return file_response(content, ending, f"{slugify_title(file.title)}-{on.isoformat()}")


def slugify_title(title: str) -> str:
    """A title as a file's name, with letters that every system can hold, and not longer than some can."""
    return slugify(transliterate(title))[:80].strip("-") or "tabel"


def file_response(content: bytes, ending: str, name: str) -> HttpResponse:
    """A file with its name; a browser shows a paper and data in its own window, and saves the others."""
    disposition = "inline" if ending in ("pdf", "json") else "attachment"
    headers = {"Content-Disposition": f'{disposition}; filename="{name}.{ending}"'}
    return HttpResponse(content, content_type=TYPES[ending], headers=headers)


def describe_cut(shown: int, total: int) -> list[str]:
    """That a file does not hold all there is; nothing where it does."""
    if shown >= total:
        return []
    facts = {"shown": number(Decimal(shown), 0), "total": number(Decimal(total), 0)}
    return [_("The file holds only the first %(shown)s of %(total)s. Choose fewer on the page to have them all.") % facts]


def describe_choices(form: forms.Form, *names: str) -> list[str]:
    """To what the reader has limited a list, in words; nothing where it is whole."""
    choices = "; ".join(_describe_fields(form, names))
    return [_("Only: %(what)s.") % {"what": choices}] if choices else []


def _describe_fields(form: forms.Form, names: Sequence[str]) -> Iterator[str]:
    for name in names:
        value, field = form.cleaned_data.get(name), form.fields[name]
        if value not in (None, ""):
            words = dict(_choices(field)).get(value, value)
            yield f"{field.label}: {day(words) if isinstance(words, date) else words}"


def _choices(field: forms.Field) -> list[Any]:
    """What can be chosen in a field, with its words; nothing where anything can be typed."""
    return [*field.widget.choices] if isinstance(field.widget, forms.Select) else []


def page_or_file(
    request: HttpRequest, template: str, context: Mapping[str, object], file: TablesFile, *, status: int = 200
) -> HttpResponse:
    """The page, or its tables as the file that is asked for."""
    if ending := read_ending(request):
        return export_response(file, ending)
    return render(request, template, {**context, "take": format_query(_read_choices(request))}, status=status)


def _read_choices(request: HttpRequest) -> dict[str, object]:
    """What the reader has chosen; all pages of a list go into one file."""
    return {name: values for name, values in request.GET.lists() if name not in ("fil", "side")}


def format_query(chosen: Mapping[str, object]) -> str:
    """What the reader has chosen, for the files' addresses. What is kept for all readers takes it from the form alone."""
    return f"&{urlencode(chosen, doseq=True)}" if chosen else ""
