"""Effects that are not money in words: what is held against what, and what was observed."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from savings.elements.citations import source_words
from savings.elements.numbers import day, number
from savings.elements.table import PlainNumber
from savings.elements.words import NOT_STATED, Words
from savings.projections.facts import IndicatorFacts, ObservationFacts

DIRECTIONS: dict[str, Words] = {"fewer": _("fewer"), "more": _("more")}


def quantity(value: Decimal) -> str:
    """A number with the decimals it was given with."""
    return number(value, _places(value))


def _places(value: Decimal) -> int:
    return max(0, -int(value.normalize().as_tuple().exponent))


def name_words(indicator: IndicatorFacts) -> str:
    """What is counted, and in what."""
    return f"{indicator.name} ({indicator.measure})" if indicator.measure else indicator.name


def baseline_words(indicator: IndicatorFacts) -> str:
    """What it is held against; said to be not stated where the source gives nothing."""
    if indicator.baseline is not None:
        note = f" ({indicator.baseline_said})" if indicator.baseline_said else ""
        return f"{quantity(indicator.baseline)}{note}"
    return indicator.baseline_said or str(NOT_STATED)


def latest(indicator: IndicatorFacts) -> ObservationFacts | None:
    """What was observed last."""
    return indicator.observations[-1] if indicator.observations else None


def observation_words(observation: ObservationFacts) -> str:
    """What was observed: the number, the words, or both."""
    parts = [quantity(observation.value)] if observation.value is not None else []
    return ": ".join([*parts, *([observation.said] if observation.said else [])])


def change_from_baseline(indicator: IndicatorFacts) -> PlainNumber | None:
    """The change from the baseline to the latest observation; None where either gives no number."""
    last = latest(indicator)
    if last is None or last.value is None or indicator.baseline is None:
        return None
    change = last.value - indicator.baseline
    return PlainNumber(change, _places(change), is_change=True)


def indicator_words(indicator: IndicatorFacts) -> str:
    """An indicator in one line, for a paper or a sheet."""
    facts = {"name": name_words(indicator), "baseline": baseline_words(indicator)}
    description = _g("%(name)s. Baseline: %(baseline)s.") % facts
    last = latest(indicator)
    if last is None:
        return " ".join((description, _g("Nothing is observed yet.")))
    source = f" ({source_words(last.source, last.page)})" if last.source else ""
    return " ".join((description, _g("%(day)s: %(observed)s%(source)s.") % {
        "day": day(last.observed_on), "observed": observation_words(last), "source": source,
    }))  # fmt: skip
