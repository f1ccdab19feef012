"""Danish sorting (æ, ø and å last, aa as å), and those letters spelled with a to z for addresses and file names."""

from __future__ import annotations

import unicodedata

#: These sort after "z", because "{" follows it.
_ORDER = {"æ": "{1", "ä": "{1", "ø": "{2", "ö": "{2", "å": "{3"}


def sort_key(text: str) -> tuple[str, str]:
    """The key that sorts names as a Danish reader expects: A–Z, Æ, Ø, Å, with aa as å and case ignored.

    The embedded PostgreSQL has no Danish collation, so Python sorts (the rule: Retskrivningsordbogen § 5).
    """
    folded = unicodedata.normalize("NFC", text).casefold().replace("aa", "å")
    letters = "".join(_ORDER.get(char) or _without_accent(char) for char in folded)
    return letters, text


def _without_accent(char: str) -> str:
    return unicodedata.normalize("NFD", char)[0]


def transliterate(text: str) -> str:
    """The text in small letters with æ, ø and å spelled ae, oe and aa, as Danish addresses and file names write them."""
    return text.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
