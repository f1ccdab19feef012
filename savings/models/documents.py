"""Decisions and documents: what a figure rests on."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q

SHA256 = r"^[0-9a-f]{64}$"


class Document(models.Model):
    """A decision (*beslutning*) or another document, known by its reference, e.g. BR 320/07.

    Once an approved entry rests on it the database refuses to change it: the entry's hash covers its words.
    """

    class Sort(models.TextChoices):
        DECISION = "decision"
        DOCUMENT = "document"

    sort = models.CharField(max_length=10, choices=Sort, default=Sort.DOCUMENT)
    reference = models.CharField(max_length=120, unique=True)
    title = models.CharField(max_length=300, blank=True)
    body = models.CharField(max_length=200, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    document_number = models.CharField(max_length=60, blank=True)
    link = models.URLField(max_length=500, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(name="document_has_a_reference", condition=~Q(reference="")),
            models.CheckConstraint(name="document_sort_known", condition=Q(sort__in=("decision", "document"))),
        )

    def __str__(self) -> str:
        return self.reference


class Attachment(models.Model):
    """A file that is the document. Its bytes lie under their hash, outside what the web server serves.

    The entry's hash covers these columns, so none can be added once an approved entry rests on the document.
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="attachments")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    content_type = models.CharField(max_length=100)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="attachment_once", fields=("document", "sha256", "by")),
            models.CheckConstraint(name="attachment_is_whole", condition=Q(sha256__regex=SHA256, size__gt=0) & ~Q(name="")),
        )

    def __str__(self) -> str:
        return self.name


def place_of(digest: str) -> Path:
    """Where the bytes of that hash lie."""
    return Path(settings.FILES_DIR) / digest[:2] / digest
