"""Starting: the embedded database when it is needed, and trouble told in one sentence."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import DatabaseError, OperationalError

from valby.errors import UserError
from valby.private import FULL

#: Commands that touch no database.
WITHOUT_DATABASE = {
    "check", "collectstatic", "findstatic", "compile_translations", "check_translations", "diffsettings",
    "help", "version", "--help", "-h", "--version",
}  # fmt: skip
#: Commands for a database whose rules may be missing or other ones.
WITHOUT_RULES = {
    "migrate", "makemigrations", "optimizemigration", "showmigrations", "sqlmigrate", "dbshell", "serve",
    *WITHOUT_DATABASE,
}  # fmt: skip


@contextmanager
def plainly() -> Iterator[None]:
    """Tell trouble in one sentence and exit 1; end without a word on Ctrl-C.

    An OperationalError is the database server's trouble (gone, full, refusing), never a fault in Valby's own statements.
    """
    try:
        yield
    except UserError as error:
        sys.exit(f"Valby: {error}")
    except OperationalError as error:
        sys.exit(f"Valby: the database does not do its work: {first_line(error)}")
    except KeyboardInterrupt:
        sys.exit(130)


def first_line(error: DatabaseError) -> str:
    """What the server said, without its details; a full disk is named as such."""
    said = str(error).strip() or "it said nothing"
    return FULL.format(var="its data") if "No space left" in said else said.splitlines()[0].strip()


def begin(argv: Sequence[str]) -> None:
    """Start the embedded database unless a server is named or the command needs none; it stops with its last user.

    Raises:
        UserError: when the database cannot be started.
    """
    from django.conf import settings

    asked = any(word.startswith("--database") for word in argv)
    if settings.EMBEDDED is not None and (asked or not (len(argv) > 1 and argv[1] in WITHOUT_DATABASE)):
        settings.EMBEDDED.hold()


def require_rules(argv: Sequence[str]) -> None:
    """Refuse to go on with a database whose rules are not those of this code, unless the command is for such a one.

    Raises:
        UserError: what is wrong, and what to run.
    """
    import django
    from django.db import connection

    from savings.rules import check_rules

    if len(argv) > 1 and argv[1] in WITHOUT_RULES:
        return
    django.setup()
    check_rules(connection)
    # A server that is forked afterwards must not share it.
    connection.close()
