"""The phase-in as a figure for Plotly, from the same description as the drawing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from savings.faces.charts.phase_in import Column, PhaseInDrawing
from savings.faces.charts.svg import BLUE, INK, ORANGE, PALE_BLUE, SCREEN_FONT
from savings.faces.numbers import locale_code

#: The wheel's button that uploads the chart to a cloud is off, and so is everything that names another host.
CONFIG = {"displaylogo": False, "showSendToCloud": False, "plotlyServerURL": "", "responsive": True}


def phase_in_figure(drawing: PhaseInDrawing) -> dict[str, Any]:
    """`data`, `layout` and `config` as plain values; amounts in the drawing's unit, rounded as they are shown."""
    columns = drawing.columns
    band = {"color": "#FFFFFF", "line": {"color": BLUE, "width": 1}, "pattern": {"shape": "/", "fgcolor": BLUE, "size": 6}}
    traces = [
        _bars(drawing, _("net realised"), [column.net for column in columns], {"color": BLUE}),
        _bars(drawing, _("still to come by the plan"), [column.low or None for column in columns],
              {"color": PALE_BLUE, "line": {"color": BLUE, "width": 1}}),
        _bars(drawing, _("years not decided"), [column.band or None for column in columns], band),
        _marks(drawing, _("target"), [column.target for column in columns], INK),
        _marks(drawing, _("forecast"), [column.forecast for column in columns], ORANGE),
    ]  # fmt: skip
    shown = [trace for trace in traces if any(value is not None for value in trace["y"])]
    danish = locale_code() == "da_DK"
    return {
        "data": shown,
        "layout": _layout(drawing, columns, danish),
        "config": {**CONFIG, "locale": "da" if danish else "en-GB"},
    }


def _layout(drawing: PhaseInDrawing, columns: tuple[Column, ...], danish: bool) -> dict[str, Any]:
    return {
        "barmode": "relative",
        "separators": ",." if danish else ".,",
        "font": {"family": SCREEN_FONT, "size": 14, "color": INK},
        "margin": {"l": 56, "r": 16, "t": 16, "b": 40},
        "legend": {"orientation": "h", "y": -0.15},
        "hovermode": "x unified",
        "xaxis": {"type": "category", "categoryarray": [str(column.year) for column in columns], "fixedrange": True},
        "yaxis": {"title": {"text": str(drawing.scale.name)}, "tickformat": ",.1f", "rangemode": "tozero", "fixedrange": True},
    }


def _bars(drawing: PhaseInDrawing, name: str, amounts: list[Decimal | None], marker: dict[str, Any]) -> dict[str, Any]:
    return {"type": "bar", "marker": marker, **_series(drawing, name, amounts)}


def _marks(drawing: PhaseInDrawing, name: str, amounts: list[Decimal | None], colour: str) -> dict[str, Any]:
    marker = {"symbol": "line-ew", "size": 36, "line": {"width": 4, "color": colour}}
    return {"type": "scatter", "mode": "markers", "marker": marker, **_series(drawing, name, amounts)}


def _series(drawing: PhaseInDrawing, name: str, amounts: list[Decimal | None]) -> dict[str, Any]:
    rounded = [None if amount is None else _plain(drawing.scale.round(amount)) for amount in amounts]
    return {
        "name": name,
        "x": [str(column.year) for column in drawing.columns],
        "y": rounded,
        "hovertemplate": f"{name}: %{{y}} {drawing.scale.name}<extra></extra>",
    }


def _plain(value: Decimal) -> int | Decimal:
    """A whole number as one; a fraction stays exact and is written as text, which Plotly reads as the number it is."""
    return int(value) if value == value.to_integral_value() else value
