"""The kinds of amount a posting can state, in code, Danish and English."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a posting says about a unit's costs in a year; the terms are those of the 2008 memo and the budget rules.

    All kinds are annual effects against the baseline, positive when costs fall, except `OFFSET`, which is a new cost
    and is posted negative.
    """

    TARGET = "target"
    PLAN = "plan"
    FORECAST = "forecast"
    SECURED = "secured"
    REALISED = "realised"
    ELSEWHERE = "elsewhere"
    OFFSET = "offset"


#: Words people write for each kind, besides the code name; compared casefolded. The first one is the screen's word.
WORDS: dict[Kind, tuple[str, ...]] = {
    Kind.TARGET: ("krav", "måltal", "effektiviseringskrav"),
    Kind.PLAN: ("indfasningsplan", "plan"),
    Kind.FORECAST: ("forventet", "forventning"),
    Kind.SECURED: ("sikret",),
    Kind.REALISED: ("opnået", "realiseret"),
    Kind.ELSEWHERE: ("realiseret andetsteds", "andetsteds"),
    Kind.OFFSET: ("modgående udgift", "modgående udgifter", "modgående"),
}

#: Kinds that may be known only by their ends: the amount holds from the posting's year, but part of it may come earlier.
BANDED = (Kind.PLAN, Kind.FORECAST)

#: Every figure that a reader can point at, in the order of the headline: the kinds, and what is derived from them.
FIGURES = (
    "target", "plan", "forecast", "net_realised", "realised", "offset", "documented", "undocumented", "outstanding",
    "secured", "elsewhere", "open",
)  # fmt: skip


def parse_kind(word: str) -> Kind:
    """The kind a person means by `word` (code name or Danish).

    Raises:
        ValueError: when no kind has that name; the message lists the names that are accepted.
    """
    wanted = " ".join(word.split()).casefold()
    for kind, names in WORDS.items():
        if wanted == kind.value or wanted in names:
            return kind
    raise ValueError(", ".join(names[0] for names in WORDS.values()))
