"""The trail: who did what, when, from what to what, and why; written by triggers in the transaction of the act."""

from __future__ import annotations

from django.conf import settings
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
