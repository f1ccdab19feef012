"""A chart to take along: its drawing as SVG, the same as a picture, or its figures as CSV."""

from __future__ import annotations

import re
from decimal import Decimal
from html import unescape
from xml.sax.saxutils import escape

from savings.elements.charts import Chart
from savings.elements.charts.lettering import LINE, fit_lines
from savings.elements.charts.svg import INK, SOFT_INK, WHITE, element, text
from savings.elements.data.spreadsheet_text import guard_text
from savings.elements.data.status_csv import dialect, write_csv
from savings.elements.typesetting.glyphs import Typesetter
from savings.elements.typesetting.typst import render_png

#: Each ending with its type; the drawing of a chart that is asked for as a picture has the fonts of the paper.
TYPES = {"svg": "image/svg+xml", "png": "image/png", "csv": "text/csv; charset=utf-8"}


#: How far a drawing stands from the edges of its file, and where it begins beneath its title.
EDGE, TITLE = 16, 46


def chart_file(chart: Chart, ending: str) -> bytes:
    """The chart as `svg`, `png` or `csv`."""
    if ending == "csv":
        return chart_csv(chart)
    if ending == "png":
        return render_png(Typesetter().replace_uncovered(alone(chart)))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{alone(chart)}\n'.encode()


def alone(chart: Chart) -> str:
    """The wide drawing on white, its title above, its note and source beneath: what it says must not stay behind on its page."""
    inner = str(chart.svg_wide)
    match = re.search(r'^<svg [^>]*viewBox="0 0 (\d+) (\d+)"[^>]* font-family="([^"]*)"', inner)
    if match is None:
        raise ValueError("a drawing without a size")
    width, height = int(match[1]), int(match[2])
    beneath = [line for sentence in (chart.note, chart.source) if sentence for line in fit_lines(sentence, width - EDGE, most=3)]
    size = {"width": width + 2 * EDGE, "height": TITLE + height + EDGE + LINE * len(beneath) + EDGE}
    below = TITLE + height + EDGE + 12
    return element(
        "svg",
        element("title", escape(chart.title)),
        element("rect", **size, fill=WHITE),
        text(chart.title, EDGE + 6, EDGE + 14, font_size=15, font_weight="600"),
        inner.replace("<svg ", f'<svg x="{EDGE}" y="{TITLE}" ', 1),
        *(text(line, EDGE + 6, below + LINE * number, fill=SOFT_INK) for number, line in enumerate(beneath)),
        xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {size['width']} {size['height']}", **size,
        font_family=unescape(match[3]), font_size=13, fill=INK,
    )  # fmt: skip


def chart_csv(chart: Chart) -> bytes:
    """The figures of a chart: UTF-8 with BOM, CRLF, kroner, in the reader's dialect."""
    speaks = dialect()
    rows = [
        [speaks.amount(cell) if isinstance(cell, Decimal) or cell is None else guard_text(str(cell)) for cell in row]
        for row in chart.rows
    ]
    return write_csv(rows, speaks.delimiter)
