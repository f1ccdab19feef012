"""check_translations: is every sentence a person can see there in Danish, and none left over?

English is the language of the sources, so English is complete by being written; what is checked of it is that no Danish
crept into it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation.template import templatize

#: For each marking function: whether its first text is a context, and how many forms follow.
KEYWORDS: dict[str, tuple[bool, int]] = {
    **dict.fromkeys(("_", "_g", "gettext", "gettext_lazy", "gettext_noop"), (False, 1)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (False, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), (True, 1)),
    "npgettext": (True, 2),
}


class Message(NamedTuple):
    """A sentence in the sources: its context (or None), its one or two forms, and where it stands."""

    context: str | None
    forms: tuple[str, ...]
    place: str


class Command(BaseCommand):
    """Exit 1 with a line per sentence that is missing, empty, fuzzy, left over, or not English in the sources."""

    help = "Check that the Danish translation is complete."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """--update writes what is missing into the file, empty, and takes out what is left over."""
        parser.add_argument("--update", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, or update."""
        path = Path(settings.LOCALE_PATHS[0]) / "da" / "LC_MESSAGES" / "django.po"
        with path.open("rb") as file:
            catalogue = read_po(file, abort_invalid=True)
        messages = {(message.context, message.forms[0]): message for message in extract(settings.BASE_DIR)}
        if options["update"]:
            update(catalogue, messages, path)
        lines = list(faults(catalogue, messages))
        for fault in lines:
            self.stdout.write(fault)
        if lines or not messages:
            sys.exit(1)
        self.stdout.write(f"{len(messages)} sentences, all in Danish and English.")


def extract(root: Path) -> Iterator[Message]:
    """Every marked sentence in the Python sources and templates."""
    for path in sorted([*root.glob("savings/**/*.py"), *root.glob("valby/**/*.py"), *root.glob("templates/**/*.html")]):
        with path.open("rb") as file:
            if path.suffix == ".py":
                yield from _from_python(file.read(), path.relative_to(root))
            else:
                text = templatize(file.read().decode("utf-8"), origin=str(path))
                yield from _from_python(text.encode(), path.relative_to(root))


def _from_python(source: bytes, place: Path) -> Iterator[Message]:
    keywords = dict.fromkeys(KEYWORDS)
    for line, function, strings, _comments in extract_python(BytesIO(source), keywords, [], {"encoding": "utf-8"}):
        given: Any = strings  # Babel's own annotation leaves out the single string it gives
        has_context, count = KEYWORDS[str(function)]
        texts = [text for text in (given if isinstance(given, tuple) else (given,)) if isinstance(text, str)]
        context = texts.pop(0) if has_context and texts else None
        if texts:
            yield Message(context, tuple(texts[:count]), f"{place}:{line}")


def faults(catalogue: Catalog, messages: dict[tuple[str | None, str], Message]) -> Iterator[str]:
    """One line per fault."""
    known = {(entry.context, _first(entry.id)): entry for entry in catalogue if entry.id}
    for key, message in messages.items():
        entry = known.get(key)
        # An øre is an øre in English, too.
        if re.search("[æøåÆØÅ]", "".join(message.forms).replace("øre", "")):
            yield f"{message.place}: not English: {message.forms[0]!r}"
        if entry is None:
            yield f"{message.place}: not in Danish: {message.forms[0]!r}"
        elif entry.fuzzy:
            yield f"{message.place}: fuzzy in Danish: {message.forms[0]!r}"
        else:
            yield from _translation_faults(message, entry.string)
    for key in known.keys() - messages.keys():
        yield f"left over: {key[1]!r}"


def _translation_faults(message: Message, translation: Any) -> Iterator[str]:
    translated = [translation] if isinstance(translation, str) else list(translation or ())
    if len(translated) < len(message.forms) or not all(translated):
        yield f"{message.place}: empty in Danish: {message.forms[0]!r}"
        return
    wanted = _placeholders(message.forms[-1])
    for text in translated:
        if _placeholders(text) - wanted or (wanted - _placeholders(text) and len(translated) == 1):
            yield f"{message.place}: other placeholders in Danish: {message.forms[0]!r}"


def _placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]|%[sd]", text))


def _first(identifier: Any) -> str:
    return identifier[0] if isinstance(identifier, tuple | list) else identifier


def update(catalogue: Catalog, messages: dict[tuple[str | None, str], Message], path: Path) -> None:
    """Add what is missing, with an empty translation, and remove what is left over."""
    known = {(entry.context, _first(entry.id)) for entry in catalogue if entry.id}
    for (context, first), message in messages.items():
        if (context, first) not in known:
            identifier = message.forms if len(message.forms) > 1 else first
            catalogue.add(identifier, context=context)
    for context, first in known - messages.keys():
        catalogue.delete(first, context=context)
    catalogue.obsolete.clear()
    with path.open("wb") as file:
        write_po(file, catalogue, width=120, omit_header=False, no_location=True)
