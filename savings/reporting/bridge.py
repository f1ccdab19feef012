"""Reading what changed between two moments: the opening, the entries between, and the closing, each by itself."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from savings.models import Closing, Programme
from savings.prices import PriceIndex, sort_levels
from savings.projections.bridge import Bridge, DoesNotAddUp, Moment, Movement, Opening, build_columns, combine_movements
from savings.projections.cells import Cell, restate
from savings.projections.facts import HeadFacts, ProgrammeFacts, UnitFacts
from savings.projections.place_bridge import Tree, build_place_columns
from savings.projections.question import ChangesQuestion
from savings.projections.reports import ReportFacts
from savings.projections.status import Status, codes_under
from savings.reporting.focus import read_focus
from savings.reporting.lookup import find_programme
from savings.reporting.organisation import Organisation
from savings.reporting.price_bases import find_level
from savings.reporting.prices import find_series_number, read_index
from savings.reporting.reports import read_frozen, read_latest_report, read_report
from savings.reporting.status import programme_facts
from savings.reporting.sums import read_sums
from savings.reporting.version import read_head
from savings.vocabulary import Kind

#: The entries between two moments, each by an index of its own, and from which day to which their lines are: those booked
#: between the dates; those booked before with derived lines between; and, from a report, those booked before its date that
#: were approved after its link.
_BETWEEN = """
    SELECT e.id, e.act, %(since)s::date AS after, %(until)s::date AS until, false AS late
    FROM savings_entry e JOIN savings_approval a ON a.entry_id = e.id
    WHERE e.programme_id = (SELECT id FROM savings_programme WHERE slug = %(programme)s)
      AND e.booked_on > %(since)s AND e.booked_on <= %(until)s AND a.position <= %(now)s
    UNION ALL
    SELECT DISTINCT e.id, e.act, %(since)s::date, %(until)s::date, false
    FROM savings_posting p JOIN savings_entry e ON e.id = p.entry_id JOIN savings_approval a ON a.entry_id = e.id
    WHERE p.derived AND p.booked_on > %(since)s AND p.booked_on <= %(until)s AND e.booked_on <= %(since)s
      AND e.programme_id = (SELECT id FROM savings_programme WHERE slug = %(programme)s) AND a.position <= %(now)s
    UNION ALL
    SELECT e.id, e.act, '-infinity'::date, %(since)s::date, true
    FROM savings_approval a JOIN savings_entry e ON e.id = a.entry_id
    WHERE a.position > %(position)s AND a.position <= %(now)s AND e.booked_on <= %(since)s
      AND e.programme_id = (SELECT id FROM savings_programme WHERE slug = %(programme)s)
"""
#: MATERIALIZED: what lies between is found once. A planner that knows the tables only as they were when they were empty
#: would find it anew for each posting, and take minutes for a thousand entries.
_SUMS = """
    WITH moved AS MATERIALIZED ({between}),
    sums AS (
        SELECT moved.act, p.kind, u.code, p.year, p.price_level, moved.late, SUM(p.amount)
        FROM moved
        JOIN savings_posting p ON p.entry_id = moved.id AND p.booked_on > moved.after AND p.booked_on <= moved.until
        LEFT JOIN savings_unit u ON u.id = p.unit_id
        WHERE %(units)s::text[] IS NULL OR u.code = ANY(%(units)s)
        GROUP BY 1, 2, 3, 4, 5, 6
    )
    SELECT counted.entries, sums.* FROM (SELECT count(DISTINCT id) AS entries FROM moved) counted LEFT JOIN sums ON true
"""
#: To start parallel workers takes longer than to count some hundred entries. Only the constants above are put in.
_COUNT = f"""
    SET LOCAL max_parallel_workers_per_gather = 0;
    SELECT count(DISTINCT id) FROM (SELECT id FROM ({_BETWEEN}) moved LIMIT 2 * %(enough)s) counted
