"""The same said twice: within ten seconds it is one press of an impatient hand, after that it is meant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models import Model

from savings.recording.indicators import NewObservation, observe, open_indicator
from savings.recording.remarks import FigurePlace, ask, write_note
from savings.recording.report_drafts import begin_report
from tests.ledger_rooms import AT, BOOKED, Room

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

Press = Callable[[Room, datetime], Model]


def place(room: Room) -> FigurePlace:
    return FigurePlace(programme=room.programme, year=2011, figure="target", whole=True)


def ask_a_question(room: Room, at: datetime) -> Model:
    return ask(place=place(room), text="Hvorfor så lidt?", by=room.finance, at=at)


def write_a_note(room: Room, at: datetime) -> Model:
    return write_note(place=place(room), text="Lejemålet er først opsagt.", by=room.finance, at=at)


def observe_an_effect(room: Room, at: datetime) -> Model:
    indicator: Any = room.programme.indicators.first()
    if indicator is None:
        indicator = open_indicator(programme=room.programme, name="Henvendelser", by=room.finance, at=AT)
    return observe(NewObservation(indicator=indicator, observed_on=BOOKED, said="Færre henvender sig."), by=room.finance, at=at)


def begin_a_report(room: Room, at: datetime) -> Model:
    return begin_report(programme=room.programme, typed={"title": "Notat"}, by=room.finance, at=at)


@pytest.mark.parametrize("press", [ask_a_question, write_a_note, observe_an_effect, begin_a_report], ids=lambda it: it.__name__)
def test_a_second_press_counts_from_ten_seconds_on(room: Room, press: Press) -> None:
    first = press(room, AT)
    assert press(room, AT + timedelta(seconds=9.9)) == first
    assert press(room, AT + timedelta(seconds=10)) != first


def test_the_same_said_by_somebody_else_is_another(room: Room) -> None:
    first = ask_a_question(room, AT)
    assert ask(place=place(room), text="Hvorfor så lidt?", by=room.controller, at=AT) != first


def test_another_text_at_the_same_moment_is_another(room: Room) -> None:
    assert ask_a_question(room, AT) != ask(place=place(room), text="Og hvornår?", by=room.finance, at=AT)
