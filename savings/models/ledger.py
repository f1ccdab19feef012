"""The ledger: entries and their lines, and what people did with them. Rows are only ever added.

The invariant: an entry's rows are written once, together; it counts from the moment an `Approval` by somebody else
than its recorder links it into the hash chain; nothing of it changes after that. The application's database role may
only SELECT and INSERT here, and triggers refuse UPDATE and DELETE to everybody (savings/rules/).
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from savings.models.codes import choices, codes
from savings.models.documents import SHA256, Document
from savings.models.organisation import Unit
from savings.models.price_bases import PriceBasis
from savings.models.prices import PriceRelease
from savings.models.programmes import Initiative, Programme
from savings.models.querysets import EntryPartQuerySet, EntryQuerySet, PostingQuerySet
from savings.prices import YEARS
from savings.vocabulary import DECIDED_ACTS, VOCABULARY, Act, Kind

KIND_CHOICES = [(kind.value, kind.value) for kind in Kind]
#: The kinds that may be known only by their ends.
BANDED = [figure.code for figure in VOCABULARY.kinds.values() if figure.is_banded]
_BAND = Q(earliest_year__isnull=True) | Q(earliest_year__gte=YEARS[0], earliest_year__lt=F("year"), kind__in=BANDED)
#: What finds the lines of one cell. "Is not distinct" knows no index, so that nobody stands as 0.
CELL = (Coalesce("initiative", 0), Coalesce("unit", 0), F("year"), F("kind"))


class Entry(models.Model):
    """One recorded act (*bilag*): its lines, what it rests on, who recorded it and from which day it counts."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="entries")
    act = models.CharField(max_length=30, choices=choices(Act), default=Act.RECORD.value)
    text = models.TextField(blank=True)
    #: What in it is our reading of the source; empty where the source says it outright.
    reading = models.TextField(blank=True)
    decision = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="entries")
    page = models.CharField(max_length=40, blank=True)
    booked_on = models.DateField()
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrections")
    reason = models.TextField(blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="recorded_entries")
    recorded_at = models.DateTimeField()
    #: Made with the form that records the entry, so that sending it twice records one.
    key = models.UUIDField(null=True, blank=True, unique=True)

    objects = EntryQuerySet["Entry"].as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(name="entry_act_known", condition=Q(act__in=codes(Act))),
            models.CheckConstraint(
                name="entry_names_its_decision", condition=~Q(act__in=codes(DECIDED_ACTS)) | Q(decision__isnull=False)
            ),
            models.CheckConstraint(
                name="entry_correction_names_the_corrected",
                condition=Q(act="correction", corrects__isnull=False) | (~Q(act="correction") & Q(corrects__isnull=True)),
            ),
            models.CheckConstraint(name="entry_correction_gives_a_reason", condition=~Q(act="correction") | ~Q(reason="")),
            models.CheckConstraint(name="entry_booked_in_living_memory", condition=Q(booked_on__year__range=YEARS)),
        )
        indexes = (
            models.Index(name="entry_by_booking", fields=("programme", "booked_on")),
            models.Index(name="entry_by_decision", fields=("programme", "decision")),
            models.Index(name="entry_with_a_reading", fields=("programme",), condition=~Q(reading="")),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.text}".strip()


