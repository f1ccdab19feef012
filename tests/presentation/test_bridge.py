"""What changed since last time: page, drawing, paper, workbook and CSV say the same, and each adds up as it is printed."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from savings.elements import bridge as told
from savings.elements.charts import bridge_chart
from savings.elements.data.status_csv import status_csv
from savings.elements.table import write_value
from savings.money import round_half_up, round_to_sum
from savings.presentation.paper.status import status_pdf
from savings.presentation.screen.bridge import bridge_screen
from savings.presentation.screen.tables import render_cell
from savings.presentation.sheets.xlsx import status_xlsx
from savings.projections.bridge import Bridge, BridgeColumn, Moment
from savings.projections.status import Status
from savings.vocabulary import Kind, Step
from tests.presentation import readers
from tests.samples import valby

AMOUNTS = {Kind.TARGET: "500000", Kind.REALISED: "-1449999.50", Step.REPROFILED: "250000", Step.CORRECTED: "49999.49"}


def column(figure: str, opening: str, steps: dict[Step, str]) -> BridgeColumn:
    changes = {step: Decimal(amount) for step, amount in steps.items()}
    return BridgeColumn(figure, Decimal(opening), changes, Decimal(opening) + sum(changes.values()))


def bridge(*columns: BridgeColumn) -> Bridge:
    status = valby()
    return Bridge(
        programme=status.programme, unit=None, year=2011, since=Moment(date(2008, 10, 14)), until=Moment(date(2009, 1, 1)),
        columns=columns or (column("outstanding", "1900000", AMOUNTS), column("target", "3300000", {Kind.TARGET: "500000"})),
        entries=4, price_levels=(None,), series="", head=status.head,
    )  # fmt: skip


class Nowhere:
    """Links that lead nowhere but say what they are of."""

    def step(self, figure: str, step: str, found: Bridge) -> str:
        return f"?tal={figure}&trin={step}"

    def entries(self, figure: str, year: int, **where: object) -> str:
        return f"?tal={figure}&aar={year}"

    def since(self, ending: str = "", **changes: str) -> str:
        return "/siden/"


def with_since() -> Status:
    return replace(valby(), since=bridge())


@pytest.mark.parametrize("language", ["da", "en-gb"])
def test_every_face_says_the_same_and_adds_up_as_printed(language: str) -> None:
    with translation.override(language):
        found = bridge()
        expected = [[None if amount is None else amount for amount in row.shown] for row in told.rows(found)]
        table = bridge_screen(found, Nowhere()).table
        assert table is not None
        page = [[render_cell(row.cell(name), table.scale) for name in ("outstanding", "target")] for row in table.rows]
        assert [[_plain(text) for text in row] for row in page] == expected

        text = " ".join(readers.pdf_text(status_pdf(with_since())).split())
        for row in table.rows:
            shown = [write_value(row.cell(name).value, table.scale) for name in ("label", "outstanding", "target")]
            assert " ".join(shown) in text

        *steps, closing = expected[1:]
        for place in (0, 1):
            running = expected[0][place] or Decimal(0)
            assert running + sum((row[place] or Decimal(0) for row in steps), Decimal(0)) == closing[place]


def _plain(text: str) -> Decimal | None:
    bare = re.sub(r"<[^>]+>", "", text).lstrip("+")
    return None if bare == "–" else readers.plain(bare)


def test_the_drawing_is_the_table() -> None:
    chart = bridge_chart(bridge())
    assert chart is not None
    scale = told.scale_of(bridge())
    drawn = [Decimal(amount) for amount in re.findall(r'data-amount="([-\d.]+)"', chart.svg_wide)]
    assert drawn == [(row.shown[0] or Decimal(0)) * scale.one for row in told.rows(bridge()) if row.shown[0] is not None]
    assert [row[1] for row in chart.rows[1:]] == drawn


@pytest.mark.parametrize("language", ["da", "en-gb"])
def test_workbook_and_csv_have_it_to_the_oere(language: str) -> None:
    with translation.override(language):
        status = with_since()
        exact = [list(row.exact) for row in told.rows(bridge())]
        book = load_workbook(io.BytesIO(status_xlsx(status)))
        sheet = book[book.sheetnames[-1]]
        rows = list(sheet.iter_rows(min_row=2, max_row=1 + len(exact), min_col=2, max_col=3, values_only=True))
        assert [[None if value is None else Decimal(str(value)) for value in row] for row in rows] == exact
        section = sheet.title
        lines = [row for row in readers.csv_rows(status_csv(status)) if next(iter(row.values())) == section]
        amounts = [_amount(row) for row in lines]
        assert amounts == [amount for row in exact for amount in row if amount is not None]


def _amount(row: dict[str, str]) -> Decimal:
    return Decimal((row.get("beløb") or row.get("amount") or "").replace(",", "."))


def test_no_status_without_changes_has_the_sheet() -> None:
    quiet = replace(valby(), since=replace(bridge(), columns=(column("outstanding", "1900000", {}),), entries=0))
    assert len(load_workbook(io.BytesIO(status_xlsx(quiet))).sheetnames) == 4


@given(st.lists(st.integers(-(10**9), 10**9).map(lambda ore: Decimal(ore) / 100), max_size=12), st.integers(0, 2))
@settings(max_examples=200, deadline=None)
def test_what_is_rounded_to_a_sum_gives_it_and_none_is_two_steps_off(values: Sequence[Decimal], places: int) -> None:
    step = Decimal(1).scaleb(-places)
    parts = round_to_sum(values, places)
    assert sum(parts, Decimal(0)) == round_half_up(sum(values, Decimal(0)), places)
    assert all(abs(part - value) <= step for part, value in zip(parts, values, strict=True))
    if values:
        other = round_half_up(sum(values, Decimal(0)), places) + step
        shifted = round_to_sum(values, places, to=other)
        assert sum(shifted, Decimal(0)) == other
        assert all(abs(part - value) < 2 * step for part, value in zip(shifted, values, strict=True))
