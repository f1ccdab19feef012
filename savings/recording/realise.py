"""Realising what was secured: one entry moves it, so that no krone stands in two places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from savings.kinds import Kind
from savings.models import Document, Entry, Programme, User
from savings.money import ZERO
from savings.recording.new_entry import Line, Proof
from savings.recording.record import record


def realise_secured(
    *,
    programme: Programme,
    lines: Sequence[Line],
    by: User,
    at: datetime,
    booked_on: date,
    text: str = "",
    decision: Document | None = None,
    page: str = "",
    evidence: Sequence[Proof] = (),
    key: UUID | None = None,
) -> Entry:
    """Record that secured amounts are realised: each line is posted as realised and taken from secured.

    Args:
        lines: the realised amounts in kroner; their kind is set here.

    Raises:
        BelowZero: at approval, when more is taken than is secured.
    """
    moved = moved_from_secured(lines)
    return record(
        programme=programme, lines=moved, by=by, at=at, booked_on=booked_on, act=Entry.Act.REALISE,
        text=text, decision=decision, page=page, evidence=evidence, key=key,
    )  # fmt: skip


def moved_from_secured(lines: Sequence[Line], secured: Mapping[Line, Decimal] | None = None) -> list[Line]:
    """The lines that move amounts from secured to realised.

    Args:
        secured: how much is secured for a line, in kroner; what it realises beyond that is realised only. Without it
            everything is taken from secured.
    """
    return [
        replace(line, kind=kind, amount=sign * amount)
        for line in lines
        for kind, sign, amount in (
            (Kind.SECURED, -1, line.amount if secured is None else min(line.amount, max(secured[line], ZERO))),
            (Kind.REALISED, 1, line.amount),
        )
        if amount
    ]
