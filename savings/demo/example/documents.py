"""The example's documents by their references: a budget and accounts for each year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from savings.demo.example.acts import MARK

FIRST, LAST = 2018, 2027


def name_budget(year: int) -> str:
    """The reference of the decision on a year's budget."""
    return f"Budget {year} ({MARK.lower()})"


def name_accounts(year: int) -> str:
    """The reference of a year's accounts."""
    return f"Regnskab {year} ({MARK.lower()})"


def list_documents() -> Iterator[tuple[str, str, date]]:
    """The reference, the title and the day of each."""
    for year in range(FIRST, LAST):
        yield name_budget(year), f"{MARK}: Budgetaftale {year}", date(year - 1, 10, 5)
        yield name_accounts(year), f"{MARK}: Regnskab {year}", date(year + 1, 3, 20)
