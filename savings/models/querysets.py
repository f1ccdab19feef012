"""Filters that many questions share: what is approved, what waits, and what counts as of a day. They chain."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


class ApprovableQuerySet(models.QuerySet[Row]):
    """Rows of something that counts once somebody has approved it; `path` leads from a row to that thing."""

    path: ClassVar[str] = ""

    def approved(self, *, link: int | None = None) -> Self:
        """Only what is approved.

        Args:
            link: only what was approved up to this link of the chain.
        """
        if link is not None:
            return self._at(approval__position__lte=link)
        return self._at(approval__isnull=False)

    def _at(self, **limits: Any) -> Self:
        return self.filter(**{f"{self.path}{name}": value for name, value in limits.items()})


class EntryQuerySet(ApprovableQuerySet[Row]):
    """Entries."""

    def as_of(self, day: date) -> Self:
        """Only what is booked on or before the day."""
        return self._at(booked_on__lte=day)

    def of_programme(self, slug: str) -> Self:
        """Only what is of the programme with that slug."""
        return self._at(programme__slug=slug)

    def waiting(self) -> Self:
        """Only what is submitted and not yet decided."""
        return self._at(waiting__isnull=False)

    def refused(self) -> Self:
        """Only what a controller sent back or its recorder withdrew."""
        return self._at(refusal__isnull=False)


class EntryPartQuerySet(EntryQuerySet[Row]):
    """Rows that belong to an entry: its lines, statements and evidence, and its place among what waits."""

    path = "entry__"


class PostingQuerySet(EntryPartQuerySet[Row]):
    """Lines of entries, each with a day of its own."""

    def as_of(self, day: date) -> Self:
        """Only lines that count on the day."""
        return self.filter(booked_on__lte=day)


class ReleaseQuerySet(ApprovableQuerySet[Row]):
    """Releases of price points."""

    def waiting(self) -> Self:
        """Only what nobody has approved."""
        return self._at(approval__isnull=True)


class PriceBasisQuerySet(ReleaseQuerySet[Row]):
    """Price bases of programmes."""

    def as_of(self, day: date) -> Self:
        """Only those that hold from the day or an earlier one."""
        return self.filter(valid_from__lte=day)

    def holding_last(self) -> Self:
        """The one that holds comes last: by first day, then by the order of approval."""
        return self.order_by("valid_from", "approval__position")


class PricePointQuerySet(ApprovableQuerySet[Row]):
    """Points of a release."""

    path = "release__"
