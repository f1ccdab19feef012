"""The columns that a file of entries can have: their headings in both languages, and how a cell below them is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from savings.recording.importing.words import (
    UNSTATED_UNIT,
    fold,
    read_amount_unit,
    read_duration,
    read_initiative,
    read_kind,
    read_name,
    read_note,
    read_price_level,
    read_unit,
    read_year,
)


class ImportField(StrEnum):
    """What a column can hold, besides the amounts of a year; the value is the English heading."""

    UNIT = "unit"
    INITIATIVE = "initiative"
    KIND = "kind"
    YEAR = "year"
    AMOUNT = "amount"
    AMOUNT_UNIT = "amount_unit"
    PRICE_LEVEL = "price_level"
    DURATION = "duration"
    REFERENCE = "reference"
    NOTE = "note"
    EVIDENCE = "evidence"
    UNIT_NAME = "unit_name"
    PARENT = "parent"
    OWNER = "owner"


@dataclass(frozen=True, slots=True)
class FieldDeclaration:
    """How a field is written in a file.

    Attributes:
        danish: its Danish heading.
        read: what a cell's text means; raises `InvalidInput`. None for the amount, which is read with its whole column.
        empty: the value where the file has no such column.
        in_row: whether it is the field of the same name in `ImportRow`, and read as it is.
        most: how many letters it may have.
    """

    danish: str
    read: Callable[[str], Any] | None
    empty: Any = None
    in_row: bool = True
    most: int = 200


#: Every field, in the order in which the faults of a line are reported.
FIELDS: dict[ImportField, FieldDeclaration] = {
    ImportField.UNIT: FieldDeclaration("enhed", read_unit),
    ImportField.INITIATIVE: FieldDeclaration("indsats", read_initiative, most=300),
    ImportField.KIND: FieldDeclaration("art", read_kind),
    ImportField.YEAR: FieldDeclaration("år", read_year, in_row=False),
    ImportField.AMOUNT: FieldDeclaration("beløb", None, in_row=False),
    ImportField.AMOUNT_UNIT: FieldDeclaration("beløbsenhed", read_amount_unit, empty=UNSTATED_UNIT, in_row=False),
    ImportField.PRICE_LEVEL: FieldDeclaration("prisniveau", read_price_level),
    ImportField.DURATION: FieldDeclaration("varighed", read_duration, empty=""),
    ImportField.REFERENCE: FieldDeclaration("reference", read_name, empty="", most=120),
    ImportField.NOTE: FieldDeclaration("tekst", read_note, empty="", most=4000),
    ImportField.EVIDENCE: FieldDeclaration("dokumentation", read_name, empty="", most=120),
    ImportField.UNIT_NAME: FieldDeclaration("enhedsnavn", read_name, empty=""),
    ImportField.PARENT: FieldDeclaration("overenhed", read_name, empty=""),
    ImportField.OWNER: FieldDeclaration("ansvarlig", read_name, empty=""),
}

#: The field of each heading, as `fold` leaves it; the Danish ones also without their Danish letters.
HEADINGS: dict[str, ImportField] = {
    heading: field
    for field, declaration in FIELDS.items()
    for heading in (
        fold(field.value), declaration.danish, declaration.danish.replace("å", "aa").replace("ø", "oe")
    )
}  # fmt: skip


def name_headings() -> str:
    """The headings that Valby knows, in the reader's language."""
    is_danish = (get_language() or "da").startswith("da")
    *words, last = [declaration.danish if is_danish else field.value for field, declaration in FIELDS.items()]
    return _("%(words)s and %(last)s") % {"words": ", ".join(words), "last": last}
