"""The charts: the figures taken back out of the drawings, and what a drawing may hold and where its letters stand."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from xml.etree import ElementTree

import plotly.graph_objects
import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import translation

from savings.elements.charts import STATUS_CHARTS, Chart, against_plan_chart, phase_in_chart, split_chart, units_chart
from savings.elements.charts.lettering import Box, box_of, spread
from savings.elements.sentences import scale_of
from savings.projections.cells import Cell
from savings.projections.status import Status, StatusFacts, build_status
from savings.vocabulary import Kind
from tests.samples import empty, large, mio, valby

SVG = "{http://www.w3.org/2000/svg}"
INITIATIVE = "Huslejen"


def made(year: int, *lines: tuple[Kind, int, str], first_year_of_plan: int | None = None) -> Status:
    """A status of amounts in mio. kr., all of them on one initiative."""
    base = valby()
    facts = {name: getattr(base, name) for name in StatusFacts.__dataclass_fields__} | {"initiatives": ()}
    cells = [
        Cell(kind, None, INITIATIVE, when, None, mio(amount), earliest_year=first_year_of_plan if kind is Kind.PLAN else None)
        for kind, when, amount in lines
    ]
    return build_status(StatusFacts(**facts), cells, year=year, rows=[])


def rebild() -> Status:
    """Four targets, of which nothing is realised yet."""
    return made(2026, *((Kind.TARGET, 2023 + step, str(7 * (step + 1))) for step in range(4)))


def copenhagen() -> Status:
    """One year and one amount."""
    return made(2025, (Kind.TARGET, 2025, "18.7"))


def below_zero() -> Status:
    """New costs have eaten more than was realised."""
    return made(2025, (Kind.TARGET, 2025, "5"), (Kind.PLAN, 2025, "4"), (Kind.REALISED, 2025, "1"), (Kind.OFFSET, 2025, "-3"))


def more_than_the_target() -> Status:
    """What is realised reaches past the target."""
    return made(2025, (Kind.TARGET, 2025, "4.1"), (Kind.REALISED, 2024, "2"), (Kind.REALISED, 2025, "6.2"))


def every_part() -> Status:
    """All that a target can consist of, and a forecast at the very height of the target."""
    amounts = {Kind.TARGET: "10", Kind.FORECAST: "10", Kind.REALISED: "5", Kind.ELSEWHERE: "1.2", Kind.SECURED: "2.4"}
    return made(2025, *((kind, 2025, amount) for kind, amount in amounts.items()))


def banded() -> Status:
    """A plan of which only the ends are known, over targets that stand within the band."""
    return made(
        2028, (Kind.PLAN, 2028, "8"), (Kind.REALISED, 2026, "1.5"), (Kind.TARGET, 2026, "6"), (Kind.TARGET, 2028, "9"),
        first_year_of_plan=2025,
    )  # fmt: skip


def tiny_beside_huge() -> Status:
    """A hair beside a tower."""
    return made(
        2026, (Kind.TARGET, 2025, "0.1"), (Kind.REALISED, 2025, "0.06"), (Kind.TARGET, 2026, "2500"), (Kind.REALISED, 2026, "0.4")
    )


def twelve_years() -> Status:
    """More years than a phone has room for numbers."""
    shares = ((Kind.TARGET, 120), (Kind.PLAN, 95), (Kind.REALISED, 50))
    return made(2030, *((kind, 2019 + n, str(share * n)) for n in range(1, 13) for kind, share in shares))


CASES = [
    valby, large, rebild, copenhagen, below_zero, more_than_the_target, every_part, banded, tiny_beside_huge, twelve_years,
]  # fmt: skip


@pytest.fixture(params=["da", "en"], autouse=True)
def language(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every test in both languages: what fits in one may not fit in the other."""
    with translation.override(request.param):
        yield


@pytest.fixture(params=CASES, ids=lambda case: case.__name__)
def case(request: pytest.FixtureRequest) -> Status:
    """Each of the cases in turn."""
    return request.param()


