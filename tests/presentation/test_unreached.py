"""Amounts in a price level that the series does not reach, or that has none: shown as stated and marked on every face."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.utils import translation

from savings.elements.data.status_csv import status_csv
from savings.elements.data.status_json import status_json_bytes
from savings.elements.headline import headline_rows
from savings.elements.sentences import notes
from savings.elements.tables.paper import paper_headline_table
from savings.presentation.paper.status import status_pdf
from savings.presentation.screen.status import status_screen
from savings.projections.facts import Restatement
from savings.projections.status import Status
from tests.ledgers import cells_of
from tests.presentation import readers
from tests.presentation.test_unlevelled import CONTAINING, LINKS, in_the_workbook, labels, on_paper, on_screen, report

RESTATED = Restatement(2020, "Statens indeks", "oes.dk", ((2015, Decimal("1.0525")),), 7, unreached=(1985,))
WITHOUT_SERIES = Restatement(2020, "", "", (), None, unreached=(1985,))


def half(restatement: Restatement = RESTATED) -> Status:
    """The same as `mixed`, but what could not be restated has a price level that the series does not reach.

    target   | –        | –                               | 2020 | 3.3 | 2020
    realised | SC-VALBY | Huslejen på Toftegårds Plads    | 2020 | 0.8 | 2020 | documented
    realised | PO-VALBY | Øvrige kortsigtede besparelser  | 2020 | 0.6 | 1985
    secured  | SC-VALBY | Fælles administration           | 2020 | 1.9 | 2020
    """
    return report(cells_of(half), restatement)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en-gb"):
        yield


@pytest.mark.parametrize("restatement", [RESTATED, WITHOUT_SERIES])
def test_page_paper_workbook_and_csv_mark_what_the_series_does_not_reach(restatement: Restatement) -> None:
    shown = half(restatement)
    assert set(on_screen(status_screen(shown, LINKS).headline)) == labels()
    assert set(on_paper(paper_headline_table(shown))) == labels()
    table, _units, _initiatives = in_the_workbook(shown)
    assert {row[0] for row in table if row[3:] == ["yes"]} == labels()
    rows = list(csv.reader(io.StringIO(status_csv(shown).decode("utf-8-sig"))))
    assert {row[4] for row in rows if row[0] == "Table 1" and "in another price level" in row[10]} == {
        row.label for row in headline_rows(shown) if row.key in CONTAINING
    }


def test_each_cell_of_the_json_says_the_level_its_amount_is_in() -> None:
    cells = json.loads(status_json_bytes(half()))["cells"]
    assert {(cell["amount"], cell["price_level"]) for cell in cells} == {
        ("3300000", 2020), ("800000", 2020), ("600000", 1985), ("1900000", 2020)
    }  # fmt: skip


def test_page_and_paper_say_what_could_not_be_restated_and_why() -> None:
    why = "Statens indeks does not reach from 1985 prices (p/l) to 2020 prices."
    assert any(why in note for note in notes(half()))
    assert why in " ".join(readers.pdf_text(status_pdf(half())).split())
    restated = status_screen(half(), LINKS).restated
    assert restated
    assert why in restated.stays
    bare = status_screen(half(WITHOUT_SERIES), LINKS)
    assert bare.restated
    assert "no price series" in bare.restated.stays
    assert not any("restated to" in note and "by ." in note for note in notes(half(WITHOUT_SERIES)))


def test_as_stated_the_page_says_that_amounts_of_several_levels_are_together() -> None:
    shown = report(cells_of(half), None)
    assert any("several price levels: 1985, 2020 prices" in note for note in notes(shown))
    assert not on_screen(status_screen(shown, LINKS).headline)
