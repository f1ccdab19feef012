"""Where somebody is logged in, and the second factor: a secret of an authenticator app, and recovery codes."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.db import models

#: The digest of a session's key, as the database computes it over Django's own table.
KEY_DIGEST = "encode(sha256(convert_to(session_key, 'UTF8')), 'hex')"


def digest_key(key: str) -> str:
    """How a session's key is kept."""
    return hashlib.sha256(key.encode()).hexdigest()


class LogInSession(models.Model):
    """A session, for the person to see and to end; known by the digest of its key, which alone opens nothing."""

    key_digest = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="log_in_sessions")
    address = models.CharField(max_length=43, blank=True)
    #: The browser and the system, in a few words; empty for a program.
    agent = models.CharField(max_length=60, blank=True)
    begun_at = models.DateTimeField()
    last_used_at = models.DateTimeField()


class SecondFactor(models.Model):
    """The secret that an authenticator app makes codes from (RFC 6238); made when the person has shown a code of it."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="second_factor")
    secret = models.CharField(max_length=64)
    since = models.DateTimeField()
    #: The half-minute of the latest code taken: a code is taken once, and none before it.
    last_step = models.BigIntegerField()


class RecoveryCode(models.Model):
    """A code for whoever has lost the app; kept as its digest, and taken once."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(name="recovery_code_once", fields=("person", "digest")),)
