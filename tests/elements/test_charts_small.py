"""The small picture of a phase-in: the same amounts as the large one, and a name for who does not see it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.utils import translation

from savings.elements.charts import phase_in_chart
from savings.elements.charts.lettering import box_of
from savings.elements.charts.small import draw_small_phase_in
from savings.elements.numbers import MILLIONS
from savings.elements.sentences import phase_in_words
from savings.projections.cells import Cell
from savings.projections.phase_in import PhaseInYear, build_phase_in
from savings.vocabulary import Kind
from tests.samples import empty, large, mio, valby

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(params=["da", "en-gb"], autouse=True)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """Every test in both languages."""
    with translation.override(request.param):
        yield request.param


def years(*lines: tuple[Kind, int, str], earliest: int | None = None) -> tuple[PhaseInYear, ...]:
    """The phase-in of amounts in mio. kr.; what can be open is known from `earliest` on."""
    open_kinds = (Kind.PLAN, Kind.FORECAST)
    return build_phase_in([
        Cell(kind, None, "Huslejen", when, None, mio(amount), earliest_year=earliest if kind in open_kinds else None)
        for kind, when, amount in lines
    ])  # fmt: skip


def below_zero() -> tuple[PhaseInYear, ...]:
    """New costs have eaten more than was realised, and the plan still owes."""
    return years((Kind.PLAN, 2025, "4"), (Kind.REALISED, 2025, "1"), (Kind.OFFSET, 2025, "-3"), (Kind.TARGET, 2025, "5"))


def past_the_target_after_a_gap() -> tuple[PhaseInYear, ...]:
    """Nothing is stated of 2024; in 2025 more came than was asked for."""
    return years((Kind.REALISED, 2023, "1"), (Kind.REALISED, 2025, "6.2"), (Kind.TARGET, 2025, "4.1"))


CASES = [lambda: valby().phase_in, lambda: large().phase_in, below_zero, past_the_target_after_a_gap]


@pytest.fixture(params=CASES, ids=["valby", "large", "below_zero", "past_the_target_after_a_gap"])
def case(request: pytest.FixtureRequest) -> tuple[PhaseInYear, ...]:
    """Each phase-in in turn."""
    return request.param()


def amounts(svg: str) -> dict[tuple[str, str], Decimal]:
    """What is drawn, in kroner, by part and year."""
    marks = [e for e in ElementTree.fromstring(svg).iter() if "data-part" in e.attrib]
    return {(e.get("data-part", ""), e.get("data-year", "")): Decimal(e.get("data-amount", "")) for e in marks}


def test_the_small_picture_draws_each_year_s_net_target_and_what_is_to_come(case: tuple[PhaseInYear, ...]) -> None:
    expected = {}
    for year in case:
        net, name = year.figures.realised + year.figures.offset, str(year.year)
        expected |= {("net", name): net} if net else {}
        expected |= {("low", name): year.to_come_low} if year.to_come_low else {}
        expected |= {("band", name): year.to_come_high - year.to_come_low} if year.is_band else {}
        expected |= {("target", name): year.figures.target} if year.figures.has_target else {}
    assert amounts(draw_small_phase_in(case, "row")) == expected


def test_no_shape_leaves_the_small_picture_and_none_lies_on_another(case: tuple[PhaseInYear, ...]) -> None:
    rects = [e for e in ElementTree.fromstring(draw_small_phase_in(case, "row")).iter(f"{SVG}rect") if "data-part" in e.attrib]
    boxes = [[Decimal(e.get(name, "")) for name in ("x", "y", "width", "height")] for e in rects]
    for x, y, wide, high in boxes:
        assert x >= 0
        assert y >= 0
        assert x + wide <= 160
        assert y + high <= 21
    for number, (x, y, wide, high) in enumerate(boxes):
        for ox, oy, other_wide, other_high in boxes[number + 1 :]:
            # Coordinates are rounded to tenths, so that two which meet may seem to share one or two, and a hair is a pixel.
            shared = min(x + wide, ox + other_wide) - max(x, ox), min(y + high, oy + other_high) - max(y, oy)
            assert min(shared) <= 1


def test_the_years_at_its_ends_do_not_touch(case: tuple[PhaseInYear, ...]) -> None:
    texts = list(ElementTree.fromstring(draw_small_phase_in(case, "row")).iter(f"{SVG}text"))
    ends = [(t.text or "", Decimal(t.get("x", "")), Decimal(t.get("y", "")), t.get("text-anchor", "start")) for t in texts]
    placed = [box_of(words, x, y, anchor=anchor) for words, x, y, anchor in ends]
    assert texts[-1].text == str(case[-1].year)
    assert len(placed) == 1 or not placed[0].touches(placed[1])


def test_it_names_itself_and_says_its_amounts(case: tuple[PhaseInYear, ...]) -> None:
    drawing = ElementTree.fromstring(draw_small_phase_in(case, "row-7"))
    named = {e.get("id"): e.text or "" for e in drawing.iter() if e.get("id")}
    assert drawing.get("role") == "img"
    assert all(key and key.startswith("row-7-") for key in named)
    assert str(case[-1].year) in named[drawing.get("aria-labelledby")]
    assert f"{case[-1].year}: " in named[drawing.get("aria-describedby")]


def test_markup_in_its_name_is_escaped() -> None:
    nasty = '"><script>&'
    drawing = ElementTree.fromstring(draw_small_phase_in(valby().phase_in, nasty, font_family=nasty))
    assert drawing.get("font-family") == nasty
    assert not list(drawing.iter(f"{SVG}script"))


def test_where_nothing_is_stated_there_is_no_picture() -> None:
    assert draw_small_phase_in(empty().phase_in, "row") == ""
    assert draw_small_phase_in(years((Kind.REALISED, 2025, "0")), "row") == ""


def test_a_forecast_of_which_only_the_ends_are_known_has_no_mark_in_its_open_years() -> None:
    open_until_2027 = years((Kind.FORECAST, 2027, "2"), earliest=2025)
    assert amounts(draw_small_phase_in(open_until_2027, "row")) == {("forecast", "2027"): mio("2")}


def test_the_large_chart_leaves_an_open_forecast_unmarked_too() -> None:
    report = valby()
    object.__setattr__(report, "phase_in", years((Kind.FORECAST, 2027, "2"), earliest=2025))
    chart = phase_in_chart(report)
    assert chart is not None
    assert amounts(chart.svg_wide) == amounts(chart.svg_narrow) == {("forecast", "2027"): mio("2")}


def test_the_words_claim_no_zero_for_a_year_of_which_nothing_is_said() -> None:
    said = phase_in_words(past_the_target_after_a_gap(), MILLIONS)
    assert "0,0" not in said
    assert "0.0" not in said
    assert "2024: " in said


def test_the_words_give_an_open_forecast_by_its_ends(language: str) -> None:
    said = phase_in_words(years((Kind.FORECAST, 2027, "2"), earliest=2026), MILLIONS)
    ends = ("0,0", "2,0") if language == "da" else ("0.0", "2.0")
    first, last = said.split("2027: ")
    assert all(end in first for end in ends)
    assert ends[0] not in last
    assert ends[1] in last
