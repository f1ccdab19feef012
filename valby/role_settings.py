"""What is set on the roles that Valby logs in with: PostgreSQL lets any role change its own settings."""

from __future__ import annotations

import sys

from django.db.backends.base.base import BaseDatabaseWrapper


def read_role_settings(connection: BaseDatabaseWrapper) -> list[str]:
    """The settings of the connection's roles, as `role: name=value`."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT r.rolname || ': ' || setting
            FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole, unnest(s.setconfig) setting
            WHERE r.rolname IN (session_user, current_user)
              AND s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database())) ORDER BY 1
            """
        )
        return [row[0] for row in cursor.fetchall()]


def name_role_settings(connection: BaseDatabaseWrapper) -> None:
    """Print a line for each of them; Valby sets what it needs as it connects."""
    for setting in read_role_settings(connection):
        print(
            f"Valby: a role that Valby logs in with has a setting that Valby did not make ({setting}). "
            "Ask who made it, and take it away with ALTER ROLE … RESET ALL.",
            file=sys.stderr,
        )
