"""The waterfall: each bar begins where the one before it ended, whatever the amounts and however long the words."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from savings.faces.charts import Chart, waterfall_chart
from savings.faces.charts.waterfall import WaterfallDrawing
from savings.faces.numbers import scale_for
from savings.money import total
from tests.faces.drawings import SVG, beyond, boxes, upon_each_other

amounts = st.decimals(min_value=-(10**10), max_value=10**10, places=2)
words = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=18)
phrases = st.lists(words, min_size=1, max_size=6).map(" ".join)
steps = st.lists(st.tuples(phrases, amounts), max_size=12)


@pytest.fixture(autouse=True)
def language() -> Iterator[None]:
    """Danish, whose words are the longer ones."""
    with translation.override("da"):
        yield


def drawing(opening: Decimal, changes: list[tuple[str, Decimal]]) -> WaterfallDrawing:
    """A waterfall of these changes (kroner)."""
    closing = opening + total(amount for _words, amount in changes)
    named = tuple((f"step-{number}", said, amount) for number, (said, amount) in enumerate(changes))
    scale = scale_for([opening, closing, *(amount for _words, amount in changes)])
    return WaterfallDrawing(opening, named, closing, "14-10-2008", "31-12-2010", scale, "Fra den ene dag til den anden", "I ord.")


def marks(svg: str) -> list[ElementTree.Element]:
    """The bars of a drawing, in order."""
    return [element for element in ElementTree.fromstring(svg).iter() if "data-amount" in element.attrib]


def both(chart: Chart) -> tuple[str, str]:
    """Both drawings of a chart."""
    return chart.svg_wide, chart.svg_narrow


@settings(deadline=None)
@given(amounts, steps)
def test_the_amounts_are_drawn_at_both_widths_and_lead_from_the_first_to_the_last(
    opening: Decimal, changes: list[tuple[str, Decimal]]
) -> None:
    made = drawing(opening, changes)
    for svg in both(waterfall_chart(made)):
        found = [(mark.get("data-part"), Decimal(mark.get("data-amount", ""))) for mark in marks(svg)]
        assert found == [("opening", opening), *((key, amount) for key, _words, amount in made.steps), ("closing", made.closing)]
        assert total(amount for _key, amount in found[:-1]) == found[-1][1]


@settings(deadline=None)
@given(amounts, steps)
def test_no_text_stands_on_another_and_nothing_leaves_the_sheet(opening: Decimal, changes: list[tuple[str, Decimal]]) -> None:
    for svg in both(waterfall_chart(drawing(opening, changes))):
        assert beyond(svg) == []
        assert upon_each_other(svg) == []


@settings(deadline=None)
@given(amounts, steps)
def test_a_number_stands_on_no_bar(opening: Decimal, changes: list[tuple[str, Decimal]]) -> None:
    for svg in both(waterfall_chart(drawing(opening, changes))):
        root = ElementTree.fromstring(svg)
        numbers = [t for t in root.iter(f"{SVG}text") if t.get("data-label")]
        assert len(numbers) == len(marks(svg))
        for (_said, box), mark in zip(boxes(numbers), marks(svg), strict=True):
            x, y, wide, high = (Decimal(mark.get(name, "")) for name in ("x", "y", "width", "height"))
            # Coordinates are rounded to tenths.
            assert box.left >= x + wide - 1 or box.right <= x + 1 or box.top >= y + high - 1 or box.bottom <= y + 1


def test_a_bar_begins_where_the_one_before_it_ended() -> None:
    mio = Decimal(1_000_000)
    made = drawing(mio, [("Mere", 3 * mio), ("Mindre", -6 * mio), ("Mere", mio)])
    tops = [(bar.start / mio, bar.end / mio) for bar in made.bars]
    assert tops == [(0, 1), (1, 4), (4, -2), (-2, -1), (0, -1)]
    wide, narrow = both(waterfall_chart(made))
    ends = [sorted((Decimal(m.get("y", "")), Decimal(m.get("y", "")) + Decimal(m.get("height", "")))) for m in marks(wide)]
    rows = [sorted((Decimal(m.get("x", "")), Decimal(m.get("x", "")) + Decimal(m.get("width", "")))) for m in marks(narrow)]
    for places in (ends, rows):
        for one, following in pairwise(places[:-1]):
            assert min(abs(a - b) for a in one for b in following) <= Decimal("0.2")


def test_more_and_less_are_told_apart_by_sign_and_pattern() -> None:
    made = drawing(Decimal(10**6), [("Mere", Decimal(500_000)), ("Mindre", Decimal(-300_000)), ("Uændret", Decimal(0))])
    for svg in both(waterfall_chart(made)):
        root = ElementTree.fromstring(svg)
        labels = {t.get("data-label"): t.text for t in root.iter(f"{SVG}text")}
        assert [labels[f"step-{n}"] for n in range(3)] == ["+0,5", "−0,3", "0,0"]
        patterns = {p.get("id"): p.get("patternTransform") for p in root.iter(f"{SVG}pattern")}
        fills = [mark.get("fill", "")[5:-1] for mark in marks(svg)][1:3]
        assert len({patterns[fill] for fill in fills}) == 2


def test_each_bar_says_what_it_is() -> None:
    made = drawing(Decimal(10**6), [("Opnået", Decimal(500_000))])
    for svg in both(waterfall_chart(made)):
        assert [mark.get("data-said") for mark in marks(svg)] == [
            "14-10-2008: 1,0\u00a0mio.\u00a0kr.", "Opnået: +0,5\u00a0mio.\u00a0kr.", "31-12-2010: 1,5\u00a0mio.\u00a0kr.",
        ]  # fmt: skip


def test_steps_that_do_not_lead_there_are_refused() -> None:
    made = drawing(Decimal(1), [("Mere", Decimal(2))])
    with pytest.raises(ValueError, match="the steps lead to 3, not to 4"):
        WaterfallDrawing(made.opening, made.steps, Decimal(4), "a", "b", made.scale, "t", "w")


@settings(deadline=None)
@given(amounts, steps)
def test_the_interactive_figure_holds_the_same_bars(opening: Decimal, changes: list[tuple[str, Decimal]]) -> None:
    made = drawing(opening, changes)
    figure = waterfall_chart(made).figure
    assert figure is not None
    found = {
        place: (Decimal(base), Decimal(height))
        for trace in figure["data"]
        for place, base, height in zip(trace["x"], trace["base"], trace["y"], strict=True)
    }
    show = made.scale.round
    assert found == {place: (show(bar.start), show(bar.amount)) for place, bar in enumerate(made.bars)}


def test_every_pair_of_ids_differs() -> None:
    chart = waterfall_chart(drawing(Decimal(1), []), "bridge")
    ids = [e.get("id") for svg in both(chart) for e in ElementTree.fromstring(svg).iter() if e.get("id")]
    assert all(one != other for one, other in combinations(ids, 2))
    assert chart.id == "bridge"
