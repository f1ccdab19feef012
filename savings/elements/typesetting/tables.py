"""A table of values as plain data for the paper: texts, ready for the template to set."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from savings.elements.footnotes import superscript
from savings.elements.numbers import Scale
from savings.elements.table import Table, TableCell, write_value
from savings.elements.without_price_level import MARK

Data = dict[str, Any]
#: How the text of a figure and the numbers of the notes at it are set.
SetNotes = Callable[[str, tuple[int, ...]], Any]


def set_raised(text: str, notes: tuple[int, ...]) -> str:
    """A figure with the numbers of its notes raised behind it."""
    return text + superscript(notes)


def typeset_table(table: Table, kinds: Sequence[str] = (), set_notes: SetNotes = set_raised) -> Data:
    """A table as the template takes it.

    Args:
        kinds: how wide each column is set; else as the columns say themselves.
    """
    return {
        "caption": table.caption,
        "note": table.note,
        "kinds": kinds or [column.paper for column in table.columns],
        "heads": [str(column.label) for column in table.columns] if table.has_heads else [],
        "rows": [
            {
                "style": row.style,
                "depth": row.depth,
                "group": row.is_group,
                "cells": [_set(row.cell(column.key), table.scale, set_notes) for column in table.columns],
            }
            for row in table.rows
        ],
        "foot": table.foot,
    }


def _set(cell: TableCell, scale: Scale | None, set_notes: SetNotes) -> Any:
    text, *small = typeset_cell(cell, scale)
    content = set_notes(text, cell.notes) if cell.notes else text
    return [content, *small] if small else content


def typeset_cell(cell: TableCell, scale: Scale | None) -> list[str]:
    """A cell's text with its mark, and its small line where it has one."""
    text = write_value(cell.value, scale) + (MARK if cell.is_marked else "")
    return [text, *([write_value(cell.small, scale)] if cell.small not in ("", None) else [])]