def charts(status: Status) -> list[Chart]:
    """The charts that a status has."""
    return [chart for draw in STATUS_CHARTS.values() if (chart := draw(status))]


def drawings(status: Status) -> list[ElementTree.Element]:
    """Every drawing of a status, at both widths; parsing them fails unless they are well formed."""
    return [ElementTree.fromstring(svg) for chart in charts(status) for svg in (chart.svg_wide, chart.svg_narrow)]


def drawn(svg: str) -> dict[tuple[str, int], Decimal]:
    """The amounts (kroner) of a phase-in drawing by part and year."""
    parts = [element for element in ElementTree.fromstring(svg).iter() if "data-year" in element.attrib]
    found = {(part.get("data-part", ""), int(part.get("data-year", ""))): Decimal(part.get("data-amount", "")) for part in parts}
    assert len(found) == len(parts), "an amount is drawn twice"
    return found


def phased(status: Status) -> Iterator[tuple[tuple[str, int], Decimal]]:
    """The same, read naively from the report."""
    for year in status.phase_in:
        shown = year.figures
        if shown.has(Kind.REALISED) or shown.has(Kind.OFFSET):
            yield ("net", year.year), shown.realised + shown.offset
        if year.to_come_low:
            yield ("low", year.year), year.to_come_low
        if year.to_come_high > year.to_come_low:
            yield ("band", year.year), year.to_come_high - year.to_come_low
        if shown.has(Kind.TARGET):
            yield ("target", year.year), shown.target
        if shown.has(Kind.FORECAST):
            yield ("forecast", year.year), shown.forecast


def boxes(drawing: ElementTree.Element) -> list[tuple[str, Box]]:
    """The texts of a drawing and about the boxes they fill."""
    return [
        (
            text.text or "",
            box_of(
                text.text or "", Decimal(text.get("x", "")), Decimal(text.get("y", "")),
                anchor=text.get("text-anchor", "start"), bold=text.get("font-weight") == "600",
            ),
        )
        for text in drawing.iter(f"{SVG}text")
    ]  # fmt: skip


def words(drawing: ElementTree.Element) -> list[str]:
    """The texts of a drawing."""
    return [text for text, _box in boxes(drawing)]


# What is drawn is what the report says.


def test_the_phase_in_draws_every_amount_of_the_report_at_both_widths(case: Status) -> None:
    chart = phase_in_chart(case)
    assert chart is not None
    assert drawn(chart.svg_wide) == drawn(chart.svg_narrow) == dict(phased(case))


def test_the_interactive_figure_holds_the_same_amounts_rounded_as_they_are_shown(case: Status) -> None:
    chart = phase_in_chart(case)
    assert chart is not None
    assert chart.figure is not None
    scale = scale_of(case)
    names = dict(zip(("net", "low", "band", "target", "forecast"), _trace_names(), strict=True))
    expected = {(names[part], str(year)): (scale.round(kr), scale.show(kr)) for (part, year), kr in phased(case)}
    found = {
        (trace["name"], x): (Decimal(y), shown)
        for trace in chart.figure["data"]
        for x, y, shown in zip(trace["x"], trace["y"], trace["customdata"], strict=True)
        if y is not None
    }
    assert found == expected


def _trace_names() -> tuple[str, ...]:
    danish = ("opnået (netto)", "mangler ifølge planen", "årene er ikke besluttet", "krav", "forventet")
    english = ("net realised", "still to come by the plan", "years not decided", "target", "forecast")
    return danish if translation.get_language() == "da" else english


def test_the_split_draws_every_part_of_the_target_and_they_add_up_to_what_the_bar_shows(case: Status) -> None:
    chart, shown = split_chart(case), case.headline
    assert chart is not None
    for svg in (chart.svg_wide, chart.svg_narrow):
        elements = list(ElementTree.fromstring(svg).iter())
        found = {e.get("data-part"): Decimal(e.get("data-amount", "")) for e in elements if "data-part" in e.attrib}
        assert found.get("elsewhere", 0) == shown.elsewhere
        assert found.get("secured", 0) == shown.secured
        assert found.get("open", 0) == max(shown.open, Decimal(0))
        assert sum(found.get(part, Decimal(0)) for part in ("net_realised", "documented", "undocumented")) == shown.net_realised
        assert sum(found.values()) == max(shown.target, shown.target - shown.open)
        assert [Decimal(e.get("data-target", "")) for e in elements if "data-target" in e.attrib] == [shown.target]


