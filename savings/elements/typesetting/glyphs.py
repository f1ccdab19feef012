"""Which characters the paper's fonts cover, and how the others are shown: a box, and a note that says which they were.

PDF/UA-1 and PDF/A-3a forbid a character without a glyph, so Typst refuses the whole paper for one emoji in a name.
"""

from __future__ import annotations

import re
import unicodedata

MISSING = "□"
#: Left-to-right scripts, signs and shapes that Libertinus Serif, New Computer Modern or DejaVu Sans Mono covers; a test
#: sets every one of them. Combining marks are not among them: what Unicode can compose is composed first.
COVERED = (
    "\n\u0020-\u007e\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u038a\u038c\u038e-\u03a1"
    "\u03a3-\u0482\u048a-\u04ff\u0531-\u0556\u0559-\u058a\u05d0-\u05ea\u10d0-\u10ff\u1d00-\u1dbf\u1e00-\u1f15"
    "\u1f18-\u1f1d\u1f20-\u1f45\u1f48-\u1f4d\u1f50-\u1f57\u1f59\u1f5b\u1f5d\u1f5f-\u1f7d\u1f80-\u1fb4\u1fb6-\u1fc4"
    "\u1fc6-\u1fd3\u1fd6-\u1fdb\u1fdd-\u1fef\u1ff2-\u1ff4\u1ff6-\u1ffe\u2000-\u200a\u2010-\u2027\u202f-\u2040\u2044-\u2052"
    "\u2054-\u205f\u2070\u2071\u2074-\u208e\u2090-\u209c\u20a0-\u20c0\u2100-\u211e\u2120\u2122\u2124\u2126-\u2151\u2153-\u2184"
    "\u2189\u2190-\u23ff\u2460-\u262f\u2c60-\u2cee\ufb00-\ufb06\ufffd"
)  # fmt: skip
#: A place where a word may be broken, and nothing else.
BREAK = "\u200b"
_MISSING = re.compile(f"[^{COVERED}{BREAK}]")
#: Characters without a shape of their own: soft hyphens, joiners, direction marks, variation selectors.
_SHAPELESS = re.compile("[\u00ad\u034f\u061c\u200c-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]")
#: Letters of a word that fits on a line whatever it stands in; a longer one is given places to break, this far apart.
LONGEST_WORD = 40
_LONG = re.compile(rf"[^\s{BREAK}]{{{LONGEST_WORD + 1},}}")
_PIECE = 12


def shows(text: str) -> bool:
    """Whether any of a text can be seen on paper: joiners and direction marks alone cannot, and no heading may be empty."""
    return bool(_SHAPELESS.sub("", text).replace(BREAK, "").strip())


class Typesetter:
    """Makes texts fit for the paper and remembers the characters it had to replace."""

    def __init__(self) -> None:
        self.replaced: set[str] = set()

    def text(self, text: str) -> str:
        """The text with each uncovered character as a box, and words too long for a line given places to break."""
        return _LONG.sub(_breakable, self.replace_uncovered(text))

    def replace_uncovered(self, text: str) -> str:
        """The text with each uncovered character as a box."""
        if text.isascii() and text.isprintable():
            return text
        shaped = _SHAPELESS.sub("", unicodedata.normalize("NFC", text).replace("\t", " ").replace("\r\n", "\n"))
        return _MISSING.sub(self._replace, shaped)

    def _replace(self, match: re.Match[str]) -> str:
        self.replaced.add(match[0])
        return MISSING

    def names(self) -> str:
        """The replaced characters by code point and name, in order: `U+6F22 CJK UNIFIED IDEOGRAPH-6F22`."""
        return ", ".join(f"U+{ord(char):04X} {unicodedata.name(char, '')}".strip() for char in sorted(self.replaced))


def _breakable(match: re.Match[str]) -> str:
    return break_word(match[0], _PIECE)


def break_word(word: str, most: int) -> str:
    """The word with a place to break after each so many letters."""
    return BREAK.join(word[start : start + most] for start in range(0, len(word), most))
