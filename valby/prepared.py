"""Whether this copy of the code was prepared to serve: translations compiled and static files collected, of these very files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders

from valby.errors import UserError
from valby.private import report_os_errors

#: What `manage.py prepare` leaves among the collected files: the fingerprint of what it collected and compiled.
STAMP = "prepared.txt"
REMEDY = "Run: .venv/bin/python manage.py prepare"


def note_prepared() -> None:
    """Keep the fingerprint of the files as they are now.

    Raises:
        UserError: when the folder cannot be written.
    """
    with report_os_errors(settings.STATIC_ROOT):
        (settings.STATIC_ROOT / STAMP).write_text(compute_fingerprint(), encoding="ascii")


def check_prepared() -> None:
    """Refuse to serve pages without their styles, or half in another language.

    Raises:
        UserError: what is missing, and what to run.
    """
    check_translations()
    stamp = settings.STATIC_ROOT / STAMP
    if not stamp.exists() or not (settings.STATIC_ROOT / "staticfiles.json").exists():
        raise UserError(f"the static files are not collected in {settings.STATIC_ROOT}. {REMEDY}")
    if stamp.read_text(encoding="ascii") != compute_fingerprint():
        raise UserError(f"the static files or translations are those of other code. {REMEDY}")


def check_translations() -> None:
    """Refuse to write to people half in English.

    Raises:
        UserError: when a translation is not compiled.
    """
    for source in _find_sources():
        if not source.with_suffix(".mo").exists():
            raise UserError(f"the translation {source.name} of {source.parts[-3]} is not compiled. {REMEDY}")


def compute_fingerprint() -> str:
    """The SHA-256 of all static files where they come from, and of the translations with what was compiled of them."""
    paths = {*_find_static(), *_find_sources(), *(source.with_suffix(".mo") for source in _find_sources())}
    # By their names: the same packages may stand in another place.
    files = sorted(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in paths)
    return hashlib.sha256("\n".join(files).encode()).hexdigest()


def _find_static() -> Iterator[Path]:
    for finder in get_finders():
        for name, storage in finder.list(None):
            yield Path(storage.path(name))


def _find_sources() -> list[Path]:
    return sorted(path for folder in settings.LOCALE_PATHS for path in Path(folder).glob("*/LC_MESSAGES/*.po"))
