"""A table that a writer typed, laid out by what its cells hold, so that every word of it stands within its column."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from savings.composing.document import Line, TypedTable, words_of
from savings.elements.typesetting.glyphs import break_word

Data = dict[str, Any]
#: A table with more columns than these lies on a page of its own, turned.
MOST_COLUMNS = 9
#: Letters that fit beside each other on an upright page, and on a turned one; a column's sides take two.
UPRIGHT, TURNED = 92, 140
#: A column whose longest text has at most so many letters is as wide as that; others share the rest by what is in them.
SHORT = 21
#: Letters a column asks for at least and at most.
LEAST, MOST = 8, 60
_WORD = re.compile(r"\S+")


def set_typed_table(piece: TypedTable, set_runs: Callable[[Line], list[Data]]) -> Data:
    """The table as the template takes it; a column's share is 0 where it is as wide as its longest text."""
    is_landscape = len(piece.heads) > MOST_COLUMNS
    shares = _share_room(piece, TURNED if is_landscape else UPRIGHT)
    rooms = _measure_rooms(piece, shares, TURNED if is_landscape else UPRIGHT)

    def set_row(cells: Sequence[Line]) -> list[list[Data]]:
        return [set_runs(_break_words(cell, room)) for cell, room in zip(cells, rooms, strict=True)]

    return {
        "is": "typed", "heads": set_row(piece.heads), "numeric": list(piece.numeric), "shares": shares,
        "rows": [{"cells": set_row(row)} for row in piece.rows], "landscape": is_landscape,
    }  # fmt: skip


def _share_room(piece: TypedTable, room: int) -> list[int]:
    """What each column takes of the room, in letters; 0 for one that is as wide as what it holds."""
    lengths = _measure_texts(piece)
    is_narrow = [is_numeric or max(column) <= SHORT for is_numeric, column in zip(piece.numeric, lengths, strict=True)]
    if all(is_narrow) and not piece.numeric[0]:
        # The names of the rows take what is left, so that a table of short words is as wide as the others.
        is_narrow[0] = False
    narrow = sum(max(column) + 2 for column, each in zip(lengths, is_narrow, strict=True) if each)
    if narrow + (LEAST + 2) * is_narrow.count(False) > room:
        is_narrow = [False] * len(is_narrow)
    return [0 if each else _share(column) for column, each in zip(lengths, is_narrow, strict=True)]


def _measure_texts(piece: TypedTable) -> list[list[int]]:
    """Letters of each text of a column, its head first, column by column."""
    return [[len(words_of(row[place])) for row in (piece.heads, *piece.rows)] for place in range(len(piece.heads))]


def _share(lengths: Sequence[int]) -> int:
    """Half as much again as the usual text, and room for the longest if it can."""
    return max(LEAST, min(MOST, max(sum(lengths) * 3 // (2 * len(lengths)), min(max(lengths), MOST // 2))))


def _measure_rooms(piece: TypedTable, shares: Sequence[int], room: int) -> list[int]:
    """Letters that fit on a line of each column; 0 where all that it holds does."""
    lengths = _measure_texts(piece)
    narrow = sum(max(column) for column, share in zip(lengths, shares, strict=True) if not share)
    left = max(1, room - narrow - 2 * len(shares))
    return [max(1, left * share // sum(shares)) if share else 0 for share in shares]


def _break_words(cell: Line, room: int) -> Line:
    """The cell with places to break in words that are longer than a line; those of letters alone are hyphenated."""
    if not room:
        return cell

    def break_long(match: re.Match[str]) -> str:
        word = match[0]
        is_hyphenated = len(word) <= 2 * room and word.isalpha()
        return word if len(word) <= room or is_hyphenated else break_word(word, room)

    return tuple(replace(run, text=_WORD.sub(break_long, run.text)) if run.text else run for run in cell)
