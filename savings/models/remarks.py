"""What people say of a figure: questions, notes, and what a controller made of each note. Rows are only ever added.

A note that answers a question stands where the question does; the database sees to it. A note counts from its approval by
somebody other than its writer until it is withdrawn, and the database refuses an approval by the writer, too.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from savings.models.organisation import Unit
from savings.models.programmes import Programme
from savings.prices import YEARS
from savings.vocabulary import VOCABULARY, Place

#: What a question or note can be about.
FIGURES = tuple(figure.code for figure in VOCABULARY.at(Place.NOTES))


class FigureText(models.Model):
    """A text at a figure: of the whole programme (`whole`), of a unit, or (neither) of *Ikke fordelt*."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="%(class)ss")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    whole = models.BooleanField(default=False)
    year = models.PositiveSmallIntegerField()
    figure = models.CharField(max_length=30)
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True
        constraints = (
            models.CheckConstraint(name="%(class)s_figure_known", condition=Q(figure__in=FIGURES)),
            models.CheckConstraint(name="%(class)s_year_is_a_year", condition=Q(year__range=YEARS)),
            models.CheckConstraint(name="%(class)s_of_the_whole_has_no_unit", condition=Q(whole=False) | Q(unit__isnull=True)),
            models.CheckConstraint(name="%(class)s_says_something", condition=~Q(text="")),
        )

    def __str__(self) -> str:
        return self.text


class Question(FigureText):
    """A question at a figure."""


class Note(FigureText):
    """A note at a figure; with `question` it is the answer to it."""

    question = models.ForeignKey(Question, models.PROTECT, null=True, blank=True, related_name="answers")


class NoteVerdict(models.Model):
    """A note is approved or rejected by a controller, or withdrawn; an approved one can still be withdrawn later."""

    class Ruling(models.TextChoices):
        APPROVED = "approved"
        REJECTED = "rejected"
        WITHDRAWN = "withdrawn"

    note = models.ForeignKey(Note, models.PROTECT, related_name="verdicts")
    outcome = models.CharField(max_length=9, choices=Ruling)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="note_verdict_once", fields=("note", "outcome")),
            models.CheckConstraint(
                name="note_verdict_outcome_known", condition=Q(outcome__in=("approved", "rejected", "withdrawn"))
            ),
            models.CheckConstraint(name="note_verdict_gives_a_reason", condition=Q(outcome="approved") | ~Q(reason="")),
        )
