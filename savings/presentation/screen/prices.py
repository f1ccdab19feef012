"""The price series on the screen: the list, one series with its releases, what a release would do, and the calculator."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from savings.elements.numbers import DASH, day, moment
from savings.elements.table import (
    Cells,
    NumberColumn,
    OwnWords,
    PlainNumber,
    Table,
    TableCell,
    TableColumn,
    build_rows,
    own_words,
)
from savings.prices import AnnouncedChange, PriceChange
from savings.projections.prices import ReleaseFacts, RestatedYear, SeriesFacts, counting_points, spans

#: Decimals of an index, of a factor, and of an amount: a small one is read as millions, a large one as kroner.
INDEX_PLACES, FACTOR_PLACES = 2, 6
MILLION_PLACES, KRONER_PLACES, MILLIONS_BELOW = 3, 2, 1_000


def change_number(change: Decimal) -> PlainNumber:
    """A change in per cent, with one decimal or as many as it has."""
    exponent = change.normalize().as_tuple().exponent
    return PlainNumber(change, max(1, -exponent if isinstance(exponent, int) else 1))


def change_words(change: Decimal) -> str:
    """The same as text."""
    return change_number(change).write(None)


def parts_words(correction: Decimal | None, change: Decimal) -> str:
    """The two parts of a change in per cent; empty where the source gives it as one number."""
    if correction is None:
        return ""
    facts = {"correction": change_words(correction), "estimate": change_words(change - correction)}
    return _("level correction %(correction)s, estimate %(estimate)s") % facts


def _change_cell(change: Decimal, correction: Decimal | None) -> TableCell:
    return TableCell(change_number(change), small=parts_words(correction, change))


def years_words(years: Iterable[int]) -> str:
    """Years, run by run: 1992–2002, 2004; a dash for none."""
    runs = spans(tuple(years))
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs) or DASH


def series_table(all_series: Sequence[SeriesFacts], href: Callable[[int], str]) -> Table:
    """Every series: its source, the years it covers, the last approved release, and how many programmes use it."""
    columns = [
        TableColumn("name", _("Price series")),
        TableColumn("source", _("Source")),
        TableColumn("years", _("Years")),
        TableColumn("last", _("Last approved release"), small=_("Approved by")),
        NumberColumn("waiting", _("Releases that wait")),
        NumberColumn("programmes", _("Programmes that use it")),
    ]
    return Table(_("Price series"), columns, build_rows(_series(series, href) for series in all_series))


def _series(series: SeriesFacts, href: Callable[[int], str]) -> Cells:
    last = series.approved[-1] if series.approved else None
    has_day = last is not None and last.approved_at is not None
    return {
        "name": TableCell(OwnWords(series.name), href(series.number)),
        "source": own_words(series.source),
        "years": years_words(series.counting),
        "last": TableCell(localtime(last.approved_at).date(), small=last.approved_by or "") if last and has_day else None,
        "waiting": len(series.waiting),
        "programmes": len(series.programmes),
    }


@dataclass(frozen=True)
class ReleaseScreen:
    """A release, who recorded and approved it in words, its points, and what the reader may do.

    Attributes:
        state: "counts", "replaced" (no point of it counts any more) or "waits".
        own: whether the reader recorded it, and so cannot approve it.
    """

    facts: ReleaseFacts
    state: str
    said: Sequence[str]
    table: Table
    own: bool


@dataclass(frozen=True)
class SeriesScreen:
    """One series: what counts now, every release, and the programmes that are restated by it."""

    facts: SeriesFacts
    gaps: str
    points: Table | None
    releases: Sequence[ReleaseScreen]


def series_screen(series: SeriesFacts, reader: str) -> SeriesScreen:
    """The page of one series; the newest release stands first.

    Args:
        reader: the user name of whoever reads.
    """
    years = series.counting
    gaps = sorted(set(range(min(years), max(years))) - set(years)) if years else []
    return SeriesScreen(
        facts=series,
        gaps=years_words(gaps) if gaps else "",
        points=_points(series) if series.counting else None,
        releases=tuple(_release(release, series, reader) for release in reversed(series.releases)),
    )


def _points(series: SeriesFacts) -> Table:
    columns = [
        TableColumn("year", _("Year")),
        NumberColumn("change", _("Change from the year before, per cent"), small=_("Its parts")),
        NumberColumn("index", _("Index")),
        TableColumn("release", _("From release")),
    ]
    rows = build_rows(
        {
            "year": point.year,
            "change": _change_cell(point.change, point.correction),
            "index": PlainNumber(point.index, INDEX_PLACES),
            "release": TableCell(str(point.release), f"#udmelding-{point.release}"),
        }
        for point in counting_points(series)
    )
    return Table(_("What counts now"), columns, rows, _("The index is 100 in %(year)s.") % {"year": min(series.counting)})


def _release(release: ReleaseFacts, series: SeriesFacts, reader: str) -> ReleaseScreen:
    counting = series.counting
    counting_years = [it.year for it in release.points if counting.get(it.year, (None, None))[1] == release.number]
    state = "waits" if release.position is None else "counts" if counting_years else "replaced"
    sentences = [
        _("Announced on %(date)s.") % {"date": day(release.announced_on)},
        _("Recorded by %(who)s, %(when)s.") % {"who": release.recorded_by, "when": moment(localtime(release.recorded_at))},
    ]
    if release.approved_at is not None:
        facts = {"who": release.approved_by, "when": moment(localtime(release.approved_at))}
        sentences.append(_("Approved by %(who)s, %(when)s.") % facts)
    caption = _("Release %(number)s") % {"number": release.number}
    waits = release.position is None
    table = (
        changes_table(release.points, series, caption, release.announced_on)
        if waits
        else _release_points_table(release, series, caption)
    )
    return ReleaseScreen(release, state, sentences, table, release.recorder == reader)


def changes_table(changes: Sequence[PriceChange], series: SeriesFacts, caption: str, announced_on: date) -> Table:
    """Changes that do not count yet: the year, the change, and what it would take the place of."""
    columns = [
        TableColumn("year", _("Year")),
        NumberColumn("change", _("Change, per cent"), small=_("Its parts")),
        TableColumn("before", _("Takes the place of")),
    ]
    vintage = series.vintage
    rows = build_rows(
        {
            "year": it.year,
            "change": _change_cell(it.change, it.correction),
            "before": _before(vintage.get(it.year), announced_on),
        }
        for it in changes
    )
    return Table(caption, columns, rows)


def _change_columns() -> list[TableColumn]:
    return [TableColumn("year", _("Year")), NumberColumn("change", _("Change, per cent"), small=_("Its parts"))]


def _before(there: AnnouncedChange | None, announced_on: date) -> str:
    if there is None:
        return _("nothing: the year is new")
    if there.announced_on > announced_on:
        return _("nothing: a later announcement counts")
    return _("%(change)s from release %(number)s") % {"change": change_words(there.change.change), "number": there.release}


def _release_points_table(release: ReleaseFacts, series: SeriesFacts, caption: str) -> Table:
    columns = [*_change_columns(), TableColumn("after", _("Now"))]
    rows = build_rows(
        {"year": it.year, "change": _change_cell(it.change, it.correction), "after": _now(series.counting[it.year], release)}
        for it in release.points
    )
    return Table(caption, columns, rows)


def _now(there: tuple[Decimal, int], release: ReleaseFacts) -> str:
    if there[1] == release.number:
        return _("counts")
    return _("replaced by %(change)s from release %(number)s") % {"change": change_words(there[0]), "number": there[1]}


def amount_by_year_table(years: Sequence[RestatedYear]) -> Table:
    """An amount restated year by year."""
    columns = [TableColumn("year", _("Price level")), NumberColumn("factor", _("Factor")), NumberColumn("amount", _("Amount"))]
    is_small = all(abs(year.amount) < MILLIONS_BELOW for year in years)
    places = MILLION_PLACES if is_small else KRONER_PLACES
    rows = build_rows(
        {
            "year": _("%(year)s prices") % {"year": year.year},
            "factor": PlainNumber(year.factor, FACTOR_PLACES),
            "amount": PlainNumber(year.amount, places),
        }
        for year in years
    )
    return Table(_("The amount year by year"), columns, rows)


@dataclass(frozen=True)
class WaitingRelease:
    """A release that waits for approval: its series' page, and a sentence about it."""

    href: str
    series: str
    said: str


def waiting_releases(releases: Sequence[tuple[str, ReleaseFacts]], href: Callable[[int], str]) -> tuple[WaitingRelease, ...]:
    """The releases on the controller's list."""
    return tuple(
        WaitingRelease(f"{href(release.series)}#udmelding-{release.number}", name, _waits_words(release))
        for name, release in releases
    )


def _waits_words(release: ReleaseFacts) -> str:
    years = years_words(it.year for it in release.points)
    facts = {"number": release.number, "years": years, "who": release.recorded_by, "when": moment(localtime(release.recorded_at))}
    return _("release %(number)s for %(years)s, recorded by %(who)s, %(when)s") % facts
