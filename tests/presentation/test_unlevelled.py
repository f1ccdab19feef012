"""Sums with amounts that have no price level, beside others that have: the same are marked on page, paper and workbook."""

from __future__ import annotations

import dataclasses
import io
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pypdfium2
import pytest
from django.utils import translation
from python_calamine import CalamineWorkbook

from savings.elements.headline import headline_rows
from savings.elements.table import Table, write_value
from savings.elements.tables.paper import initiative_table, paper_headline_table, paper_units_table, year_tables
from savings.elements.typesetting.tables import typeset_table
from savings.elements.without_price_level import find_unlevelled
from savings.presentation.paper.status import status_pdf
from savings.presentation.screen.status import status_screen
from savings.presentation.screen.tables import render_cell
from savings.presentation.sheets.xlsx import status_xlsx
from savings.projections.cells import Cell
from savings.projections.facts import Restatement
from savings.projections.remarks import Remark
from savings.projections.status import Status, StatusFacts, build_status
from savings.web.addresses import Addresses
from tests import samples
from tests.ledgers import cells_of
from tests.presentation import readers
from tests.verapdf import validate

RESTATED = Restatement(2020, "Statens indeks", "oes.dk", ((2015, Decimal("1.0525")),), 7)


def report(cells: tuple[Cell, ...], restatement: Restatement | None = RESTATED) -> Status:
    """A status of 2020 with these cells."""
    base = samples.valby()
    shared = {name: getattr(base, name) for name in StatusFacts.__dataclass_fields__}
    shared |= {"restatement": restatement, "initiatives": tuple(line.facts for line in base.initiatives if line.facts)}
    return build_status(StatusFacts(**shared), cells, year=2020, rows=["SC-VALBY", "PO-VALBY"])


def mixed() -> Status:
    """One unit in 2020 prices and documented, the other without a price level and undocumented; an older year without any.

    target   | –        | –                               | 2020 | 3.3 | 2020
    realised | SC-VALBY | Huslejen på Toftegårds Plads    | 2020 | 0.8 | 2020 | documented
    realised | PO-VALBY | Øvrige kortsigtede besparelser  | 2020 | 0.6 | –
    realised | SC-VALBY | Huslejen på Toftegårds Plads    | 2019 | 0.2 | 2020
    secured  | SC-VALBY | Fælles administration           | 2020 | 1.9 | 2020
    """
    return report(cells_of(mixed))


#: The headline's figures that contain the 0.6, by their names.
CONTAINING = {"net_realised", "undocumented", "outstanding", "open"}


#: The same by unit and year, in the words of the columns; the older year has none.
BEHIND = {"Net realised", "Outstanding", "Outstanding without cover"}
UNITS = {
    "Sundheds- og Omsorgsforvaltningen": BEHIND, "Pensions- og Omsorgskontoret i Valby": BEHIND, "Total": BEHIND,
}  # fmt: skip


LINKS = Addresses("faelles-borgerservice-valby")


def labels() -> set[str]:
    """What the headline calls the figures that contain some."""
    return {row.label for row in headline_rows(mixed()) if row.key in CONTAINING}


def on_screen(table: Table | None) -> dict[str, set[str]]:
    """By each row's name the heads of the columns whose cells are marked."""
    assert table is not None
    found = {}
    for row in table.rows:
        html = {column.label: render_cell(row.cell(column.key), table.scale) for column in table.columns}
        found[str(row.cell(table.columns[0].key).value)] = {label for label, cell in html.items() if ">*<" in cell}
    return {name: marked for name, marked in found.items() if marked}


def on_paper(table: Table) -> dict[str, set[str]]:
    """The same of a table of the paper."""
    data = typeset_table(table)
    heads = data["heads"] or ["", "amount", ""]
    found = {}
    for row in data["rows"]:
        name = row["cells"][0] if isinstance(row["cells"][0], str) else row["cells"][0][0]
        found[name] = {head for head, cell in zip(heads, row["cells"], strict=True) if str(cell).endswith("*")}
    return {name: marked for name, marked in found.items() if marked}


def in_the_workbook(shown: Status) -> list[list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(status_xlsx(shown)))
    return [book.get_sheet_by_index(place).to_python() for place in range(3)]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en-gb"):
        yield


def test_page_paper_and_workbook_mark_the_same_headlines() -> None:
    shown = mixed()
    assert set(on_screen(status_screen(shown, LINKS).headline)) == labels()
    assert set(on_paper(paper_headline_table(shown))) == labels()
    table, _units, _initiatives = in_the_workbook(shown)
    assert {row[0] for row in table if row[3:] == ["yes"]} == labels()
    text = " ".join(readers.pdf_text(status_pdf(shown)).split())
    named = [row.label for row in headline_rows(shown) if re.search(re.escape(row.label) + r" [\d.,]+\*", text)]
    assert set(named) == labels()


def test_page_paper_and_workbook_mark_the_same_units() -> None:
    shown = mixed()
    assert on_screen(status_screen(shown, LINKS).units) == UNITS
    assert on_paper(paper_units_table(shown)) == UNITS
    _table, rows, _initiatives = in_the_workbook(shown)
    years: dict[str, set[str]] = {}
    for row in rows[1:]:
        if row[-1]:
            assert str(row[-1]) in ("2020", "2020.0")
            years.setdefault(row[1], set()).add(row[2])
    # The workbook has a line for what is realised before offsets as well.
    assert {unit: measures - {"Realised"} for unit, measures in years.items()} == UNITS


