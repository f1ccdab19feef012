"""What guards notes and questions, and the triggers that write their trail."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

GUARD = (Path(__file__).parent / "sql" / "0006_remarks_guard.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Four eyes for what is said of a figure."""

    dependencies = (("savings", "0005_remarks"),)
    operations = (migrations.RunSQL(GUARD, migrations.RunSQL.noop),)
