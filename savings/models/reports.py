"""Published reports: a status frozen with its date, its link of the ledger and its figures. Rows are only ever added."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from savings.models.documents import SHA256
from savings.models.ledger import YEARS
from savings.models.organisation import Unit
from savings.models.programmes import Programme


class Report(models.Model):
    """A status that somebody proposes to publish: of which programme, as of when, of which year and in which prices."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="reports")
    title = models.CharField(max_length=200)
    as_of = models.DateField()
    year = models.PositiveSmallIntegerField()
    price_level = models.PositiveSmallIntegerField(null=True, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    composed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    composed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(name="report_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(name="report_year_is_a_year", condition=Q(year__range=YEARS)),
            models.CheckConstraint(
                name="report_price_level_is_a_year", condition=Q(price_level__isnull=True) | Q(price_level__range=YEARS)
            ),
        )
        indexes = (models.Index(name="report_by_date", fields=("programme", "as_of")),)

    def __str__(self) -> str:
        return self.title


class Publication(models.Model):
    """Somebody other than its composer let a report out.

    The database sets `position` and `hash` to the ledger's head of that moment, and freezes the programme's sums as of the
    report's date in `sums`: rows of kind, unit, initiative, year, price level, earliest year, evidenced and kroner (text).
    `verify_ledger` proves them equal to the postings up to that link.
    """

    report = models.OneToOneField(Report, models.PROTECT, primary_key=True, related_name="publication")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    position = models.BigIntegerField()
    hash = models.CharField(max_length=64, blank=True)
    sums = models.JSONField()

    class Meta:
        constraints = (
            models.CheckConstraint(name="publication_names_the_head", condition=Q(position=0) | Q(hash__regex=SHA256)),
        )
