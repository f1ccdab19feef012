"""The figures that a writer can insert in a report: each reference, what it is called, and what it prints now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from savings.composing.references import (
    CHANGE,
    CHART,
    DATE,
    NAMES,
    PRICES,
    TABLE,
    UNALLOCATED_WORDS,
    YEAR,
    Sources,
    bind_references,
)
from savings.elements.words import UNALLOCATED
from savings.projections.status import Status
from savings.vocabulary import Kind
from savings.vocabulary.figures import NET_REALISED, REALISED


@dataclass(frozen=True, slots=True)
class Insertable:
    """A figure that the writer can insert: the reference, what it is, and what it prints now."""

    reference: str
    label: str
    shown: str


def insertables(sources: Sources, *, danish: bool) -> Iterator[Insertable]:
    """The figures of a report that have a value: of each programme the report's year, of each unit what it has, and the changes.

    Args:
        danish: whether the references are written in Danish words.
    """
    place = 0 if danish else 1
    for slug, status in sources.statuses.items():
        of = "" if slug == sources.manuscript.programmes[0] else f" {slug}"
        rows = [row for row in status.grid.rows if not row.is_own] if len(status.grid.rows) > 1 else []
        units = [(f" {row.unit or UNALLOCATED_WORDS[place]}", status.unit_name(row.unit) or str(UNALLOCATED)) for row in rows]
        for unit, called in [("", ""), *units]:
            for figure in sources.figures:
                word = figure.references[place]
                # Without new costs, net realised is realised once more.
                if figure is NET_REALISED and not status.headline.has(Kind.OFFSET):
                    continue
                # Where new costs eat of it, a table's "realised" is what is left; this one is what there was before.
                is_before = figure is REALISED and status.headline.has(Kind.OFFSET)
                named = _("Realised before offsets") if is_before else str(figure.words)
                label = ", ".join(filter(None, [f"{named} {status.year}", called]))
                yield from _insertable(f"{word} {status.year}{unit}{of}", label, status, sources)
                if not (figure.is_ratio or unit):
                    label = _("Change in %(figure)s since the last report") % {"figure": str(figure.words).lower()}
                    yield from _insertable(f"{CHANGE[place]} {word} {status.year}{of}", label, status, sources)
    for (sort, name, slug), number in sources.numbers.items():
        words, shown_as = (TABLE, _("table %(number)s")) if sort == "table" else (CHART, _("figure %(number)s"))
        called = NAMES.get(name, (name, name))[place]
        of = "" if slug == sources.manuscript.programmes[0] else f" {slug}"
        yield Insertable(f"{words[place]} {called}{of}", called, shown_as % {"number": number})
    for names, label in ((DATE, _("As of")), (PRICES, _("Price level")), (YEAR, _("Year"))):
        printed, _facts = bind_references(names[place], sources)
        yield Insertable(names[place], label, printed)


def _insertable(reference: str, label: str, status: Status, sources: Sources) -> Iterator[Insertable]:
    printed, facts = bind_references(reference, sources)
    if not facts.trouble:
        several = len(sources.statuses) > 1
        yield Insertable(reference, f"{status.programme.name}: {label}" if several else label, printed)
