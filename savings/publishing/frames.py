"""Frames: everything a report shows that is no figure, as it stood when it was published, so that only the figures are read.

Names, documents and notes may change after a report is out. They are kept with it; its figures are not: whoever makes it
again adds them up from the ledger's own postings, up to the link the report was published at.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from savings.manuscript import Manuscript
from savings.projections.cells import Cell, restated
from savings.projections.facts import ReportFacts
from savings.projections.status import Status, StatusFacts, codes_under, status
from savings.reporting.bridge import with_since, with_since_report
from savings.reporting.organisation import Organisation
from savings.reporting.prices import read_index
from savings.reporting.question import StatusQuestion
from savings.reporting.status import cells_of, programme_of, read_status
from savings.reporting.sums import read_sums


@dataclass(frozen=True)
class Frame:
    """One programme's part of a report without its figures.

    Attributes:
        facts: everything beside the sums; its `stated` cells are left out.
        rows: the units that have a row of their own.
        since: the published report that changes are told since; None where they are not told.
    """

    facts: StatusFacts
    year: int
    rows: tuple[str, ...]
    since: ReportFacts | None


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
        is_main = place == 0
        question = StatusQuestion(
            as_of=manuscript.as_of, is_past=manuscript.as_of < today, price_level=manuscript.price_level, link=position,
            unit=manuscript.unit or None if is_main else None, year=manuscript.year if is_main else None,
        )  # fmt: skip
        statuses[slug] = with_since(read_status(slug, question), but=but, position=position)
    return statuses


def frame_of(read: Status) -> Frame:
    """What is kept of a status when its report is published."""
    names = StatusFacts.__dataclass_fields__.keys() - {"initiatives", "stated"}
    initiatives = tuple(line.facts for line in read.initiatives if line.facts)
    facts = StatusFacts(**{name: getattr(read, name) for name in names}, initiatives=initiatives)
    rows = tuple(row.unit for row in read.grid.rows if row.unit is not None)
    since = read.since.since.report if read.since else None
    return Frame(facts, read.year, rows, since)


def reread(frame: Frame, *, position: int, report: int | None = None) -> Status:
    """The status of a frame, its figures added up anew from the postings approved up to a link.

    Args:
        report: the number of the published report whose frozen sums are taken instead; None adds up.

    Raises:
        UnknownProgramme, NoPriceChange: when the ledger no longer has what the report was made from.
    """
    facts = frame.facts
    programme = programme_of(facts.programme.slug)
    wanted = codes_under(facts.units, facts.unit.code) if facts.unit else None
    cells = [cell for cell in _cells(programme.pk, frame, position, report) if wanted is None or cell.unit in wanted]
    shown: Sequence[Cell] = cells
    if facts.price_level is not None and facts.restatement is not None:
        index = read_index(facts.restatement.number, position=position)
        shown = restated(cells, index, facts.price_level) if index else cells
    read = status(replace(facts, stated=tuple(cells)), shown, year=frame.year, rows=frame.rows)
    return with_since_report(read, frame.since, position=position) if frame.since else read


def _cells(programme: int, frame: Frame, position: int, report: int | None) -> list[Cell]:
    """The programme's cells as of the report's date and link, its initiatives by the names they had."""
    names: dict[int | None, str] = {facts.number: facts.name for facts in frame.facts.initiatives}
    sums = read_sums([programme], as_of=frame.facts.as_of, past=True, position=position, report=report)
    # The database gives its groups in any order; sums of restated amounts depend on it in their last digits.
    sums.sort(key=lambda row: tuple(map(str, row)))
    return cells_of(sums, Organisation(), names)