def test_each_unit_has_its_own_panel_with_the_grid_s_amounts() -> None:
    chart, status = units_chart(large()), large()
    assert chart is not None
    expected = {
        (row.unit or "-", year, part): amount
        for row in status.grid.rows
        for year in status.grid.years
        for part, amount in (("net", row.year(year).net_realised), ("target", row.year(year).target))
        if amount or (part == "target" and row.year(year).has_target)
    }
    for svg in (chart.svg_wide, chart.svg_narrow):
        marks = [element for element in ElementTree.fromstring(svg).iter() if "data-unit" in element.attrib]
        found = {
            (mark.get("data-unit"), int(mark.get("data-year", "")), mark.get("data-part")): Decimal(mark.get("data-amount", ""))
            for mark in marks
        }
        drawn_units = {unit for unit, _year, _part in found}
        assert len(drawn_units) == min(40, len({unit for unit, _year, _part in expected}))
        assert found == {key: amount for key, amount in expected.items() if key[0] in drawn_units}


def test_realised_against_plan_counts_only_those_who_have_a_plan(case: Status) -> None:
    chart = against_plan_chart(case)
    planned = {cell.initiative for cell in case.priced if cell.kind is Kind.PLAN}
    if not planned:
        assert chart is None
        return
    assert chart is not None
    for year, net, low, high, _deviation in chart.rows[1:]:
        own = [cell for cell in case.priced if cell.initiative in planned and cell.year == int(str(year))]
        realised = sum((cell.amount for cell in own if cell.kind in (Kind.REALISED, Kind.OFFSET)), Decimal(0))
        assert (net or Decimal(0)) == realised
        assert low == sum((cell.amount for cell in own if cell.kind is Kind.PLAN), Decimal(0))
        assert high is not None
        assert low <= high  # type: ignore[operator]


def test_the_memo_s_split_is_its_four_figures() -> None:
    chart = split_chart(valby())
    assert chart is not None
    elements = ElementTree.fromstring(chart.svg_wide).iter()
    found = {e.get("data-part"): Decimal(e.get("data-amount", "")) for e in elements if "data-part" in e.attrib}
    assert found == {"documented": mio("0.8"), "undocumented": mio("0.6"), "secured": mio("1.9")}


def test_lengths_are_in_proportion_to_amounts() -> None:
    chart = phase_in_chart(valby())
    assert chart is not None
    rects = ElementTree.fromstring(chart.svg_wide).iter(f"{SVG}rect")
    heights = {(r.get("data-part"), r.get("data-year")): Decimal(r.get("height", "")) for r in rects if "data-part" in r.attrib}
    for (part, _year), height in heights.items():
        amount = Decimal("1.4") if part == "net" else Decimal("1.9")
        assert abs(height / amount - heights["low", "2011"] / Decimal("1.9")) < Decimal("0.2")


def test_a_year_of_which_nothing_is_said_has_no_mark_and_a_stated_zero_is_written() -> None:
    chart = phase_in_chart(made(2026, (Kind.TARGET, 2024, "1"), (Kind.REALISED, 2025, "0"), (Kind.TARGET, 2026, "3")))
    assert chart is not None
    assert drawn(chart.svg_wide) == {("target", 2024): mio("1"), ("net", 2025): Decimal(0), ("target", 2026): mio("3")}
    assert any(text in ("0,0", "0.0") for text in words(ElementTree.fromstring(chart.svg_wide)))


# A reader can read it.


