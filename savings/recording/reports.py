"""Publishing a status: one person composes it, another lets it out, and the database freezes its figures."""

from __future__ import annotations

from datetime import date, datetime

from savings.models import Programme, Publication, Report, Unit, User
from savings.recording.permits import require
from savings.recording.refusals import AlreadyPublished, ledger_act
from savings.roles import Role


def compose(
    *, programme: Programme, title: str, as_of: date, year: int, by: User, at: datetime, price_level: int | None = None,
    unit: Unit | None = None,
) -> Report:  # fmt: skip
    """Propose a status to be published.

    Args:
        as_of: entries booked on or before it count; those approved later than the publication never will in this report.

    Raises:
        NotYourRole: when `by` is neither finance staff nor a controller.
        ValueError: when it has no title.
    """
    if not title.strip():
        raise ValueError("a report has a title")
    require(by, Role.FINANCE, Role.CONTROLLER)
    with ledger_act(by, at):
        return Report.objects.create(
            programme=programme, title=title, as_of=as_of, year=year, price_level=price_level, unit=unit,
            composed_by=by, composed_at=at,
        )  # fmt: skip


def publish(*, report: Report, by: User, at: datetime) -> Publication:
    """Let a report out as the ledger stands now.

    Raises:
        NotYourRole: when `by` is no controller.
        AlreadyPublished: when it is out.
        OwnReport: when `by` composed it.
    """
    require(by, Role.CONTROLLER)
    with ledger_act(by, at):
        if Publication.objects.filter(report=report).exists():
            raise AlreadyPublished
        # Link, hash and sums are set by the database; what stands here never gets into the row.
        made = Publication.objects.create(report=report, by=by, at=at, position=0, hash="", sums=[])
        made.refresh_from_db()
        return made
