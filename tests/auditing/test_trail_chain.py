"""The trail's chain: the head that papers print, what the command says of many faults, and statements that add many rows."""

from __future__ import annotations

from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connections

from savings.auditing import find_trail_faults, find_trail_head_faults
from savings.chain import GENESIS
from savings.models import TrailItem, TrailLink, Unit
from savings.recording import Line
from savings.recording.acting import ledger_act
from savings.recording.register import register_unit
from savings.reporting.version import read_head
from savings.vocabulary import Kind
from tests.ledger_rooms import AT, Room

pytestmark = pytest.mark.django_db(databases=["default", "owner"], transaction=True)


def as_owner(*statements: str) -> None:
    """Run them with the triggers of the tables they name asleep."""
    tables = ("savings_trailitem", "savings_traillink", "savings_unit", "savings_ledgerhead")
    with connections["owner"].cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def verify(*arguments: str) -> tuple[int, list[str]]:
    """The exit code of the command and the lines it prints."""
    out = StringIO()
    try:
        call_command("verify_ledger", *arguments, stdout=out)
    except SystemExit as ended:
        return int(str(ended.code)), out.getvalue().splitlines()
    return 0, out.getvalue().splitlines()


def test_a_printed_head_of_the_trail_is_held_against_the_chain(room: Room) -> None:
    printed = read_head().trail
    register_unit(by=room.finance, at=AT, code="NY", name="Ny")
    code, lines = verify("--head", printed)
    assert code == 0
    assert read_head().trail in lines[-1]
    assert read_head().trail != printed
    position = printed.removeprefix("T").partition(":")[0]
    assert verify("--head", f"T{position}:{'d' * 64}")[0] == 1
    assert list(find_trail_head_faults(0, GENESIS)) == []
    assert len(list(find_trail_head_faults(9999, "d" * 64))) == 1


def test_a_cut_tail_whose_head_was_set_back_is_told_by_the_paper(room: Room) -> None:
    """Whoever has a superuser's rights can take back the last act whole; the paper was printed after it."""
    before = TrailLink.objects.order_by("-position").values("position", "hash")[0]
    unit = register_unit(by=room.finance, at=AT, code="NY", name="Ny")
    printed = read_head().trail
    as_owner(
        f"DELETE FROM savings_unit WHERE id = {unit.pk}",
        f"DELETE FROM savings_trailitem WHERE subject = 'unit' AND subject_id = {unit.pk}",
        f"DELETE FROM savings_traillink WHERE position > {before['position']}",
        f"UPDATE savings_ledgerhead SET trail_position = {before['position']}, trail_hash = '{before['hash']}'",
    )
    assert verify()[0] == 0
    assert verify("--head", printed)[0] == 1


def test_many_faults_of_a_kind_are_counted(room: Room) -> None:
    for number in range(30):
        register_unit(by=room.finance, at=AT, code=f"E{number}", name="Enhed")
    count = TrailItem.objects.count()
    as_owner("DELETE FROM savings_trailitem")
    code, lines = verify()
    assert code == 1
    assert len(lines) == 21
    assert str(count) in lines[-1]


def test_without_its_head_the_ledger_is_told_of_and_not_a_traceback(room: Room) -> None:
    room.approved()
    as_owner("DELETE FROM savings_ledgerhead")
    code, lines = verify()
    assert code == 1
    assert 2 <= len(lines) <= 10


def test_rows_that_one_statement_adds_are_one_link(room: Room) -> None:
    """However many lines an import has, the head moves once for them."""
    before = TrailLink.objects.count()
    room.recorded([Line(kind=Kind.TARGET, year=2011, amount=Decimal(number + 1), unit=room.unit) for number in range(200)])
    links = list(TrailLink.objects.filter(position__gt=before).order_by("position"))
    assert [len(link.keys) for link in links if link.table == "savings_posting"] == [200]
    assert len(links) == 3
    assert list(find_trail_faults()) == []


def test_a_log_in_is_no_change_of_the_account(room: Room) -> None:
    before = TrailLink.objects.count()
    room.finance.last_login = room.finance.date_joined
    room.finance.save(update_fields=["last_login"])
    assert TrailLink.objects.count() == before
    room.finance.first_name = "Fie"
    room.finance.save(update_fields=["first_name"])
    assert TrailLink.objects.count() == before + 2


def test_a_row_that_came_back_as_it_was_holds(room: Room) -> None:
    """The last link counts, whatever the ones before said."""
    for name in ("Et", "To", "Et"):
        with ledger_act(room.finance, AT):
            Unit.objects.filter(pk=room.unit.pk).update(name=name)
    assert list(find_trail_faults()) == []
