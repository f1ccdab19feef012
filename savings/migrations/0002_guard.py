"""The ledger's triggers; what the application's role may do stands in savings/models/rights.py."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

GUARD = (Path(__file__).parent / "sql" / "0002_guard.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """The rules that hold whoever asks."""

    dependencies = (("savings", "0001_initial"),)
    operations = (migrations.RunSQL(GUARD, migrations.RunSQL.noop),)
