"""What guards rounds, plans and attachments, and the triggers that write the trail."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

GUARD = (Path(__file__).parent / "sql" / "0004_recording_guard.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """The rules that hold whoever asks, continued."""

    dependencies = (("savings", "0003_recording"),)
    operations = (migrations.RunSQL(GUARD, migrations.RunSQL.noop),)
