"""Realised against the plan, and unit by unit: the figures taken back out of the drawings, for any amounts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from savings.faces.charts import CHARTS, Chart, against_plan_chart, multiples_chart
from savings.faces.charts.svg import SCREEN_FONT
from savings.faces.sentences import scale_of
from savings.kinds import Kind
from savings.projections.cells import Cell
from savings.projections.facts import UnitFacts
from savings.projections.status import Status, StatusFacts, status
from tests.faces.drawings import SVG, beyond, upon_each_other
from tests.samples import empty, large, mio, valby

amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=2)
UNITS = [f"E{number:03}" for number in range(6)]


@st.composite
def cells(draw: st.DrawFn) -> Cell:
    """A cell of a few units and initiatives; a plan or a forecast may be known only by its ends."""
    kind, year = draw(st.sampled_from(list(Kind))), draw(st.integers(2020, 2027))
    earliest = draw(st.none() | st.integers(2019, year - 1)) if kind in (Kind.PLAN, Kind.FORECAST) else None
    amount = draw(amounts)
    unit, initiative = draw(st.none() | st.sampled_from(UNITS)), draw(st.none() | st.sampled_from(["Huslejen", "Posten"]))
    return Cell(kind, unit, initiative, year, None, abs(amount) if earliest else amount, earliest_year=earliest)


def made(found: list[Cell], *, names: str = "Enheden for ganske særlige opgaver på tværs nr. ") -> Status:
    """The status of these cells, its units with long names."""
    facts = {name: getattr(valby(), name) for name in StatusFacts.__dataclass_fields__}
    units = tuple(UnitFacts(code, f"{names}{number}", None, 0) for number, code in enumerate(UNITS))
    return status(StatusFacts(**facts | {"initiatives": (), "units": units}), found, year=2024, rows=UNITS)


@pytest.fixture(autouse=True)
def language() -> Iterator[None]:
    """Danish, whose words are the longer ones."""
    with translation.override("da"):
        yield


def both(chart: Chart) -> tuple[str, str]:
    """Both drawings of a chart."""
    return chart.svg_wide, chart.svg_narrow


def drawn(svg: str) -> dict[tuple[str, int], Decimal]:
    """The amounts of a drawing by part and year."""
    marks = [e for e in ElementTree.fromstring(svg).iter() if "data-amount" in e.attrib]
    found = {(e.get("data-part", ""), int(e.get("data-year", ""))): Decimal(e.get("data-amount", "")) for e in marks}
    assert len(found) == len(marks), "an amount is drawn twice"
    return found


def by_unit(svg: str) -> dict[tuple[str, str, int], Decimal]:
    """The amounts of a drawing by unit, part and year."""
    return {
        (group.get("data-unit", ""), mark.get("data-part", ""), int(mark.get("data-year", ""))): Decimal(
            mark.get("data-amount", "")
        )
        for group in ElementTree.fromstring(svg).iter(f"{SVG}g")
        for mark in group
    }


def expected(report: Status) -> Iterator[tuple[tuple[str, int], Decimal]]:
    """What must be drawn of realised against plan, read naively from the report."""
    for year in report.grid.years:
        shown = report.grid.total.year(year)
        if shown.has(Kind.REALISED) or shown.has(Kind.OFFSET):
            yield ("net", year), shown.realised + shown.offset
        if shown.has(Kind.PLAN) and not shown.plan_early:
            yield ("plan", year), shown.plan
        elif shown.has(Kind.PLAN):
            yield ("band", year), abs(shown.plan_early)
        if shown.has(Kind.FORECAST) and not shown.forecast_early:
            yield ("forecast", year), shown.forecast


@settings(deadline=None)
@given(st.lists(cells(), max_size=25))
def test_realised_and_plan_are_drawn_as_the_report_has_them_and_a_band_never_as_one_amount(found: list[Cell]) -> None:
    report = made(found)
    chart = against_plan_chart(report)
    assert (chart is None) == (not any(cell.kind is Kind.PLAN for cell in found))
    for svg in both(chart) if chart else ():
        assert drawn(svg) == dict(expected(report))
        assert beyond(svg) == []
        assert upon_each_other(svg) == []


@settings(deadline=None)
@given(st.lists(cells(), max_size=25))
def test_each_unit_s_panel_holds_its_own_amounts(found: list[Cell]) -> None:
    report = made(found)
    chart = multiples_chart(report)
    rows = {}
    for row in report.grid.rows:
        for year in report.grid.years:
            shown = row.year(year)
            if shown.has(Kind.REALISED) or shown.has(Kind.OFFSET):
                rows[row.unit or "", "net", year] = shown.realised + shown.offset
            if shown.has_target:
                rows[row.unit or "", "target", year] = shown.target
    assert (chart is None) == (len({unit for unit, _part, _year in rows}) < 2)
    for svg in both(chart) if chart else ():
        assert by_unit(svg) == rows
        assert beyond(svg) == []
        assert upon_each_other(svg) == []


@pytest.mark.parametrize("name", CHARTS)
def test_twelve_years_of_forty_units_with_long_names_stand_free_of_each_other(name: str) -> None:
    chart = CHARTS[name](large(), SCREEN_FONT)
    assert chart is not None
    for svg in both(chart):
        assert beyond(svg) == []
        assert upon_each_other(svg) == []


def test_more_than_forty_units_show_the_forty_largest_and_say_so() -> None:
    chart = multiples_chart(large(units=45))
    assert chart is not None
    assert len({unit for unit, _part, _year in by_unit(chart.svg_wide)}) == 40
    assert "40" in chart.note
    assert "45" in chart.note
    assert len({row[0] for row in chart.rows}) == 45


def test_all_panels_have_one_scale() -> None:
    lines = [("E000", "1"), ("E001", "2"), ("E002", "4")]
    chart = multiples_chart(made([Cell(Kind.REALISED, unit, None, 2024, None, mio(amount)) for unit, amount in lines]))
    assert chart is not None
    for svg in both(chart):
        bars = [rect for rect in ElementTree.fromstring(svg).iter(f"{SVG}rect") if rect.get("data-part") == "net"]
        one, two, four = (Decimal(bar.get("height", "")) for bar in bars)
        assert abs(two - 2 * one) <= Decimal("0.3")
        assert abs(four - 4 * one) <= Decimal("0.5")


def test_a_unit_whose_name_does_not_fit_stands_by_its_code_and_is_read_out_by_its_name() -> None:
    lines = [Cell(Kind.REALISED, unit, None, 2024, None, mio("1")) for unit in ("E000", None)]
    chart = multiples_chart(made(lines))
    assert chart is not None
    for svg in both(chart):
        root = ElementTree.fromstring(svg)
        titles = [t.text for t in root.iter(f"{SVG}text") if t.get("font-weight") == "600"]
        assert titles == ["E000", "Ikke fordelt"]
        assert [g.get("data-of", "")[:10] for g in root.iter(f"{SVG}g")] == ["Enheden fo", "Ikke forde"]


def test_the_memo_s_plan_is_a_band_until_its_last_year_and_the_deviation_is_given_only_there() -> None:
    chart = against_plan_chart(valby())
    assert chart is not None
    for svg in both(chart):
        assert {key: value for key, value in drawn(svg).items() if key[0] != "net"} == {
            ("band", 2009): mio("1.9"), ("band", 2010): mio("1.9"), ("plan", 2011): mio("1.9"),
        }  # fmt: skip
        texts = [t.text for t in ElementTree.fromstring(svg).iter(f"{SVG}text") if t.get("data-label") == "deviation"]
        assert texts == ["−0,5"]


def test_what_stands_on_initiatives_without_a_plan_is_said() -> None:
    chart = against_plan_chart(valby())
    assert chart is not None
    assert "1,4\u00a0mio.\u00a0kr." in chart.note
    same = [Cell(kind, None, "Huslejen", 2024, None, mio("1")) for kind in (Kind.PLAN, Kind.REALISED)]
    planned = against_plan_chart(made(same))
    assert planned is not None
    assert planned.note == ""


def test_without_a_plan_or_without_amounts_there_is_no_chart() -> None:
    assert against_plan_chart(made([Cell(Kind.REALISED, None, None, 2024, None, mio("1"))])) is None
    assert against_plan_chart(empty()) is None
    assert multiples_chart(empty()) is None
    assert multiples_chart(valby()) is None, "the memo divides nothing between units"


@pytest.mark.parametrize("name", CHARTS)
def test_every_mark_says_what_it_is(name: str) -> None:
    chart = CHARTS[name](large(), SCREEN_FONT)
    assert chart is not None
    for svg in both(chart):
        marks = [e for e in ElementTree.fromstring(svg).iter() if "data-amount" in e.attrib]
        assert marks
        assert all("mio." in mark.get("data-said", "") for mark in marks)


@settings(deadline=None)
@given(st.lists(cells(), max_size=25))
def test_the_interactive_figure_holds_the_amounts_that_are_drawn(found: list[Cell]) -> None:
    report = made(found)
    chart = against_plan_chart(report)
    if chart is None:
        return
    assert chart.figure is not None
    shown = sorted(
        (int(x), Decimal(y))
        for trace in chart.figure["data"]
        for x, y in zip(trace["x"], trace["y"], strict=True)
        if y is not None
    )
    assert shown == sorted((year, scale_of(report).round(amount)) for (_part, year), amount in expected(report))
