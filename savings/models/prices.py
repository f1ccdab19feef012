"""Price and wage series: yearly changes, released with four eyes and never changed afterwards."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from savings.models.querysets import PricePointQuerySet, ReleaseQuerySet


class PriceSeries(models.Model):
    """A price and wage index, e.g. the state's general one. An office can hold several, each with its source."""

    name = models.CharField(max_length=200, unique=True)
    source = models.TextField()

    class Meta:
        constraints = (models.CheckConstraint(name="price_series_names_its_source", condition=~Q(name="") & ~Q(source="")),)

    def __str__(self) -> str:
        return self.name


class PriceRelease(models.Model):
    """A set of points recorded together. It counts once somebody other than its recorder has approved it.

    One that was announced later takes the place of an earlier one of the same year from that day on; both remain. Of two of
    one day the one approved last holds: so a slip is mended.
    """

    series = models.ForeignKey(PriceSeries, models.PROTECT, related_name="releases")
    note = models.TextField(blank=True)
    #: The day on which its source announced the changes.
    announced_on = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = ReleaseQuerySet["PriceRelease"].as_manager()

    def __str__(self) -> str:
        return f"{self.pk} {self.note}".strip()


class PricePoint(models.Model):
    """The change in per cent from the year before to `year`."""

    release = models.ForeignKey(PriceRelease, models.PROTECT, related_name="points")
    year = models.PositiveSmallIntegerField()
    change = models.DecimalField(max_digits=7, decimal_places=4)
    #: The part of the change that corrects the level of the years before; the rest is an estimate. None: given as one number.
    correction = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)

    objects = PricePointQuerySet["PricePoint"].as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="price_point_once_in_a_release", fields=("release", "year")),
            models.CheckConstraint(name="price_point_year_is_a_year", condition=Q(year__range=(1900, 2199))),
            models.CheckConstraint(name="price_point_leaves_a_price", condition=Q(change__gt=-100)),
        )

    def __str__(self) -> str:
        return f"{self.year}: {self.change} %"
