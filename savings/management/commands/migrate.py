"""migrate, as the owner of the tables, followed by the application role's rights."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.core.management.commands.migrate import Command as Migrate
from django.db import DatabaseError, OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from savings.models.rights import grant_rights

OLDEST = 15_00_00


class Command(Migrate):
    """Django's migrate on the alias `owner`."""

    def add_arguments(self, parser: CommandParser) -> None:
        """As Django's, with another default."""
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, and give the application's role its rights."""
        connection = connections[options["database"]]
        _check_server(connection)
        _provide_role(connection, settings.APP_ROLE)
        super().handle(*args, **options)
        grant_rights(connection, settings.APP_ROLE)


def _check_server(connection: BaseDatabaseWrapper) -> None:
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise CommandError(f"The database does not answer: {str(error).strip()}") from error
    found = connection.connection.server_version
    if found < OLDEST:
        raise CommandError(f"PostgreSQL {found // 10000} is too old. Valby needs PostgreSQL {OLDEST // 10000} or newer.")


def _provide_role(connection: BaseDatabaseWrapper, role: str) -> None:
    quoted = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone():
            return
        try:
            cursor.execute(f"CREATE ROLE {quoted}")
            cursor.execute(f"GRANT {quoted} TO CURRENT_USER")
        except DatabaseError as error:
            raise CommandError(
                f"The application's role {role} does not exist and could not be made: {str(error).strip()}. "
                f"Let an administrator run: CREATE ROLE {role}; GRANT {role} TO CURRENT_USER;"
            ) from error
