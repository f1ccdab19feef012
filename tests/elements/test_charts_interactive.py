"""The interactive chart's figure: what its hover says, what its axes are, and how its numbers are written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import translation

from savings.elements.charts import phase_in_chart
from savings.projections.status import Status
from tests.samples import large, valby


@pytest.fixture(params=["da", "en-gb"], autouse=True)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """Every test in both languages."""
    with translation.override(request.param):
        yield request.param


def figure(status: Status) -> dict[str, Any]:
    """The figure as the page writes it."""
    chart = phase_in_chart(status)
    assert chart is not None
    return json.loads(json.dumps(chart.figure, cls=DjangoJSONEncoder))


def test_the_hover_gives_a_band_by_its_ends_and_never_as_an_amount(language: str) -> None:
    (band,) = [trace for trace in figure(valby())["data"] if "text" in trace]
    low, high = ("0,0", "1,9") if language == "da" else ("0.0", "1.9")
    assert [bool(text) for text in band["text"]] == [False, True, True, False]
    assert all(low in text and high in text for text in band["text"] if text)
    assert "customdata" not in band["hovertemplate"]


def test_the_axis_is_of_numbers_in_the_decimals_of_the_page() -> None:
    axis = figure(valby())["layout"]["yaxis"]
    assert (axis["type"], axis["tickformat"], axis["automargin"]) == ("linear", ",.1f", True)


def test_years_are_words_and_never_grouped() -> None:
    made = figure(valby())
    assert made["layout"]["xaxis"]["type"] == "category"
    assert {x for trace in made["data"] for x in trace["x"]} == {"2008", "2009", "2010", "2011"}


def test_numbers_are_written_as_the_reader_writes_them(language: str) -> None:
    made = figure(valby())
    assert made["layout"]["separators"] == (",." if language == "da" else ".,")
    assert made["config"]["locale"] == ("da" if language == "da" else "en-GB")


def test_with_many_years_a_mark_is_no_wider_than_a_phone_s_column() -> None:
    marks = [trace for trace in figure(large())["data"] if trace["type"] == "scatter"]
    assert marks
    assert all(trace["marker"]["size"] <= 12 for trace in marks)
