"""A room to keep a ledger in: a programme, a unit, and three people with their roles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from savings.models import Entry, Programme, Unit, User
from savings.recording import Line, NewEntry, approve, correct, record, submit
from savings.recording.people import Account, register_user
from savings.recording.register import register_programme, register_unit
from savings.roles import Role
from savings.vocabulary import Kind

AT = datetime(2008, 10, 14, 12, 0, tzinfo=UTC)
BOOKED = date(2008, 10, 14)
TARGET = Line(kind=Kind.TARGET, year=2011, amount=Decimal(3_300_000))


@dataclass(frozen=True)
class Room:
    """Who is in the room, and the short way from a line to an approved entry."""

    programme: Programme
    unit: Unit
    finance: User
    controller: User
    colleague: User

    def recorded(self, lines: Sequence[Line] = (TARGET,), booked_on: date = BOOKED, **facts: Any) -> Entry:
        """An entry the finance officer has recorded."""
        return record(self.new_entry(lines, booked_on, **facts), by=self.finance, at=AT)

    def new_entry(self, lines: Sequence[Line] = (), booked_on: date = BOOKED, **facts: Any) -> NewEntry:
        """What shall be recorded in the room's programme."""
        return NewEntry(programme=self.programme, lines=lines, booked_on=booked_on, **facts)

    def corrected(self, wrong: Entry, lines: Sequence[Line] = (), booked_on: date = BOOKED, **facts: Any) -> Entry:
        """A correction of an entry that the finance officer has recorded."""
        return correct(self.new_entry(lines, booked_on, corrects=wrong, **facts), by=self.finance, at=AT)

    def submitted(self, lines: Sequence[Line] = (TARGET,), booked_on: date = BOOKED, **facts: Any) -> Entry:
        """An entry that waits for the controller."""
        entry = self.recorded(lines, booked_on, **facts)
        submit(entry=entry, by=self.finance, at=AT)
        return entry

    def approved(self, lines: Sequence[Line] = (TARGET,), booked_on: date = BOOKED, **facts: Any) -> Entry:
        """An entry that counts."""
        entry = self.submitted(lines, booked_on, **facts)
        approve(entry=entry, by=self.controller, at=AT)
        return entry


def make_room() -> Room:
    """A fresh room in the test's database."""
    # She may vouch, too: where a test sees her refused to, it is four eyes that hold, and not the role.
    both = [Role.FINANCE, Role.CONTROLLER]
    finance = register_user(Account(roles=both, every_unit=True), username="finans", password=None)
    controller = register_user(Account(roles=[Role.CONTROLLER]), username="controller", password=None)
    colleague = register_user(Account(roles=both, every_unit=True), username="kollega", password=None)
    unit = register_unit(by=finance, at=AT, code="SUF", name="Sundheds- og Omsorgsforvaltningen")
    programme = register_programme(by=finance, at=AT, slug="proeve", name="Prøve", full_effect_year=2011, units=(unit,))
    return Room(programme, unit, finance, controller, colleague)
