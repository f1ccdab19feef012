"""A chart as a file of its own: the drawing as SVG or PNG with its title and source, or its data as CSV."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from savings.faces.charts.chart import Chart
from savings.faces.charts.lettering import LINE, fitted
from savings.faces.charts.svg import INK, SCREEN_FONT, SOFT_INK, WHITE, element, text
from savings.faces.paper.glyphs import Typesetter
from savings.faces.paper.typst import picture
from savings.faces.sheets.csv import chart_csv

#: The compiler of the PNG has no font of the machine, so its drawing is set in the paper's.
PAPER_FONT = "Libertinus Serif"
CONTENT_TYPES = {"svg": "image/svg+xml", "png": "image/png", "csv": "text/csv; charset=utf-8"}
EDGE, TITLE = 16, 30


def font_for(ending: str) -> str:
    """The font family that a chart must be drawn in to become a file of that ending."""
    return PAPER_FONT if ending == "png" else SCREEN_FONT


def chart_file(chart: Chart, ending: str) -> bytes:
    """The chart as `svg`, `png` or `csv`; drawn beforehand in the font of `font_for`."""
    if ending == "csv":
        return chart_csv(chart.heads, chart.rows)
    if ending == "png":
        return picture(Typesetter().covered(_alone(chart, PAPER_FONT)))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{_alone(chart, SCREEN_FONT)}\n'.encode()


def _alone(chart: Chart, font: str) -> str:
    """The wide drawing on white, with its title above and its note and source beneath, since it leaves its page."""
    inner = str(chart.svg_wide)
    found = re.search(r'viewBox="0 0 (\d+) (\d+)"', inner)
    if found is None:
        raise ValueError("a drawing without a size")
    width, height = int(found[1]), int(found[2])
    beneath = [line for said in (chart.note, chart.source) if said for line in fitted(said, width, most=3)]
    whole = EDGE + TITLE + height + LINE * len(beneath) + 2 * EDGE
    size = {"width": width + 2 * EDGE, "height": whole}
    return element(
        "svg",
        element("title", escape(chart.title)),
        element("rect", **size, fill=WHITE),
        text(chart.title, EDGE + 6, EDGE + 14, font_weight="600", font_size=15),
        inner.replace("<svg ", f'<svg x="{EDGE}" y="{EDGE + TITLE}" ', 1),
        *(text(line, EDGE + 6, EDGE + TITLE + height + EDGE + 13 + LINE * n, fill=SOFT_INK) for n, line in enumerate(beneath)),
        xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {width + 2 * EDGE} {whole}", **size,
        font_family=font, font_size=13, fill=INK,
    )  # fmt: skip
