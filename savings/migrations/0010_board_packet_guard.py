"""What guards reports with a text of their own, and their part of the trail."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

GUARD = (Path(__file__).parent / "sql" / "0010_board_packet_guard.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """The rules that hold whoever asks, continued."""

    dependencies = (("savings", "0009_board_packet"),)
    operations = (migrations.RunSQL(GUARD, migrations.RunSQL.noop),)
