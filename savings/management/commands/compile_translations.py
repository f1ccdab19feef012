"""compile_translations: the .po files into .mo, by Babel alone, so that no gettext programs are needed."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Writes only what changed, so that a running server's files stay as they are."""

    help = "Compile the translations."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Compile every .po under LOCALE_PATHS."""
        for folder in settings.LOCALE_PATHS:
            for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
                compile_file(source)


def compile_file(source: Path) -> None:
    """Compile one file beside itself; a fuzzy translation is none."""
    with source.open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    target = source.with_suffix(".mo")
    if not target.exists() or target.read_bytes() != compiled.getvalue():
        # In one stroke: two who compile at once would leave a mixture, and with that not even this command begins.
        partial = target.with_name(f".{target.name}.{os.getpid()}")
        partial.write_bytes(compiled.getvalue())
        partial.replace(target)
