"""What the application's database role may do with each table: read and add to the ledger, and nothing to its past."""

from __future__ import annotations

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

#: Rights by table. A table that stands nowhere here gives no right at all.
RIGHTS: dict[str, tuple[str, ...]] = {
    "SELECT, INSERT": (
        "savings_entry", "savings_posting", "savings_statement", "savings_evidence", "savings_submission",
        "savings_refusal", "savings_approval", "savings_priceseries", "savings_pricerelease", "savings_pricepoint",
        "savings_closing", "savings_attachment", "savings_round", "savings_roundtask", "savings_roundreply",
        "savings_roundreminder", "savings_roundclosing", "savings_bookingexception", "savings_report", "savings_publication",
        "savings_observation", "savings_confirmation", "savings_question", "savings_note", "savings_noteverdict",
        "savings_reportprogramme",
        "savings_acknowledgement", "savings_reportrefusal", "savings_paper",
    ),
    "SELECT": (
        "savings_balance", "savings_initiativedocument", "savings_waiting", "savings_ledgerhead", "savings_trailitem",
        "django_migrations",
    ),
    "SELECT, INSERT, UPDATE": (
        "savings_unit", "savings_programme", "savings_initiative", "savings_document", "savings_user",
        "savings_indicator",
    ),
    "SELECT, INSERT, UPDATE, DELETE": (
        "savings_programmeunit", "savings_milestone", "savings_draft", "savings_reportdraft",
        "savings_user_groups", "savings_user_units",
        "savings_user_user_permissions", "django_admin_log",
        "auth_group", "auth_group_permissions", "auth_permission", "django_content_type", "django_session",
        "axes_accessattempt", "axes_accessattemptexpiration", "axes_accessfailurelog", "axes_accesslog",
    ),
}  # fmt: skip


def grant_rights(connection: BaseDatabaseWrapper, role: str) -> None:
    """Give the role exactly the rights above on the tables that exist; run it as the tables' owner, as often as one likes."""
    there = set(connection.introspection.table_names())
    quoted = connection.ops.quote_name(role)
    # In one transaction, so that a running application never stands without its rights.
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(f"GRANT CONNECT ON DATABASE {connection.ops.quote_name(connection.settings_dict['NAME'])} TO {quoted}")
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {quoted}")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {quoted}")
        for rights, tables in RIGHTS.items():
            named = ", ".join(connection.ops.quote_name(table) for table in tables if table in there)
            if named:
                cursor.execute(f"GRANT {rights} ON {named} TO {quoted}")
