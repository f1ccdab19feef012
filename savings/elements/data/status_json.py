"""The status as JSON: plain decimals in kroner, codes and ISO dates, the same in every language."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from savings.elements.sentences import head_words
from savings.money import round_half_up
from savings.projections.cells import Cell
from savings.projections.figures import Figures
from savings.projections.grid import GridRow
from savings.projections.status import Status
from savings.vocabulary import Figure, Place
from savings.vocabulary import figures as declared

ORE_PLACES = 2
RATIO_PLACES = 10
#: The sums of which nothing said is told from zero; and what is worked out, but always told.
_SAID = (declared.PLAN, declared.FORECAST, declared.EXPECTED_OFFSET, declared.NET_FORECAST)
_ALWAYS = (declared.DOCUMENTED,)
_SPLITS = (declared.SHORTFALL, declared.SURPLUS, declared.UNCOVERED, declared.OVERCOVERED)


def status_json(status: Status) -> dict[str, Any]:
    """The status in the shape scripts rely on (DESIGN.md, section 4).

    Amounts are decimal strings in kroner of the cell's price level, restated ones rounded half up to the øre.
    `unit` is a code, null for *Ikke fordelt*; `price_level` at the top is the level asked for. `units` are in tree order, each
    with all that is under it; one with `own` is the unit without those under it.
    """
    return {
        "programme": _programme(status),
        "as_of": status.as_of.isoformat(),
        "price_level": status.price_level,
        "headline": {"year": status.year, **_write_headline(status)},
        "last_year": None if status.last_year is None else {"year": status.year - 1, **_write_figures(status, status.last_year)},
        "units": [_write_row(status, row) for row in status.grid.rows],
        "cells": [_cell(cell) for cell in status.cells],
        "ledger_head": head_words(status),
    }


def status_json_bytes(status: Status) -> bytes:
    """The same as UTF-8 text, one byte sequence for one status."""
    return (json.dumps(status_json(status), ensure_ascii=False, indent=1) + "\n").encode()


def _programme(status: Status) -> dict[str, Any]:
    programme = status.programme
    return {
        "slug": programme.slug,
        "name": programme.name,
        "case_number": programme.case_number,
        "full_effect_year": programme.full_effect_year,
    }


def _write_headline(status: Status) -> dict[str, str | None]:
    """The headline; a unit without a target of its own or under it has no target to be held against."""
    figures = _write_figures(status, status.headline)
    if status.unit is None:
        # The programme is always a place, also in a year of which nothing is said.
        return figures | {figure.code: figures[figure.code] or "0" for figure in _SPLITS}
    return figures | {"target": None} if status.counts_towards and not status.headline.target else figures


def _write_row(status: Status, row: GridRow) -> dict[str, Any]:
    name = status.unit_name(row.unit) if row.unit is not None else None
    facts = {"code": row.unit, "name": name, "parent": row.parent, "own": row.is_own}
    return {**facts, **_write_figures(status, row.year(status.year))}


def _write_figures(status: Status, figures: Figures) -> dict[str, str | None]:
    return {figure.code: _write_figure(figure, figures) for figure in status.vocabulary.at(Place.JSON)}


def _write_figure(figure: Figure, figures: Figures) -> str | None:
    """An amount or ratio; null where nothing is said that gives it, "0" for what is always told."""
    if figure.formula is not None:
        ratio = figure.formula(figures)
        return None if ratio is None else plain(ratio, RATIO_PLACES)
    if figure in _SAID and figures.stated.keys().isdisjoint(figure.kinds):
        return None
    if figure.is_measured and figure not in _ALWAYS and not figure.is_stated(figures):
        return None
    return plain(figure.amount(figures))


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "kind": cell.kind.value,
        "unit": cell.unit,
        "initiative": cell.initiative,
        "year": cell.year,
        "price_level": cell.price_level,
        "amount": plain(cell.amount),
    }


def plain(value: Decimal, places: int = ORE_PLACES) -> str:
    """A decimal as scripts read it: whole numbers without decimals, no exponent, no grouping: 3300000, 1957000.50, 0.5.

    An amount in kroner has either no decimals or two.
    """
    text = f"{round_half_up(value, places):f}"
    if places != ORE_PLACES:
        return text.rstrip("0").rstrip(".")
    return text.removesuffix(".00")
