"""Any table of a page as a paper: PDF/UA-1 and PDF/A-3a, turned where it is wide, with the same table attached as CSV."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from textwrap import wrap
from typing import Any

from django.utils.timezone import make_aware
from django.utils.translation import gettext as _

from savings.chain import shown_head
from savings.faces.footnotes import raised
from savings.faces.moments import ledger_moment
from savings.faces.numbers import DASH, day, locale_code, moment, number, percent
from savings.faces.paper.glyphs import Typesetter
from savings.faces.paper.status import PLACES, missing_sentence, one_line, set_texts
from savings.faces.paper.tables import columns_of, row_of, table_of
from savings.faces.paper.typst import compiled
from savings.faces.sheets.cells import Value
from savings.faces.sheets.tables import NOTHING, Told, tables_csv
from savings.faces.sheets.taken import Place, Taken, mark_of
from savings.projections.facts import HeadFacts

Data = dict[str, Any]
#: Letters that fit beside each other on an upright page; with more the page is turned. A column's sides take two.
MOST_LETTERS = 110
#: A column whose longest cell has at most so many letters is as wide as that; others share the rest by what is in them.
SHORT = 21
#: A head over amounts, and one over short words, is set in lines of so many letters (see `_tables.typ`).
NUMBER_HEAD, SHORT_HEAD = 11, 14
#: Letters a column asks for at least and at most, and those beyond which a cell is set in several lines anyway.
LEAST, MOST, BROKEN = 12, 60, 30


def listing_pdf(tables: Sequence[Taken], title: str, head: HeadFacts, as_of: date, told: Told = NOTHING) -> bytes:
    """The tables as a PDF in the reader's language; the same tables and ledger head give the same bytes."""
    setter = Typesetter()
    lang, region = PLACES[locale_code()]
    page = {
        "lang": lang, "region": region, "title": title, "summary": title, "draft": "",
        "page_of": _("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"},
        "running": f"{one_line(title)} · {day(as_of)}",
        "tables": [_table(table) for table in tables], "landscape": any(_is_wide(table) for table in tables),
        "first": list(told.first), "facts": list(told.facts),
        "empty": "" if tables else _("Nothing to show."), "made": made_words(head),
    }  # fmt: skip
    set_page = set_texts(page, setter)
    files = [{"name": "tabel.csv", "text": tables_csv(tables, told).decode(), "description": setter.covered(_described(tables))}]
    data = {**set_page, "attachments": files, "missing": missing_sentence(setter)}
    return compiled("listing.typ", data, ledger_moment(head, as_of))


def _described(tables: Sequence[Taken]) -> str:
    """What the attached file holds: each table by its caption, with the unit, prices and day of its amounts."""
    named = [f"{table.caption} ({table.said})" if table.said else table.caption for table in tables]
    return _("As CSV: %(tables)s") % {"tables": "; ".join(named) or _("Nothing to show.")}


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
    return made | {"kinds": kinds, "heads": heads, "foot": table.foot, "shares": [_share(table, column) for column in own]}


def _share(table: Taken, column: int) -> int:
    """What a column of words takes of the room: half as much again as its usual cell, and room for its longest if it can."""
    letters = [_letters_in(table, place, column) for place in range(len(table.rows))]
    usual = sum(letters) * 3 // (2 * len(letters)) if letters else 0
    return max(LEAST, min(MOST, max(usual, min(max(letters, default=0), BROKEN))))


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
    return max((_letters_in(table, place, column) for place in range(len(table.rows))), default=0)


def _letters_in(table: Taken, place: int, column: int) -> int:
    said = _with_detail(table, place, table.rows[place], column)
    return len(said) if isinstance(said, str) else max(map(len, said))


def _is_wide(table: Taken) -> bool:
    own = [column for column in range(len(table.heads)) if not table.details[column]]
    totals = [len(_cell(value, share=False)) for value in table.total] if table.total else [0] * len(table.heads)
    heads = [_head(table, column) for column in own]
    cells = [min(max(_longest(table, column), totals[column]), BROKEN) for column in own]
    return sum(map(max, cells, heads)) + 2 * len(own) > MOST_LETTERS


def _head(table: Taken, column: int) -> int:
    """Letters of the longest line of a head."""
    room = NUMBER_HEAD if table.numeric[column] else SHORT_HEAD
    return max(map(len, wrap(table.heads[column], room, break_long_words=False)), default=0)


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
