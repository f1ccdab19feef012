"""The state's price and wage index, the first series."""

from __future__ import annotations

import csv
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from savings.demo.people import People
from savings.models import PriceSeries
from savings.recording import approve_release, record_release, register_series

FILE = Path(__file__).parent / "data" / "state-price-and-wage-index.csv"
NAME = "Statens generelle pris- og lønindeks"


def load_prices(people: People, *, at: datetime) -> PriceSeries:
    """Register the series and its points, recorded by one and approved by another."""
    source, changes = read_state_index(FILE.read_text(encoding="utf-8"))
    series = register_series(by=people.finance, at=at, name=NAME, source=source)
    release = record_release(series=series, changes=changes, by=people.finance, at=at, note=FILE.name)
    approve_release(release=release, by=people.controller, at=at)
    return series


def read_state_index(text: str) -> tuple[str, dict[int, Decimal]]:
    """The source in the file's first line, and the yearly general change in per cent by year."""
    first, rest = text.split("\n", 1)
    rows = csv.DictReader(rest.splitlines())
    return first.removeprefix("# source: "), {int(row["year"]): Decimal(row["general_pl_pct"]) for row in rows}
