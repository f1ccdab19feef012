"""Frames: everything a report shows that is no figure, as it stood when it was published, so that only the figures are read.

Names, documents and notes may change after a report is out. They are kept with it; its figures are not: whoever makes it
again adds them up from the ledger's own postings, up to the link the report was published at.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from savings.kinds import Kind
from savings.manuscript import Manuscript
from savings.projections.cells import Cell, restated
from savings.projections.facts import ReportFacts
from savings.projections.status import Status, StatusFacts, StatusParts
from savings.reporting.bridge import with_since, with_since_report
from savings.reporting.organisation import Organisation
from savings.reporting.prices import read_index
from savings.reporting.status import programme_of, read_parts
from savings.reporting.sums import read_sums


@dataclass(frozen=True)
class Frame:
    """One programme's part of a report without its figures.

    Attributes:
        facts: everything beside the sums; its `stated` cells are left out.
        rows: the units that have a row of their own.
        since: the published report that changes are told since; None where they are not told.
        initiatives: row numbers and names of its initiatives, since cells name them.
    """

    facts: StatusFacts
    year: int
    rows: tuple[str, ...]
    since: ReportFacts | None
    initiatives: tuple[tuple[int, str], ...]


def read_statuses(
    manuscript: Manuscript, *, today: date, position: int | None = None, but: Collection[int] = ()
) -> dict[str, Status]:
    """The status of each programme of a report, by slug.

    Args:
        position: the link up to which approvals count; None for all there are.
        but: numbers of reports that changes are not told since.

    Raises:
        UnknownProgramme, UnknownUnit, NoSeries, NoPriceChange: as `read_status`.
    """
    statuses = {}
    for place, slug in enumerate(manuscript.programmes):
        # The report's unit and year are the main programme's; the others are told of whole, in the years they are measured in.
        own = {"unit": manuscript.unit or None, "year": manuscript.year} if place == 0 else {}
        parts = read_parts(
            slug, as_of=manuscript.as_of, price_level=manuscript.price_level, past=manuscript.as_of < today,
            position=position, **own,  # type: ignore[arg-type]
        )  # fmt: skip
        statuses[slug] = with_since(parts.status, but=but, position=position)
    return statuses


def frame_of(status: Status) -> Frame:
    """What is kept of a status when its report is published."""
    names = StatusFacts.__dataclass_fields__.keys() - {"initiatives", "stated"}
    initiatives = tuple(line.facts for line in status.initiatives if line.facts)
    facts = StatusFacts(**{name: getattr(status, name) for name in names}, initiatives=initiatives)
    rows = tuple(row.unit for row in status.grid.rows if row.unit is not None)
    since = status.since.since.report if status.since else None
    named = {facts.number: facts.name for facts in initiatives}
    return Frame(facts, status.year, rows, since, tuple(sorted(named.items())))


def reread(frame: Frame, *, position: int) -> Status:
    """The status of a frame, its figures added up anew from the postings approved up to a link.

    Raises:
        UnknownProgramme, NoPriceChange: when the ledger no longer has what the report was made from.
    """
    facts = frame.facts
    programme = programme_of(facts.programme.slug)
    wanted = _under(facts) if facts.unit else None
    cells = [cell for cell in _cells(programme.pk, frame, position) if wanted is None or cell.unit in wanted]
    shown: Sequence[Cell] = cells
    if facts.price_level is not None and facts.restatement is not None:
        index = read_index(facts.restatement.number, position=position)
        shown = restated(cells, index, facts.price_level) if index else cells
    parts = StatusParts(replace(facts, stated=tuple(cells)), tuple(shown), frame.year, frame.rows)
    return with_since_report(parts.status, frame.since, position=position) if frame.since else parts.status


def _under(facts: StatusFacts) -> set[str]:
    """The codes of the report's unit and those under it, as the organisation was then."""
    assert facts.unit is not None
    found = {facts.unit.code}
    for unit in facts.units:
        if unit.parent in found:
            found.add(unit.code)
    return found


def _cells(programme: int, frame: Frame, position: int) -> list[Cell]:
    """The programme's cells as of the report's date and link, its initiatives by the names they had."""
    organisation = Organisation()
    names = dict(frame.initiatives)
    sums = read_sums([programme], as_of=frame.facts.as_of, past=True, position=position)
    # The database gives its groups in any order; sums of restated amounts depend on it in their last digits.
    sums.sort(key=lambda row: tuple(map(str, row)))
    return [
        Cell(
            Kind(row.kind),
            organisation.code(row.unit),
            names.get(row.initiative) if row.initiative is not None else None,
            row.year,
            row.price_level,
            row.amount,
            row.evidenced,
            row.earliest_year,
        )
        for row in sums
    ]
