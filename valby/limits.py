"""How much a request may hold, by its address: a form is small, and one that a file may be attached to is as large as a file."""

from __future__ import annotations

from django.conf import settings

#: Addresses whose forms take an attached file.
WITH_FILES = ("/registrer/",)
#: Addresses where a password is sent.
LOG_INS = (settings.LOGIN_URL, "/admin/login/")
#: The first line and all headers together.
HEADER_BYTES = 32 * 2**10
#: What is too large is still read to its end and thrown away up to here, because a browser shows no answer before that.
DISCARDED_BYTES = 64 * 2**20


def find_body_limit(path: str, *, is_known: bool) -> int:
    """The most bytes that the body of a request to this address may have.

    Args:
        is_known: whether somebody asks who has logged in, as far as that can be told; nobody else attaches files.
    """
    form = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return int(form + settings.FILE_BYTES if is_known and path.startswith(WITH_FILES) else form)
