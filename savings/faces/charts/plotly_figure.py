"""The phase-in as a figure for Plotly, from the same description as the drawing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from savings.faces.charts.phase_in import PhaseInDrawing
from savings.faces.charts.svg import BLUE, INK, ORANGE, PALE_BLUE, SCREEN_FONT
from savings.faces.numbers import Scale, locale_code

#: The wheel's button that uploads the chart to a cloud is off, and so is everything that names another host.
CONFIG = {
    "displaylogo": False,
    "showSendToCloud": False,
    "plotlyServerURL": "",
    "responsive": True,
    "modeBarButtonsToRemove": ["select2d", "lasso2d"],
}

#: How much of its place a bar fills where there are many; a year alone is kept slim.
SHARE = 0.64


def phase_in_figure(drawing: PhaseInDrawing) -> dict[str, Any]:
    """`data`, `layout` and `config` as plain values; amounts in the drawing's unit, rounded as they are shown."""
    columns = drawing.columns
    band = {"color": "#FFFFFF", "line": {"color": BLUE, "width": 1}, "pattern": {"shape": "/", "fgcolor": BLUE, "size": 6}}
    pale = {"color": PALE_BLUE, "line": {"color": BLUE, "width": 1}}
    traces = [
        _bars(drawing, "net", _("net realised"), {"color": BLUE}),
        _bars(drawing, "low", _("still to come by the plan"), pale),
        {**_bars(drawing, "band", _("years not decided"), band), **_between(drawing)},
        _marks(drawing, _("target"), [column.target for column in columns], INK),
        _marks(drawing, _("forecast"), [column.forecast for column in columns], ORANGE),
    ]
    shown = [trace for trace in traces if any(value is not None for value in trace["y"])]
    years = {"type": "category", "categoryarray": [str(column.year) for column in columns], "fixedrange": True}
    return framed(shown, xaxis=years, yaxis=amounts_axis(drawing.scale), hovermode="x unified")


def framed(data: list[dict[str, Any]], **layout: Any) -> dict[str, Any]:
    """A figure of these traces in the house's look and the reader's language."""
    danish = locale_code() == "da_DK"
    return {"data": data, "layout": {**_layout(danish), **layout}, "config": {**CONFIG, "locale": "da" if danish else "en-GB"}}


def _layout(danish: bool) -> dict[str, Any]:
    return {
        "barmode": "overlay",
        "separators": ",." if danish else ".,",
        "font": {"family": SCREEN_FONT, "size": 14, "color": INK},
        "margin": {"l": 56, "r": 16, "t": 16, "b": 40},
        "showlegend": True,  # a figure of one series would else have no name for it
        "legend": {"orientation": "h", "y": -0.15},
    }


def amounts_axis(scale: Scale) -> dict[str, Any]:
    """The axis of amounts: in the drawing's unit and decimals, a number also where the amounts are written as text."""
    return {
        "type": "linear",
        "title": {"text": str(scale.name), "standoff": 8},
        "automargin": True,
        "tickformat": f",.{scale.places}f",
        "rangemode": "tozero",
        "fixedrange": True,
    }


def _bars(drawing: PhaseInDrawing, part: str, name: str, marker: dict[str, Any]) -> dict[str, Any]:
    """The bars of a part, each from where it begins; beside a net below zero, what is to come stands in the right half."""
    bar = min(SHARE, 0.05 + 0.15 * len(drawing.columns))
    halved = [column.base < 0 and bool(column.high) for column in drawing.columns]
    return {
        "type": "bar",
        "marker": marker,
        "base": [plain_number(drawing.scale.round(column.reach(part)[0])) for column in drawing.columns],
        "width": [bar / 2 if half else bar for half in halved],
        "offset": [0 if half and part != "net" else -bar / 2 for half in halved],
        **_series(drawing, name, [column.amount(part) for column in drawing.columns]),
    }


def _between(drawing: PhaseInDrawing) -> dict[str, Any]:
    """What the hover says of a band: its ends. Its height alone would read as an amount that somebody has promised."""
    words, show = _("still to come by the plan between %(low)s and %(high)s"), drawing.scale.show
    return {
        "text": [words % {"low": show(c.low), "high": show(c.high)} if c.band else "" for c in drawing.columns],
        "textposition": "none",
        "hovertemplate": f"%{{text}} {drawing.scale.name}<extra></extra>",
    }


def _marks(drawing: PhaseInDrawing, name: str, amounts: list[Decimal | None], colour: str) -> dict[str, Any]:
    # A mark's size is in pixels and a phone's columns are narrow: with many years it must not reach over the next.
    size = min(36, 150 // len(drawing.columns))
    marker = {"symbol": "line-ew", "size": size, "line": {"width": 4, "color": colour}}
    return {"type": "scatter", "mode": "markers", "marker": marker, **_series(drawing, name, amounts)}


def _series(drawing: PhaseInDrawing, name: str, amounts: list[Decimal | None]) -> dict[str, Any]:
    """The amounts of every year, and how they are written: a bar's end is not its amount, so the hover reads the text."""
    return {
        "name": name,
        "x": [str(column.year) for column in drawing.columns],
        "y": [None if amount is None else plain_number(drawing.scale.round(amount)) for amount in amounts],
        "customdata": ["" if amount is None else drawing.scale.show(amount) for amount in amounts],
        "hovertemplate": f"{name}: %{{customdata}} {drawing.scale.name}<extra></extra>",
    }


def plain_number(value: Decimal) -> int | Decimal:
    """A whole number as one; a fraction stays exact and is written as text, which Plotly reads as the number it is."""
    return int(value) if value == value.to_integral_value() else value
