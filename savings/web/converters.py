"""What an address may hold: numbers of rows, texts and the endings of files. What is none of them leads nowhere (404)."""

from __future__ import annotations

from django.urls import register_converter
from django.urls.converters import IntConverter, PathConverter, StringConverter


class NumberConverter(IntConverter):
    """A row's number, in as many digits as the database counts with."""

    regex = "[0-9]{1,18}"


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
