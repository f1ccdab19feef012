"""The words on screen and paper for the domain's terms, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from savings.kinds import Kind
from savings.projections.bridge import Step
from savings.projections.standing import Standing

Words = Promise | str

KINDS: dict[Kind, Words] = {
    Kind.TARGET: _("Target"),
    Kind.PLAN: _("Plan"),
    Kind.FORECAST: _("Forecast"),
    Kind.SECURED: _("Secured"),
    Kind.REALISED: _("Realised"),
    Kind.ELSEWHERE: _("Realised elsewhere"),
    Kind.OFFSET: _("Offset"),
}
NET_REALISED: Words = _("Net realised")
OUTSTANDING: Words = _("Outstanding")
OPEN: Words = pgettext_lazy("not secured", "Open")
UNALLOCATED: Words = _("Not allocated")
WHOLE_PROGRAMME: Words = _("The programme as a whole")
NOT_STATED: Words = _("not stated")

HORIZONS: dict[str, Words] = {"short": _("short-term"), "long": _("long-term")}
DURATIONS: dict[str, Words] = {"permanent": _("permanent"), "one_off": _("one-off")}
STAGES: dict[str, Words] = {
    "idea": _("idea"),
    "planned": _("planned"),
    "under_way": _("under way"),
    "delivered": _("delivered"),
    "dropped": _("dropped"),
}
#: How an initiative stands, in a word or two; the criteria stand on *Sådan læses tallene*.
STANDINGS: dict[Standing, Words] = {
    Standing.DELIVERED: _("Delivered"),
    Standing.ON_TRACK: _("On track"),
    Standing.AT_RISK: _("At risk"),
    Standing.BEHIND: _("Behind"),
    Standing.DROPPED: _("Dropped"),
    Standing.NOT_PLANNED: _("No plan"),
}
#: What brought a change since last time, in the order of the table.
STEPS: dict[Step, Words] = {
    Step.TARGET: _("New targets"),
    Step.REALISED: _("Realised since"),
    Step.OFFSET: _("Offsets since"),
    Step.SECURED: _("Secured since"),
    Step.ELSEWHERE: _("Realised elsewhere since"),
    Step.PLAN: _("New plans"),
    Step.FORECAST: _("New forecasts"),
    Step.REPROFILED: _("Re-profiled by decision"),
    Step.DROPPED: _("Dropped by decision"),
    Step.REPLACED: _("Replaced by decision"),
    Step.CORRECTED: _("Corrections"),
    Step.TOGETHER: _("All together"),
    Step.PRICE_LEVEL: _("Another price level"),
}
#: Every figure that has a name of its own, by its name in addresses.
FIGURES: dict[str, Words] = {
    **{kind.value: words for kind, words in KINDS.items()},
    "net_realised": NET_REALISED,
    "plan_early": _("Plan, at the earliest"),
    "documented": _("Realised and documented"),
    "undocumented": _("Realised, not documented"),
    "outstanding": OUTSTANDING,
    "open": OPEN,
}
#: What an entry does, by its act.
ENTRY_ACTS: dict[str, Words] = {
    "record": _("A change of amounts"),
    "level": _("A new level"),
    "realise": _("Realised from what was secured"),
    "correction": _("A correction"),
    "drop": _("A plan is dropped"),
    "reprofile": _("A plan is re-profiled"),
    "replace": _("A plan is replaced"),
}


def kind_word(kind: Kind) -> str:
    """The kind as the reader says it: Krav, Opnået, …"""
    return str(KINDS[kind])


def sorted_levels(levels: Iterable[int | None]) -> tuple[int | None, ...]:
    """Each price level once, in order, *not stated* last."""
    return tuple(sorted(set(levels), key=lambda level: (level is None, level or 0)))


def price_level_words(levels: tuple[int | None, ...]) -> str:
    """The price level of a set of amounts in words: `2020 p/l`, `price level not stated`, or both, mixed."""
    stated = [str(level) for level in levels if level is not None]
    words = [_g("%(levels)s prices (p/l)") % {"levels": ", ".join(stated)}] if stated else []
    if None in levels or not stated:
        words.append(_g("price level not stated"))
    return "; ".join(words)
