"""migrate, as the owner of the tables, followed by the database's rules and the application role's rights."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.core.management.commands.migrate import Command as Migrate
from django.db import DatabaseError, OperationalError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from savings.rules import apply_rules, check_origin
from valby.startup import summarise
from valby.turns import wait_for_turn

OLDEST = 15_00_00


class Command(Migrate):
    """Django's migrate on the alias `owner`."""

    def add_arguments(self, parser: CommandParser) -> None:
        """As Django's, with another default."""
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, and apply the rules."""
        connection = connections[options["database"]]
        _check_server(connection)
        with wait_for_turn(connection, "migrate"):
            check_origin(connection)
            _provide_role(connection, settings.APP_ROLE)
            super().handle(*args, **options)
            if _is_migrated(connection):
                with transaction.atomic(using=connection.alias):
                    apply_rules(connection, settings.APP_ROLE)
                    _check_role(connection, settings.APP_ROLE)


def _is_migrated(connection: BaseDatabaseWrapper) -> bool:
    """Whether all migrations are applied: the rules are for the whole schema, not for a part of it."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _check_server(connection: BaseDatabaseWrapper) -> None:
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise CommandError(f"The database does not answer: {summarise(error)}") from error
    version = connection.connection.server_version
    if version < OLDEST:
        raise CommandError(f"PostgreSQL {version // 10000} is too old. Valby needs PostgreSQL {OLDEST // 10000} or newer.")


def _provide_role(connection: BaseDatabaseWrapper, role: str) -> None:
    """Make the application's role where it is missing, and let this log-in step down to it."""
    quoted = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        if not _is_role(cursor, role):
            try:
                cursor.execute(f"CREATE ROLE {quoted}")
            except DatabaseError as error:
                # Two that begin at once, on two databases of one server, make one role between them.
                if not _is_role(cursor, role):
                    raise _ask_administrator(connection, role, error) from error
        if _own_login(connection):
            return
        # Since version 16 whoever makes a role is a member of it that may not yet step down to it.
        right = "SET" if connection.connection.server_version >= 16_00_00 else "MEMBER"
        cursor.execute("SELECT pg_has_role(current_user, %s, %s)", [role, right])
        if not cursor.fetchone()[0]:
            try:
                cursor.execute(f"GRANT {quoted} TO CURRENT_USER")
            except DatabaseError as error:
                raise _ask_administrator(connection, role, error) from error


def _is_role(cursor: Any, role: str) -> bool:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    return cursor.fetchone() is not None


def _own_login(connection: BaseDatabaseWrapper) -> bool:
    """Whether the application logs in as itself, and not by stepping down from the owner."""
    return bool(settings.DATABASES["default"]["USER"] != settings.DATABASES["owner"]["USER"])


def _ask_administrator(connection: BaseDatabaseWrapper, role: str, error: DatabaseError) -> CommandError:
    quoted, owner = connection.ops.quote_name(role), connection.ops.quote_name(connection.settings_dict["USER"])
    return CommandError(
        f"The application's role {role} is not there for {owner} to use ({summarise(error)}). "
        f"Let an administrator run: CREATE ROLE {quoted}; GRANT {quoted} TO {owner};"
    )


def _check_role(connection: BaseDatabaseWrapper, role: str) -> None:
    """The ledger's rules bind everybody but superusers and the tables' owner, so the application may be neither.

    Nor may it make a table, a temporary one included, to which it could tie what it must not call.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT r.rolsuper OR pg_has_role(r.oid, d.datdba, 'USAGE') OR EXISTS (
                SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = 'public' AND pg_has_role(r.oid, c.relowner, 'USAGE')),
                has_database_privilege(r.oid, d.oid, 'CREATE, TEMPORARY') OR has_schema_privilege(r.oid, 'public', 'CREATE')
            FROM pg_roles r, pg_database d WHERE r.rolname = %s AND d.datname = current_database()
            """,
            [role],
        )
        is_owner, can_make_tables = cursor.fetchone()
    if is_owner:
        raise CommandError(
            f"The application's role {role} is a superuser or owns tables, so it could change the ledger's past. "
            "Give the application a role that owns nothing (docs/operate.md, Pointing at a PostgreSQL server)."
        )
    if can_make_tables:
        database = connection.ops.quote_name(connection.settings_dict["NAME"])
        raise CommandError(
            f"The application's role {role} may make tables, and this log-in cannot forbid it. Let an administrator run: "
            f"REVOKE CREATE, TEMPORARY ON DATABASE {database} FROM PUBLIC; REVOKE CREATE ON SCHEMA public FROM PUBLIC;"
        )
