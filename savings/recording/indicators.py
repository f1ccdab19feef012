"""Indicators and observations: effects that are not money, each observation confirmed by a second person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from savings.models import Confirmation, Document, Indicator, Observation, Programme, User
from savings.recording.acting import ledger_act
from savings.recording.idempotency import find_recent
from savings.recording.permissions import require_role
from savings.recording.refusals import AlreadyDecided, NameTaken
from savings.roles import Role


def register_indicator(*, by: User, at: datetime, programme: Programme, name: str, **facts: Any) -> Indicator:
    """The indicator of that name in the programme, registered if it is new; `facts` are the other fields."""
    with ledger_act(by, at):
        return Indicator.objects.get_or_create(programme=programme, name=name, defaults=facts)[0]


def open_indicator(*, programme: Programme, name: str, by: User, at: datetime, **facts: Any) -> Indicator:
    """A new indicator.

    Raises:
        NotYourRole: when `by` is neither finance staff nor a controller.
        NameTaken: when the programme has one of that name.
    """
    require_role(by, Role.FINANCE, Role.CONTROLLER)
    with ledger_act(by, at):
        if Indicator.objects.filter(programme=programme, name__iexact=name).exists():
            raise NameTaken(name)
        return register_indicator(by=by, at=at, programme=programme, name=name, **facts)


@dataclass(frozen=True, kw_only=True)
class NewObservation:
    """What was observed: the fields are those of `Observation`.

    Attributes:
        value: in the indicator's own measure; None where the source says it in words only (`said`).
    """

    indicator: Indicator
    observed_on: date
    value: Decimal | None = None
    said: str = ""
    source: Document | None = None
    page: str = ""


def observe(new: NewObservation, *, by: User, at: datetime) -> Observation:
    """Record an observation; it counts once somebody else has confirmed it.

    Raises:
        NotYourRole: when `by` is neither finance staff nor a controller.
        ValueError: when it says nothing.
    """
    if new.value is None and not new.said.strip():
        raise ValueError("an observation is a number or a sentence")
    require_role(by, Role.FINANCE, Role.CONTROLLER)
    with ledger_act(by, at):
        facts = {**vars(new), "recorded_by": by}
        identical = Observation.objects.filter(**facts, confirmation=None)
        return find_recent(identical, at, "recorded_at") or Observation.objects.create(**facts, recorded_at=at)


def confirm(*, observation: Observation, by: User, at: datetime) -> Confirmation:
    """Let an observation count.

    Raises:
        NotYourRole: when `by` is no controller.
        AlreadyDecided: when it is confirmed.
        OwnEntry: when `by` recorded it.
    """
    require_role(by, Role.CONTROLLER)
    with ledger_act(by, at):
        if Confirmation.objects.filter(observation=observation).exists():
            raise AlreadyDecided
        return Confirmation.objects.create(observation=observation, by=by, at=at)
