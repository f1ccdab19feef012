"""Reports: what is being written, what is proposed, and what is published and frozen. All but drafts are only ever added."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from savings.models.documents import SHA256
from savings.models.organisation import Unit
from savings.models.people import User
from savings.models.programmes import Programme
from savings.prices import YEARS
from savings.roles import Role


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
    #: A `savings.manuscript.Manuscript` in its plain form; None is a status without a text of its own.
    content = models.JSONField(null=True, blank=True)
    #: Whether only those with an account may read it (*lukket punkt*).
    closed = models.BooleanField(default=True)
    supersedes = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="versions")
    reason = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(name="report_says_why_it_supersedes", condition=Q(supersedes=None) | ~Q(reason="")),
            models.CheckConstraint(name="report_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(name="report_year_is_a_year", condition=Q(year__range=YEARS)),
            models.CheckConstraint(
                name="report_price_level_is_a_year", condition=Q(price_level__isnull=True) | Q(price_level__range=YEARS)
            ),
        )
        indexes = (models.Index(name="report_by_date", fields=("programme", "as_of")),)

    def __str__(self) -> str:
        return self.title


class ReportProgramme(models.Model):
    """A programme that a report tells of besides its main one."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="beside")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(name="report_names_a_programme_once", fields=("report", "programme")),)


class Acknowledgement(models.Model):
    """Somebody puts a name and a reason to a finding of the check, and so lets the report go out with it."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="acknowledgements")
    #: `Finding.key`: it holds for the very words it was given for.
    key = models.CharField(max_length=24)
    excerpt = models.TextField(blank=True)
    said = models.TextField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(name="acknowledgement_has_a_reason", condition=~Q(reason="")),
            models.UniqueConstraint(name="acknowledgement_once_per_finding", fields=("report", "key")),
        )


class ReportRefusal(models.Model):
    """A proposed report was sent back by somebody else, or taken back by its composer; it will not be published."""

    report = models.OneToOneField(Report, models.PROTECT, primary_key=True, related_name="refusal")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField()

    class Meta:
        constraints = (models.CheckConstraint(name="report_refusal_has_a_reason", condition=~Q(reason="")),)


class Publication(models.Model):
    """Somebody other than its composer let a report out.

    The database sets `position` and `hash` to the ledger's head of that moment, and freezes the programme's sums as of the
    report's date in `sums`: rows of kind, unit, initiative, year, price level, earliest year, evidenced, kroner (text)
    and the number of standing lines. `verify_ledger` proves them equal to the postings up to that link.
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


class Paper(models.Model):
    """The PDF of a published report, and the facts beside its figures as they stood: names, documents, notes.

    The figures are not in `facts`: whoever makes the file again takes them from the ledger.
    """

    publication = models.OneToOneField(Publication, models.PROTECT, primary_key=True, related_name="paper")
    facts = models.JSONField()
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    #: Which version set it; another may break its lines elsewhere.
    made_with = models.CharField(max_length=100)

    class Meta:
        constraints = (models.CheckConstraint(name="paper_has_its_digest", condition=Q(sha256__regex=SHA256)),)


class ReportDraft(models.Model):
    """A report that is being written, exactly as typed, by finance staff and controllers together. It counts for nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    #: The fields of the composer by name, and its parts, as texts.
    typed = models.JSONField(default=dict)
    #: Grows with each saving, so that a second window cannot overwrite what it has not seen.
    version = models.PositiveIntegerField(default=0)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    #: The published report it shall take the place of, and why.
    supersedes = models.ForeignKey(Report, models.PROTECT, null=True, blank=True, related_name="+")
    #: The proposal it became.
    report = models.OneToOneField(Report, models.PROTECT, null=True, blank=True, related_name="draft")

    def can_be_discarded_by(self, person: User) -> bool:
        """Whether the person may throw it away: whoever began it, and controllers."""
        return Role.CONTROLLER in person.roles or (self.begun_by_id == person.pk and Role.FINANCE in person.roles)
