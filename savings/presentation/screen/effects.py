"""Effects that are not money on the screen: a table of indicators, and all that was observed of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from savings.elements.citations import source_words
from savings.elements.effects import DIRECTIONS, baseline_words, change_from_baseline, latest, name_words, observation_words
from savings.elements.numbers import day
from savings.elements.table import Cells, NumberColumn, OwnWords, Table, TableCell, TableColumn, build_rows, own_words
from savings.projections.facts import IndicatorFacts, ObservationFacts


def indicators_table(indicators: Sequence[IndicatorFacts], link: Callable[[int], str]) -> Table | None:
    """The indicators of a programme; None where there are none."""
    columns = [
        TableColumn("name", _("Effect")),
        TableColumn("wanted", _("Wanted")),
        TableColumn("baseline", _("Baseline")),
        TableColumn("last", _("Latest observation")),
        NumberColumn("change", _("Change")),
    ]
    rows = build_rows(_indicator(indicator, link) for indicator in indicators)
    return Table(_("Effects besides the money"), columns, rows, _("Never added to the amounts")) if rows else None


def _indicator(indicator: IndicatorFacts, link: Callable[[int], str]) -> Cells:
    last = latest(indicator)
    return {
        "name": TableCell(OwnWords(name_words(indicator)), link(indicator.number), indicator.initiative or ""),
        "wanted": DIRECTIONS.get(indicator.wanted),
        "baseline": baseline_words(indicator),
        "last": TableCell(OwnWords(observation_words(last)), small=_when(last)) if last else _("nothing observed yet"),
        "change": change_from_baseline(indicator),
    }


def _when(observation: ObservationFacts) -> date | str:
    """When something was observed, and where that stands."""
    if observation.source is None:
        return observation.observed_on
    return f"{day(observation.observed_on)}, {source_words(observation.source, observation.page)}"


def observations_table(indicator: IndicatorFacts) -> Table | None:
    """All that was observed of an indicator, the newest first; None where nothing was."""
    columns = [
        TableColumn("on", _("Observed"), sort="descending"),
        TableColumn("what", _("What")),
        TableColumn("source", _("Rests on")),
        TableColumn("by", _("Recorded by")),
        TableColumn("confirmed", _("Confirmed by")),
    ]
    rows = build_rows(
        {
            "on": observation.observed_on,
            "what": OwnWords(observation_words(observation)),
            "source": own_words(source_words(observation.source, observation.page) if observation.source else None),
            "by": observation.recorded_by,
            "confirmed": observation.confirmed_by or _("waits, not counted"),
        }
        for observation in reversed(indicator.observations)
    )
    return Table(_("Observations"), columns, rows) if rows else None
