"""The split of the target as a figure for Plotly, from the same description as the drawing."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from savings.faces.charts.plotly_figure import amounts_axis, framed, plain_number
from savings.faces.charts.split import Part, SplitDrawing, placed
from savings.faces.charts.svg import BLUE, INK, ORANGE, PALE_BLUE, PURPLE, SOFT_INK, WHITE

#: The pattern, its ground and its line of each part, as near the drawing's as Plotly has them; the others are plain.
LOOKS = {
    "undocumented": ("\\", PALE_BLUE, BLUE),
    "elsewhere": ("|", WHITE, PURPLE),
    "secured": ("/", WHITE, SOFT_INK),
    "open": ("", WHITE, ORANGE),
}


def split_figure(drawing: SplitDrawing) -> dict[str, Any]:
    """The bar, its parts one after the other, and a mark at the target; a part below zero lies in a row of its own."""
    scale = drawing.scale
    data = [_piece(drawing, part, plain_number(scale.round(start))) for part, start, _end in placed(drawing)]
    words = _("target %(amount)s") % {"amount": scale.show_with_unit(drawing.target)}
    marker = {"symbol": "line-ns", "size": 90, "line": {"width": 4, "color": INK}}
    target = {"type": "scatter", "mode": "markers", "name": _("target"), "marker": marker, "customdata": [words], "y": ["0"],
              "x": [plain_number(scale.round(drawing.target))], "hovertemplate": "%{customdata}<extra></extra>"}  # fmt: skip
    rows = {"type": "category", "categoryarray": ["−", "0"], "visible": False, "fixedrange": True}
    return framed([*data, target], xaxis=amounts_axis(scale), yaxis=rows, hovermode="closest")


def _piece(drawing: SplitDrawing, part: Part, base: Any) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "name": part.words,
        "marker": _marker(part.key),
        "y": ["0" if part.amount > 0 else "−"],
        "x": [plain_number(drawing.scale.round(part.amount))],
        # A part below zero ends at zero: it lies between what it is and nothing.
        "base": [base if part.amount > 0 else 0],
        "width": [0.5 if part.amount > 0 else 0.1],
        "customdata": [f"{part.words}: {drawing.scale.show_with_unit(part.amount)}"],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _marker(key: str) -> dict[str, Any]:
    if key not in LOOKS:
        return {"color": BLUE}
    shape, ground, colour = LOOKS[key]
    marker: dict[str, Any] = {"color": ground, "line": {"color": colour, "width": 2}}
    return {**marker, "pattern": {"shape": shape, "fgcolor": colour, "bgcolor": ground, "size": 6}} if shape else marker