"""
_MOVED = _SUMS.format(between=_BETWEEN)
#: With more entries than these, a status page tells only the difference of opening and closing; the page of what changed,
#: and `verify_ledger`, read them all.
MANY = 500


#: No link lies after it: the largest number the database can hold.
LAST = 2**63 - 1


class Between(NamedTuple):
    """What lies between two moments, as stated, and how many entries did it."""

    movements: tuple[Movement, ...]
    entries: int
    is_whole: bool = True


class Ends(NamedTuple):
    """The cells at both ends, as stated."""

    opening: Sequence[Cell]
    closing: Sequence[Cell]


class BackToFront(ValueError):
    """The opening lies after the closing."""


class About(NamedTuple):
    """What a bridge is of, the head it was read at, the price series where another than the programme's own is asked for, and
    the units' tree.
    """

    programme: ProgrammeFacts
    unit: UnitFacts | None
    year: int
    head: HeadFacts
    series: int | None = None
    tree: Tree = Tree()


class NothingBefore(LookupError):
    """There is no published report and no closing to compare with, and no date was given."""


def read_bridge(slug: str, question: ChangesQuestion) -> Bridge:
    """What changed between a date or published report and a date. Opening, entries and closing are read by themselves.

    Where no beginning is asked for, it is the latest published report, else the day the books were last closed through.

    Raises:
        UnknownProgramme, UnknownUnit, UnknownReport: when there is none of that name.
        NothingBefore: when neither is given and there is nothing to begin from.
        BackToFront: when the opening lies after the closing.
    """
    programme = find_programme(slug)
    level = question.choose_level(find_level(programme.pk, question.as_of))
    until, unit = Moment(question.as_of, None, level), question.unit
    organisation = Organisation()
    wanted = organisation.under(unit) if unit is not None else None
    opened = _find_opening(programme, question)
    if opened.as_of > until.as_of:
        raise BackToFront(opened.as_of)
    between = read_between(slug, opened, until, wanted)
    closing = _cells(programme.pk, until.as_of, question.is_past, organisation)
    opening = read_frozen(opened.report.number) if opened.report else _cells(programme.pk, opened.as_of, True, organisation)
    limited = Ends(_of(opening, wanted), _of(closing, wanted))
    where = organisation.facts[organisation.find(unit)] if unit is not None else None
    year = question.year or read_focus(programme, closing, question.as_of).year
    tree = Tree({each.code: each.parent for each in organisation.facts.values()}, wanted)
    about = About(programme_facts(programme), where, year, read_head(), tree=tree)
    return replace(_bridge(about, opened, until, limited, between), shown_in=question.amounts_in)


def add_changes(status: Status, *, but: Collection[int] = (), position: int | None = None) -> Status:
    """The status with what changed since the latest published report before it; at most eight queries.

    Args:
        but: numbers of reports that are not compared with: the one that is being made, and the one it takes the place of.
        position: the link up to which approvals count, to see the ledger as it stood; None for all.

    The opening is what was frozen with the report, so that the ledger is held to what was printed: where it no longer gives
    those figures, the status names the report instead of telling of changes. With more than `MANY` entries since, none is
    read, and their difference stands as one step: then this check is left to `verify_ledger`.
    """
    report = read_latest_report(status.programme.slug, until=status.as_of, but=but)
    return add_changes_since(status, report, position=position) if report else status


def add_changes_since(status: Status, report: ReportFacts, *, position: int | None = None) -> Status:
    """The status with what changed since that report."""
    wanted = codes_under(status.units, status.unit.code) if status.unit else None
    opened = Moment(report.as_of, report.position, report.price_level, report)
    until = Moment(status.as_of, position, status.price_level)
    between = read_between(status.programme.slug, opened, until, wanted, most=MANY)
    own = [cell for cell in status.stated if cell.year == status.year]
    ends = Ends(_of(read_frozen(report.number, status.year), wanted), own)
    try:
        series = status.restatement.number if status.restatement else None
        tree = Tree({unit.code: unit.parent for unit in status.units}, wanted)
        about = About(status.programme, status.unit, status.year, status.head, series, tree)
        bridge = _bridge(about, opened, until, ends, between)
    except DoesNotAddUp:
        return replace(status, contradicted=report)
    return replace(status, since=replace(bridge, shown_in=status.shown_in))


def _find_opening(programme: Programme, question: ChangesQuestion) -> Moment:
    """The opening: a report in its own prices, or a date in those asked for, else in the programme's price basis then."""
    if question.since_report is None and question.since is not None:
        return _open_on(programme, question.since, question)
    report = (
        read_report(programme.slug, question.since_report)
        if question.since_report is not None
        else read_latest_report(programme.slug, until=question.as_of)
    )
    if report is not None:
        return Moment(report.as_of, report.position, report.price_level, report)
    closed = Closing.objects.filter(programme=programme, through__lte=question.as_of).order_by("-through").first()
    if closed is None:
        raise NothingBefore(programme.slug)
    return _open_on(programme, closed.through, question)


