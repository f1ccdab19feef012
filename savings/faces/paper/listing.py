"""Any table of a page as a paper: PDF/UA-1 and PDF/A-3a, turned where it is wide, with the same table attached as CSV."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.timezone import make_aware
from django.utils.translation import gettext as _

from savings.chain import shown_head
from savings.faces.footnotes import raised
from savings.faces.moments import ledger_moment
from savings.faces.numbers import DASH, day, locale_code, moment, number, percent
from savings.faces.paper.glyphs import Typesetter
from savings.faces.paper.status import PLACES, missing_sentence, set_texts
from savings.faces.paper.tables import columns_of, row_of, table_of
from savings.faces.paper.typst import compiled
from savings.faces.sheets.tables import NOTHING, Told, tables_csv
from savings.faces.sheets.taken import Place, Taken, Value, mark_of
from savings.projections.facts import HeadFacts

Data = dict[str, Any]
#: More columns than these, or more letters in a row, and the page is turned.
MOST_COLUMNS, MOST_LETTERS = 7, 110
#: A column whose longest cell has at most so many letters is as wide as that; others share the rest.
SHORT = 14


def listing_pdf(tables: Sequence[Taken], title: str, head: HeadFacts, as_of: date, told: Told = NOTHING) -> bytes:
    """The tables as a PDF in the reader's language; the same tables and ledger head give the same bytes."""
    setter = Typesetter()
    lang, region = PLACES[locale_code()]
    page = {
        "lang": lang, "region": region, "title": title, "summary": title, "draft": "",
        "page_of": _("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"}, "running": f"{title} · {day(as_of)}",
        "tables": [_table(table) for table in tables], "landscape": any(_is_wide(table) for table in tables),
        "first": list(told.first), "facts": list(told.facts),
        "empty": "" if tables else _("Nothing to show."), "made": made_words(head),
    }  # fmt: skip
    set_page = set_texts(page, setter)
    files = [{"name": "tabel.csv", "text": tables_csv(tables, told).decode(), "description": _("The tables as CSV")}]
    data = {**set_page, "attachments": files, "missing": missing_sentence(setter)}
    return compiled("listing.typ", data, ledger_moment(head, as_of))


def made_words(head: HeadFacts) -> str:
    """Which state of the ledger the tables are of; empty where it has no entry yet."""
    if head.moment is None:
        return ""
    facts = {"count": head.position, "moment": moment(head.moment), "head": shown_head(head.position, head.hash)}
    return _("From the ledger with %(count)s links, the last made %(moment)s: %(head)s") % facts


def _table(table: Taken) -> Data:
    own = [column for column in range(len(table.heads)) if not table.details[column]]
    kinds, heads = [_kind(table, column) for column in own], [table.heads[column] for column in own]
    rows = [row_of([_with_detail(table, place, row, column) for column in own]) for place, row in enumerate(table.rows)]
    if table.total:
        last, place = table.total, len(table.rows)
        cells = [_marked(table, (place, column), last[column]) if last[column] is not None else "" for column in own]
        rows.append(row_of(cells, "total"))
    made = table_of(table.caption, table.said, columns_of(*kinds, heads=heads), rows)
    return made | {"kinds": kinds, "heads": heads, "foot": table.foot}


def _marked(table: Taken, place: Place, value: Value) -> str:
    """A cell with the marks that stand at it."""
    return _cell(value, table.shares[place[1]]) + mark_of(table, place) + raised(table.notes.get(place, ()))


def _with_detail(table: Taken, place: int, row: Sequence[Value], column: int) -> str | list[str]:
    """A cell, and beneath it what the column after it says of it."""
    cell = _marked(table, (place, column), row[column])
    has_detail = column + 1 < len(row) and table.details[column + 1]
    detail = row[column + 1] if has_detail else None
    return cell if detail is None else [cell, _cell(detail, share=False)]


def _kind(table: Taken, column: int) -> str:
    if table.numeric[column]:
        return "number"
    return "short" if _longest(table, column) <= SHORT else "wide" if column == 0 else "middle"


def _longest(table: Taken, column: int) -> int:
    """Letters of the longest cell of a column, with what stands small in it."""
    if column + 1 < len(table.heads) and table.details[column + 1]:
        return max(_letters(table, column), _letters(table, column + 1))
    return _letters(table, column)


def _letters(table: Taken, column: int) -> int:
    return max((len(_cell(row[column], table.shares[column])) for row in table.rows), default=0)


def _is_wide(table: Taken) -> bool:
    own = [column for column in range(len(table.heads)) if not table.details[column]]
    letters = sum(min(_longest(table, column), 30) for column in own)
    return table.details.count(False) > MOST_COLUMNS or letters > MOST_LETTERS


def _cell(value: Value, share: bool) -> str:
    if value is None:
        return DASH
    if isinstance(value, Decimal):
        if share:
            return percent(value)
        exponent = value.as_tuple().exponent
        return number(value, -exponent if isinstance(exponent, int) and exponent < 0 else 0)
    if isinstance(value, datetime):
        return moment(make_aware(value))
    return day(value) if isinstance(value, date) else str(value)
