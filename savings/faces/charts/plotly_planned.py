"""Realised against the plan as a figure for Plotly, from the same description as the drawing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from savings.faces.charts.planned import AgainstPlanDrawing, names
from savings.faces.charts.plotly_figure import amounts_axis, framed, plain_number
from savings.faces.charts.svg import BLUE, ORANGE, PURPLE, WHITE


def against_plan_figure(drawing: AgainstPlanDrawing) -> dict[str, Any]:
    """Bands behind, bars before them, and marks on top; amounts in the drawing's unit, rounded as they are shown."""
    pattern = {"shape": "\\", "fgcolor": PURPLE, "size": 7}
    hatched = {"color": WHITE, "line": {"color": PURPLE, "width": 1}, "pattern": pattern}
    spans = [
        year.high - year.low if year.is_band and year.low is not None and year.high is not None else None
        for year in drawing.years
    ]
    wide = min(0.8, 0.2 * len(drawing.years))
    shown = [
        {**_series(drawing, "band", spans), **_ends(drawing), "type": "bar", "width": wide, "marker": hatched},
        {**_series(drawing, "net", [year.net for year in drawing.years]), **_deviations(drawing), "type": "bar",
         "width": wide * 0.6, "marker": {"color": BLUE}},
        {**_series(drawing, "plan", [year.plan for year in drawing.years]), **_marks(drawing, PURPLE)},
        {**_series(drawing, "forecast", [year.forecast for year in drawing.years]), **_marks(drawing, ORANGE)},
    ]  # fmt: skip
    data = [trace for trace in shown if any(value is not None for value in trace["y"])]
    years = {"type": "category", "categoryarray": [str(year.year) for year in drawing.years], "fixedrange": True}
    return framed(data, xaxis=years, yaxis=amounts_axis(drawing.scale), hovermode="x unified")


def _series(drawing: AgainstPlanDrawing, part: str, amounts: list[Decimal | None]) -> dict[str, Any]:
    name = names()[part]
    return {
        "name": name,
        "x": [str(year.year) for year in drawing.years],
        "y": [None if amount is None else plain_number(drawing.scale.round(amount)) for amount in amounts],
        "customdata": ["" if amount is None else drawing.scale.show(amount) for amount in amounts],
        "hovertemplate": f"{name}: %{{customdata}} {drawing.scale.name}<extra></extra>",
    }


def _deviations(drawing: AgainstPlanDrawing) -> dict[str, Any]:
    """What the hover says of the net realised: how far it is from the plan, where the plan is one amount."""
    said = []
    for year in drawing.years:
        amount = "" if year.net is None else drawing.scale.show(year.net)
        apart = "" if year.deviation is None else f", {names()['deviation']} {drawing.signed(year.deviation)}"
        said.append(f"{amount} {drawing.scale.name}{apart}")
    return {"text": said, "textposition": "none", "hovertemplate": f"{names()['net']}: %{{text}}<extra></extra>"}


def _ends(drawing: AgainstPlanDrawing) -> dict[str, Any]:
    """What the hover says of a band: its ends, and never its height as an amount."""
    show, words = drawing.scale.show, _("plan between %(low)s and %(high)s")
    ends = [(year.low, year.high) if year.is_band else (None, None) for year in drawing.years]
    said = ["" if low is None or high is None else words % {"low": show(low), "high": show(high)} for low, high in ends]
    return {
        "base": [0 if low is None else plain_number(drawing.scale.round(low)) for low, _high in ends],
        "text": said,
        "textposition": "none",
        "hovertemplate": f"%{{text}} {drawing.scale.name}<extra></extra>",
    }


def _marks(drawing: AgainstPlanDrawing, colour: str) -> dict[str, Any]:
    size = min(36, 150 // len(drawing.years))
    marker = {"symbol": "line-ew", "size": size, "line": {"width": 4, "color": colour}}
    return {"type": "scatter", "mode": "markers", "marker": marker}
