"""The ledger's triggers, and what the application's role may do with each table."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

GUARD = (Path(__file__).parent / "sql" / "0002_guard.sql").read_text(encoding="utf-8")

#: Tables of the ledger are read and added to. What the database keeps itself is only read.
GRANTS = {
    "SELECT, INSERT": (
        "entry", "posting", "statement", "evidence", "submission", "refusal", "approval",
        "priceseries", "pricerelease", "pricepoint", "closing",
    ),
    "SELECT": ("balance", "initiativedocument", "waiting", "ledgerhead"),
    "SELECT, INSERT, UPDATE": ("unit", "programme", "initiative", "document", "user"),
    "SELECT, INSERT, UPDATE, DELETE": ("programmeunit", "milestone", "user_groups", "user_user_permissions"),
}  # fmt: skip


def grant(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give the application's role exactly the rights above, and nothing that could change the ledger's past."""
    role = schema_editor.quote_name(settings.APP_ROLE)
    for rights, tables in GRANTS.items():
        named = ", ".join(schema_editor.quote_name(f"savings_{table}") for table in tables)
        schema_editor.execute(f"REVOKE ALL ON {named} FROM PUBLIC, {role}")
        schema_editor.execute(f"GRANT {rights} ON {named} TO {role}")


class Migration(migrations.Migration):
    """Triggers first, rights second."""

    dependencies = (("savings", "0001_initial"),)
    operations = (
        migrations.RunSQL(GUARD, migrations.RunSQL.noop),
        migrations.RunPython(grant, migrations.RunPython.noop),
    )
