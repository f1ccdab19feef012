"""Which amounts count elsewhere once a unit has a target of its own, or has it no longer."""

from __future__ import annotations

from decimal import Decimal

from django.utils import translation

from savings.presentation.screen.place_changes import place_change_lines
from savings.projections.cells import Cell
from savings.projections.place_changes import find_place_changes
from savings.vocabulary import Kind

PARENTS = {"A": None, "A1": "A", "A2": "A", "B": None}


def cell(kind: Kind, unit: str | None, amount: int, year: int = 2027) -> Cell:
    return Cell(kind, unit, None, year, None, Decimal(amount))


LEDGER = [
    cell(Kind.TARGET, None, 100), cell(Kind.REALISED, "A1", 30), cell(Kind.OFFSET, "A1", -10), cell(Kind.SECURED, "A", 5),
    cell(Kind.REALISED, "B", 7), cell(Kind.PLAN, "A2", 9),
]  # fmt: skip


def told(cells: list[Cell], added: list[Cell]) -> list[tuple[int, str | None, str | None, str | None, int]]:
    """(year, unit, place before, place after, net realised) of each change."""
    changes = find_place_changes(cells, added, PARENTS)
    return [(it.year, it.unit, it.before, it.after, int(it.figures.net_realised)) for it in changes]


def test_a_target_below_takes_what_is_under_it_from_the_target_above() -> None:
    """A2 has a plan only, which counts towards nothing; B's amounts stay where they were."""
    moved = [cell(Kind.TARGET, None, -40), cell(Kind.TARGET, "A", 40)]
    assert told(LEDGER, moved) == [(2027, "A", None, "A", 0), (2027, "A1", None, "A", 20)]


def test_a_target_between_takes_only_what_has_no_nearer_one() -> None:
    ledger = [*LEDGER, cell(Kind.TARGET, "A1", 10)]
    assert told(ledger, [cell(Kind.TARGET, "A", 40)]) == [(2027, "A", None, "A", 0)]


def test_where_a_target_ends_its_amounts_go_back_above() -> None:
    ledger = [*LEDGER, cell(Kind.TARGET, "A", 40)]
    taken_back = [cell(Kind.TARGET, "A", -40), cell(Kind.TARGET, None, 40)]
    assert told(ledger, taken_back) == [(2027, "A", "A", None, 0), (2027, "A1", "A", None, 20)]


def test_a_target_that_only_changes_moves_nothing_and_other_years_stay() -> None:
    ledger = [*LEDGER, cell(Kind.TARGET, "A", 40)]
    assert told(ledger, [cell(Kind.TARGET, "A", 1)]) == []
    assert told(LEDGER, [cell(Kind.TARGET, "A", 40, 2028)]) == []
    assert told(LEDGER, [cell(Kind.REALISED, "A", 40)]) == []


def test_it_is_said_in_words() -> None:
    changes = find_place_changes(LEDGER, [cell(Kind.TARGET, "A", 40)], PARENTS)
    with translation.override("da"):
        lines = [line.replace("\u00a0", " ") for line in place_change_lines(changes, {"A": "Forvaltning A", "A1": "Center A1"})]
    rest = "tæller fremover med i kravet hos Forvaltning A og ikke hos programmet som helhed."
    assert lines == [f"Forvaltning A (2027: Sikret 5,00 kr.) {rest}", f"Center A1 (2027: Opnået (netto) 20,00 kr.) {rest}"]
