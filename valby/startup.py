"""Starting: the embedded database when it is needed, and trouble told in one sentence."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from valby.signals import end_in_order
from valby.trouble import Trouble

#: Commands that touch no database.
WITHOUT_DATABASE = {
    "check", "collectstatic", "findstatic", "compile_translations", "check_translations", "diffsettings",
    "help", "version", "--help", "-h", "--version",
}  # fmt: skip


@contextmanager
def plainly() -> Iterator[None]:
    """Tell trouble in one sentence and exit 1; end without a word on Ctrl-C."""
    end_in_order()
    try:
        yield
    except Trouble as trouble:
        sys.exit(f"Valby: {trouble}")
    except KeyboardInterrupt:
        sys.exit(130)


def begin(argv: Sequence[str]) -> None:
    """Start the embedded database unless a server is named or the command needs none; it stops with its last user.

    Raises:
        Trouble: when the database cannot be started.
    """
    from django.conf import settings

    asked = any(word.startswith("--database") for word in argv)
    if settings.EMBEDDED is not None and (asked or not (len(argv) > 1 and argv[1] in WITHOUT_DATABASE)):
        settings.EMBEDDED.hold()
