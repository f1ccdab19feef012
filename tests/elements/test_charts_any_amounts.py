"""The charts of a status for any amounts: what the report says is drawn, nothing else is, and it can be read and taken along."""

from __future__ import annotations

import csv
import io
import struct
from collections.abc import Iterator
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.utils import translation
from hypothesis import example, given, settings
from hypothesis import strategies as st

from savings.elements.charts import STATUS_CHARTS, Chart, against_plan_chart, units_chart
from savings.elements.charts.waterfall import WaterfallDrawing, build_bars, draw_waterfall
from savings.elements.numbers import MILLIONS
from savings.presentation.sheets.chart_files import chart_file
from savings.projections.cells import Cell
from savings.projections.facts import UnitFacts
from savings.projections.status import Status, StatusFacts, build_status
from savings.vocabulary import Kind
from tests.elements.drawings import SVG, beyond, upon_each_other
from tests.samples import large, mio, valby

PAPER = "Libertinus Serif"
amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=2)
UNITS = [f"E{number:03}" for number in range(6)]
names = st.sampled_from(["Skolen", "Enheden for tværgående opgaver", "Enheden for ganske særlige opgaver på tværs af byen"])


@st.composite
def cells(draw: st.DrawFn) -> Cell:
    """A cell of a few units and initiatives; a plan or a forecast may be known only by its ends."""
    kind, year = draw(st.sampled_from(list(Kind))), draw(st.integers(2020, 2031))
    earliest = draw(st.none() | st.integers(2019, year - 1)) if kind in (Kind.PLAN, Kind.FORECAST) else None
    unit, initiative = draw(st.none() | st.sampled_from(UNITS)), draw(st.none() | st.sampled_from(["Huslejen", "Posten"]))
    return Cell(kind, unit, initiative, year, None, draw(amounts), earliest_year=earliest)


def made(found: list[Cell], name: str = "Skolen", units: int = 6) -> Status:
    """The status of these cells."""
    facts = {name: getattr(valby(), name) for name in StatusFacts.__dataclass_fields__}
    known = tuple(UnitFacts(f"E{number:03}", f"{name} {number}", None, 0) for number in range(units))
    rows = [unit.code for unit in known]
    return build_status(StatusFacts(**facts | {"initiatives": (), "units": known}), found, year=2024, rows=rows)


@pytest.fixture(autouse=True)
def language() -> Iterator[None]:
    """Danish, whose words are the longer ones."""
    with translation.override("da"):
        yield


def both(chart: Chart) -> tuple[str, str]:
    """Both drawings of a chart."""
    return chart.svg_wide, chart.svg_narrow


def marks(svg: str) -> list[ElementTree.Element]:
    """The marks of a drawing."""
    return [element for element in ElementTree.fromstring(svg).iter() if "data-amount" in element.attrib]


#: A plan that a later decision makes smaller, nobody has decided from which of two years on.
SMALLER_BY_ITS_ENDS = [
    Cell(Kind.PLAN, None, None, 2020, None, Decimal("0.02")),
    Cell(Kind.PLAN, None, None, 2021, None, Decimal("-0.01"), earliest_year=2019),
]


@settings(deadline=None)
@given(st.lists(cells(), max_size=25), names)
@example(SMALLER_BY_ITS_ENDS, "Skolen")
def test_whatever_the_amounts_no_text_stands_on_another_and_nothing_leaves_the_sheet(found: list[Cell], name: str) -> None:
    report = made(found, name)
    for draw in STATUS_CHARTS.values():
        chart = draw(report)
        for svg in both(chart) if chart else ():
            assert beyond(svg) == []
            assert upon_each_other(svg) == []
            assert all(not mark.get(side, "0").startswith("-") for mark in marks(svg) for side in ("width", "height"))


