"""What an entry does, for the person who sends or vouches for it: before and after, and the questions to answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from savings.elements.numbers import KRONER, MILLIONS, THOUSANDS, Scale, day, percent
from savings.elements.table import Amount, Cells, NumberColumn, Table, TableColumn, build_rows
from savings.elements.words import UNALLOCATED, kind_word
from savings.presentation.screen.place_changes import place_change_lines
from savings.projections.effect import Asking, Effect, EffectQuestion, EffectRow
from savings.projections.figures import Figures
from savings.projections.levels import LaterLevel
from savings.vocabulary import VOCABULARY, Figure, Place


@dataclass(frozen=True)
class EffectScreen:
    """The effect in a table of what changes, a line for each change, and a sentence on the coverage.

    Attributes:
        lines: each change in one line, for lists.
        questions: what should be asked, one sentence each.
        later: until when its amounts hold, where a level is stated already from a later day on.
        moved: which amounts count towards another target from now on.
    """

    table: Table | None
    lines: tuple[str, ...]
    coverage: str
    questions: tuple[str, ...]
    later: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()


def effect_screen(
    effect: Effect, unit_names: Mapping[str, str], headline_year: int, later: Sequence[LaterLevel] = ()
) -> EffectScreen:
    """The effect of an entry in words and a table."""
    scale = _scale(effect)
    return EffectScreen(
        table=_table(effect, scale, unit_names),
        lines=tuple(_lines(effect, scale, unit_names, headline_year)),
        coverage=_coverage(effect, headline_year),
        questions=tuple(question_words(question, unit_names) for question in effect.questions),
        later=tuple(later_words(level, unit_names) for level in later),
        moved=tuple(place_change_lines(effect.moved, unit_names)),
    )


def later_words(level: LaterLevel, unit_names: Mapping[str, str]) -> str:
    """Until when an amount holds: the day from which a level is stated already."""
    place = level.place
    amounts = [
        KRONER.show_with_unit(amount) + (f", {price_level}-p/l" if price_level else "")
        for price_level, amount in level.amounts.items()
    ]
    return _("%(kind)s, %(unit)s, %(year)s: holds until %(day)s, from which the level is stated as %(amount)s.") % {
        "kind": kind_word(place.kind), "unit": UNALLOCATED if place.unit is None else unit_names.get(place.unit, place.unit),
        "year": place.year, "day": day(level.day), "amount": " + ".join(amounts),
    }  # fmt: skip


def _scale(effect: Effect) -> Scale:
    """The largest unit in which no change loses anything."""
    amounts = [value for row in (*effect.rows, *effect.wholes) for _m, *values in _find_changes(row) for value in values]
    fits = (scale for scale in (MILLIONS, THOUSANDS) if all(scale.round(amount) * scale.one == amount for amount in amounts))
    return next(fits, KRONER)


def _find_changes(row: EffectRow) -> Iterator[tuple[Figure, Decimal, Decimal, Decimal]]:
    for measure in VOCABULARY.at(Place.EFFECT):
        before, after = _read(measure, row.before), _read(measure, row.after)
        if before != after:
            yield measure, before, after, after - before


def _read(measure: Figure, figures: Figures) -> Decimal:
    return measure.read(figures) or Decimal(0)


def _table(effect: Effect, scale: Scale, unit_names: Mapping[str, str]) -> Table | None:
    rows = build_rows(cells for row in (*effect.rows, *effect.wholes) for cells in _changes(row, unit_names))
    if not rows:
        return None
    columns = [
        TableColumn("of", _("Unit and year")),
        TableColumn("figure", _("Figure")),
        NumberColumn("before", _("Before")),
        NumberColumn("change", _("Change")),
        NumberColumn("after", _("After")),
    ]
    return Table(_("Before and after"), columns, rows, str(scale.name), scale)


def _changes(row: EffectRow, unit_names: Mapping[str, str]) -> Iterator[Cells]:
    for measure, before, after, change in _find_changes(row):
        yield {
            "of": f"{_unit(row, unit_names)}, {row.year}",
            "figure": measure.words,
            "before": None if measure.read(row.before) is None else Amount(before),
            "change": Amount(change, is_change=True),
            "after": Amount(after),
        }


def _unit(row: EffectRow, unit_names: Mapping[str, str]) -> str:
    if row.whole:
        return _("The whole programme")
    return str(UNALLOCATED) if row.unit is None else unit_names.get(row.unit, row.unit)


def _lines(effect: Effect, scale: Scale, unit_names: Mapping[str, str], headline_year: int) -> Iterator[str]:
    """The changes of the headline year, or of the last year that changes where that one does not.

    What only moves between units, as a target that is divided, changes nothing of the programme, and is told unit by unit.
    """
    years = [row.year for row in effect.wholes]
    year = headline_year if headline_year in years else max(years, default=0)
    rows = [row for row in effect.wholes if row.year == year and any(_find_changes(row))]
    for row in rows or [row for row in effect.rows if row.year == year]:
        for measure, before, after, _change in _find_changes(row):
            facts = {
                "of": _unit(row, unit_names), "figure": measure.words, "year": row.year, "before": scale.show(before),
                "after": scale.show_with_unit(after),
            }  # fmt: skip
            words = _("%(figure)s %(year)s: %(before)s → %(after)s") % facts
            yield words if row.whole else f"{facts['of']}: {words}"


def _coverage(effect: Effect, year: int) -> str:
    if effect.coverage_before == effect.coverage_after:
        return ""
    facts = {"year": year, "before": percent(effect.coverage_before), "after": percent(effect.coverage_after)}
    return _("Documented in %(year)s: %(before)s → %(after)s of what is realised.") % facts


def question_words(question: EffectQuestion, unit_names: Mapping[str, str]) -> str:
    """A question as the person meets it."""
    facts = {
        "unit": UNALLOCATED if question.unit is None else unit_names.get(question.unit, question.unit),
        "year": question.year,
        "amount": KRONER.show_with_unit(question.amount),
        "against": KRONER.show_with_unit(question.against),
        "other": f"{question.against:f}",
        "initiative": question.initiative or _("the programme as a whole"),
    }
    return _question_text(question.asking) % facts


def _question_text(asking: Asking) -> str:
    return {
        Asking.BEYOND_SECURED: _(
            "%(unit)s, %(year)s: %(amount)s is realised, but only %(against)s is secured. Is the rest realised as well?"
        ),
        Asking.SECURED_LEFT: _(
            "%(unit)s, %(year)s: %(against)s is secured. Is the %(amount)s something else? If it is the same money, go back "
            "and choose to realise what was secured, or it is counted twice."
        ),
        Asking.BEYOND_PLAN: _(
            "%(initiative)s, %(year)s: %(amount)s would be realised, and the plan says %(against)s. Is that right?"
        ),
        Asking.BEFORE_PROGRAMME: _("%(year)s lies before the programme, which begins in %(other)s. Is the year right?"),
        Asking.AFTER_PROGRAMME: _("%(year)s lies after the programme, which ends in %(other)s. Is the year right?"),
        Asking.NEGATIVE: _("%(unit)s, %(year)s: realised would come to %(amount)s, less than nothing. Is that right?"),
    }[asking]
