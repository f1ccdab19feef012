"""Rounds (*opfølgningsrunder*): units confirm their figures by a date, and the books close. Rows are only ever added."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from savings.models.ledger import Closing, Entry
from savings.models.organisation import Unit
from savings.models.programmes import Initiative, Programme
from savings.prices import YEARS


class Round(models.Model):
    """A follow-up of one year's figures: what is booked through the cut-off date is confirmed, then closed."""

    name = models.CharField(max_length=200, unique=True)
    #: The year whose figures the units confirm and forecast.
    year = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    cut_off = models.DateField()
    answer_by = models.DateField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(name="round_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(name="round_year_is_a_year", condition=Q(year__range=YEARS)),
            models.CheckConstraint(name="round_ends_after_it_begins", condition=Q(cut_off__gte=F("starts_on"))),
        )

    def __str__(self) -> str:
        return self.name


class RoundTask(models.Model):
    """That a unit shall answer for its part of a programme in a round."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="tasks")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(name="round_task_once", fields=("round", "programme", "unit")),)


class RoundReply(models.Model):
    """A unit confirms its figures as they stood at `position` of the ledger. The latest reply is the one that stands."""

    task = models.ForeignKey(RoundTask, models.PROTECT, related_name="replies")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    position = models.BigIntegerField()
    #: The entry with the unit's new forecast; None where it stays as it was.
    forecast = models.ForeignKey(Entry, models.PROTECT, null=True, blank=True, related_name="+")
    #: Whether the unit was behind its plan; then the two texts are required.
    behind = models.BooleanField()
    explanation = models.TextField(blank=True)
    mitigation = models.TextField(blank=True)
    #: Which of the programme's initiatives the two texts are about; None is the unit as a whole.
    initiative = models.ForeignKey(Initiative, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="round_reply_explains_a_delay", condition=Q(behind=False) | (~Q(explanation="") & ~Q(mitigation=""))
            ),
        )


class RoundReminder(models.Model):
    """That somebody was reminded of a task; `address` is empty where the reminder stands in the application only."""

    task = models.ForeignKey(RoundTask, models.PROTECT, related_name="reminders")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reminders")
    address = models.EmailField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()


class RoundClosing(models.Model):
    """The round is over; each of its programmes has a `Closing` through the cut-off date."""

    round = models.OneToOneField(Round, models.PROTECT, primary_key=True, related_name="closing")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField()

    class Meta:
        constraints = (models.CheckConstraint(name="round_closing_gives_a_reason", condition=~Q(reason="")),)


class BookingException(models.Model):
    """A named person may still record into a closed period, until a day, for a reason."""

    closing = models.ForeignKey(Closing, models.PROTECT, related_name="exceptions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="booking_exceptions")
    until = models.DateField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(name="booking_exception_gives_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="booking_exception_is_not_for_oneself", condition=~Q(person=F("by"))),
        )
