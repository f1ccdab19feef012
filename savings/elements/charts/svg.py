"""Drawing SVG by hand: elements with every text escaped, and numbers short.

Only presentation attributes are used, no style and no script, so that the same drawing stands in a page under a strict
content security policy, on a print, and in a PDF.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from django.utils.safestring import SafeString, mark_safe

Number = Decimal | int
#: The font of a drawing on a page, and of one on paper or in a picture file: those of the screen are not on the server.
PAPER_FONT = "Libertinus Serif"
SCREEN_FONT = "system-ui, 'Segoe UI', Helvetica, Arial, sans-serif"

INK, SOFT_INK, BLUE, PALE_BLUE, PURPLE, ORANGE, WHITE = (
    "#1A1A1A", "#454545", "#0868AC", "#DCE9F5", "#6A51A3", "#B84300", "#FFFFFF",
)  # fmt: skip


def px(value: Number) -> str:
    """A coordinate with at most one decimal."""
    if isinstance(value, int):
        return str(value)
    return format(Decimal(value).quantize(Decimal("0.1")).normalize(), "f")


def element(name: str, *children: str, **attributes: object) -> str:
    """An element; `_` in a name stands for `-`, numbers are coordinates, None is left out."""
    markup = "".join(
        [f" {_attribute_name(key)}={_attribute_value(value)}" for key, value in attributes.items() if value is not None]
    )
    return f"<{name}{markup}>{''.join(children)}</{name}>" if children else f"<{name}{markup}/>"


@lru_cache(maxsize=256)
def _attribute_name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _attribute_value(value: object) -> str:
    # Numbers are most of a drawing, and have nothing to escape.
    return f'"{px(value)}"' if isinstance(value, Decimal | int) else quoteattr(str(value))


def text(words: str, x: Number, y: Number, **attributes: object) -> str:
    """A line of text, escaped."""
    return element("text", escape(words), x=x, y=y, **attributes)


def mark_data(
    part: str, amount: Decimal, words: str | None = None, *, year: int | None = None, figure: str | None = None
) -> dict[str, object]:
    """What a mark says of itself: its part, its exact amount in kroner, its year and figure, and in words for who hears it."""
    at = {} if year is None else {"data_year": str(year)}
    return {"data_part": part, **at, "data_amount": f"{amount:f}", "data_said": words, "data_figure": figure}


def draw_end_years(first: int, last: int, left: Number, right: Number, y: Number, *, room: int) -> Iterator[str]:
    """The first year and the last at their own ends; the last alone where there is not this much room for two."""
    if right - left >= room:
        yield text(str(first), left, y, fill=SOFT_INK, font_size=12)
        yield text(str(last), right, y, text_anchor="end", fill=SOFT_INK, font_size=12)
    else:
        yield text(str(last), left, y, fill=SOFT_INK, font_size=12)


@dataclass(frozen=True)
class Canvas:
    """What a drawing is drawn on.

    Attributes:
        id: unique on the page, for the names that assistive technology reads.
        width, height: in pixels at a hundred per cent.
        font: the font family; paper has other fonts than the screen.
    """

    id: str
    width: int
    height: int
    font: str = SCREEN_FONT

    def render(self, parts: Iterable[str], *, title: str, words: str) -> SafeString:
        """The drawing as one SVG with a name and a description."""
        root = element(
            "svg",
            element("title", escape(title), id=f"{self.id}-t"),
            element("desc", escape(words) or "–", id=f"{self.id}-d"),
            *parts,
            xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {self.width} {self.height}", width=self.width,
            height=self.height, role="img", aria_labelledby=f"{self.id}-t", aria_describedby=f"{self.id}-d",
            font_family=self.font, font_size=13, fill=INK,
        )  # fmt: skip
        # Safe: every text and attribute above went through escape() or quoteattr().
        return mark_safe(root)  # noqa: S308


def hatch(identity: str, colour: str, *, ground: str = WHITE, angle: int = 45, gap: int = 6) -> str:
    """A pattern of thin lines, told from others by its angle as well as its colour."""
    return element(
        "pattern",
        element("rect", width=gap, height=gap, fill=ground),
        element("line", x1=0, y1=0, x2=0, y2=gap, stroke=colour, stroke_width=2),
        id=identity, width=gap, height=gap, patternUnits="userSpaceOnUse", patternTransform=f"rotate({angle})",
    )  # fmt: skip


NARROW_LETTERS = frozenset(" .,:;!|'()-ijltfr")


def text_width(words: str, *, bold: bool = False) -> int:
    """About how wide a text is at 13 px, by the widest font a reader is likely to have (DejaVu Sans)."""
    tenths = sum(52 if letter in NARROW_LETTERS else 83 for letter in words)
    return -(-tenths * (112 if bold else 100) // 1000)