def test_no_text_stands_on_another_or_leaves_the_sheet(case: Status) -> None:
    for drawing in drawings(case):
        sheet = Box(Decimal(0), Decimal(0), Decimal(drawing.get("width", "")), Decimal(drawing.get("height", "")))
        placed = boxes(drawing)
        assert [text for text, box in placed if not sheet.holds(box)] == []
        assert [(a, b) for (a, one), (b, other) in combinations(placed, 2) if one.touches(other)] == []


def test_no_shape_leaves_the_sheet(case: Status) -> None:
    for drawing in drawings(case):
        for rect in [r for r in drawing.iter(f"{SVG}rect") if "x" in r.attrib]:
            x, y, wide, high = (Decimal(rect.get(name, "")) for name in ("x", "y", "width", "height"))
            assert wide > 0
            assert high >= 0
            assert x >= 0
            assert y >= 0
            assert x + wide <= Decimal(drawing.get("width", "")) + 1
            assert y + high <= Decimal(drawing.get("height", ""))


def test_every_year_of_a_wide_drawing_is_named_and_the_last_of_a_narrow_one(case: Status) -> None:
    chart = phase_in_chart(case)
    assert chart is not None
    years = [str(year.year) for year in case.phase_in]
    assert [text for text in words(ElementTree.fromstring(chart.svg_wide)) if text in years] == years
    assert years[-1] in words(ElementTree.fromstring(chart.svg_narrow))


def test_the_last_target_carries_its_number_and_the_unit_is_written(case: Status) -> None:
    chart, scale = phase_in_chart(case), scale_of(case)
    assert chart is not None
    last = [year.figures.target for year in case.phase_in if year.figures.has(Kind.TARGET)][-1]
    for svg in (chart.svg_wide, chart.svg_narrow):
        said = words(ElementTree.fromstring(svg))
        assert scale.show(last) in said
        assert str(scale.name) in said


@pytest.mark.parametrize("case_of", [valby, banded])
def test_what_nobody_decided_is_hatched_and_says_so_once(case_of: Callable[[], Status]) -> None:
    chart = phase_in_chart(case_of())
    assert chart is not None
    for svg in (chart.svg_wide, chart.svg_narrow):
        drawing = ElementTree.fromstring(svg)
        patterns = {f"url(#{pattern.get('id')})" for pattern in drawing.iter(f"{SVG}pattern")}
        bands = [rect for rect in drawing.iter(f"{SVG}rect") if rect.get("data-part") == "band"]
        assert bands
        assert {rect.get("fill") for rect in bands} <= patterns
        assert words(drawing).count(_trace_names()[2]) == 1


def test_one_year_alone_is_a_column_and_not_a_wall() -> None:
    chart = phase_in_chart(made(2025, (Kind.REALISED, 2025, "3")))
    assert chart is not None
    for svg in (chart.svg_wide, chart.svg_narrow):
        bars = [r for r in ElementTree.fromstring(svg).iter(f"{SVG}rect") if r.get("data-part")]
        assert [Decimal(bar.get("width", "")) <= 80 for bar in bars] == [True]


def test_what_is_to_come_stands_beside_a_net_below_zero_and_not_upon_it() -> None:
    chart = phase_in_chart(below_zero())
    assert chart is not None
    bars = {r.get("data-part"): r for r in ElementTree.fromstring(chart.svg_wide).iter(f"{SVG}rect") if r.get("data-part")}
    net_end = Decimal(bars["net"].get("x", "")) + Decimal(bars["net"].get("width", ""))
    assert Decimal(bars["low"].get("x", "")) >= net_end - Decimal("0.1")


def test_pieces_are_pushed_apart_and_kept_within_their_ends() -> None:
    assert spread([0, 5, 90], [20, 20, 20], start=0, end=100, gap=2) == [0, 22, 80]
    assert spread([50, 50], [10, 10], start=0, end=100, gap=0) == [50, 60]


def test_the_band_says_between_what_and_what_at_both_widths() -> None:
    chart, scale = phase_in_chart(valby()), scale_of(valby())
    assert chart is not None
    for svg in (chart.svg_wide, chart.svg_narrow):
        assert words(ElementTree.fromstring(svg)).count(f"{scale.show(mio('0'))}–{scale.show(mio('1.9'))}") == 2


