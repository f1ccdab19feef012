"""What a drawing holds: its texts with the boxes they fill, and what leaves the sheet or stands upon another."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import combinations
from xml.etree import ElementTree

from savings.elements.charts.lettering import Box, box_of

SVG = "{http://www.w3.org/2000/svg}"


def boxes(texts: Iterable[ElementTree.Element]) -> list[tuple[str, Box]]:
    """The texts and about the boxes they fill."""
    return [
        (
            text.text or "",
            box_of(
                text.text or "", Decimal(text.get("x", "")), Decimal(text.get("y", "")),
                anchor=text.get("text-anchor", "start"), bold=text.get("font-weight") == "600",
            ),
        )
        for text in texts
    ]  # fmt: skip


def beyond(svg: str) -> list[object]:
    """The texts and shapes of a drawing that leave its sheet."""
    root = ElementTree.fromstring(svg)
    # Coordinates are rounded to tenths, and a rim is drawn half outside.
    sheet = Box(Decimal(-1), Decimal(-1), Decimal(root.get("width", "")) + 1, Decimal(root.get("height", "")) + 1)
    found: list[object] = [said for said, box in boxes(root.iter(f"{SVG}text")) if not sheet.holds(box)]
    for rect in [r for r in root.iter(f"{SVG}rect") if "x" in r.attrib]:
        x, y, wide, high = (Decimal(rect.get(name, "")) for name in ("x", "y", "width", "height"))
        if not sheet.holds(Box(x, y, x + wide, y + high)):
            found.append(dict(rect.attrib))
    for line in [e for e in root.iter(f"{SVG}line") if "patternUnits" not in e.attrib]:
        xs, ys = ([Decimal(line.get(name, "")) for name in names] for names in (("x1", "x2"), ("y1", "y2")))
        if not sheet.holds(Box(min(xs), min(ys), max(xs), max(ys))):
            found.append(dict(line.attrib))
    return found


def upon_each_other(svg: str) -> list[tuple[str, str]]:
    """The texts of a drawing that stand one upon the other."""
    placed = boxes(ElementTree.fromstring(svg).iter(f"{SVG}text"))
    return [(a, b) for (a, one), (b, other) in combinations(placed, 2) if one.touches(other)]
