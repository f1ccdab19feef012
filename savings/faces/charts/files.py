"""A chart to take along: its drawing as SVG, the same as a picture, or its figures as CSV."""

from __future__ import annotations

from decimal import Decimal

from savings.faces.charts import Chart
from savings.faces.paper.typst import picture
from savings.faces.sheets.csv import dialect, written
from savings.faces.sheets.texts import guarded

#: Each ending with its type; the drawing of a chart that is asked for as a picture has the fonts of the paper.
TYPES = {"svg": "image/svg+xml", "png": "image/png", "csv": "text/csv; charset=utf-8"}


def chart_file(chart: Chart, ending: str) -> bytes:
    """The chart as `svg`, `png` or `csv`."""
    if ending == "csv":
        return chart_csv(chart)
    if ending == "png":
        return picture(chart.svg_wide)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{chart.svg_wide}\n'.encode()


def chart_csv(chart: Chart) -> bytes:
    """The figures of a chart: UTF-8 with BOM, CRLF, kroner, in the reader's dialect."""
    speaks = dialect()
    rows = [
        [speaks.amount(cell) if isinstance(cell, Decimal) or cell is None else guarded(cell) for cell in row]
        for row in chart.rows
    ]
    return written(rows, speaks.delimiter)
