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

from valby.errors import UserError

FOLDER = Path(__file__).parent
#: The files that all others build on, in the order in which they are applied.
FIRST = ("clear", "common", "contents", "head", "trail")
DIGEST = "public.valby_rules_digest()"


def read_rules() -> dict[str, str]:
    """The text of each file by its name, in the order in which they are applied."""
    others = {path.stem for path in FOLDER.glob("*.sql")} - set(FIRST)
    return {name: (FOLDER / f"{name}.sql").read_text(encoding="utf-8") for name in (*FIRST, *sorted(others))}


def compute_digest() -> str:
    """The SHA-256 of all files."""
    return hashlib.sha256(json.dumps(read_rules()).encode()).hexdigest()


def apply_rules(connection: BaseDatabaseWrapper, role: str) -> None:
    """Put the rules of this code in the place of whatever rules there are; run it as the tables' owner, as often as one likes.

    The names in the files are written as psql writes its variables: `:"role"`, `:"database"`, `:'digest'`.
    """
    names = {
        ':"role"': connection.ops.quote_name(role),
        ':"database"': connection.ops.quote_name(connection.settings_dict["NAME"]),
        ":'digest'": f"'{compute_digest()}'",
    }
    # In one transaction, so that a running application never stands without its rules or rights.
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for text in read_rules().values():
            for name, value in names.items():
                text = text.replace(name, value)
            cursor.execute(text)


def check_rules(connection: BaseDatabaseWrapper) -> None:
    """Refuse a database whose rules are not those of this code.

    Raises:
        UserError: when the rules are missing, are other ones, or may not be asked for; it says what to run.
    """
    check_origin(connection)
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_function_privilege(to_regprocedure(%s), 'EXECUTE')", [DIGEST])
        if cursor.fetchone()[0]:
            cursor.execute(f"SELECT {DIGEST}")
            if cursor.fetchone()[0] == compute_digest():
                return
    raise UserError("the database's rules are not those of this code. Run: .venv/bin/python manage.py migrate")


def check_origin(connection: BaseDatabaseWrapper) -> None:
    """Refuse a database that was made by migrations which this code does not have.

    Raises:
        UserError: it names the first of them.
    """
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
