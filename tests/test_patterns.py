"""No pattern takes more time than its text is long: one that reads back and forth holds everybody up with a row of spaces."""

from __future__ import annotations

import re
from collections.abc import Callable
from statistics import median
from time import thread_time
from typing import Any

import pytest

from tests.patterns import ENDS, FoundPattern, find_patterns, find_pumps

FOUND, HIDDEN = find_patterns()
#: Letters of the strings: so few at first that a pattern whose time doubles with each letter is told before it is read for ever.
SIZES = (12, 18, 24, 400, 750, 3000)
FEW = 24
#: What reading a text of the longest size takes at the most (seconds of the processor, so that no other work counts); what takes
#: longer is measured more closely, and what takes far longer needs no more proof.
QUICK, FAR_TOO_LONG = 0.002, 0.03
#: Four times as long a text takes four times as long; with its square, sixteen.
FOUR_TIMES = 8


def test_every_pattern_is_known_before_it_is_used() -> None:
    """One that is put together from what comes in is a constant of its module, or escapes what comes in."""
    assert HIDDEN == []
    assert len(FOUND) > 100


@pytest.mark.parametrize("found", FOUND, ids=lambda it: it.where)
def test_it_takes_no_longer_than_its_text(found: FoundPattern) -> None:
    assert [slow for method in sorted(found.methods) for slow in find_slow(found.pattern, method)] == []


def test_one_that_reads_back_and_forth_is_found() -> None:
    for pattern in (
        r"\s+$",
        r"\w+\d",
        r"(?:a+)+b",
        r"(?:\s*\w*)*x",
        r"x*y*x*z",
        r"[^)]*\)",
        r"(?:bilag\w*)+ \d",
        r"\s*\d\s*,\s*\d",
    ):
        assert find_slow(re.compile(pattern), "search"), pattern
    for pattern in (r"\w+", r"\bx{2,}\b", r"\(\s?\d{1,4}\s?\)", r"[^)\n]{0,80}\)", r"(?<!\s)\s+\d"):
        assert not find_slow(re.compile(pattern), "search"), pattern


def find_slow(pattern: re.Pattern[Any], method: str) -> list[str]:
    """The strings, by what they are made of, for which the pattern takes more time than they are longer; the first of them."""
    read = reader(pattern, method)
    for before, piece in find_pumps(pattern):
        for end in ENDS:
            if is_slow(read, before, piece, end):
                return [f"{method}: {before!r} + {piece!r} * n + {end!r}"]
    return []


def is_slow(read: Callable[[str], object], before: str, piece: str, end: str) -> bool:
    def grown(size: int) -> str:
        return before + piece * (size if size <= FEW else max(FEW, size // len(piece))) + end

    took = 0.0
    for size in SIZES:
        took = measure(read, grown(size))
        if took > FAR_TOO_LONG:
            return True
    # More than once: what a machine is busy with besides is felt for a moment.
    return took > QUICK and all(
        median(measure(read, grown(SIZES[-1])) for _ in range(3))
        > FOUR_TIMES * median(measure(read, grown(SIZES[-2])) for _ in range(3))
        for _ in range(3)
    )


def measure(read: Callable[[str], object], text: str) -> float:
    begun = thread_time()
    read(text)
    return thread_time() - begun


def reader(pattern: re.Pattern[Any], method: str) -> Callable[[str], object]:
    """What reads a whole text by the pattern, as the code does."""
    if isinstance(pattern.pattern, bytes):
        return lambda text: reader_of(pattern, method)(text.encode())
    return reader_of(pattern, method)


def reader_of(pattern: re.Pattern[Any], method: str) -> Callable[[Any], object]:
    if method == "finditer":
        return lambda text: sum(1 for _each in pattern.finditer(text))
    if method in ("sub", "subn"):
        return lambda text: pattern.sub(lambda match: match[0], text)
    return getattr(pattern, method)  # type: ignore[no-any-return]
