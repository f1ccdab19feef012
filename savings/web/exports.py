"""Taking a page's tables along: the same question as the page, answered as PDF, workbook or CSV (`fil=` in the address)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify

from savings.faces.moments import ledger_moment
from savings.faces.paper.listing import listing_pdf, made_words
from savings.faces.screen.tables import Sheet
from savings.faces.sheets.tables import tables_csv, tables_xlsx, taken
from savings.reporting.version import read_head

TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
#: A file of more rows is no table any more; the page's own limits say how to ask for fewer.
MOST_ROWS = 20_000


def asked_file(request: HttpRequest) -> str:
    """The ending of the file that is asked for; empty for the page."""
    ending = request.GET.get("fil", "")
    return ending if ending in TYPES else ""


def file_of(
    ending: str, title: str, sheets: Sequence[Sheet | None], *, as_of: date | None = None, facts: Sequence[str] = ()
) -> HttpResponse:
    """The tables as a file.

    Args:
        facts: what must be known to read them, a line each.
    """
    tables = [taken(sheet) for sheet in sheets if sheet is not None]
    day = as_of or timezone.localdate()
    head = read_head()
    told = [*facts, *filter(None, [made_words(head)])]
    if ending == "csv":
        content = tables_csv(tables, told)
    elif ending == "xlsx":
        content = tables_xlsx(tables, title, ledger_moment(head, day), told)
    else:
        content = listing_pdf(tables, title, head, day, facts)
    name = f"{slugify(title) or 'tabel'}-{day.isoformat()}.{ending}"
    shown = "inline" if ending == "pdf" else "attachment"
    return HttpResponse(content, content_type=TYPES[ending], headers={"Content-Disposition": f'{shown}; filename="{name}"'})


def page_or_file(
    request: HttpRequest, template: str, context: dict[str, object], *, title: str, sheets: Sequence[Sheet | None],
    facts: Sequence[str] = (), status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The page, or its tables as the file that is asked for."""
    if ending := asked_file(request):
        return file_of(ending, title, sheets, facts=facts)
    return render(request, template, {**context, "take": carried_on(_chosen(request))}, status=status)


def _chosen(request: HttpRequest) -> dict[str, object]:
    """What the reader has chosen; all pages of a list go into one file."""
    return {name: values for name, values in request.GET.lists() if name not in ("fil", "side")}


def carried_on(chosen: Mapping[str, object]) -> str:
    """What the reader has chosen, for the files' addresses. What is kept for all readers takes it from the form alone."""
    return f"&{urlencode(chosen, doseq=True)}" if chosen else ""
