"""What misled once in tables of a municipality's size: the right figures, on the page, the paper, the sheets and in the data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from savings.elements.data.status_csv import status_csv
from savings.elements.data.status_json import status_json
from savings.elements.headline import headline_rows
from savings.elements.numbers import MILLIONS
from savings.elements.summary import summary
from savings.elements.table import Amount, Table, TableCell, write_value
from savings.elements.tables.paper import paper_units_table
from savings.presentation.paper.status import status_pdf
from savings.presentation.screen.status import status_screen
from savings.presentation.sheets.pages import units_page
from savings.projections.cells import Cell
from savings.projections.facts import UnitFacts
from savings.projections.focus import Focus, find_focus
from savings.projections.status import Status, StatusFacts, build_status
from savings.vocabulary import Kind
from savings.web.addresses import Addresses
from tests import samples
from tests.ledgers import cells_of
from tests.presentation import readers

LINKS = Addresses("faelles-borgerservice-valby")
FLAT = tuple(UnitFacts(code, code.title(), None, 0) for code in ("SUF", "SOF", "ØKF"))


@pytest.fixture(autouse=True)
def danish() -> Iterator[None]:
    with translation.override("da"):
        yield


def status_of(cells: tuple[Cell, ...] | list[Cell], units: tuple[UnitFacts, ...] = FLAT, **facts: Any) -> Status:
    base = samples.valby()
    shared = {name: getattr(base, name) for name in StatusFacts.__dataclass_fields__}
    shared |= {"units": units, "initiatives": (), "statements": (), "as_of": date(2026, 6, 1), **facts}
    return build_status(StatusFacts(**shared), cells, year=2026, rows=[unit.code for unit in units])


def column(table: Table, key: str) -> list[Decimal]:
    """The amounts of a column in mio. kr., the total last."""
    values = [row.cell(key).value for row in table.rows]
    return [value.kroner / 1_000_000 for value in values if isinstance(value, Amount)]


def test_a_table_adds_up_where_the_target_is_on_the_programme_and_the_savings_in_the_units() -> None:
    """
    krav   | –   | – | 2026 | 10
    opnået | SUF | – | 2026 | 3
    opnået | SOF | – | 2026 | 2
    opnået | ØKF | – | 2026 | 0,7
    """
    status = status_of(cells_of(test_a_table_adds_up_where_the_target_is_on_the_programme_and_the_savings_in_the_units))
    left = [Decimal(it) for it in ("-3", "-2", "-0.7", "10", "4.3")]
    units = status_screen(status, LINKS).units
    assert units is not None
    assert column(units, "outstanding") == column(paper_units_table(status), "outstanding") == left
    lines = [row for row in units_page(status).rows if str(row.cells["measure"]) == "Udestående"]
    assert [value.kroner / 1_000_000 for row in lines if isinstance(value := row.cell("2026").value, Amount)] == left
    rows = [row for row in readers.csv_rows(status_csv(status)) if row["art"] == "Udestående (sum)"]
    assert [readers.plain(row["beløb"]) / 1_000_000 for row in rows] == left[:-1]
    data = status_json(status)
    assert [Decimal(row["outstanding"]) / 1_000_000 for row in data["units"]] == left[:-1]
    assert [data["headline"][key] for key in ("outstanding", "shortfall", "surplus")] == ["4300000", "4300000", "0"]


def test_net_and_gross_are_never_in_one_sentence() -> None:
    """
    krav             | – | – | 2026 | 10
    opnået           | – | – | 2026 | 6,3 | – | documented
    modgående udgift | – | – | 2026 | -0,5
    """
    status = status_of(cells_of(test_net_and_gross_are_never_in_one_sentence))
    text = summary(status).replace("\xa0", " ")
    net, gross = (next(it for it in text.split(". ") if f"{words} mio" in it) for words in ("5,8", "6,3"))
    assert net != gross
    assert "6,3 mio. kr. opnået, heraf 6,3 mio. kr. dokumenteret (100 %)" in text
    assert text in " ".join(readers.pdf_text(status_pdf(status)).replace("\xa0", " ").split())


def test_what_is_documented_is_never_more_than_what_is_realised() -> None:
    """
    krav   | – | – | 2026 | 10
    opnået | – | a | 2026 | 5  | – | documented
    opnået | – | a | 2026 | -2
    opnået | – | b | 2026 | 1
    """
    status = status_of(cells_of(test_what_is_documented_is_never_more_than_what_is_realised))
    assert (status.headline.documented, status.headline.undocumented) == (3_000_000, 1_000_000)
    assert status.headline.evidence_coverage == Decimal("0.75")
    assert status_json(status)["headline"]["evidence_coverage"] == "0.75"


@pytest.mark.parametrize(
    ("targets", "as_of", "begun", "focus"),
    [
        ({2024, 2025, 2026, 2027}, date(2026, 11, 28), True, Focus(2026)),
        ({2024, 2025, 2026, 2027}, date(2026, 1, 10), False, Focus(2025, unbegun=2026)),
        ({2026, 2027}, date(2026, 1, 10), False, Focus(2026)),
        ({2026, 2027}, date(2030, 1, 10), False, Focus(2027)),
        ({2028, 2029}, date(2026, 1, 10), False, Focus(2028)),
        (set(), date(2026, 1, 10), False, Focus(2027)),
        ({2011}, date(2008, 10, 14), False, Focus(2011)),
        ({2011}, date(2011, 10, 14), False, Focus(2011)),
        ({2011}, date(2026, 11, 28), False, Focus(2011)),
    ],
)
def test_the_year_that_leads_is_the_latest_with_a_target_that_has_begun(
    targets: set[int], as_of: date, begun: bool, focus: Focus
) -> None:
    assert find_focus(targets, as_of=as_of, full_effect_year=2027, has_begun=begun) == focus


def test_beside_a_year_that_is_not_the_full_effect_year_stands_that_one_with_its_forecast() -> None:
    """
    krav      | – | – | 2025 | 60
    opnået    | – | – | 2025 | 40
    krav      | – | – | 2026 | 80
    opnået    | – | – | 2026 | 70,1
    krav      | – | – | 2027 | 101,1
    forventet | – | – | 2027 | 83,6
    """
    base = samples.valby()
    told = cells_of(test_beside_a_year_that_is_not_the_full_effect_year_stands_that_one_with_its_forecast)
    status = status_of(told, programme=_replace(base.programme, full_effect_year=2027))
    text = summary(status).replace("\xa0", " ")
    assert "I 2027, året med fuld virkning, er kravet 101,1 mio. kr., og der forventes 83,6 mio. kr." in text
    assert "I forhold til 2025: opnået +30,1, krav +20,0, udestående −10,1 (mio. kr.)." in text
    assert "bedre" not in text, "a year that is not over is not judged"
    assert "ingen har fundet" not in text


def _replace(facts: Any, **changes: Any) -> Any:
    return type(facts)(**{name: getattr(facts, name) for name in facts.__dataclass_fields__} | changes)


def forty() -> Status:
    """Of forty units 27 lack 30,1 in all and 13 have 8,7 too much."""
    lacking = [Decimal("1.1")] * 26 + [Decimal("1.5")]
    beyond = [Decimal("-0.7")] * 12 + [Decimal("-0.3")]
    units = tuple(
        unit
        for number in range(8)
        for unit in (
            UnitFacts(f"F{number}", f"Forvaltning {number}", None, 0),
            *(
                UnitFacts(
                    f"F{number}-{place}", "Administrativt Ressourcecenter" if not place else f"Enhed {place}", f"F{number}", 1
                )
                for place in range(5)
            ),
        )
    )
    below = [unit.code for unit in units if unit.parent]
    cells = []
    for code, left in zip(below, [*lacking, *beyond], strict=True):
        cells.append(Cell(Kind.TARGET, code, None, 2026, None, Decimal(10_000_000)))
        cells.append(Cell(Kind.SECURED, code, None, 2026, None, Decimal(10_000_000) - left * 1_000_000))
    return status_of(cells, units)


def test_who_lacks_cover_and_who_has_too_much_are_told_apart() -> None:
    status = forty()
    figures = status_json(status)["headline"]
    assert [figures[key] for key in ("open", "uncovered", "overcovered")] == ["21400000", "30100000", "8700000"]
    printed = {row.key: MILLIONS.show(row.amount) for row in headline_rows(status) if row.amount is not None}
    assert (printed["uncovered"], printed["overcovered"]) == ("30,1", "−8,7")
    text = summary(status).replace("\xa0", " ")
    assert "Nogle mangler dækning for 30,1 mio. kr.; andre har 8,7 mio. kr. mere, end de mangler." in text


def test_units_stand_under_their_administrations_and_equal_names_bear_their_codes() -> None:
    status = forty()
    tops = [row for row in status_json(status)["units"] if row["parent"] is None]
    assert len(tops) == 8
    assert sum(Decimal(row["target"]) for row in tops) == Decimal(400_000_000)
    paper = paper_units_table(status)
    names = [row.cell("unit") for row in paper.rows if row.depth]
    assert sorted({cell.small for cell in names}) == sorted(unit.code for unit in status.units if unit.parent)
    text = readers.pdf_text(status_pdf(status))
    assert all(f"F{number}-0" in text for number in range(8))
    page = status_screen(status, LINKS).units
    assert page is not None
    assert [row.is_group for row in page.rows if not row.depth and row.style != "total"] == [True] * 8


@pytest.mark.parametrize("secured", ["6.8", "2.9", "5"])
def test_no_share_is_more_than_the_whole_or_less_than_nothing_and_the_parts_are_the_whole(secured: str) -> None:
    cells = [
        Cell(kind, None, None, 2026, None, samples.mio(amount))
        for kind, amount in ((Kind.TARGET, "11.75"), (Kind.REALISED, "6.75"), (Kind.SECURED, secured))
    ]
    rows = {row.key: row for row in headline_rows(status_of(cells))}
    shares = {key: int(found[1]) for key, row in rows.items() if (found := re.match(r"(\d+)\s%", row.remark))}
    assert "−" not in "".join(row.remark for row in rows.values())
    assert all(0 <= share <= 100 for share in shares.values())
    assert shares["net_realised"] + shares["outstanding"] == 100
    if secured == "2.9":
        assert shares["secured"] + shares["open"] == 100
    if secured == "6.8":
        assert rows["overcovered"].amount == samples.mio("1.8")


def test_pressures_on_expected_savings_are_held_against_the_forecast() -> None:
    """
    krav                         | SUF | – | 2026 | 10
    forventet                    | SUF | – | 2026 | 9
    forventet modgående udgift   | SUF | – | 2026 | -3,7
    krav                         | SOF | – | 2026 | 4
    """
    status = status_of(cells_of(test_pressures_on_expected_savings_are_held_against_the_forecast))
    figures = status_json(status)["headline"]
    wanted = {"net_forecast": "5300000", "at_risk": "8700000", "not_expected": "4700000", "no_forecast": "4000000"}
    assert {key: figures[key] for key in wanted} == wanted
    assert figures["net_realised"] == "0"
    assert figures["forecast_covers"] == "0.7142857143"
    assert "er opnået" not in summary(status)


def test_files_hold_exact_amounts_that_add_up_and_in_the_unit_asked_for() -> None:
    cells = [Cell(Kind.TARGET, code, None, 2026, None, Decimal("1234567.89")) for code in ("SUF", "SOF", "ØKF")]
    status = status_of(cells, shown_in="mio. kr")
    rows = [row for row in readers.csv_rows(status_csv(status)) if row["art"] == "krav"]
    assert {row["beløbsenhed"] for row in rows} == {"mio. kr"}
    assert sum(readers.plain(row["beløb"]) for row in rows) == Decimal("3.70370367")
    units = status_screen(status, LINKS).units
    assert units is not None
    assert "afrundet, 0,1" in units.note, "3,7 of 1,2 + 1,2 + 1,2"
    assert write_value(TableCell(units.rows[-1].cell("target").value).value, units.scale) == "3,7"


def test_nothing_expected_is_told_from_nothing_said() -> None:
    target = Cell(Kind.TARGET, None, None, 2026, None, Decimal(10_000_000))
    silent = status_json(status_of([target]))["headline"]
    assert (silent["forecast"], silent["net_forecast"], silent["at_risk"]) == (None, None, None)
    nothing = Cell(Kind.FORECAST, "SUF", None, 2026, None, Decimal(0))
    later = Cell(Kind.TARGET, "SUF", None, 2031, None, Decimal(0))
    status = status_of([target, nothing, later])
    told = status_json(status)["headline"]
    assert (told["forecast"], told["net_forecast"], told["at_risk"]) == ("0", "0", "10000000")
    assert told["no_forecast"] == "0", "the unit's nought counts towards the target above it, which so has a forecast"
    assert status.grid.years == (2026,), "a nought makes no year"
    assert "Der forventes 0,0 mio. kr.: 10,0 mio. kr. af kravet er usikkert." in summary(status).replace("\xa0", " ")


def test_a_unit_without_a_target_says_towards_which_it_counts() -> None:
    """
    krav   | FB | – | 2026 | 10
    opnået | FB-1 | – | 2026 | 3
    """
    units = (UnitFacts("FB", "Forvaltning B", None, 0), UnitFacts("FB-1", "Enhed 1", "FB", 1))
    told = cells_of(test_a_unit_without_a_target_says_towards_which_it_counts)
    status = status_of(told, units, unit=units[1])
    figures = status_json(status)["headline"]
    assert [figures[key] for key in ("target", "shortfall", "surplus", "uncovered")] == [None] * 4
    assert (figures["net_realised"], figures["outstanding"]) == ("3000000", "-3000000")
    assert "tæller med i kravet for Forvaltning B" in summary(status)


def test_the_page_folds_the_units_under_each_administration_without_a_script() -> None:
    table = status_screen(forty(), LINKS).units
    html = render_to_string("shared/_table.html", {"table": table})
    assert html.count("<tbody>") == 8
    assert html.count('<details class="fold"><summary>') == 8
    assert html.count('<tr class="nested depth1">') == 40
    assert "Enhederne under Forvaltning 0" in html
