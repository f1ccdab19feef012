"""The trail: who did what, when, from what to what, and why; and a chain over it and every other row that no figure is of."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from savings.models.programmes import Programme


class TrailItem(models.Model):
    """One act on one thing. The application may only read these; the triggers of savings/rules/ write them."""

    at = models.DateTimeField()
    #: None where the database was changed past the application; `actor` is then the role that did.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor = models.CharField(max_length=63, blank=True)
    act = models.CharField(max_length=30)
    subject = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    label = models.CharField(max_length=300)
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, related_name="+")
    #: The columns that changed, before and after; what is made has only an after.
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    why = models.TextField(blank=True)

    class Meta:
        indexes = (
            models.Index(name="trail_of_a_thing", fields=("subject", "subject_id")),
            models.Index(name="trail_by_moment", fields=("at",)),
        )


class TrailLink(models.Model):
    """A link of the trail's chain: rows of one table, as one statement added them, or one row that was changed or deleted.

    `digest` is the SHA-256 of the rows' canonical form, each on a line of its own; `hash` covers all columns before it and the
    hash of the link before. The application may only read these; savings/rules/links.sql says which tables have them.
    """

    position = models.BigIntegerField(primary_key=True)
    table = models.CharField(max_length=63)
    act = models.CharField(max_length=6)
    keys = ArrayField(models.BigIntegerField())
    digest = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
