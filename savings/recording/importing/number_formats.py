"""What the number formats of a workbook show: per cent, a number divided by a thousand, the name of a unit, or a day."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

#: Built-in number formats that show per cent (ECMA-376 part 1, 18.8.30).
_PERCENT = frozenset({"9", "10"})
#: What stands for itself or shows nothing. Brackets hold a currency, a colour or a condition, and are searched no further than
#: the longest of those: one that is never closed would have each bracket look through all the rest.
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]{0,80})(?:-[^\]]{0,80})?\]|\[[^\]]{0,80}\]|_.|\*.')
#: The first section: up to a semicolon that is neither in quotes nor behind a sign that takes the next letter as it is.
_SECTION = re.compile(r'(?:[\\_*].|"[^"]*"?|[^;])*+')
#: Commas behind the last digit: each divides what is shown by a thousand.
_SCALE = re.compile(r"[0#?](,+)(?![0#?,])")
_LETTERS = re.compile(r"[\w%€£$]")


class ShownFormat(NamedTuple):
    """How a format shows a number: in per cent, divided by `scale`, and with which words about it."""

    percent: bool
    scale: Decimal
    unit: str


def read_format(code: str) -> ShownFormat:
    """What a format code such as `#,##0,` or `0.0 "mio. kr."` does; only its first section, that of positive numbers."""
    found = _SECTION.match(code)
    section = found[0] if found else ""
    words = [next((text for text in match.groups() if text), "") for match in _LITERAL.finditer(section)]
    bare = _LITERAL.sub("", section)
    scale = _SCALE.search(bare)
    unit = "".join(words).strip()
    shown = unit if _LETTERS.search(unit) else ""
    return ShownFormat("%" in bare, Decimal(1000) ** len(scale[1]) if scale else Decimal(1), shown)


def find_styles(styles: Sequence[tuple[str, Mapping[str, str]]]) -> dict[str, ShownFormat]:
    """By number, those cell styles whose format shows something else than the number itself."""
    shown: dict[str, ShownFormat] = {number: ShownFormat(True, Decimal(1), "") for number in _PERCENT}
    for name, attributes in styles:
        if name == "numFmt":
            shown[attributes.get("numFmtId", "")] = read_format(attributes.get("formatCode", ""))
    return {
        str(number): found
        for number, attributes in enumerate(_list_cell_formats(styles))
        if (found := shown.get(attributes.get("numFmtId", ""))) and found != (False, 1, "")
    }


def _list_cell_formats(styles: Sequence[tuple[str, Mapping[str, str]]]) -> list[Mapping[str, str]]:
    formats, inside = [], False
    for name, attributes in styles:
        if name in ("cellXfs", "cellStyleXfs", "cellStyles"):
            inside = name == "cellXfs"
        elif name == "xf" and inside:
            formats.append(attributes)
    return formats
