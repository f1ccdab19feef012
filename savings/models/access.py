"""Who came in, who was refused, and how often: counts by person, address and hour, and what locks the log-in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class AccessSort(models.TextChoices):
    """What is counted. `REFUSED` is a page that was not for the person; `LOCKED` is a log-in that the lock refused."""

    LOGGED_IN = "logged_in"
    FAILED = "failed"
    LOCKED = "locked"
    REFUSED = "refused"
    UNLOCKED = "unlocked"


class AccessCount(models.Model):
    """How often one sort of thing happened to one person from one address within an hour; the first, tenth, … is in the trail."""

    sort = models.CharField(max_length=9, choices=AccessSort)
    #: None for a name that no account has.
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    #: Of IPv6 the network; empty where it is unknown, or where there are too many of them to tell.
    address = models.CharField(max_length=43, blank=True)
    #: The name of the page that refused.
    page = models.CharField(max_length=100, blank=True)
    hour = models.DateTimeField()
    count = models.IntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="access_count_once", fields=("sort", "person", "address", "page", "hour"), nulls_distinct=False
            ),
            models.CheckConstraint(
                name="access_count_sort_known", condition=Q(sort__in=("logged_in", "failed", "locked", "refused", "unlocked"))
            ),
            models.CheckConstraint(name="access_count_is_positive", condition=Q(count__gt=0)),
        )
        indexes = (models.Index(name="access_by_hour", fields=("sort", "hour")),)


class LogInFailure(models.Model):
    """Wrong passwords for a name from an address since the last right one; gone an hour after the last.

    The name is kept as its digest: what people write there by mistake is often their password.
    """

    name_digest = models.CharField(max_length=64)
    address = models.CharField(max_length=43, blank=True)
    failures = models.IntegerField(default=1)
    last_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(name="log_in_failure_once", fields=("name_digest", "address")),)
        indexes = (models.Index(name="log_in_failure_by_moment", fields=("last_at",)),)
