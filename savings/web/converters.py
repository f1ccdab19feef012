"""What an address may hold: numbers of rows, texts and the endings of files. What is none of them leads nowhere (404)."""

from __future__ import annotations

from django.urls import register_converter
from django.urls.converters import IntConverter, PathConverter, StringConverter

#: Every number of so many digits is one that PostgreSQL counts with, and the largest of its row numbers.
DIGITS, LARGEST = 18, 2**63 - 1


class NumberConverter(IntConverter):
    """A row's number. One that is larger than the database counts is the largest there can be: no row has it."""

    def to_python(self, value: str) -> int:
        """The number as the database can look for it."""
        return int(value) if len(value) <= DIGITS else LARGEST


class TextConverter(PathConverter):
    """A text, with slashes where it has some, but without the one character that PostgreSQL keeps in no text."""

    regex = r"[^\x00]+"


class PictureConverter(StringConverter):
    """The ending of a chart's file."""

    regex = "svg|png|csv"


class ListConverter(StringConverter):
    """The ending of a long list's file."""

    regex = "csv|xlsx|pdf"


register_converter(NumberConverter, "number")
register_converter(TextConverter, "text")
register_converter(PictureConverter, "picture")
register_converter(ListConverter, "list")