# It can stand in any page.


def test_drawings_use_presentation_attributes_only(case: Status) -> None:
    for drawing in drawings(case):
        for element in drawing.iter():
            assert element.tag.removeprefix(SVG) in {"svg", "title", "desc", "defs", "pattern", "rect", "line", "text"}
            assert not {name for name in element.attrib if name in ("style", "class", "href") or name.startswith("on")}


def test_every_drawing_is_a_picture_with_a_name_and_a_description(case: Status) -> None:
    for drawing in drawings(case):
        named = {element.get("id"): element.text for element in drawing.iter() if element.get("id")}
        assert drawing.get("role") == "img"
        assert named[drawing.get("aria-labelledby")]
        assert named[drawing.get("aria-describedby")]


def test_ids_are_unique_on_a_page_with_both_charts_at_both_widths(case: Status) -> None:
    ids = [element.get("id") for drawing in drawings(case) for element in drawing.iter() if element.get("id")]
    ids += [chart.figure_id for chart in charts(case)]
    assert len(ids) == len(set(ids))


def test_markup_in_words_is_shown_and_not_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    nasty = '<b onload="x">&\'</b>'
    monkeypatch.setattr("savings.elements.charts.phase_in.chart_text", lambda status: nasty)
    monkeypatch.setattr("savings.elements.charts.split.summary", lambda status: nasty)
    monkeypatch.setattr("savings.elements.charts.phase_in._", lambda words: nasty)
    for chart in (phase_in_chart(valby(), font_family=nasty), split_chart(valby(), font_family=nasty)):
        assert chart is not None
        for svg in (chart.svg_wide, chart.svg_narrow):
            drawing = ElementTree.fromstring(svg)
            assert "<b" not in svg
            assert drawing.get("font-family") == nasty
            assert [desc.text for desc in drawing.iter(f"{SVG}desc")] == [nasty]


def test_the_paper_s_font_is_the_drawing_s() -> None:
    for chart in (phase_in_chart(valby(), font_family="Libertinus Serif"), split_chart(valby(), font_family="Libertinus Serif")):
        assert chart is not None
        assert ElementTree.fromstring(chart.svg_wide).get("font-family") == "Libertinus Serif"


# The interactive figure.


def test_plotly_takes_the_figure_as_the_page_writes_it(case: Status) -> None:
    chart = phase_in_chart(case)
    assert chart is not None
    figure = json.loads(json.dumps(chart.figure, cls=DjangoJSONEncoder))
    plotly.graph_objects.Figure(data=figure["data"], layout=figure["layout"])


def test_the_interactive_figure_names_no_other_host(case: Status) -> None:
    chart = phase_in_chart(case)
    assert chart is not None
    assert chart.figure is not None
    assert chart.figure["config"]["plotlyServerURL"] == ""
    assert chart.figure["config"]["showSendToCloud"] is False
    assert "//" not in json.dumps(chart.figure, cls=DjangoJSONEncoder)


def test_the_interactive_bars_begin_where_the_drawn_ones_do() -> None:
    chart = phase_in_chart(valby())
    assert chart is not None
    assert chart.figure is not None
    bases = {trace["name"]: trace["base"] for trace in chart.figure["data"] if trace["type"] == "bar"}
    net, low, band = _trace_names()[:3]
    assert bases[net] == [0, 0, 0, 0]
    assert bases[low] == [*bases[band][:3], Decimal("1.4")] == [Decimal("1.4")] * 4


# Nothing to draw.


def test_a_programme_without_amounts_has_no_chart() -> None:
    assert phase_in_chart(empty()) is None
    assert split_chart(empty()) is None


def test_a_year_without_a_target_has_no_split() -> None:
    assert split_chart(made(2025, (Kind.REALISED, 2025, "3"))) is None
    assert split_chart(replace(valby(), headline=replace(valby().headline, stated={Kind.TARGET: Decimal(0)}))) is None
