"""Effects that are not money on the screen: a table of indicators, and all that was observed of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from savings.faces.effects import DIRECTIONS, baseline_words, change_words, latest, name_words, observed_words
from savings.faces.numbers import DASH, day
from savings.faces.screen.tables import Cell, Head, Sheet, sheet
from savings.faces.sources import source_words
from savings.projections.facts import IndicatorFacts, ObservationFacts


def indicators_sheet(indicators: Sequence[IndicatorFacts], link: Callable[[int], str]) -> Sheet | None:
    """The indicators of a programme; None where there are none."""
    heads = [
        Head("name", _("Effect"), numeric=False),
        Head("wanted", _("Wanted"), numeric=False),
        Head("baseline", _("Baseline"), numeric=False),
        Head("last", _("Latest observation"), numeric=False),
        Head("change", _("Change"), numeric=True),
    ]
    rows = [_row(indicator, link) for indicator in indicators]
    return sheet(_("Effects besides the money"), heads, rows, said=_("Never added to the amounts")) if rows else None


def _row(indicator: IndicatorFacts, link: Callable[[int], str]) -> dict[str, Cell]:
    last = latest(indicator)
    return {
        "name": Cell(name_words(indicator), link(indicator.number), indicator.initiative or "", own_words=True),
        "wanted": Cell(str(DIRECTIONS.get(indicator.wanted, DASH))),
        "baseline": Cell(baseline_words(indicator)),
        "last": Cell(observed_words(last), small=_when(last), own_words=True) if last else Cell(_("nothing observed yet")),
        "change": Cell(change_words(indicator)),
    }


def _when(observation: ObservationFacts) -> str:
    source = source_words(observation.source, observation.page) if observation.source else ""
    return ", ".join(part for part in (day(observation.observed_on), source) if part)


def observations_sheet(indicator: IndicatorFacts) -> Sheet | None:
    """All that was observed of an indicator, the newest first; None where nothing was."""
    heads = [
        Head("on", _("Observed"), numeric=False, sort="descending"),
        Head("what", _("What"), numeric=False),
        Head("source", _("Rests on"), numeric=False),
        Head("by", _("Recorded by"), numeric=False),
        Head("confirmed", _("Confirmed by"), numeric=False),
    ]
    rows = [
        {
            "on": Cell(day(told.observed_on)),
            "what": Cell(observed_words(told), own_words=True),
            "source": Cell(source_words(told.source, told.page) if told.source else DASH, own_words=told.source is not None),
            "by": Cell(told.recorded_by),
            "confirmed": Cell(told.confirmed_by or _("waits, not counted")),
        }
        for told in reversed(indicator.observations)
    ]
    return sheet(_("Observations"), heads, rows) if rows else None
