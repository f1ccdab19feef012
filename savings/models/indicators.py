"""Effects that are not money: indicators with a baseline, and what was observed. They are never added to the amounts."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from savings.models.documents import Document
from savings.models.programmes import Initiative, Programme


class Indicator(models.Model):
    """Something a programme should change besides money, e.g. enquiries from pensioners. Blank and null mean *not stated*."""

    class Direction(models.TextChoices):
        FEWER = "fewer"
        MORE = "more"

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="indicators")
    initiative = models.ForeignKey(Initiative, models.PROTECT, null=True, blank=True)
    name = models.CharField(max_length=200)
    #: What is counted, e.g. *henvendelser pr. måned*.
    measure = models.CharField(max_length=100, blank=True)
    #: Which way is the good one.
    wanted = models.CharField(max_length=5, choices=Direction, blank=True)
    #: What it is held against: a number, or the source's words where it gives none.
    baseline = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    baseline_said = models.CharField(max_length=300, blank=True)
    source = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(name="indicator_name_once_in_a_programme", fields=("programme", "name")),
            models.CheckConstraint(name="indicator_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(name="indicator_direction_known", condition=Q(wanted__in=("", "fewer", "more"))),
        )

    def __str__(self) -> str:
        return self.name


class Observation(models.Model):
    """What somebody observed of an indicator: a number, or words where the source gives none. Never changed.

    It counts once somebody else has confirmed it; of two of one day the one recorded later stands.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="observations")
    observed_on = models.DateField()
    value = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    said = models.CharField(max_length=300, blank=True)
    source = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    page = models.CharField(max_length=40, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(name="observation_says_something", condition=Q(value__isnull=False) | ~Q(said="")),)

    def __str__(self) -> str:
        return f"{self.observed_on}: {self.said if self.value is None else self.value}"


class Confirmation(models.Model):
    """Somebody other than its recorder confirmed an observation; the database holds them to it."""

    observation = models.OneToOneField(Observation, models.PROTECT, primary_key=True, related_name="confirmation")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
