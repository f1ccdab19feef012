"""Who may record what, whoever calls: the roles and units that recording itself asks for."""

from __future__ import annotations

from decimal import Decimal

import pytest

from savings.models import Entry, Unit, User
from savings.recording import Line, NewStatement, approve, close_books, record, reject
from savings.recording.people import Account, register_user
from savings.recording.refusals import NotYourRole, NotYourUnit
from savings.recording.register import change, open_programme, open_unit, register_unit
from savings.roles import Role
from savings.vocabulary import Kind
from tests.ledger_rooms import AT, BOOKED, Room

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


@pytest.fixture
def units(room: Room) -> dict[str, Unit]:
    """SUF with an office under it, and SOF beside it."""
    below = register_unit(by=room.finance, at=AT, code="PO", name="Pensionskontoret", parent=room.unit)
    return {"SUF": room.unit, "PO": below, "SOF": register_unit(by=room.finance, at=AT, code="SOF", name="Socialforvaltningen")}


def somebody(*roles: Role, units: tuple[Unit, ...] = (), everywhere: bool = False) -> User:
    """A person with these roles and units."""
    return register_user(Account(roles=roles, units=units, every_unit=everywhere), username="nogen", password=None)


def records(room: Room, by: User, unit: Unit | None) -> None:
    """An amount and a saying on a unit, each tried by itself."""
    line = Line(kind=Kind.REALISED, year=2011, amount=Decimal(1), unit=unit)
    record(room.new_entry([line]), by=by, at=AT)
    statement = NewStatement(kind=Kind.ELSEWHERE, text="x", unit=unit)
    record(room.new_entry(statements=[statement]), by=by, at=AT)


def test_finance_staff_record_on_their_units_and_those_under_them(room: Room, units: dict[str, Unit]) -> None:
    by = somebody(Role.FINANCE, units=(units["SUF"],))
    records(room, by, units["SUF"])
    records(room, by, units["PO"])
    for other in (units["SOF"], None):
        with pytest.raises(NotYourUnit):
            records(room, by, other)
    assert Entry.objects.count() == 4


def test_the_unit_below_is_not_the_one_above(room: Room, units: dict[str, Unit]) -> None:
    by = somebody(Role.FINANCE, units=(units["PO"],))
    with pytest.raises(NotYourUnit):
        records(room, by, units["SUF"])


def test_finance_staff_of_the_whole_organisation_record_what_is_not_allocated(room: Room, units: dict[str, Unit]) -> None:
    records(room, somebody(Role.FINANCE, everywhere=True), None)


def test_a_controller_records_on_all_units_and_vouches_for_none_of_it_himself(room: Room, units: dict[str, Unit]) -> None:
    records(room, somebody(Role.CONTROLLER), units["SOF"])


@pytest.mark.parametrize("role", [Role.MEMBER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_the_others_record_nothing(room: Room, units: dict[str, Unit], role: Role) -> None:
    with pytest.raises(NotYourRole):
        records(room, somebody(role, everywhere=True), units["SUF"])


@pytest.mark.parametrize("role", [Role.FINANCE, Role.MEMBER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_only_a_controller_approves_rejects_and_closes(room: Room, role: Role) -> None:
    by, entry = somebody(role, everywhere=True), room.submitted()
    with pytest.raises(NotYourRole):
        approve(entry=entry, by=by, at=AT)
    with pytest.raises(NotYourRole):
        reject(entry=entry, by=by, at=AT, reason="x")
    with pytest.raises(NotYourRole):
        close_books(through=BOOKED, by=by, at=AT, reason="x")


@pytest.mark.parametrize("role", [Role.FINANCE, Role.CONTROLLER, Role.MEMBER, Role.AUDITOR])
def test_only_an_administrator_changes_units_and_programmes(room: Room, role: Role) -> None:
    by = somebody(role, everywhere=True)
    with pytest.raises(NotYourRole):
        open_unit(code="NY", name="Ny", by=by, at=AT)
    with pytest.raises(NotYourRole):
        open_programme(slug="ny", name="Ny", full_effect_year=2030, by=by, at=AT)
    with pytest.raises(NotYourRole):
        change(room.unit, name="Andet", by=by, at=AT)