@settings(deadline=None)
@given(st.lists(cells(), max_size=25), names)
def test_each_unit_s_panel_holds_its_own_amounts(found: list[Cell], name: str) -> None:
    report = made(found, name)
    expected = {}
    for row in report.grid.rows:
        for year in report.grid.years:
            shown = row.year(year)
            if shown.has(Kind.REALISED) or shown.has(Kind.OFFSET):
                expected[row.unit or "-", "net", year] = shown.realised + shown.offset
            if shown.has_target:
                expected[row.unit or "-", "target", year] = shown.target
    with_amounts = {unit for (unit, _part, _year), amount in expected.items() if amount}
    chart = units_chart(report)
    assert (chart is None) == (len(with_amounts) < 2)
    for svg in both(chart) if chart else ():
        drawn = {
            (m.get("data-unit"), m.get("data-part"), int(m.get("data-year", ""))): Decimal(m.get("data-amount", ""))
            for m in marks(svg)
        }
        assert drawn == {key: amount for key, amount in expected.items() if key[0] in with_amounts}


def test_more_than_forty_units_show_the_forty_largest_and_say_so_and_the_file_has_them_all() -> None:
    found = [Cell(Kind.REALISED, f"E{number:03}", None, 2024, None, mio(str(number + 1))) for number in range(45)]
    chart = units_chart(made(found, units=45))
    assert chart is not None
    assert {mark.get("data-unit") for mark in marks(chart.svg_wide)} == {f"E{number:03}" for number in range(5, 45)}
    assert "40" in chart.note
    assert "45" in chart.note
    assert len({row[0] for row in chart.rows[1:]}) == 45


