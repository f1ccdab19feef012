"""What the database itself refuses of price releases, tried by raw SQL."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection

from savings.models import PriceRelease, User
from savings.recording import approve_release, record_release, register_series
from tests.ledger_rooms import AT, Room
from tests.models.test_guard import refused

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


@pytest.fixture
def release(room: Room) -> PriceRelease:
    """A release that waits for approval."""
    series = register_series(by=room.finance, at=AT, name="KL", source="KL")
    return record_release(series=series, changes={2009: Decimal(3)}, by=room.finance, at=AT)


def approval(release: PriceRelease, by: User) -> str:
    """The code with which the database refuses the approval."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT position + 1, hash FROM savings_ledgerhead")
        position, previous = cursor.fetchone()
    sql = (
        "INSERT INTO savings_approval (position, release_id, by_id, at, version, previous_hash, hash) "
        "VALUES (%s, %s, %s, %s, 1, %s, repeat('a', 64))"
    )
    return refused(sql, position, release.pk, by.pk, AT, previous)


def test_a_release_is_approved_by_another(room: Room, release: PriceRelease) -> None:
    assert approval(release, room.finance) == "VB018"


def test_a_release_is_approved_once(room: Room, release: PriceRelease) -> None:
    approve_release(release=release, by=room.controller, at=AT)
    assert approval(release, room.controller) == "VB008"


def test_a_release_without_points_is_not_approved(room: Room, release: PriceRelease) -> None:
    empty = PriceRelease.objects.create(series=release.series, announced_on=AT.date(), recorded_by=room.finance, recorded_at=AT)
    assert approval(empty, room.controller) == "VB010"


def test_a_point_cannot_join_an_approved_release(room: Room, release: PriceRelease) -> None:
    approve_release(release=release, by=room.controller, at=AT)
    assert refused("INSERT INTO savings_pricepoint (release_id, year, change) VALUES (%s, 2010, 3)", release.pk) == "VB005"
