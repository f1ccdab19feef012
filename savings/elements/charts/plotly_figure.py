"""The charts as figures for Plotly, from the same descriptions as the drawings."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from savings.elements.charts.against_plan import AgainstPlanDrawing, plan_words
from savings.elements.charts.phase_in import PhaseInDrawing
from savings.elements.charts.split import SplitDrawing
from savings.elements.charts.svg import BLUE, INK, ORANGE, PALE_BLUE, PURPLE, SCREEN_FONT, SOFT_INK
from savings.elements.charts.waterfall import WaterfallDrawing
from savings.elements.numbers import Scale, locale_code

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


def _figure(traces: list[dict[str, Any]], **layout: Any) -> dict[str, Any]:
    """`data`, `layout` and `config` as plain values, in the reader's language."""
    danish = locale_code() == "da_DK"
    shared = {"separators": ",." if danish else ".,", "font": {"family": SCREEN_FONT, "size": 14, "color": INK}}
    return {"data": traces, "layout": shared | layout, "config": {**CONFIG, "locale": "da" if danish else "en-GB"}}


def _horizontal(traces: list[dict[str, Any]], scale: Scale, *, barmode: str, **yaxis: Any) -> dict[str, Any]:
    """A figure of lying bars, its amounts from left to right."""
    return _figure(
        traces,
        barmode=barmode,
        margin={"l": 16, "r": 16, "t": 16, "b": 40},
        showlegend=True,
        legend={"orientation": "h", "y": -0.25},
        xaxis=_amounts(scale),
        yaxis={"automargin": True, "fixedrange": True, **yaxis},
    )


def phase_in_figure(drawing: PhaseInDrawing) -> dict[str, Any]:
    """The phase-in for Plotly; amounts in the drawing's unit, rounded as they are printed."""
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
    return _figure(
        [trace for trace in traces if any(value is not None for value in trace["y"])],
        barmode="overlay",
        margin={"l": 56, "r": 16, "t": 16, "b": 40},
        showlegend=True,  # a figure of one series would else have no name for it
        legend={"orientation": "h", "y": -0.15},
        hovermode="x unified",
        xaxis={"type": "category", "categoryarray": [str(column.year) for column in columns], "fixedrange": True},
        yaxis=_amounts(drawing.scale),
    )


def _amounts(scale: Scale) -> dict[str, Any]:
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
        "base": [_plain(drawing.scale.round(column.reach(part)[0])) for column in drawing.columns],
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
        "y": [None if amount is None else _plain(drawing.scale.round(amount)) for amount in amounts],
        "customdata": ["" if amount is None else drawing.scale.show(amount) for amount in amounts],
        "hovertemplate": _hover(name, drawing.scale),
    }


def _plain(value: Decimal) -> int | Decimal:
    """A whole number as one; a fraction stays exact and is written as text, which Plotly reads as the number it is."""
    return int(value) if value == value.to_integral_value() else value


def waterfall_figure(drawing: WaterfallDrawing) -> dict[str, Any]:
    """The waterfall for Plotly: its own kind of trace, with the amounts as they are printed."""
    stages = drawing.stages
    trace = {
        "type": "waterfall",
        "orientation": "h",
        "measure": ["absolute" if stage.is_whole else "relative" for stage in stages],
        "y": [stage.words for stage in stages],
        "x": [_plain(stage.change) for stage in stages],
        "text": [stage.format_change(drawing.scale) for stage in stages],
        "textposition": "outside",
        "hovertemplate": f"%{{y}}: %{{text}} {drawing.scale.name}<extra></extra>",
        "increasing": {"marker": {"color": BLUE}},
        "decreasing": {"marker": {"color": ORANGE}},
        "totals": {"marker": {"color": INK}},
    }
    return _figure(
        [trace],
        margin={"l": 16, "r": 48, "t": 16, "b": 40},
        showlegend=False,
        xaxis=_amounts(drawing.scale),
        yaxis={"autorange": "reversed", "automargin": True, "fixedrange": True},
    )


def split_figure(drawing: SplitDrawing) -> dict[str, Any]:
    """The split for Plotly: one bar in pieces, each named in the hover."""
    looks = {"documented": (BLUE, ""), "net_realised": (BLUE, ""), "undocumented": (BLUE, "/"), "elsewhere": (PURPLE, "x"),
             "secured": (SOFT_INK, "\\"), "open": (ORANGE, ".")}  # fmt: skip
    traces = []
    for part in drawing.parts:
        colour, pattern = looks.get(part.key, (BLUE, ""))
        marker: dict[str, Any] = {"color": colour, "line": {"color": colour, "width": 1}}
        if pattern:
            marker |= {"color": "#FFFFFF", "pattern": {"shape": pattern, "fgcolor": colour, "size": 6}}
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": part.words,
                "y": [""],
                "x": [_plain(drawing.scale.round(part.amount))],
                "marker": marker,
                "hovertemplate": f"{part.words}: {drawing.scale.show(part.amount)} {drawing.scale.name}<extra></extra>",
            }
        )
    return _horizontal(traces, drawing.scale, barmode="stack")


def against_plan_figure(drawing: AgainstPlanDrawing) -> dict[str, Any]:
    """Realised against plan for Plotly: bars for what came, marks for the plan, a range where its years are not decided."""
    years = [str(year.year) for year in drawing.years]
    show, one = drawing.scale.show, drawing.scale.round
    net = {
        "type": "bar", "orientation": "h", "name": _("net realised"), "y": years, "marker": {"color": BLUE},
        "x": [None if year.net is None else _plain(one(year.net)) for year in drawing.years],
        "customdata": ["" if year.net is None else show(year.net) for year in drawing.years],
        "hovertemplate": _hover(_("net realised"), drawing.scale),
    }  # fmt: skip
    plan = {
        "type": "scatter", "mode": "markers", "name": _("plan"), "y": years,
        "x": [_plain(one(year.high)) for year in drawing.years],
        "marker": {"symbol": "line-ns", "size": 22, "line": {"width": 4, "color": INK}},
        "error_x": {
            "type": "data", "symmetric": False, "array": [0] * len(years), "color": INK,
            "arrayminus": [_plain(one(year.high) - one(year.low)) for year in drawing.years],
        },
        "customdata": [plan_words(year, drawing.scale) for year in drawing.years],
        "hovertemplate": _hover(_("plan"), drawing.scale),
    }  # fmt: skip
    return _horizontal([net, plan], drawing.scale, barmode="overlay", type="category", autorange="reversed")


def _hover(name: str, scale: Scale) -> str:
    return f"{name}: %{{customdata}} {scale.name}<extra></extra>"
