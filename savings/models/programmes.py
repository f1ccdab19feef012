"""Programmes, the units that take part, the initiatives within them, and milestones."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from savings.models.codes import choices, codes
from savings.models.documents import Document
from savings.models.organisation import Unit
from savings.models.prices import PriceSeries
from savings.vocabulary import Duration, Horizon, Stage


class Programme(models.Model):
    """What was decided (*program*), e.g. Fælles Borgerservice Valby. Blank and null mean *not stated by the source*."""

    class Precision(models.TextChoices):
        DAY = "day"
        MONTH = "month"
        YEAR = "year"

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    case_number = models.CharField(max_length=60, blank=True)
    document_number = models.CharField(max_length=60, blank=True)
    addressee = models.CharField(max_length=200, blank=True)
    case_officer = models.CharField(max_length=200, blank=True)
    full_effect_year = models.PositiveSmallIntegerField()
    #: Why the year is read so; empty where the source says it outright.
    full_effect_year_reading = models.TextField(blank=True)
    first_year = models.PositiveSmallIntegerField(null=True, blank=True)
    last_year = models.PositiveSmallIntegerField(null=True, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    opened_precision = models.CharField(max_length=5, choices=Precision, default=Precision.DAY)
    price_series = models.ForeignKey(PriceSeries, models.PROTECT, null=True, blank=True)
    #: Made up, to show Valby with; every face says so.
    is_example = models.BooleanField(default=False)
    units = models.ManyToManyField(Unit, through="ProgrammeUnit", related_name="programmes")

    class Meta:
        constraints = (
            models.CheckConstraint(name="programme_has_a_name", condition=~Q(slug="") & ~Q(name="")),
            models.CheckConstraint(
                name="programme_full_effect_year_is_a_year", condition=Q(full_effect_year__range=(1900, 2199))
            ),
            models.CheckConstraint(
                name="programme_ends_after_it_begins",
                condition=Q(first_year__isnull=True) | Q(last_year__isnull=True) | Q(last_year__gte=F("first_year")),
            ),
        )

    def __str__(self) -> str:
        return self.name


class ProgrammeUnit(models.Model):
    """A unit that takes part in a programme; it has a row in the tables also when nothing is posted on it."""

    programme = models.ForeignKey(Programme, models.PROTECT)
    unit = models.ForeignKey(Unit, models.PROTECT)

    class Meta:
        constraints = (models.UniqueConstraint(name="programme_unit_once", fields=("programme", "unit")),)


class Initiative(models.Model):
    """One way to save within a programme (*indsats*); it may have no money. Blank means *not stated*."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="initiatives")
    name = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True)
    responsible = models.CharField(max_length=200, blank=True)
    horizon = models.CharField(max_length=30, choices=choices(Horizon), blank=True)
    duration = models.CharField(max_length=30, choices=choices(Duration), blank=True)
    #: Why the duration is read so; empty where the source says it outright.
    duration_reading = models.TextField(blank=True)
    stage = models.CharField(max_length=30, choices=choices(Stage), blank=True)
    #: What the saving is counted against, in the source's words.
    baseline = models.TextField(blank=True)
    #: It came with an entry: until an approved one stands on it, it is for those alone who follow that entry.
    is_proposed = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="initiative_name_once_in_a_programme", fields=("programme", "name")),
            models.CheckConstraint(name="initiative_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(name="initiative_horizon_known", condition=Q(horizon__in=("", *codes(Horizon)))),
            models.CheckConstraint(name="initiative_duration_known", condition=Q(duration__in=("", *codes(Duration)))),
            models.CheckConstraint(name="initiative_stage_known", condition=Q(stage__in=("", *codes(Stage)))),
        )

    def __str__(self) -> str:
        return self.name


class Milestone(models.Model):
    """Something that shall happen in a programme, due in the source's own words (*foråret 2009* is no date)."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="milestones")
    title = models.CharField(max_length=300)
    due = models.CharField(max_length=100)
    due_by = models.DateField(null=True, blank=True)
    source = models.ForeignKey(Document, models.PROTECT, null=True, blank=True)

    class Meta:
        constraints = (models.CheckConstraint(name="milestone_says_what_and_when", condition=~Q(title="") & ~Q(due="")),)

    def __str__(self) -> str:
        return f"{self.title} ({self.due})"
