"""Levels that were stated, on the page and in its files, and what the pages say of a level that holds until a later one."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from savings.models import Entry, User
from savings.recording import Line, approve
from savings.recording.people import Account, register_user, set_password
from savings.recording.register import register_programme, register_unit
from savings.roles import Role
from savings.vocabulary import Act, Kind
from tests.ledger_rooms import AT, Room
from tests.web.conftest import logged_in

REALISED = "enhed;indsats;art;år;beløb\nRA0;Rejser;opnået;2024;{}\n"
TARGET = "enhed;indsats;art;år;beløb;prisniveau\nRA0;Rejser;krav;2024;{};{}\n"


@pytest.fixture
def room(demo: None) -> Room:
    """A programme and a unit that nothing is said of, and the demo's people, who may log in."""
    finance, controller, admin = (User.objects.get(username=name) for name in ("finans", "controller", "admin"))
    unit = register_unit(by=admin, at=AT, code="NY", name="Den nye forvaltning")
    programme = register_programme(by=admin, at=AT, slug="niveauer", name="Niveauer", full_effect_year=2011, units=(unit,))
    return Room(programme, unit, finance, controller, colleague=finance)


def load(path: Path, text: str, booked_on: str) -> None:
    """Import a file of levels, vouched for by another."""
    file = path / "fil.csv"
    file.write_text(text, encoding="utf-8")
    people = ("--programme", "p", "--by", "finans", "--approve-by", "controller")
    call_command("import_entries", file, *people, "--create", "--mode", "set", "--booked-on", booked_on, stdout=io.StringIO())


def read(client: Client, day: str, figure: str, year: int = 2024) -> set[Decimal]:
    """The figure as of a day in kroner, from the JSON and from the CSV: they say the same, or the test sees both."""
    status = json.loads(client.get(f"/programmer/p/status.json?pr={day}&aar={year}&pl=oplyst").content)
    rows = csv.DictReader(
        io.StringIO(client.get(f"/programmer/p/status.csv?pr={day}&aar={year}&pl=oplyst").content.decode("utf-8-sig")),
        delimiter=";",
    )
    sums = [Decimal(row["beløb"].replace(",", ".")) for row in rows if row["tabel"] == "Posteringer" and row["år"] == str(year)]
    return {Decimal(status["headline"][figure]), sum(sums, Decimal(0))}


def test_a_level_between_two_others_leaves_each_as_it_was_stated(controller: Client, tmp_path: Path) -> None:
    for amount, day in ((100, "2024-09-30"), (200, "2024-11-30"), (150, "2024-10-31")):
        load(tmp_path, REALISED.format(amount), day)
    days = ("2024-09-30", "2024-10-30", "2024-10-31", "2024-11-29", "2024-11-30", "2025-01-01")
    assert [read(controller, day, "realised") for day in days] == [{100}, {100}, {150}, {150}, {200}, {200}]


def test_the_same_target_in_next_years_prices_replaces_the_old_one(controller: Client, tmp_path: Path) -> None:
    load(tmp_path, TARGET.format("100", 2020), "2020-01-01")
    load(tmp_path, TARGET.format("107,4", 2023), "2023-01-01")
    assert read(controller, "2022-12-31", "target") == {Decimal(100)}
    assert read(controller, "2023-01-01", "target") == {Decimal("107.40")}
    status = json.loads(controller.get("/programmer/p/status.json?pr=2023-01-01&aar=2024&pl=oplyst").content)
    assert [(cell["amount"], cell["price_level"]) for cell in status["cells"]] == [("107.40", 2023)]


def state(room: Room, amount: int, day: date) -> Entry:
    line = Line(kind=Kind.FORECAST, year=2011, amount=Decimal(amount), unit=room.unit)
    return room.submitted([], day, act=Act.LEVEL, levels=[line])


def test_the_controller_reads_until_when_a_level_holds(room: Room, controller: Client) -> None:
    approve(entry=state(room, 200_000, date(2008, 11, 30)), by=room.controller, at=AT)
    waiting = state(room, 150_000, date(2008, 10, 31))
    for path in ("/godkend/", f"/bilag/{waiting.pk}/"):
        page = controller.get(path).content.decode().replace("\u00a0", " ")
        assert "2011: gælder til 30-11-2008, hvor niveauet er oplyst til 200.000,00 kr." in page, path
    approve(entry=waiting, by=room.controller, at=AT)
    page = controller.get(f"/bilag/{waiting.pk}/").content.decode()
    assert "Oplyste niveauer" in page
    assert "på grund af et niveau den dag" in page
    assert list(waiting.postings.order_by("booked_on").values_list("booked_on", "amount")) == [
        (date(2008, 10, 31), 150_000), (date(2008, 11, 30), -150_000)
    ]  # fmt: skip


def test_who_records_for_the_unit_follows_a_waiting_level_and_others_do_not(room: Room) -> None:
    waiting = state(room, 150_000, date(2008, 10, 31))
    for units, status in (((room.unit,), 200), ((), 404)):
        own = Account(roles=[Role.FINANCE], units=units)
        user = register_user(own, username=f"f{status}", password=None, by=User.objects.get(username="admin"), at=AT)
        # Until they choose a password of their own, they come to no page.
        set_password(user, "en lang sætning til prøve", by=user, at=AT)
        assert logged_in(f"f{status}").get(f"/bilag/{waiting.pk}/").status_code == status
