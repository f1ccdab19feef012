"""The headline table in the cases that the memo does not have: offsets, no target, more than the target, silence."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest
from django.utils import translation

from savings.elements.headline import HeadlineRow, headline_rows
from savings.elements.numbers import MILLIONS
from savings.elements.sentences import notes
from savings.projections.cells import Cell
from savings.projections.status import Status, StatusFacts, build_status
from savings.vocabulary import Kind
from tests import samples

ROUNDED = "Each amount is rounded by itself"


@pytest.fixture(autouse=True)
def _in_english() -> object:
    with translation.override("en-gb"):
        yield


def ledger(*amounts: tuple[Kind, str], said: bool = False) -> Status:
    """A status of 2011 with these amounts in mio. kr., none of them divided or documented."""
    base = samples.valby()
    facts = {name: getattr(base, name) for name in StatusFacts.__dataclass_fields__}
    facts |= {"initiatives": (), "statements": base.statements if said else ()}
    cells = [Cell(kind, None, None, 2011, None, samples.mio(amount)) for kind, amount in amounts]
    return build_status(StatusFacts(**facts), cells, year=2011, rows=[])


def printed(row: HeadlineRow) -> str:
    if row.amount is None:
        return "not stated" if row.unstated else "–"
    return MILLIONS.show(row.amount)


def table(report: Status) -> dict[str, str]:
    return {row.key: printed(row) for row in headline_rows(report)}


def test_the_memos_table_reads_like_the_memo() -> None:
    assert [(row.part, row.label, printed(row), row.remark) for row in headline_rows(samples.valby())] == [
        (False, "Efficiency target in full (2011)", "3.3", ""),
        (False, "Realised saving", "1.4", "42% of the target"),
        (True, "of which documented", "0.8", "57% of what is realised"),
        (True, "of which not documented", "0.6", ""),
        (False, "Outstanding saving", "1.9", "58% of the target"),
        (True, "of which secured in the budget frame", "1.9", "100% of what is outstanding"),
        (True, "of which realised elsewhere", "not stated", ""),
        (True, "of which without cover", "0.0", ""),
    ]


def test_an_offset_is_shown_beside_what_it_eats_of() -> None:
    shown = table(ledger((Kind.TARGET, "3"), (Kind.REALISED, "2"), (Kind.OFFSET, "-0.5")))
    assert shown["net_realised"] == "1.5"
    assert (shown["realised"], shown["offset"], shown["outstanding"]) == ("2.0", "−0.5", "1.5")


def test_without_a_target_nothing_is_called_outstanding_or_open() -> None:
    rows = headline_rows(ledger((Kind.REALISED, "2"), (Kind.SECURED, "1")))
    assert rows[0].amount is None
    assert rows[0].remark == "no target is set"
    assert {row.key for row in rows} == {"target", "net_realised", "documented", "undocumented", "secured"}
    assert rows[-1] == HeadlineRow("secured", "Secured in the budget frame", Decimal(1_000_000))


def test_more_than_the_target_is_said_so_and_not_cut_to_zero() -> None:
    rows = {row.key: row for row in headline_rows(ledger((Kind.TARGET, "1"), (Kind.REALISED, "1.5")))}
    assert (rows["outstanding"].label, printed(rows["outstanding"])) == ("More than the target", "0.5")
    assert "open" not in rows


def test_silence_is_a_dash_and_a_statement_without_an_amount_is_not_stated() -> None:
    assert table(ledger((Kind.TARGET, "3")))["elsewhere"] == "–"
    assert table(ledger((Kind.TARGET, "3"), said=True))["elsewhere"] == "not stated"


def test_a_stated_amount_is_shown_though_another_source_states_none() -> None:
    assert table(ledger((Kind.TARGET, "3"), (Kind.ELSEWHERE, "1"), said=True))["elsewhere"] == "1.0"


def test_amounts_that_do_not_add_up_after_rounding_are_said_to_be_rounded() -> None:
    fits = ledger((Kind.TARGET, "3.3"), (Kind.REALISED, "1.4"))
    off = ledger((Kind.TARGET, "3.3"), (Kind.REALISED, "1.45"))
    assert not any(ROUNDED in note for note in notes(fits))
    assert any(ROUNDED in note for note in notes(off))


def test_the_rows_are_values_that_nothing_can_change() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        headline_rows(samples.valby())[0].amount = Decimal(0)  # type: ignore[misc]
