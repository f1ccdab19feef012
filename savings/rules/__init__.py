"""The database's rules: SQL files by subject, applied whole after every migration and known by their digest.

A file holds the functions and triggers of its subject and what the application's role may do with its tables. What stands
in none of them is not there: functions and triggers of earlier rules are dropped, rights that are not given are taken away.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from valby import VERSION
from valby.errors import UserError

FOLDER = Path(__file__).parent
#: The files that all others build on, in the order in which they are applied.
FIRST = ("clear", "common", "contents", "head", "trail", "links")
DIGEST, PREPARED_BY = "public.valby_rules_digest()", "public.valby_version()"


def read_rules() -> dict[str, str]:
    """The text of each file by its name, in the order in which they are applied."""
    others = {path.stem for path in FOLDER.glob("*.sql")} - set(FIRST)
    return {name: (FOLDER / f"{name}.sql").read_text(encoding="utf-8") for name in (*FIRST, *sorted(others))}


def compute_digest() -> str:
    """The SHA-256 of all files."""
    return hashlib.sha256(json.dumps(read_rules()).encode()).hexdigest()


def apply_rules(connection: BaseDatabaseWrapper, role: str) -> None:
    """Put the rules of this code in the place of whatever rules there are; run it as the tables' owner, as often as one likes.

    The names in the files are written as psql writes its variables: `:"role"`, `:'role'`, `:"database"`,
    `:'digest'`, `:'version'`.
    """
    names = {
        ':"role"': connection.ops.quote_name(role),
        ":'role'": "'" + role.replace("'", "''") + "'",
        ':"database"': connection.ops.quote_name(connection.settings_dict["NAME"]),
        ":'digest'": f"'{compute_digest()}'",
        ":'version'": f"'{VERSION}'",
    }
    # In one transaction, so that a running application never stands without its rules or rights.
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for text in read_rules().values():
            for name, value in names.items():
                text = text.replace(name, value)
            cursor.execute(text)


def check_rules(connection: BaseDatabaseWrapper, digest: str = "") -> None:
    """Refuse a database whose rules are not those of this code.

    Args:
        digest: that of this code's rules, where it is known already.

    Raises:
        UserError: when the rules are missing, are other ones, or may not be asked for; it says what to run.
    """
    check_origin(connection)
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_function_privilege(to_regprocedure(%s), 'EXECUTE')", [DIGEST])
        if cursor.fetchone()[0]:
            cursor.execute(f"SELECT {DIGEST}")
            if cursor.fetchone()[0] == (digest or compute_digest()):
                return
    raise UserError("the database's rules are not those of this code. Run: .venv/bin/python manage.py prepare")


def check_origin(connection: BaseDatabaseWrapper) -> None:
    """Refuse a database that a newer version prepared, or that was made by migrations which this code does not have.

    Older rules would take rights away that the newer code lives by.

    Raises:
        UserError: it names the version, or the first of the migrations.
    """
    if _as_numbers(version := read_version(connection)) > _as_numbers(VERSION):
        raise UserError(
            f"the database was prepared by Valby {version}, and this is Valby {VERSION}. "
            "Start the newer code, or go back as docs/operate.md says (Going back)."
        )
    known = {path.stem for path in (FOLDER.parent / "migrations").glob("[0-9]*.py")}
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(to_regclass('public.django_migrations'), 'SELECT')")
        if not cursor.fetchone()[0]:
            return
        cursor.execute("SELECT name FROM django_migrations WHERE app = 'savings' AND name <> ALL(%s) ORDER BY id", [list(known)])
        if row := cursor.fetchone():
            raise UserError(
                f"the database was made by another version of Valby (migration {row[0]}), and this one cannot take it over. "
                "Name an empty database, or move the folder of the embedded one (var/postgres) away."
            )


def read_version(connection: BaseDatabaseWrapper) -> str:
    """The version that prepared the database; empty where none has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_function_privilege(to_regprocedure(%s), 'EXECUTE')", [PREPARED_BY])
        if not cursor.fetchone()[0]:
            return ""
        cursor.execute(f"SELECT {PREPARED_BY}")
        return str(cursor.fetchone()[0])


def _as_numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part)
