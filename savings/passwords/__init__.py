"""Which passwords are too weak to take, and why: what is guessed first, in Danish and English, and a person's own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LEAST, MOST = 12, 200
#: How much of a password must be its own, beside what is guessed first: a letter counts two, everything else one.
OWN = 15
#: Letters, digits and keys in the order in which they are typed without thinking.
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
#: What stands for a letter, where somebody thinks that it hides the word.
_LOOKALIKES = str.maketrans("013457@$!€", "oleastasie")
_LETTERS = (("æ", "ae"), ("ø", "oe"), ("å", "aa"), ("ö", "oe"), ("ä", "ae"))
_YEAR = re.compile(r"(?:19|20)\d\d")

TOO_SHORT = _(
    "The password is too short. Write at least 12 characters; four words that have nothing to do with each other are good."
)
TOO_LONG = _("The password is too long. Write at most 200 characters.")
REPEATS = _("The password repeats itself. Write one in which most characters come once or twice.")
GUESSED = _(
    "The password is too easy to guess: it is made of words that are tried first (seasons, months, names, places, your own name "
    "and unit, and what Valby is about), with digits and signs. Put in words that have nothing to do with these."
)


def find_weakness(password: str, own_words: Iterable[str] = ()) -> Promise | str | None:
    """A sentence that says why the password is not taken; None where it is good.

    Args:
        own_words: what others know of the person: names, units, the office.
    """
    if len(password) < LEAST:
        return TOO_SHORT
    if len(password) > MOST:
        return TOO_LONG
    folded = fold(password)
    if len(set(folded)) < 5 or _is_repetition(folded):
        return REPEATS
    words = read_guessable() | _split(own_words)
    if any(_count_own(text, folded, words) < OWN for text in (folded, folded.translate(_LOOKALIKES))):
        return GUESSED
    return None


def fold(text: str) -> str:
    """Without capitals, and with æ, ø and å as they are written without a Danish keyboard."""
    text = text.casefold()
    for letter, written in _LETTERS:
        text = text.replace(letter, written)
    return text


@cache
def read_guessable() -> frozenset[str]:
    """The words that are guessed first, and the rows of the keyboard from four keys on."""
    lines = (Path(__file__).parent / "guessable.txt").read_text(encoding="utf-8").splitlines()
    words = {fold(word) for line in lines if not line.startswith("#") for word in line.split()}
    rows = {row[begin:end] for row in _ROWS for begin in range(len(row)) for end in range(begin + 4, len(row) + 1)}
    return frozenset(words | rows | {row[::-1] for row in rows})


def _split(texts: Iterable[str]) -> set[str]:
    """The words in what is known of a person, each by itself; what is shorter than three letters says nothing."""
    return {word for text in texts for word in re.split(r"[\W_\d]+", fold(text)) if len(word) > 2}


def _is_repetition(text: str) -> bool:
    """Whether it is a shorter text several times over."""
    return text in (text + text)[1:-1]


def _count_own(text: str, typed: str, words: frozenset[str] | set[str]) -> int:
    """How much is left when years, the guessable words and repeated characters are taken away; `typed` has the signs as typed."""
    own, before = 0, ""
    for character in _remove_words(text, typed, words):
        own += 0 if character == before else 2 if character.isalpha() else 1
        before = character
    return own


def _remove_words(text: str, typed: str, words: frozenset[str] | set[str]) -> Iterator[str]:
    """The characters as typed that are part of no year and of no word, the longest word first."""
    longest, place = max(map(len, words)), 0
    while place < len(text):
        if year := _YEAR.match(typed, place):
            place = year.end()
            continue
        ends = range(min(len(text), place + longest), place + 2, -1)
        end = next((end for end in ends if text[place:end] in words), None)
        if end is None:
            yield typed[place]
            place += 1
        else:
            place = end
