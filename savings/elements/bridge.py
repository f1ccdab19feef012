"""What changed since last time in words and rounded rows: the opening, each step, the closing, and they add up as shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from savings.elements.numbers import SCALES, Scale, day, finest
from savings.elements.without_price_level import DRAWN
from savings.elements.words import price_level_words
from savings.money import round_to_sum
from savings.projections.bridge import Bridge, BridgeColumn, Moment
from savings.projections.reports import ReportFacts
from savings.vocabulary import Kind, Step


@dataclass(frozen=True)
class BridgeRow:
    """A row of the table: its step (None for the opening and the closing), its words, and each column's amount.

    Attributes:
        exact: kroner, None where the step did not move the figure; `shown` the same rounded in the scale, so that each
            column adds up as it is printed.
    """

    step: Kind | Step | None
    label: str
    exact: tuple[Decimal | None, ...]
    shown: tuple[Decimal | None, ...]


def scale_of(bridge: Bridge) -> Scale:
    """The unit all amounts of a bridge are shown in: the one asked for, else the coarsest that hides no step."""
    if bridge.shown_in:
        return SCALES[bridge.shown_in]
    return finest(amount for column in bridge.columns for amount in (column.opening, column.closing, *column.steps.values()))


def heads(bridge: Bridge) -> tuple[str, ...]:
    """The figures' names, a column each."""
    return tuple(str(bridge.vocabulary[column.figure].words) for column in bridge.columns)


def rows(bridge: Bridge) -> tuple[BridgeRow, ...]:
    """Opening, steps and closing; opening and closing are rounded as on every page, the steps so that they lead across."""
    scale = scale_of(bridge)
    columns = [_round_column(column, scale) for column in bridge.columns]
    opening = BridgeRow(
        None, opening_words(bridge.since), tuple(c.opening for c in bridge.columns), tuple(c[None, 0] for c in columns)
    )
    steps = [
        BridgeRow(
            step,
            str(bridge.vocabulary.steps[step]),
            tuple(c.steps.get(step) for c in bridge.columns),
            tuple(c.get((step, 1)) for c in columns),
        )
        for step in bridge.steps
    ]
    closing = BridgeRow(
        None, closing_words(bridge.until), tuple(c.closing for c in bridge.columns), tuple(c[None, 2] for c in columns)
    )
    return (opening, *steps, closing)


def _round_column(column: BridgeColumn, scale: Scale) -> dict[tuple[Kind | Step | None, int], Decimal]:
    opening, closing = scale.round(column.opening), scale.round(column.closing)
    steps = list(column.steps)
    parts = round_to_sum([column.steps[step] / scale.one for step in steps], scale.places, to=closing - opening)
    return {(None, 0): opening, **{(step, 1): part for step, part in zip(steps, parts, strict=True)}, (None, 2): closing}


def opening_words(since: Moment) -> str:
    if since.report:
        return _("The report of %(date)s") % {"date": day(since.as_of)}
    return _("As of %(date)s") % {"date": day(since.as_of)}


def closing_words(until: Moment) -> str:
    return _("As of %(date)s") % {"date": day(until.as_of)}


def since_words(since: date | ReportFacts) -> str:
    if isinstance(since, date):
        return _("since %(date)s") % {"date": day(since)}
    return _("since the report of %(date)s") % {"date": day(since.as_of)}


def bridge_note(bridge: Bridge) -> str:
    """Of which year, in which unit and in which prices the amounts stand; said once above the table."""
    facts = {"unit": scale_of(bridge).name, "prices": price_level_words(bridge.price_levels), "year": bridge.year}
    note = _("Effect in %(year)s, %(unit)s, %(prices)s") % facts
    return f"{note}. {DRAWN}" if bridge.has_unrestated else note


def summary(bridge: Bridge) -> str:
    """What changed, in a breath."""
    return " ".join(_summary(bridge))


def _summary(bridge: Bridge) -> Iterator[str]:
    since = since_words(bridge.since.report or bridge.since.as_of)
    facts = {"since": since, "count": bridge.entries, "year": bridge.year}
    if bridge.and_more:
        yield _("More than %(count)s entries have been approved %(since)s.") % facts
    elif not bridge.entries:
        yield _("No entry has been approved %(since)s.") % facts
    else:
        count_words = ngettext(
            "%(count)s entry has been approved %(since)s.", "%(count)s entries have been approved %(since)s.", bridge.entries
        )
        yield count_words % facts
    main = bridge.main
    if main is None or (not bridge.steps and not bridge.entries):
        return
    scale = scale_of(bridge)
    amounts = {
        "figure": bridge.vocabulary[main.figure].words,
        "year": bridge.year,
        "opening": scale.show(main.opening),
        "closing": scale.show_with_unit(main.closing),
        "late": scale.show_with_unit(main.late),
    }
    if main.opening == main.closing:
        yield _("%(figure)s in %(year)s is still %(closing)s.") % amounts
    else:
        yield _("%(figure)s in %(year)s went from %(opening)s to %(closing)s.") % amounts
    if main.late:
        # The report could not know these: the historical situation and the latest are two.
        yield _("%(late)s of the change was booked on or before the report's date and approved later.") % amounts
