"""What the database itself refuses of indicators, tried by raw SQL."""

from __future__ import annotations

import pytest

from savings.recording.indicators import NewObservation, observe, register_indicator
from tests.ledger_rooms import AT, BOOKED, Room
from tests.models.test_guard import refused

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def test_an_observation_is_confirmed_by_another(room: Room) -> None:
    indicator = register_indicator(by=room.finance, at=AT, programme=room.programme, name="Henvendelser")
    observation = observe(NewObservation(indicator=indicator, observed_on=BOOKED, said="Færre"), by=room.finance, at=AT)
    sql = "INSERT INTO savings_confirmation (observation_id, by_id, at) VALUES (%s, %s, %s)"
    assert refused(sql, observation.pk, room.finance.pk, AT) == "VB018"