def test_only_the_year_that_contains_some_is_marked() -> None:
    shown = mixed()
    by_year = {name: {"2020"} for name in UNITS}
    screen = status_screen(shown, LINKS)
    assert on_screen(screen.unit_years) == by_year
    [table] = year_tables(shown)
    assert on_paper(table) == by_year
    assert on_screen(screen.phase_in_table) == {"2020": {"Net realised"}}


def test_page_paper_and_workbook_mark_the_same_initiatives() -> None:
    shown = mixed()
    table = status_screen(shown, LINKS).initiatives
    assert on_screen(table) == {samples.SHORT: {"Realised"}, "Total": {"Realised"}}
    assert table
    assert table.foot
    assert on_paper(initiative_table(shown)) == {samples.SHORT: {"Net realised"}, "Total": {"Net realised"}}
    _table, _units, initiatives = in_the_workbook(shown)
    assert {row[0] for row in initiatives[1:] if row[-1]} == {samples.SHORT}


def test_the_mark_is_heard_and_explained_once_under_each_table() -> None:
    headline = status_screen(mixed(), LINKS).headline
    cells = [row.cell("amount") for row in headline.rows]
    shown = [render_cell(cell, headline.scale) for cell in cells if cell.is_marked]
    said = {html.count("contains amounts in another price level, or in none") for html in shown}
    assert said == {1}
    assert headline.foot.startswith("*")
    text = " ".join(readers.pdf_text(status_pdf(mixed())).split())
    # Table 1, units, units by year, initiatives.
    assert text.count("* Contains amounts without a price level, or") == 4


def test_a_note_at_a_marked_figure_takes_neither_the_mark_nor_its_explanation_away() -> None:
    facts = dict.fromkeys(Remark.__dataclass_fields__, "") | {
        "number": 7, "programme": "valby", "unit": None, "whole": True, "year": 2020, "asked_on": None,
        "text": "Ny lejekontrakt.", "approved_on": samples.valby().as_of,
    }  # fmt: skip
    notes = tuple(Remark(**(facts | {"figure": figure})) for figure in sorted(CONTAINING))  # type: ignore[arg-type]
    shown = dataclasses.replace(mixed(), remarks=notes)
    table = typeset_table(paper_headline_table(shown))
    amounts = {row["cells"][0]: row["cells"][1] for row in table["rows"]}
    assert {label for label, amount in amounts.items() if "*" in amount} == labels()
    assert table["foot"]
    screen = status_screen(shown, LINKS).headline
    assert set(on_screen(screen)) == labels()
    assert screen.foot


def test_on_paper_a_mark_stands_after_its_amount_and_not_on_it() -> None:
    page = pypdfium2.PdfDocument(status_pdf(mixed()))[0].get_textpage()
    marked = [place for place in range(1, page.count_chars()) if re.fullmatch(r"\d\*", page.get_text_range(place - 1, 2))]
    assert len(marked) >= len(labels())
    for place in marked:
        digit, mark = page.get_charbox(place - 1), page.get_charbox(place)
        assert mark[0] >= digit[2]


def test_a_paper_with_marks_is_as_accessible_as_one_without() -> None:
    assert not any(validate(status_pdf(mixed())).values())


def test_without_a_restatement_two_levels_are_mixed_as_well() -> None:
    shown = report(cells_of(mixed), None)
    assert set(on_screen(status_screen(shown, LINKS).headline)) == labels()


def test_where_nothing_has_a_level_nothing_is_marked_until_one_is_asked_for() -> None:
    cells = samples.valby_cells()
    assert not find_unlevelled(report(cells, None))
    assert not on_screen(status_screen(samples.valby(), LINKS).headline)
    assert not on_paper(paper_headline_table(samples.valby()))
    assert "*" not in readers.pdf_text(status_pdf(samples.valby()))
    assert find_unlevelled(report(cells))


def test_what_has_a_level_throughout_is_not_marked() -> None:
    """
    target   | – | – | 2020 | 3.3 | 2020
    realised | – | – | 2020 | 0.8 | 2020
    """
    shown = report(cells_of(test_what_has_a_level_throughout_is_not_marked))
    screen = status_screen(shown, LINKS)
    assert not on_screen(screen.headline)
    assert screen.headline.foot == ""
    assert all(len(row) <= 3 for row in in_the_workbook(shown)[0])


def test_a_plan_without_a_level_marks_the_years_in_which_it_may_come() -> None:
    """
    target | – | – | 2020      | 3.3 | 2020
    plan   | – | – | 2018–2020 | 1.9 | –
    """
    shown = report(cells_of(test_a_plan_without_a_level_marks_the_years_in_which_it_may_come))
    marked = on_screen(status_screen(shown, LINKS).phase_in_table)
    assert marked == {year: {"Still to come by the plan"} for year in ("2018", "2019", "2020")}


def test_the_page_says_by_which_series_and_factors_it_was_restated() -> None:
    restated = status_screen(mixed(), LINKS).restated
    assert restated is not None
    assert (restated.facts.number, restated.facts.series, restated.facts.source) == (7, "Statens indeks", "oes.dk")
    assert restated.table is not None
    assert [[write_value(cell, None) for cell in row.cells.values()] for row in restated.table.rows] == [
        ["2015 prices", "1.052500"]
    ]
    assert restated.stays
    assert status_screen(report(cells_of(mixed), None), LINKS).restated is None
