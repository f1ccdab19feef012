"""Whatever is made or changed names the person who did it, whichever table it is in and however it came."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections, transaction

from savings.models import Document, Initiative, Programme, TrailItem, Unit, User
from savings.models.head import begin_act
from savings.recording import approve
from savings.recording.acting import ledger_act
from savings.recording.indicators import register_indicator
from savings.recording.people import Account, register_user, renew_hash, set_up_administrator
from savings.recording.prices import register_series
from savings.recording.refusals import NobodyActs
from savings.recording.register import (
    register_document,
    register_initiative,
    register_milestone,
    register_programme,
    register_unit,
)
from savings.rules import read_rules
from tests.ledger_rooms import AT, Room

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

UNSIGNED = "VB034"
#: What people register beside the amounts, by the table that leaves the trail.
MADE: dict[str, Callable[[Room, User], object]] = {
    "unit": lambda room, by: register_unit(by=by, at=AT, code="NY", name="Ny"),
    "programme": lambda room, by: register_programme(
        by=by, at=AT, slug="ny", name="Ny", full_effect_year=2011, units=[room.unit]
    ),
    "initiative": lambda room, by: register_initiative(by=by, at=AT, programme=room.programme, name="Ny"),
    "milestone": lambda room, by: register_milestone(by=by, at=AT, programme=room.programme, title="Ny", due="forår"),
    "document": lambda room, by: register_document(by=by, at=AT, reference="Ny"),
    "indicator": lambda room, by: register_indicator(by=by, at=AT, programme=room.programme, name="Ny"),
    "priceseries": lambda room, by: register_series(by=by, at=AT, name="Ny", source="Kilde"),
    "user": lambda room, by: renew_hash(_with_old_hash(by), "en gammel adgangskode", at=AT),
}


@pytest.fixture(autouse=True)
def _two_hashers(settings: Any) -> None:
    settings.PASSWORD_HASHERS = [f"django.contrib.auth.hashers.{name}PasswordHasher" for name in ("MD5", "PBKDF2")]


def _with_old_hash(user: User) -> User:
    user.password = "pbkdf2_sha256$1$salt$aaaa"
    return user


def leave_trail_tables() -> set[str]:
    """The tables that the rules let leave a trail by themselves."""
    calls = re.findall(r"SELECT valby_make_leave_trail\(([^)]*)\)", "\n".join(read_rules().values()))
    return {name for call in calls for name in re.findall(r"'(\w+)'", call)}


def forget_act() -> None:
    """As a new transaction begins: nobody acts."""
    begin_act(None, None, "")


def signers(before: int) -> set[tuple[str, str]]:
    """(subject, who) of the trail after an item; who is empty where only a role is named."""
    rows = TrailItem.objects.filter(pk__gt=before).select_related("by")
    return {(row.subject, row.by.username if row.by else "") for row in rows}


def test_every_table_that_leaves_a_trail_is_tried() -> None:
    assert set(MADE) == leave_trail_tables()


@pytest.mark.parametrize("table", sorted(MADE))
def test_what_is_made_names_who_made_it(room: Room, table: str) -> None:
    before = TrailItem.objects.latest("pk").pk
    forget_act()
    MADE[table](room, room.colleague)
    assert signers(before) == {(table, "kollega")}


#: A row of each such table, as whoever forgets to say who acts would add or change it.
UNSIGNED_STATEMENTS = {
    "unit": "INSERT INTO savings_unit (code, name) VALUES ('ANDEN', 'Ny')",
    "programme": "UPDATE savings_programme SET name = 'Andet'",
    "initiative": "UPDATE savings_initiative SET name = 'Andet'",
    "milestone": "UPDATE savings_milestone SET title = 'Andet'",
    "document": "UPDATE savings_document SET title = 'Andet'",
    "indicator": "UPDATE savings_indicator SET name = 'Andet'",
    "priceseries": "INSERT INTO savings_priceseries (name, source) VALUES ('Anden', 'Kilde')",
    "user": "UPDATE savings_user SET first_name = 'Andet' WHERE username = 'finans'",
    "programme's units": "DELETE FROM savings_programmeunit",
    "user's roles": "DELETE FROM savings_user_groups WHERE user_id = (SELECT id FROM savings_user WHERE username = 'finans')",
}


@pytest.mark.parametrize("table", sorted(UNSIGNED_STATEMENTS))
def test_the_database_refuses_what_nobody_is_named_for(room: Room, table: str) -> None:
    for make in MADE.values():
        make(room, room.finance)
    set_up_administrator("en", "x", at=AT)
    set_up_administrator("to", "x", at=AT)
    forget_act()
    with pytest.raises(Exception) as caught, transaction.atomic(), connections["default"].cursor() as cursor:  # noqa: PT011
        cursor.execute(UNSIGNED_STATEMENTS[table])
    assert getattr(caught.value.__cause__, "pgcode", "") == UNSIGNED


def test_the_set_up_makes_the_first_accounts_and_no_other(room: Room) -> None:
    set_up_administrator("en", "x", at=AT)
    set_up_administrator("to", "x", at=AT)
    with pytest.raises(NobodyActs):
        register_user(Account(), username="tre", password=None)


def test_past_the_application_the_role_is_named() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT current_setting('role'), session_user")
        told, role = cursor.fetchone()
        assert told == "none"
        cursor.execute("INSERT INTO savings_unit (code, name) VALUES ('FORBI', 'Forbi')")
    item = TrailItem.objects.using("owner").latest("pk")
    assert (item.label, item.by, item.actor) == ("FORBI", None, role)


def test_an_import_is_signed_by_who_imports_also_where_another_vouches(room: Room, tmp_path: Path) -> None:
    """The second row's document comes after the first entry's approval, and is still the importer's."""
    file = tmp_path / "ny.csv"
    file.write_text(
        "enhed;indsats;art;år;beløb;beløbsenhed;reference\nA;Ny;krav;2011;1;kr;BR 1\nB;Ny to;krav;2011;2;kr;BR 2\n",
        encoding="utf-8",
    )
    before = TrailItem.objects.latest("pk").pk
    forget_act()
    call_command(
        "import_entries", str(file), programme="importeret", by="kollega", approve_by="controller", create=True, mode="add",
    )  # fmt: skip
    made = {(row.subject, row.act, row.by.username if row.by else "") for row in TrailItem.objects.filter(pk__gt=before)}
    assert made == {
        *((subject, "created", "kollega") for subject in ("unit", "programme", "initiative", "document")),
        *(("entry", act, "kollega") for act in ("recorded", "submitted")),
        ("entry", "approved", "controller"),
    }
    assert (Unit.objects.filter(code__in="AB").count(), Document.objects.filter(reference__startswith="BR").count()) == (2, 2)
    assert Initiative.objects.filter(programme=Programme.objects.get(slug="importeret")).count() == 2


def test_an_act_within_another_leaves_the_rest_to_the_other(room: Room) -> None:
    entry = room.submitted()
    before = TrailItem.objects.latest("pk").pk
    with ledger_act(room.colleague, AT, "Fordi"):
        approve(entry=entry, by=room.controller, at=AT)
        Unit.objects.create(code="EFTER", name="Efter")
    told = [(row.subject, row.by.username, row.why) for row in TrailItem.objects.filter(pk__gt=before).order_by("pk") if row.by]
    assert told[-1] == ("unit", "kollega", "Fordi")
    assert [who for subject, who, _why in told if subject == "entry"] == ["controller"]