def test_all_panels_have_one_scale_and_say_their_unit() -> None:
    lines = [("E000", "1"), ("E001", "2"), ("E002", "4")]
    chart = units_chart(made([Cell(Kind.REALISED, unit, None, 2024, None, mio(amount)) for unit, amount in lines]))
    assert chart is not None
    for svg in both(chart):
        one, two, four = (Decimal(mark.get("height", "")) for mark in marks(svg))
        assert abs(two - 2 * one) <= Decimal("0.3")
        assert abs(four - 4 * one) <= Decimal("0.5")
        assert "mio. kr." in [text.text for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_a_year_of_which_nothing_is_recorded_claims_no_zero_but_is_short_of_its_plan() -> None:
    lines = [(Kind.PLAN, 2025), (Kind.PLAN, 2026), (Kind.REALISED, 2025)]
    chart = against_plan_chart(made([Cell(kind, None, "Huslejen", year, None, mio("2")) for kind, year in lines]))
    assert chart is not None
    assert [row[1] for row in chart.rows[1:]] == [mio("2"), None]
    assert [row[-1] for row in chart.rows[1:]] == [Decimal(0), mio("-2")]
    assert "0,0" not in chart.text
    for svg in both(chart):
        labels = {text.get("data-label"): text.text for text in ElementTree.fromstring(svg).iter(f"{SVG}text")}
        assert labels["deviation-2026"] == "−2,0"
        assert "net-2026" not in labels


def test_a_plan_that_lowers_an_earlier_one_is_a_band_from_its_lower_to_its_higher_end() -> None:
    lowered = Cell(Kind.PLAN, None, "Huslejen", 2026, None, mio("-2"), earliest_year=2025)
    chart = against_plan_chart(made([lowered, Cell(Kind.REALISED, None, "Huslejen", 2025, None, mio("1"))]))
    assert chart is not None
    assert [row[2:4] for row in chart.rows[1:]] == [[mio("-2"), Decimal(0)], [mio("-2"), mio("-2")]]


words = st.text(st.characters(codec="latin-1", exclude_categories=["C", "Z"]), min_size=1, max_size=10)


@settings(deadline=None)
@given(st.integers(-(10**4), 10**4), st.lists(st.tuples(words, st.integers(-(10**4), 10**4)), max_size=12))
def test_a_waterfall_leads_from_its_first_amount_to_its_last_within_its_sheet(first: int, changes: list[tuple[str, int]]) -> None:
    tenths = [(f"step-{n}", said, Decimal(change) / 10) for n, (said, change) in enumerate(changes)]
    opening = Decimal(first) / 10
    closing = opening + sum((change for _key, _said, change in tenths), Decimal(0))
    stages = tuple(build_bars(("Før", opening), tenths, ("Nu", closing)))
    drawing = WaterfallDrawing(stages, MILLIONS, "Trin for trin", "I ord.", "outstanding", 2024)
    for width in (720, 320):
        svg = draw_waterfall(drawing, "w", width, "sans-serif")
        *led, last = [Decimal(mark.get("data-amount", "")) for mark in marks(svg)]
        assert sum(led) == last == closing * MILLIONS.one
        assert beyond(svg) == []
        assert upon_each_other(svg) == []


# A chart that leaves its page takes along what it is of.


@pytest.mark.parametrize("name", STATUS_CHARTS)
def test_the_drawing_as_a_file_is_a_whole_picture_with_its_title_and_source(name: str) -> None:
    chart = STATUS_CHARTS[name](large())
    assert chart is not None
    made = chart_file(chart, "svg").decode()
    root = ElementTree.fromstring(made)
    said = " ".join(text.text or "" for text in root.iter(f"{SVG}text"))
    assert chart.title in said
    assert "Fælles Borgerservice Valby: mio. kr., 2020-p/l, pr. 14-10-2008" in said
    assert root.get("font-family") == root.find(f"{SVG}svg").get("font-family")  # type: ignore[union-attr]
    ground = root.find(f"{SVG}rect")
    assert ground is not None
    assert (ground.get("fill"), ground.get("width"), ground.get("height")) == ("#FFFFFF", root.get("width"), root.get("height"))
    assert [mark.get("data-amount") for mark in marks(made)] == [mark.get("data-amount") for mark in marks(chart.svg_wide)]


@pytest.mark.parametrize("name", STATUS_CHARTS)
def test_the_picture_is_as_large_as_the_drawing_at_twice_the_dots(name: str) -> None:
    chart = STATUS_CHARTS[name](large(), font_family=PAPER)
    assert chart is not None
    drawn = ElementTree.fromstring(chart_file(chart, "svg").decode())
    picture = chart_file(chart, "png")
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    wide, high = struct.unpack(">II", picture[16:24])
    assert wide >= 1440
    assert abs(Decimal(high) / wide - Decimal(drawn.get("height", "")) / Decimal(drawn.get("width", ""))) < Decimal("0.03")


def test_what_the_paper_s_fonts_lack_is_shown_as_missing_and_breaks_no_picture() -> None:
    lines = [Cell(Kind.REALISED, unit, None, 2024, None, mio("1")) for unit in UNITS[:2]]
    chart = units_chart(made(lines, "漢🚒"), font_family=PAPER)
    plain = units_chart(made(lines, "\u25a1\u25a1"), font_family=PAPER)
    assert chart is not None
    assert plain is not None
    assert chart_file(chart, "png") == chart_file(plain, "png")


def test_the_data_add_up_to_the_report() -> None:
    report = large()
    chart = units_chart(report)
    assert chart is not None
    rows = list(csv.DictReader(io.StringIO(chart_file(chart, "csv").decode("utf-8-sig")), delimiter=";"))
    for year in report.grid.years:
        found = [row["Opnået (netto)"] for row in rows if row["År"] == str(year)]
        whole = report.grid.total.year(year)
        assert sum(Decimal(amount.replace(",", ".")) for amount in found if amount) == whole.realised + whole.offset


def test_words_that_a_sheet_would_run_are_guarded_in_the_data() -> None:
    lines = [Cell(Kind.REALISED, unit, None, 2024, None, mio("1")) for unit in UNITS[:2]]
    chart = units_chart(made(lines, "=cmd()"))
    assert chart is not None
    assert ";=cmd" not in chart_file(chart, "csv").decode()
