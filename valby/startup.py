"""Starting: the embedded database where it is needed, the rules checked, and errors printed as one sentence."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import DatabaseError, OperationalError

from valby.errors import UserError
from valby.private import FULL

#: Commands that touch no database.
WITHOUT_DATABASE = {
    "check", "prepare", "collectstatic", "findstatic", "compile_translations", "check_translations", "diffsettings",
    "help", "version", "--help", "-h", "--version",
}  # fmt: skip
#: Commands that must work on a database whose rules are missing or of another version.
WITHOUT_RULES = {
    "migrate", "makemigrations", "optimizemigration", "showmigrations", "sqlmigrate", "dbshell", "serve", "backup", "restore",
    *WITHOUT_DATABASE,
}  # fmt: skip


@contextmanager
def exit_with_message() -> Iterator[None]:
    """Exit with 1 and one sentence on an error that a person can put right; exit silently on Ctrl-C.

    An OperationalError means that the database server is gone, full or refusing; it never comes from Valby's own statements.
    """
    try:
        yield
    except UserError as error:
        sys.exit(f"Valby: {error}")
    except OperationalError as error:
        sys.exit(f"Valby: the database does not do its work: {summarise(error)}")
    except KeyboardInterrupt:
        sys.exit(130)


def summarise(error: DatabaseError) -> str:
    """The first line of the server's message; a full disk is named as such."""
    message = str(error).strip() or "it said nothing"
    return FULL.format(var="its data") if "No space left" in message else message.splitlines()[0].strip()


def start_database(argv: Sequence[str]) -> None:
    """Start the embedded database unless a server is named or the command needs none; it stops with its last user.

    Raises:
        UserError: when the database cannot be started.
    """
    from django.conf import settings

    names_database = any(word.startswith("--database") for word in argv)
    if settings.EMBEDDED is not None and (names_database or not (len(argv) > 1 and argv[1] in WITHOUT_DATABASE)):
        settings.EMBEDDED.hold()


def require_rules(argv: Sequence[str]) -> None:
    """Refuse a database whose rules are not those of this code, unless the command is meant for one.

    A setting that stands on the role, and which nobody may know of, is named.

    Raises:
        UserError: what is wrong, and what to run.
    """
    import django
    from django.db import connection

    from savings.rules import check_rules
    from valby.prepared import check_translations
    from valby.role_settings import name_role_settings

    if len(argv) > 1 and argv[1] in WITHOUT_RULES:
        return
    django.setup()
    check_translations()
    check_rules(connection)
    name_role_settings(connection)
    # Processes that are forked afterwards must not share the connection.
    connection.close()


def begin_serving() -> None:
    """Start the database, and refuse to serve what is half prepared; once for a server and all the processes it makes.

    A process that is made later, while a newer version prepares the database, goes on with the rest until it is replaced.

    Raises:
        UserError: what is missing, and what to run.
    """
    import django

    from valby.prepared import check_prepared

    if _begun:
        return
    start_database([])
    django.setup()
    limit_waiting()
    check_prepared()
    require_rules([])
    _begun.append(True)


def limit_waiting() -> None:
    """Let the database end what takes a page too long: a statement, a wait for a lock, a transaction left standing.

    For pages alone: a migration, an import or a recount by a command takes the time it takes.
    """
    from django.conf import settings
    from django.db import connections

    limits = {
        "statement_timeout": settings.STATEMENT_SECONDS, "lock_timeout": settings.LOCK_SECONDS,
        "idle_in_transaction_session_timeout": 2 * settings.STATEMENT_SECONDS,
    }  # fmt: skip
    options = connections.settings["default"].setdefault("OPTIONS", {})
    asked = " ".join(f"-c {name}={seconds * 1000}" for name, seconds in limits.items())
    options["options"] = f"{options.get('options', '')} {asked}".strip()


#: Whether this process, or the one it was forked from, began serving.
_begun: list[bool] = []
