"""A table whose printed parts differ from its printed total says by how much."""

from __future__ import annotations

from decimal import Decimal

from django.utils import translation

from savings.elements.numbers import MILLIONS
from savings.elements.rounding import note_rounding
from savings.elements.table import Amount, NumberColumn, Table, TableColumn, build_rows


def table(*amounts: str) -> Table:
    """Amounts in mio. kr. with their exact total."""
    kroner = [Decimal(amount) * 1_000_000 for amount in amounts]
    total = {"name": "I alt", "amount": Amount(sum(kroner, Decimal(0)))}
    rows = build_rows(({"name": "x", "amount": Amount(each)} for each in kroner), total)
    return Table("Prøve", [TableColumn("name", "Navn"), NumberColumn("amount", "Krav")], rows, "mio. kr.", MILLIONS)


def test_parts_that_add_up_as_printed_say_nothing() -> None:
    assert note_rounding(table("1.4", "1.9")).note == "mio. kr."


def test_parts_that_do_not_say_by_how_much() -> None:
    with translation.override("da"):
        assert note_rounding(table("0.44", "0.44", "0.44")).note == "mio. kr. (afrundet, 0,1)"
        assert note_rounding(table("0.06", "0.06", "0.06", "0.06", "0.06")).note == "mio. kr. (afrundet, 0,2)"


def test_a_table_without_a_total_says_nothing() -> None:
    whole = table("0.44", "0.44", "0.44")
    assert note_rounding(Table("Prøve", whole.columns, whole.rows[:-1], "", MILLIONS)).note == ""
