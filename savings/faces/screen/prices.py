"""The price series on the screen: the list, one series with its releases, what a release would do, and the calculator."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from savings.faces.numbers import DASH, day, moment, number
from savings.faces.screen.tables import Cell, Head, Sheet, sheet
from savings.projections.prices import ReleaseFacts, RestatedYear, SeriesFacts, counting_points, spans

#: Decimals of an index, of a factor, and of an amount: a small one is read as millions, a large one as kroner.
INDEX_PLACES, FACTOR_PLACES = 2, 6
MILLION_PLACES, KRONER_PLACES, MILLIONS_BELOW = 3, 2, 1_000


def change_words(change: Decimal) -> str:
    """A change in per cent, with one decimal or as many as it has."""
    exponent = change.normalize().as_tuple().exponent
    return number(change, max(1, -exponent if isinstance(exponent, int) else 1))


def factor_words(factor: Decimal) -> str:
    """A factor between two price levels."""
    return number(factor, FACTOR_PLACES)


def years_words(years: Iterable[int]) -> str:
    """Years, run by run: 1992–2002, 2004; a dash for none."""
    runs = spans(tuple(years))
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs) or DASH


def series_sheet(found: Sequence[SeriesFacts], href: Callable[[int], str]) -> Sheet:
    """Every series: its source, the years it covers, the last approved release, and how many programmes use it."""
    heads = [
        Head("name", _("Price series"), numeric=False),
        Head("source", _("Source"), numeric=False),
        Head("years", _("Years"), numeric=False),
        Head("last", _("Last approved release"), numeric=False, small=_("Approved by")),
        Head("waiting", _("Releases that wait")),
        Head("programmes", _("Programmes that use it")),
    ]
    return sheet(_("Price series"), heads, [_series(series, href) for series in found])


def _series(series: SeriesFacts, href: Callable[[int], str]) -> dict[str, Cell]:
    last = series.approved[-1] if series.approved else None
    return {
        "name": Cell(series.name, href(series.number), own_words=True),
        "source": Cell(series.source, own_words=True),
        "years": Cell(years_words(series.counting)),
        "last": Cell(day(localtime(last.approved_at).date()), small=last.approved_by or "")
        if last and last.approved_at
        else Cell(DASH),
        "waiting": Cell(str(len(series.waiting))),
        "programmes": Cell(str(len(series.programmes))),
    }


@dataclass(frozen=True)
class ReleaseScreen:
    """A release: its number, what its note says, who recorded and approved it, its points, and what the reader may do.

    Attributes:
        state: "counts", "replaced" (no point of it counts any more) or "waits".
        own: whether the reader recorded it, and so cannot approve it.
    """

    number: int
    note: str
    state: str
    said: Sequence[str]
    table: Sheet
    own: bool


@dataclass(frozen=True)
class SeriesScreen:
    """One series: what counts now, every release, and the programmes that are restated by it."""

    number: int
    name: str
    source: str
    programmes: Sequence[tuple[str, str]]
    gaps: str
    points: Sheet | None
    releases: Sequence[ReleaseScreen]


def series_screen(series: SeriesFacts, reader: str) -> SeriesScreen:
    """The page of one series; the newest release stands first.

    Args:
        reader: the user name of whoever reads.
    """
    years = series.counting
    gaps = sorted(set(range(min(years), max(years))) - set(years)) if years else []
    return SeriesScreen(
        number=series.number,
        name=series.name,
        source=series.source,
        programmes=series.programmes,
        gaps=years_words(gaps) if gaps else "",
        points=_points(series) if series.counting else None,
        releases=tuple(_release(release, series, reader) for release in reversed(series.releases)),
    )


def _points(series: SeriesFacts) -> Sheet:
    heads = [
        Head("year", _("Year"), numeric=False),
        Head("change", _("Change from the year before, per cent")),
        Head("index", _("Index")),
        Head("release", _("From release"), numeric=False),
    ]
    rows = [
        {
            "year": Cell(str(point.year)),
            "change": Cell(change_words(point.change)),
            "index": Cell(number(point.index, INDEX_PLACES)),
            "release": Cell(str(point.release), f"#udmelding-{point.release}"),
        }
        for point in counting_points(series)
    ]
    said = _("The index is 100 in %(year)s.") % {"year": min(series.counting)}
    return sheet(_("What counts now"), heads, rows, said=said)


def _release(release: ReleaseFacts, series: SeriesFacts, reader: str) -> ReleaseScreen:
    counting = series.counting
    stands = [year for year, _change in release.points if counting.get(year, (None, None))[1] == release.number]
    state = "waits" if release.position is None else "counts" if stands else "replaced"
    said = [_("Recorded by %(who)s, %(when)s.") % {"who": release.recorded_by, "when": moment(localtime(release.recorded_at))}]
    if release.approved_at is not None:
        facts = {"who": release.approved_by, "when": moment(localtime(release.approved_at))}
        said.append(_("Approved by %(who)s, %(when)s.") % facts)
    caption = _("Release %(number)s") % {"number": release.number}
    waits = release.position is None
    table = changes_sheet(release.points, series, caption) if waits else _approved_points(release, series, caption)
    return ReleaseScreen(release.number, release.note, state, said, table, release.recorder == reader)


def changes_sheet(changes: Sequence[tuple[int, Decimal]], series: SeriesFacts, caption: str) -> Sheet:
    """Changes that do not count yet: the year, the change, and what it would take the place of."""
    heads = [
        Head("year", _("Year"), numeric=False),
        Head("change", _("Change, per cent")),
        Head("before", _("Takes the place of"), numeric=False),
    ]
    counting = series.counting
    rows = [
        {"year": Cell(str(year)), "change": Cell(change_words(change)), "before": Cell(_before(counting.get(year)))}
        for year, change in changes
    ]
    return sheet(caption, heads, rows)


def _before(there: tuple[Decimal, int] | None) -> str:
    if there is None:
        return _("nothing: the year is new")
    return _("%(change)s from release %(number)s") % {"change": change_words(there[0]), "number": there[1]}


def _approved_points(release: ReleaseFacts, series: SeriesFacts, caption: str) -> Sheet:
    heads = [
        Head("year", _("Year"), numeric=False),
        Head("change", _("Change, per cent")),
        Head("after", _("Now"), numeric=False),
    ]
    counting = series.counting
    rows = [
        {"year": Cell(str(year)), "change": Cell(change_words(change)), "after": Cell(_now(counting[year], release))}
        for year, change in release.points
    ]
    return sheet(caption, heads, rows)


def _now(there: tuple[Decimal, int], release: ReleaseFacts) -> str:
    if there[1] == release.number:
        return _("counts")
    return _("replaced by %(change)s from release %(number)s") % {"change": change_words(there[0]), "number": there[1]}


def calculated_sheet(years: Sequence[RestatedYear]) -> Sheet:
    """An amount restated year by year."""
    heads = [
        Head("year", _("Price level"), numeric=False),
        Head("factor", _("Factor")),
        Head("amount", _("Amount")),
    ]
    small = all(abs(year.amount) < MILLIONS_BELOW for year in years)
    places = MILLION_PLACES if small else KRONER_PLACES
    rows = [
        {
            "year": Cell(_("%(year)s prices") % {"year": year.year}),
            "factor": Cell(factor_words(year.factor)),
            "amount": Cell(number(year.amount, places)),
        }
        for year in years
    ]
    return sheet(_("The amount year by year"), heads, rows)


@dataclass(frozen=True)
class WaitingRelease:
    """A release that waits for approval: its series' page, and a sentence about it."""

    href: str
    series: str
    said: str


def waiting_releases(found: Sequence[tuple[str, ReleaseFacts]], href: Callable[[int], str]) -> tuple[WaitingRelease, ...]:
    """The releases on the controller's list."""
    return tuple(
        WaitingRelease(f"{href(release.series)}#udmelding-{release.number}", name, _waits_words(release))
        for name, release in found
    )


def _waits_words(release: ReleaseFacts) -> str:
    years = years_words(year for year, _change in release.points)
    facts = {"number": release.number, "years": years, "who": release.recorded_by, "when": moment(localtime(release.recorded_at))}
    return _("release %(number)s for %(years)s, recorded by %(who)s, %(when)s") % facts
