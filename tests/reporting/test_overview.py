"""The overview's line of a programme has the figures of its status, whole or of one unit, and the sum adds the lines."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from savings.projections.question import LedgerQuestion, StatusQuestion
from savings.recording import Line
from savings.recording.register import register_unit
from savings.reporting import read_overview, read_status
from savings.vocabulary import VOCABULARY, Figure, Kind
from tests.ledger_rooms import AT, BOOKED, Room

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(room: Room) -> Room:
    """Targets of 10 on two units, of which one has 12 and the other 7 realised; 3 of the programme's own; 2 forecast."""
    near = register_unit(by=room.finance, at=AT, code="PLEJE", name="Pleje", parent=room.unit)
    far = register_unit(by=room.finance, at=AT, code="TEKNIK", name="Teknik")
    amounts = [
        (Kind.TARGET, near, 10), (Kind.REALISED, near, 12), (Kind.TARGET, far, 10), (Kind.REALISED, far, 7),
        (Kind.TARGET, None, 3), (Kind.SECURED, far, 1), (Kind.FORECAST, near, 2),
    ]  # fmt: skip
    room.approved([Line(kind=kind, unit=unit, year=2008, amount=Decimal(amount)) for kind, unit, amount in amounts])
    return room


def shown(figures: object) -> dict[str, Decimal | None]:
    return {figure.code: figure.read(figures) for figure in VOCABULARY.figures if isinstance(figure, Figure)}  # type: ignore[arg-type]


@pytest.mark.parametrize("unit", [None, "SUF", "PLEJE", "TEKNIK"])
def test_a_line_has_the_figures_of_the_status(office: Room, unit: str | None) -> None:
    [line] = read_overview(LedgerQuestion(as_of=BOOKED, unit=unit)).lines
    status = read_status("proeve", StatusQuestion(as_of=BOOKED, unit=unit))
    assert (line.year, shown(line.figures)) == (status.year, shown(status.headline))


def test_one_units_surplus_does_not_pay_anothers_debt_in_the_sum(office: Room) -> None:
    total = read_overview(LedgerQuestion(as_of=BOOKED)).total
    assert (total.shortfall, total.surplus, total.outstanding) == (6, 2, 4)


def test_a_year_without_a_target_adds_nothing(office: Room) -> None:
    report = read_overview(LedgerQuestion(as_of=date(2009, 1, 1), year=2009))
    assert report.lines == ()
    assert [line.year for line in report.apart] == [2008]
