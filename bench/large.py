"""Programmes of many cells: one of 6,000 and one of 100,000, as a municipality has them, in a tree of forty units."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.clock import Timing, side_by_side
from bench.filling import run_silently
from bench.measures import Measurement, after_change, bare, client, get
from bench.wire import MOST_BYTES, MOST_REQUESTS, weigh
from savings.demo.people import register_people
from savings.recording.prices import register_series
from savings.recording.register import register_document, register_initiative, register_programme, register_unit
from savings.reporting.sums import LATEST

ADMINISTRATIONS, UNITS, YEARS, KINDS = 8, 40, 4, 5
FIRST_YEAR = 2023


class Size(NamedTuple):
    """A programme: so many initiatives, each in so many units; four years and five kinds of amount."""

    slug: str
    initiatives: int
    units_each: int

    @property
    def cells(self) -> int:
        """How many cells it has."""
        return self.initiatives * self.units_each * YEARS * KINDS

    @property
    def page(self) -> str:
        """The address of its status."""
        return f"/programmer/{self.slug}/"


LARGE, HUGE = Size("bench-large", 300, 1), Size("bench-huge", 500, 10)

_CELLS = """
INSERT INTO savings_entry (programme_id, act, text, reading, decision_id, page, booked_on, reason, recorded_by_id, recorded_at)
SELECT p.id, 'record', i.name, '', (SELECT min(id) FROM savings_document), '1', DATE '2024-01-01' + (i.id %% 600)::int, '',
       %(finance)s, TIMESTAMPTZ '2024-01-01'
FROM savings_programme p JOIN savings_initiative i ON i.programme_id = p.id;

INSERT INTO savings_posting (entry_id, kind, unit_id, initiative_id, year, amount, price_level, text, booked_on, evidenced,
                             lines, derived)
SELECT e.id, k.kind, u.id, i.id, %(first)s + y, k.share * (100000 + i.id %% 977 * 1000), %(first)s, '', e.booked_on,
       k.kind = 'realised' AND e.id %% 3 = 0, 1, false
FROM savings_entry e
JOIN savings_programme p ON p.id = e.programme_id
JOIN savings_initiative i ON i.programme_id = p.id AND i.name = e.text
CROSS JOIN generate_series(0, %(years)s - 1) y
CROSS JOIN (VALUES ('target', 5), ('plan', 4), ('forecast', 4), ('secured', 1), ('realised', 3)) AS k(kind, share)
CROSS JOIN generate_series(0, CASE p.slug WHEN %(huge)s THEN %(each)s ELSE 1 END - 1) s
JOIN savings_unit u ON u.code = 'E' || (i.id + s * 3) %% %(units)s;
"""


def fill_large() -> None:
    """Fill the bench database with the two programmes."""
    people = register_people("bench")
    act: dict[str, Any] = {"by": people.finance, "at": people.finance.date_joined}
    series = register_series(**act, name="Bench", source="Bench")
    register_document(**act, reference="Bench 1", sort="decision")
    above = [register_unit(**act, code=f"F{number}", name=f"Forvaltning {number}") for number in range(ADMINISTRATIONS)]
    units = tuple(
        register_unit(**act, code=f"E{number}", name=f"Enhed {number // ADMINISTRATIONS}", parent=above[number % ADMINISTRATIONS])
        for number in range(UNITS)
    )
    for size in (LARGE, HUGE):
        programme = register_programme(
            **act, slug=size.slug, name=f"{size.cells:,} celler", full_effect_year=FIRST_YEAR + YEARS - 1, units=units,
            price_series=series,
        )  # fmt: skip
        for number in range(size.initiatives):
            register_initiative(**act, programme=programme, name=f"Indsats {number}", unit=units[number % UNITS])
    facts = {
        "finance": people.finance.pk, "controller": people.controller.pk, "first": FIRST_YEAR, "years": YEARS, "units": UNITS,
        "huge": HUGE.slug, "each": HUGE.units_each,
    }  # fmt: skip
    run_silently(_CELLS, facts)


def measure_large(today: date) -> list[Measurement]:
    """The status of each beside its yardstick, and what it weighs."""
    return [*_measure_size(LARGE, today), *_measure_against_sql(HUGE, today), *_measure_weights()]


def _take(size: Size, today: date, turns: int) -> dict[str, Timing]:
    reader = client()
    query = bare(LATEST, today, size.slug)
    acts: dict[str, Callable[[], object]] = {
        "empty": get(reader, "/tom/"), "change": after_change(lambda: None), "first": after_change(get(reader, size.page)),
        "again": get(reader, size.page), "sql": query,
    }  # fmt: skip
    return side_by_side(acts, turns)


def _measure_size(size: Size, today: date) -> list[Measurement]:
    taken = _take(size, today, 10)
    empty, change = taken["empty"].p50, taken["change"].p50
    first, again = (taken["first"].p50 - change) / empty, taken["again"].p50 / empty
    with CaptureQueriesContext(connection) as found:
        after_change(get(client(), size.page))()
    return [
        Measurement("empty view", taken["empty"].text),
        Measurement(f"bare SQL that adds up {size.cells:,} cells", taken["sql"].text),
        Measurement(
            f"status of {size.cells:,} cells, first ({len(found)} queries)", taken["first"].text, f"{first:.1f} × empty", "30 ×",
            first <= 30,
        ),
        Measurement(f"status of {size.cells:,} cells, again", taken["again"].text, f"{again:.1f} × empty", "3 ×", again <= 3),
    ]  # fmt: skip


def _measure_against_sql(size: Size, today: date) -> list[Measurement]:
    taken = _take(size, today, 3)
    ratio = (taken["first"].p50 - taken["change"].p50) / taken["sql"].p50
    again = taken["again"].p50 / taken["empty"].p50
    return [
        Measurement(f"bare SQL that adds up {size.cells:,} cells", taken["sql"].text),
        Measurement(f"status of {size.cells:,} cells, first", taken["first"].text, f"{ratio:.1f} × SQL", "10 ×", ratio <= 10),
        Measurement(f"status of {size.cells:,} cells, again", taken["again"].text, f"{again:.1f} × empty", "3 ×", again <= 3),
    ]


def _measure_weights() -> list[Measurement]:
    rows = []
    for size in (LARGE, HUGE):
        weight, requests, foreign = weigh(client().get(size.page))
        holds = weight <= MOST_BYTES and requests <= MOST_REQUESTS and not foreign
        shown, limit = f"{weight / 1024:.1f} KiB, {requests} requests", f"{MOST_BYTES // 1024} KiB, {MOST_REQUESTS}"
        rows.append(Measurement(f"status of {size.cells:,} cells, over the wire", shown, "", limit, holds))
    return rows
