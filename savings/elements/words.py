"""The words on screen and paper for the domain's terms, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from savings.projections.standing import Standing
from savings.vocabulary import VOCABULARY, Act, Duration, Horizon, Kind, Stage, Vocabulary, Words

KINDS: dict[Kind, Words] = {kind: figure.words for kind, figure in VOCABULARY.kinds.items()}
UNALLOCATED: Words = _("Not allocated")
WHOLE_PROGRAMME: Words = _("The programme as a whole")
NOT_STATED: Words = _("not stated")

HORIZONS, DURATIONS, STAGES, ENTRY_ACTS = (
    {member.value: member.words for member in codes} for codes in (Horizon, Duration, Stage, Act)
)
#: How an initiative stands, in a word or two; the criteria stand on *Sådan læses tallene*.
STANDINGS: dict[Standing, Words] = {
    Standing.DELIVERED: _("Delivered"),
    Standing.ON_TRACK: _("On track"),
    Standing.AT_RISK: _("At risk"),
    Standing.BEHIND: _("Behind"),
    Standing.DROPPED: _("Dropped"),
    Standing.NOT_PLANNED: _("No plan"),
}


def kind_word(kind: Kind, vocabulary: Vocabulary = VOCABULARY) -> str:
    """The kind as the reader says it: Krav, Opnået, …"""
    return str(vocabulary.kinds[kind].words)


def price_level_words(levels: tuple[int | None, ...]) -> str:
    """The price level of a set of amounts in words: `2020 p/l`, `price level not stated`, or both, mixed."""
    stated = [str(level) for level in levels if level is not None]
    words = [_g("%(levels)s prices (p/l)") % {"levels": ", ".join(stated)}] if stated else []
    if None in levels or not stated:
        words.append(_g("price level not stated"))
    return "; ".join(words)


def public_name(full_name: str, *, publishes: bool = False) -> str:
    """How somebody stands where anybody reads: by full name, else by what they do. A log-in name is no name for the public."""
    return full_name or (_g("a controller") if publishes else _g("an employee"))
