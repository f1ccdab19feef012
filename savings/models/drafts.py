"""Drafts: what somebody is typing, exactly as typed. They are no ledger rows and count for nothing."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from savings.models.ledger import Entry
from savings.models.programmes import Programme


class Draft(models.Model):
    """An entry that is being written. Its id is the entry's key, so that sending it twice records one entry."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="drafts")
    #: One of `Act`: which form it is typed into.
    act = models.CharField(max_length=30)
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True)
    #: The entry that is put right or taken up again.
    about = models.ForeignKey(Entry, models.PROTECT, null=True, blank=True, related_name="+")
    #: The texts of the fields by name, as lists, and what the steps have found out.
    answers = models.JSONField(default=dict)
    #: Grows with each saving, so that a second window cannot overwrite what it has not seen.
    version = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    #: The entry it became.
    entry = models.OneToOneField(Entry, models.PROTECT, null=True, blank=True, related_name="draft")
