"""A programme's price basis: the price level it is shown in from a day on, set by a decision and approved by a second person."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from savings.models.documents import Document
from savings.models.programmes import Programme
from savings.models.querysets import PriceBasisQuerySet

YEARS = (1900, 2199)


class PriceBasis(models.Model):
    """The level that a programme is shown in unless another is asked for. It counts once somebody else has approved it.

    Of those that count on a day the one with the latest first day holds, of several of one day the one approved last.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="price_bases")
    level = models.PositiveSmallIntegerField()
    decision = models.ForeignKey(Document, models.PROTECT, related_name="price_bases")
    page = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = PriceBasisQuerySet["PriceBasis"].as_manager()

    class Meta:
        constraints = (models.CheckConstraint(name="price_basis_level_is_a_year", condition=Q(level__range=YEARS)),)

    def __str__(self) -> str:
        return f"{self.programme_id} {self.level} {self.valid_from}"
