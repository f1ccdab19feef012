"""The status as JSON: plain decimals in kroner, codes and ISO dates, the same in every language."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from savings.elements.sentences import head_words
from savings.money import round_half_up
from savings.projections.cells import Cell
from savings.projections.figures import Figures
from savings.projections.status import Status
from savings.vocabulary import Figure, Place

ORE_PLACES = 2
RATIO_PLACES = 10


def status_json(status: Status) -> dict[str, Any]:
    """The status in the shape scripts rely on (DESIGN.md, section 4).

    Amounts are decimal strings in kroner of the cell's price level, restated ones rounded half up to the øre.
    `unit` is a code, null for *Ikke fordelt*; `price_level` at the top is the level asked for.
    """
    return {
        "programme": _programme(status),
        "as_of": status.as_of.isoformat(),
        "price_level": status.price_level,
        "headline": {"year": status.year, **_headline(status)},
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


def _headline(status: Status) -> dict[str, str | None]:
    return {figure.code: _plain_figure(figure, status.headline) for figure in status.vocabulary.at(Place.JSON)}


def _plain_figure(figure: Figure, headline: Figures) -> str | None:
    """An amount, "0" where nothing is stated; a ratio, null where nothing gives it."""
    if not figure.is_ratio:
        return plain(figure.amount(headline))
    ratio = figure.read(headline)
    return None if ratio is None else plain(ratio, RATIO_PLACES)


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
