"""What a status says in sentences, made from its figures: the summary and the notes on what is not stated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from savings.chain import format_head
from savings.elements.citations import price_basis_words
from savings.elements.division import division_sentences
from savings.elements.numbers import MILLIONS, SCALES, Scale, day, scale_for
from savings.elements.words import price_level_words
from savings.money import ZERO, total
from savings.projections.facts import HeadFacts, Restatement
from savings.projections.phase_in import PhaseInYear
from savings.projections.status import Status
from savings.vocabulary import Kind
from savings.vocabulary.figures import ELSEWHERE, NET_REALISED, SECURED, TARGET


def scale_of(status: Status) -> Scale:
    """The one unit that all amounts of a status are shown in: the one asked for, else the one that fits them."""
    if status.shown_in:
        return SCALES[status.shown_in]
    return scale_for([status.largest_amount]) if status.cells else MILLIONS


def notes(status: Status) -> tuple[str, ...]:
    """What the reader must know to read the figures right: what is not stated, read by us, or not counted."""
    made_up = [example_sentence()] if status.programme.is_example else []
    sentences = [*made_up, *_not_stated(status), *_band_notes(status), *status.readings, *_counting(status)]
    return tuple(dict.fromkeys(sentences))


def example_sentence() -> str:
    """What is said of a programme that only shows what Valby can do."""
    return _("This is a made-up example: the municipality, the programme and all its figures are invented.")


def _not_stated(status: Status) -> Iterator[str]:
    if not status.cells:
        yield _("No approved entry states an amount as of this date.")
        return
    yield from _price_notes(status)
    if all(cell.unit is None for cell in status.cells):
        yield _("The sources do not divide the amounts between units. They stand as not allocated.")
    yield from division_sentences(status, scale_of(status))
    headline = status.headline
    if headline.undocumented:
        missing = scale_of(status).show_with_unit(headline.undocumented)
        yield _("The sources do not show what %(amount)s of the realised amount consists of.") % {"amount": missing}
    if status.programme.full_effect_year_reading:
        yield status.programme.full_effect_year_reading


def _price_notes(status: Status) -> Iterator[str]:
    """In which prices the amounts stand that are not restated, and why."""
    levels, restatement = status.price_levels, status.restatement
    if status.basis:
        yield _("The programme's price basis: %(basis)s.") % {"basis": price_basis_words(status.basis)}
    if levels == (None,):
        yield _("The sources state no price level. The amounts are shown as they were stated.")
    elif None in levels:
        yield _("Some amounts have no stated price level. They are shown as they were stated.")
    if restatement and restatement.unreached:
        yield explain_unreached(restatement)
    elif not restatement and len(levels) - (None in levels) > 1:
        yield _("The amounts are in several price levels: %(levels)s. Choose one to compare them.") % {
            "levels": price_level_words(levels)
        }


def _write_restatement(restatement: Restatement) -> str:
    facts = {"level": restatement.level, "series": restatement.series, "date": day(restatement.announced_on)}
    if restatement.announced_on is None:
        return _("Amounts are restated to %(level)s prices by %(series)s.") % facts
    return _("Amounts are restated to %(level)s prices by %(series)s, as announced by %(date)s.") % facts


def explain_unreached(restatement: Restatement) -> str:
    """Which amounts could not be brought to the price level asked for, and why."""
    facts = {
        "levels": price_level_words(restatement.unreached), "level": restatement.level, "series": restatement.series
    }  # fmt: skip
    if not restatement.series:
        words = _("The programme has no price series, so amounts in %(levels)s cannot be restated to %(level)s prices.")
    else:
        words = _("%(series)s does not reach from %(levels)s to %(level)s prices.")
    return " ".join((words % facts, _("They are shown as they were stated, and marked.")))


def _band_notes(status: Status) -> Iterator[str]:
    span = [year for year in status.phase_in if year.is_band]
    if span:
        yield band_sentence(span, scale_of(status))


def band_sentence(span: list[PhaseInYear], scale: Scale) -> str:
    """What a band says: between which years, and how much at the most has not been given a year."""
    widest = max(year.to_come_high - year.to_come_low for year in span)
    facts = {"amount": scale.show_with_unit(widest), "first": span[0].year, "last": span[-1].year + 1}
    return _("%(amount)s is phased in from %(first)s to %(last)s; nobody has decided how much in which year.") % facts


def _counting(status: Status) -> Iterator[str]:
    if status.contradicted:
        yield _(
            "The ledger no longer gives the figures of the report published as of %(date)s. Have manage.py verify_ledger run "
            "before you use them."
        ) % {"date": day(status.contradicted.as_of)}
    if status.restatement and status.restatement.series:
        yield _write_restatement(status.restatement)
    if status.waiting:
        yield _("Entries that wait for approval and are not counted: %(count)s.") % {"count": status.waiting}
    scale = scale_of(status)
    if any(scale.round(whole) != total(map(scale.round, parts)) for whole, parts in _sums(status)):
        yield _("Each amount is rounded by itself, so a sum may differ from its parts in the last digit.")


def _sums(status: Status) -> Iterator[tuple[Decimal, list[Decimal]]]:
    """The sums that a face shows beside their parts: the headline's, and the units' in the same year and by year."""
    headline, grid = status.headline, status.grid
    yield headline.target, [headline.net_realised, headline.outstanding]
    yield headline.outstanding, [headline.secured, headline.elsewhere, headline.open]
    yield headline.realised, [headline.documented, headline.undocumented]
    for figure in (TARGET, SECURED, ELSEWHERE, NET_REALISED):
        yield figure.amount(headline), [figure.amount(row.year(status.year)) for row in grid.leaves]
    for year in grid.years:
        yield grid.total.year(year).net_realised, [row.year(year).net_realised for row in grid.leaves]


def as_of_words(status: Status) -> str:
    """As of when, in which unit and in which prices the amounts stand; said once above each table."""
    note = _("%(unit)s, %(prices)s, as of %(date)s") % {
        "unit": scale_of(status).name,
        "prices": price_level_words(status.price_levels),
        "date": day(status.as_of),
    }
    return f"{status.unit.name}, {note}" if status.unit else note


def chart_text(status: Status) -> str:
    """The phase-in chart in words, for those who do not see it."""
    return phase_in_words(status.phase_in, scale_of(status))


def phase_in_words(years: Iterable[PhaseInYear], scale: Scale) -> str:
    """A phase-in in words, a sentence a year: all that is drawn of it, and no more."""
    return " ".join(f"{year.year}: {', '.join(_year_words(year, scale)) or _nothing()}." for year in years)


def _year_words(year: PhaseInYear, scale: Scale) -> Iterator[str]:
    figures = year.figures
    if figures.has_realised:
        yield _("net realised %(amount)s") % {"amount": scale.show(figures.net_realised)}
    if year.is_band:
        yield (
            _("still to come by the plan between %(low)s and %(high)s")
            % {"low": scale.show(year.to_come_low), "high": scale.show(year.to_come_high)}
        )
    elif year.to_come_low > ZERO:
        yield _("still to come by the plan %(amount)s") % {"amount": scale.show(year.to_come_low)}
    if figures.has(Kind.TARGET):
        yield _("target %(amount)s") % {"amount": scale.show(figures.target)}
    if figures.forecast_early:
        ends = sorted((figures.forecast, figures.forecast + figures.forecast_early))
        yield _("forecast between %(low)s and %(high)s") % {"low": scale.show(ends[0]), "high": scale.show(ends[1])}
    elif figures.has(Kind.FORECAST):
        yield _("forecast %(amount)s") % {"amount": scale.show(figures.forecast)}


def _nothing() -> str:
    return _("nothing stated")


def verification_commands(head: HeadFacts) -> Iterator[str]:
    """What an office runs to hold a paper against the ledger and its trail, a line each."""
    yield f"manage.py verify_ledger --head {format_head(head.position, head.hash)}"
    if head.trail:
        yield f"manage.py verify_ledger --head {head.trail}"


def trail_sentence() -> str:
    """What the last of these commands is for."""
    return _("The last line fails if the trail of who did what, up to when this paper was made, has been changed since.")


def head_words(status: Status) -> str:
    """The ledger's head as a paper prints it: position and hash, enough to prove later that nothing was changed."""
    return format_head(status.head.position, status.head.hash)