class Posting(models.Model):
    """One line of an entry (*postering*): in `year`, costs differ from the baseline by `amount` kroner. A line of 0 says that
    it is 0.

    `booked_on`, `evidenced`, `lines` and `derived` are the database's own (savings/rules/entries.sql): whatever a client
    says of them is written over.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="postings")
    kind = models.CharField(max_length=30, choices=KIND_CHOICES)
    #: None is *Ikke fordelt*: the source does not divide the amount between units.
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True)
    initiative = models.ForeignKey(Initiative, models.PROTECT, null=True, blank=True)
    year = models.PositiveSmallIntegerField()
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    #: The year in whose prices the amount is stated; None where the source does not say.
    price_level = models.PositiveSmallIntegerField(null=True, blank=True)
    #: For a plan of which only the ends are known: the first year in which part of it may come.
    earliest_year = models.PositiveSmallIntegerField(null=True, blank=True)
    #: In a correction: the entry whose line this one takes back. Its evidence is that entry's.
    takes_back = models.ForeignKey(Entry, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(blank=True)
    #: The day the line counts from: its entry's. Only a derived line may have a later one, that of a stated level.
    booked_on = models.DateField()
    #: Whether its entry shows it to be true (of realised amounts alone); a line that takes back is as the line it takes back.
    evidenced = models.BooleanField(default=False)
    #: How many standing lines it adds to what is said there: 1, and -1 where it takes one back.
    lines = models.SmallIntegerField(default=1)
    #: Whether the database worked it out at the approval, because of a stated level.
    derived = models.BooleanField(default=False)

    objects = PostingQuerySet["Posting"].as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(name="posting_kind_known", condition=Q(kind__in=codes(Kind))),
            models.CheckConstraint(name="posting_year_is_a_year", condition=Q(year__range=YEARS)),
            models.CheckConstraint(
                name="posting_price_level_is_a_year", condition=Q(price_level__isnull=True) | Q(price_level__range=YEARS)
            ),
            models.CheckConstraint(name="posting_band_ends_after_it_begins", condition=_BAND),
        )
        indexes = (
            models.Index(*CELL, "booked_on", name="posting_by_cell"),
            models.Index(name="posting_derived_by_booking", fields=("booked_on",), condition=Q(derived=True)),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.year}: {self.amount}"


class StatedLevel(models.Model):
    """What an entry states that a cell stands at, in kroner: from the entry's day until the next stated level of the cell.

    Several of one entry and cell are the parts of one level, such as those in two price levels. What has to be posted for it
    is worked out at the approval (savings/rules/levels.sql).
    """

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="levels")
    kind = models.CharField(max_length=30, choices=KIND_CHOICES)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    initiative = models.ForeignKey(Initiative, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    price_level = models.PositiveSmallIntegerField(null=True, blank=True)
    earliest_year = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField(blank=True)

    objects = EntryPartQuerySet["StatedLevel"].as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(name="level_kind_known", condition=Q(kind__in=codes(Kind))),
            models.CheckConstraint(name="level_year_is_a_year", condition=Q(year__range=YEARS)),
            models.CheckConstraint(
                name="level_price_level_is_a_year", condition=Q(price_level__isnull=True) | Q(price_level__range=YEARS)
            ),
            models.CheckConstraint(name="level_band_ends_after_it_begins", condition=_BAND),
        )
        indexes = (models.Index(*CELL, name="level_by_cell"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.year}: {self.amount}"


class Statement(models.Model):
    """A line of an entry that says something without an amount, e.g. SUF's saving across all its offices (ØU 377/2007)."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="statements")
    kind = models.CharField(max_length=30, choices=KIND_CHOICES)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True)
    initiative = models.ForeignKey(Initiative, models.PROTECT, null=True, blank=True)
    text = models.TextField()

    objects = EntryPartQuerySet["Statement"].as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(name="statement_kind_known", condition=Q(kind__in=codes(Kind))),
            models.CheckConstraint(name="statement_says_something", condition=~Q(text="")),
        )

    def __str__(self) -> str:
        return f"{self.kind}: {self.text}"


class Evidence(models.Model):
    """A document that shows the entry's amounts to be true, with the page where it does."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="evidence")
    document = models.ForeignKey(Document, models.PROTECT, related_name="evidence")
    page = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)

    objects = EntryPartQuerySet["Evidence"].as_manager()


class Submission(models.Model):
    """The recorder sends the entry to be vouched for; its lines are final from here on."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="submission")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Refusal(models.Model):
    """The entry will not count: a controller sent it back, or its recorder withdrew it."""

    class Outcome(models.TextChoices):
        REJECTED = "rejected"
        WITHDRAWN = "withdrawn"

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="refusal")
    outcome = models.CharField(max_length=9, choices=Outcome)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(name="refusal_outcome_known", condition=Q(outcome__in=("rejected", "withdrawn"))),
            models.CheckConstraint(name="refusal_rejection_gives_a_reason", condition=~Q(outcome="rejected") | ~Q(reason="")),
        )


class Approval(models.Model):
    """A link of the chain: somebody else vouched for an entry, for a release of price points, or for a price basis.

    `hash` covers the canonical content of what was approved and `previous_hash`, so that no earlier link can be
    changed, removed or added without every later one showing it.
    """

    position = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, models.PROTECT, null=True, blank=True, related_name="approval")
    release = models.OneToOneField(PriceRelease, models.PROTECT, null=True, blank=True, related_name="approval")
    basis = models.OneToOneField(PriceBasis, models.PROTECT, null=True, blank=True, related_name="approval")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    #: The form of the canonical content (savings/chain.py); it is part of what is hashed.
    version = models.PositiveSmallIntegerField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = (
            models.CheckConstraint(name="approval_position_counts_from_one", condition=Q(position__gte=1)),
            models.CheckConstraint(
                name="approval_is_of_one_thing",
                condition=Q(entry__isnull=False, release__isnull=True, basis__isnull=True)
                | Q(entry__isnull=True, release__isnull=False, basis__isnull=True)
                | Q(entry__isnull=True, release__isnull=True, basis__isnull=False),
            ),
            models.CheckConstraint(
                name="approval_carries_its_hashes", condition=Q(hash__regex=SHA256) & Q(previous_hash__regex=SHA256)
            ),
        )

    def __str__(self) -> str:
        return f"{self.position} {self.hash[:12]}"


class Closing(models.Model):
    """The books are closed through a date, for one programme or (None) for all: nothing may be booked on or before it."""

    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="closings")
    through = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField()
    round = models.ForeignKey("Round", models.PROTECT, null=True, blank=True, related_name="closings")

    class Meta:
        constraints = (models.CheckConstraint(name="closing_gives_a_reason", condition=~Q(reason="")),)

    def __str__(self) -> str:
        return f"{self.through} {self.reason}"