def _open_on(programme: Programme, day: date, question: ChangesQuestion) -> Moment:
    return Moment(day, None, question.choose_level(find_level(programme.pk, day)))


def _cells(programme: int, as_of: date, past: bool, organisation: Organisation) -> list[Cell]:
    rows = read_sums([programme], as_of=as_of, past=past)
    return [row.to_cell(organisation.code(row.unit), None) for row in rows]


def _of(cells: Sequence[Cell], wanted: Collection[str] | None) -> list[Cell]:
    return [cell for cell in cells if wanted is None or cell.unit in wanted]


def read_between(
    programme: str, since: Moment, until: Moment, units: Collection[str] | None, *, most: int | None = None
) -> Between:
    """What the entries between two moments did, as stated; at most two queries.

    Args:
        programme: its slug.
        units: codes of the units whose lines are asked for; None for all.
        most: with more entries than these none is read and no more are counted, and `is_whole` says so; None for all.
    """
    facts: dict[str, Any] = {
        "programme": programme, "since": since.as_of, "until": until.as_of, "units": sorted(units) if units is not None else None,
        # Two dates as they are known now have nothing late: no link lies after the last there can be.
        "position": LAST if since.position is None else since.position,
        "now": LAST if until.position is None else until.position,
        "enough": most + 1 if most is not None else None,
    }  # fmt: skip
    with connection.cursor() as cursor:
        if most is not None:
            cursor.execute(_COUNT, facts)
            (count,) = cursor.fetchone()
            if count > most:
                return Between((), count, False)
        cursor.execute(_MOVED, facts)
        rows = cursor.fetchall()
    # Entries of statements alone move nothing, and are entries all the same: one row tells of them, and of no act.
    moved = [
        Movement(act, Cell(Kind(kind), unit, None, year, level, amount), late)
        for _entries, act, kind, unit, year, level, late, amount in rows
        if act is not None
    ]
    return Between(tuple(moved), rows[0][0])


def _bridge(about: About, since: Moment, until: Moment, ends: Ends, between: Between) -> Bridge:
    is_priced = (since.price_level, until.price_level) != (None, None)
    series = about.series or find_series_number(about.programme.slug) if is_priced else None
    now = read_index(series, as_of=until.as_of, position=until.position) if is_priced else None
    then = read_index(series, as_of=since.as_of, position=since.position) if since.price_level is not None else None
    # The other years' cells are not told of, and are most of them.
    own = [moved for moved in between.movements if moved.cell.year == about.year]
    movements = [Movement(m.act, cell, m.late) for m in own for cell in _restate_priced([m.cell], now, until.price_level)]
    begun, ended = ([cell for cell in cells if cell.year == about.year] for cells in ends)
    closing = _restate_priced(ended, now, until.price_level)
    opening = Opening(
        _restate_priced(begun, then, since.price_level),
        _restate_priced(begun, now, since.price_level),
        _restate_priced(begun, now, until.price_level),
    )
    if not between.is_whole:
        movements = combine_movements(opening, closing)
    columns = build_columns(opening, movements, closing, about.year)
    columns += build_place_columns(opening, movements, closing, about.year, about.tree)
    return Bridge(
        programme=about.programme, unit=about.unit, year=about.year, since=since, until=until,
        columns=columns,
        entries=between.entries - (not between.is_whole), and_more=not between.is_whole,
        price_levels=sort_levels(cell.price_level for cell in (*closing, *(m.cell for m in movements))),
        series=now.name if now and until.price_level is not None else "", head=about.head,
    )  # fmt: skip


def _restate_priced(cells: Sequence[Cell], index: PriceIndex | None, level: int | None) -> Sequence[Cell]:
    return restate(cells, index, level) if index is not None and level is not None else cells
