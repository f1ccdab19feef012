"""Words of the vocabulary: texts in the reader's language, and enums whose members carry theirs."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from django.utils.functional import Promise

Words = Promise | str


class Worded(StrEnum):
    """Codes with the words that people read for them: `Stage.IDEA` is "idea", and `Stage.IDEA.words` its words."""

    _value_: str
    words: Words

    def __new__(cls, code: str, words: Words) -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.words = words
        return member
