"""A programme's price basis: set by a decision, counted once somebody else has approved it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from savings.models import Document, PriceBasis, Programme, User
from savings.recording.acting import ledger_act
from savings.recording.permissions import require_role
from savings.recording.refusals import NoDatedDecision
from savings.recording.register import register_document
from savings.roles import Role


@dataclass(frozen=True, kw_only=True)
class NewPriceBasis:
    """A price basis to be recorded.

    Attributes:
        level: the year in whose prices the programme is shown.
        reference: the decision that says so; `page` is where. One that nobody has registered is registered with its day.
        decided_on: the decision's day; it may be left out where the decision is registered with it.
        valid_from: the first day from which statuses are shown in it.
    """

    programme: Programme
    level: int
    reference: str
    valid_from: date
    decided_on: date | None = None
    page: str = ""


def record_basis(new: NewPriceBasis, *, by: User, at: datetime) -> PriceBasis:
    """Record a price basis. It counts once somebody else approves it.

    The same basis, sent again by the same person while it waits, is the one that is there.

    Raises:
        NotYourRole: when `by` is neither finance staff nor controller.
        NoDatedDecision: when the document is no decision, or its date is not known; nothing is written.
    """
    require_role(by, Role.FINANCE, Role.CONTROLLER)
    with ledger_act(by, at):
        facts = {
            "programme": new.programme, "level": new.level, "decision": _find_decision(new, by, at), "page": new.page,
            "valid_from": new.valid_from,
        }  # fmt: skip
        waiting = PriceBasis.objects.waiting().filter(**facts, recorded_by=by).first()
        return waiting or PriceBasis.objects.create(**facts, recorded_by=by, recorded_at=at)


def _find_decision(new: NewPriceBasis, by: User, at: datetime) -> Document:
    """The decision of that reference, registered where it is new."""
    decision = Document.objects.filter(reference=new.reference).first()
    if decision is None and new.decided_on is not None:
        facts = {"sort": Document.Sort.DECISION, "decided_on": new.decided_on}
        return register_document(reference=new.reference, by=by, at=at, **facts)
    if decision is None or decision.sort != Document.Sort.DECISION or decision.decided_on is None:
        raise NoDatedDecision(new.reference)
    return decision
