"""What guards published reports and observations, and their part of the trail."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

GUARD = (Path(__file__).parent / "sql" / "0008_reports_guard.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """The rules that hold whoever asks, continued."""

    dependencies = (("savings", "0007_reports"),)
    operations = (migrations.RunSQL(GUARD, migrations.RunSQL.noop),)
