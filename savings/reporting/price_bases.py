"""The price bases of programmes: the one that holds on a day, all there are, and those that wait."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from savings.models import PriceBasis, User
from savings.models.visibility import select_price_bases
from savings.projections.price_bases import PriceBasisFacts
from savings.reporting.documents import facts_of

_RELATED = ("decision", "recorded_by", "approval__by")


def read_basis(programme: int, as_of: date, *, link: int | None = None) -> PriceBasisFacts | None:
    """The price basis of a programme (row number) on a day; None where it has none. One query.

    Args:
        link: the link up to which approvals count; None for all.
    """
    rows = PriceBasis.objects.filter(programme=programme).approved(link=link).as_of(as_of)
    row = rows.select_related(*_RELATED).holding_last().last()
    return _facts(row) if row else None


def read_levels(programmes: Iterable[int], as_of: date) -> dict[int, int]:
    """The level of the price basis that each programme (row numbers) has on a day, those without one left out; one query."""
    rows = PriceBasis.objects.filter(programme__in=list(programmes)).approved().as_of(as_of).holding_last()
    return dict(rows.values_list("programme_id", "level"))


def find_level(programme: int, as_of: date, *, link: int | None = None) -> int | None:
    """The level of the price basis that a programme (row number) has on a day; None where it has none. One query."""
    rows = PriceBasis.objects.filter(programme=programme).approved(link=link).as_of(as_of).holding_last()
    return rows.values_list("level", flat=True).last()


def read_bases(programme: int, person: User) -> tuple[PriceBasisFacts, ...]:
    """The price bases of a programme (row number) that the person may see, the latest first day first; one query."""
    rows = select_price_bases(person).filter(programme=programme).select_related(*_RELATED).order_by("-valid_from", "-pk")
    return tuple(_facts(row) for row in rows)


def read_waiting_bases() -> tuple[tuple[str, str, PriceBasisFacts], ...]:
    """Each price basis that nobody has approved, with its programme's slug and name, the oldest first; one query."""
    rows = PriceBasis.objects.waiting().select_related("programme", *_RELATED).order_by("pk")
    return tuple((row.programme.slug, row.programme.name, _facts(row)) for row in rows)


def _facts(row: PriceBasis) -> PriceBasisFacts:
    approval, decision = getattr(row, "approval", None), facts_of(row.decision)
    assert decision is not None  # the foreign key is not null
    return PriceBasisFacts(
        number=row.pk, level=row.level, decision=decision, page=row.page, valid_from=row.valid_from,
        recorder=row.recorded_by.get_username(), recorded_by=row.recorded_by.display_name(), recorded_at=row.recorded_at,
        approved_by=approval.by.display_name() if approval else None, approved_at=approval.at if approval else None,
    )  # fmt: skip
