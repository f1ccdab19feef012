"""What the database keeps by itself, by triggers: running totals, documents by initiative, and the ledger's head.

Nobody writes these; the application's role may only read them, and `verify_ledger` proves them equal to the postings.
They exist because a status page must be as quick at a million postings as at ten thousand (`make bench`).
"""

from __future__ import annotations

from django.db import models

from savings.models.documents import Document
from savings.models.ledger import CELL, KIND_CHOICES, Entry
from savings.models.organisation import Unit
from savings.models.programmes import Initiative, Programme
from savings.models.querysets import EntryPartQuerySet


class CellSum(models.Model):
    """A sum of approved postings of one cell."""

    # Without the database's own foreign keys: the rows come from postings, which have them, by triggers alone; an import of many
    # lines would check each of them nine times more.
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+", db_constraint=False)
    kind = models.CharField(max_length=30, choices=KIND_CHOICES)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_constraint=False)
    initiative = models.ForeignKey(Initiative, models.PROTECT, null=True, related_name="+", db_constraint=False)
    year = models.PositiveSmallIntegerField()
    price_level = models.PositiveSmallIntegerField(null=True)
    earliest_year = models.PositiveSmallIntegerField(null=True)
    evidenced = models.BooleanField()
    amount = models.DecimalField(max_digits=20, decimal_places=2)
    #: How many lines stand in it; a sum of 0 with lines is said, one without any is not.
    lines = models.IntegerField()

    class Meta:
        abstract = True


#: What tells a cell's sums apart.
CELL_COLUMNS = ("kind", "unit", "initiative", "year", "price_level", "earliest_year", "evidenced")


class Balance(CellSum):
    """The sum of all approved postings of one cell, whatever day they are booked on."""

    class Meta:
        constraints = (
            models.UniqueConstraint(name="balance_one_per_cell", fields=("programme", *CELL_COLUMNS), nulls_distinct=False),
        )
        # What a stated level is held against: without it each level of a file would walk all cells of its kind.
        indexes = (models.Index("programme", *CELL, name="balance_by_cell"),)


class PastBalance(CellSum):
    """The part of it that is booked in one year (`booked_month` 0), or in one month of it: a past day is these and a few days.

    The years come to the balance, and so do the months.
    """

    booked_year = models.PositiveSmallIntegerField()
    booked_month = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="past_balance_one_per_cell_and_time",
                fields=("programme", "booked_year", "booked_month", *CELL_COLUMNS),
                nulls_distinct=False,
            ),
        )


class InitiativeDocument(models.Model):
    """That an approved entry gives this document and page as evidence for realised amounts of this initiative."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    initiative = models.ForeignKey(Initiative, models.PROTECT, null=True, related_name="+")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    page = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    first_booked_on = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="initiative_document_once", fields=("programme", "initiative", "document", "page"), nulls_distinct=False
            ),
        )


class Waiting(models.Model):
    """An entry that is submitted and not yet decided: the controller's list, and the *not counted* of a status."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="waiting")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")

    objects = EntryPartQuerySet["Waiting"].as_manager()


class ProgrammeStamp(models.Model):
    """Drawn anew with every change that only a programme's own pages can show, approvals among them."""

    programme = models.OneToOneField(Programme, models.PROTECT, primary_key=True, related_name="+")
    stamp = models.UUIDField()


class LedgerHead(models.Model):
    """One row: the last link of the ledger's chain and of the trail's, and a revision that grows with every other change a page
    could show.
    """

    position = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    moment = models.DateTimeField(null=True)
    revision = models.BigIntegerField()
    #: Drawn anew with every change that the pages of all programmes can show.
    shared_stamp = models.UUIDField()
    trail_position = models.BigIntegerField()
    trail_hash = models.CharField(max_length=64)

    class Meta:
        constraints = (models.CheckConstraint(name="ledgerhead_is_one_row", condition=models.Q(id=1)),)
