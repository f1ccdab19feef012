"""Files that are attached as evidence: stored under their hash, outside what the web server serves."""

from __future__ import annotations

import errno
import hashlib
import logging
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from savings.models import Attachment, Document, User
from savings.models.documents import place_of
from savings.recording.acting import ledger_act
from savings.recording.refusals import FileRefused, StoreClosed, StoreFull
from valby.durable import compute_digest, write_durably

_logger = logging.getLogger(__name__)

#: What may be attached: each ending, its content type, and the bytes such a file begins with (none for texts).
FILE_TYPES: dict[str, tuple[str, bytes]] = {
    ".pdf": ("application/pdf", b"%PDF-"),
    ".png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    ".jpg": ("image/jpeg", b"\xff\xd8\xff"),
    ".jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK\x03\x04"),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK\x03\x04"),
    ".odt": ("application/vnd.oasis.opendocument.text", b"PK\x03\x04"),
    ".ods": ("application/vnd.oasis.opendocument.spreadsheet", b"PK\x03\x04"),
    ".csv": ("text/csv", b""),
    ".txt": ("text/plain", b""),
    ".eml": ("message/rfc822", b""),
}


@dataclass(frozen=True, kw_only=True)
class StoredFile:
    """A file in the store: its name as the person has it, and what it is."""

    name: str
    sha256: str
    size: int
    content_type: str


def store_file(name: str, data: bytes) -> StoredFile:
    """Put a file's bytes into the store; the same bytes lie there once.

    Raises:
        FileRefused: when it is empty, larger than `VALBY_FILE_MEGABYTES`, of a kind that is not taken, or not what its
            name says.
        StoreFull, StoreClosed: when the disk does not take it; nothing of it is left.
    """
    name = clean_name(name)
    ending = Path(name).suffix.lower()
    if ending not in FILE_TYPES or not data or len(data) > settings.FILE_BYTES or not data.startswith(FILE_TYPES[ending][1]):
        raise FileRefused(name)
    digest = hashlib.sha256(data).hexdigest()
    _store_bytes(digest, data)
    return StoredFile(name=name, sha256=digest, size=len(data), content_type=FILE_TYPES[ending][0])


def _store_bytes(digest: str, data: bytes) -> None:
    """Write what is not there whole already: attached again, a damaged file is mended."""
    path = place_of(digest)
    try:
        if path.exists() and compute_digest(path) == digest:
            return
        write_durably(path, [data], parts=Path(settings.FILES_DIR))
    except OSError as error:
        _logger.error("An attached file could not be stored: %s", error)
        raise (StoreFull if error.errno in (errno.ENOSPC, errno.EDQUOT) else StoreClosed)() from error


def clean_name(name: str) -> str:
    """A file's name without folders or characters that no name should hold."""
    bare = re.sub(r"[\x00-\x1f\x7f\"\\/<>|:*?]", "", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(" .")
    return f"{Path(bare).stem[:150]}{Path(bare).suffix[:10]}"


def attach(*, document: Document, file: StoredFile, by: User, at: datetime) -> Attachment:
    """Make the file part of a document.

    Raises:
        DocumentFrozen: when an approved entry rests on the document.
    """
    with ledger_act(by, at):
        return (
            Attachment.objects.filter(document=document, sha256=file.sha256, by=by).first()
            or Attachment.objects.create(document=document, by=by, at=at, **vars(file))
        )  # fmt: skip
