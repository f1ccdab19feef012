"""Realising what was secured: one entry moves it, so that no krone stands in two places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from savings.kinds import Kind
from savings.models import Document, Entry, Programme, User
from savings.recording.lines import Line, Proof
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
    moved = [
        replace(line, kind=kind, amount=sign * line.amount)
        for line in lines
        for kind, sign in ((Kind.SECURED, -1), (Kind.REALISED, 1))
    ]
    return record(
        programme=programme, lines=moved, by=by, at=at, booked_on=booked_on, act=Entry.Act.REALISE,
        text=text, decision=decision, page=page, evidence=evidence, key=key,
    )  # fmt: skip
