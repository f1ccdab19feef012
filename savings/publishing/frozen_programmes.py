"""What a published report freezes of each programme: everything it shows besides the figures.

Names, documents and notes may change after a report is published, so they are stored with it. Its figures are not stored:
reproducing the report adds them up from the ledger's postings, up to the link the report was published at.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils import translation

from savings.elements.words import public_name
from savings.manuscript import LANGUAGES, Manuscript
from savings.projections.cells import Cell, restate
from savings.projections.question import StatusQuestion
from savings.projections.remarks import Remark
from savings.projections.reports import ReportFacts
from savings.projections.status import Status, StatusFacts, build_status, codes_under
from savings.reporting.bridge import add_changes, add_changes_since
from savings.reporting.lookup import find_programme
from savings.reporting.organisation import Organisation
from savings.reporting.people import read_log_in_names
from savings.reporting.price_bases import find_level
from savings.reporting.prices import read_index
from savings.reporting.status import cells_of, read_status
from savings.reporting.sums import read_sums


@dataclass(frozen=True)
class FrozenProgramme:
    """One programme's part of a report without its figures.

    Attributes:
        facts: everything besides the sums; its `stated` cells are left out.
        rows: the units that have a row of their own.
        since: the published report that changes are counted from; None where none are shown.
    """

    facts: StatusFacts
    year: int
    rows: tuple[str, ...]
    since: ReportFacts | None


def read_statuses(
    manuscript: Manuscript, *, today: date, position: int | None = None, but: Collection[int] = ()
) -> dict[str, Status]:
    """Read the status of each programme of a report, by slug.

    Args:
        position: the link up to which approvals count; None for all there are.
        but: numbers of reports that changes are not counted from.

    Raises:
        UnknownProgramme, UnknownUnit: as `read_status`.
    """
    level = manuscript.price_level or _find_basis(manuscript, position)
    statuses = {}
    for place, slug in enumerate(manuscript.programmes):
        # Unit and year of the report are those of its main programme; the others are shown whole, in their own years.
        is_main = place == 0
        question = StatusQuestion(
            as_of=manuscript.as_of, is_past=manuscript.as_of < today, link=position,
            price_level=level, as_stated=manuscript.as_stated,
            unit=manuscript.unit or None if is_main else None, year=manuscript.year if is_main else None,
        )  # fmt: skip
        statuses[slug] = add_changes(read_status(slug, question), but=but, position=position)
    if manuscript.closed:
        return statuses
    with translation.override(LANGUAGES[manuscript.language]):
        return hide_log_in_names(statuses)


def _find_basis(manuscript: Manuscript, position: int | None) -> int | None:
    """A report is in one price level: its main programme's basis, where none is asked for and it has one."""
    if manuscript.as_stated:
        return None
    return find_level(find_programme(manuscript.programmes[0]).pk, manuscript.as_of, link=position)


def hide_log_in_names(statuses: Mapping[str, Status]) -> dict[str, Status]:
    """The statuses as anybody may read them: who wrote, vouched or explained stands by full name, or as an employee."""
    if not any(status.remarks or status.explanations for status in statuses.values()):
        return dict(statuses)
    hidden = read_log_in_names()

    def name(shown: str) -> str:
        return public_name("") if shown in hidden else shown

    def remark(it: Remark) -> Remark:
        asked_by = name(it.asked_by) if it.asked_by else ""
        return replace(it, by=name(it.by), writer="", asked_by=asked_by, approved_by=name(it.approved_by))

    def hide(status: Status) -> Status:
        explanations = tuple(replace(it, by=name(it.by)) for it in status.explanations)
        return replace(status, remarks=tuple(map(remark, status.remarks)), explanations=explanations)

    return {slug: hide(status) for slug, status in statuses.items()}


def freeze_programme(read: Status) -> FrozenProgramme:
    """What is stored of a status when its report is published."""
    names = StatusFacts.__dataclass_fields__.keys() - {"initiatives", "stated"}
    initiatives = tuple(line.facts for line in read.initiatives if line.facts)
    facts = StatusFacts(**{name: getattr(read, name) for name in names}, initiatives=initiatives)
    rows = tuple(row.unit for row in read.grid.rows if row.unit is not None and not row.is_own)
    since = read.since.since.report if read.since else None
    return FrozenProgramme(facts, read.year, rows, since)


def restore_status(frozen: FrozenProgramme, *, position: int, report: int | None = None) -> Status:
    """The status of a frozen programme, its figures added up anew from the postings approved up to a link.

    Args:
        report: the number of the published report whose frozen sums are taken instead; None adds up.

    Raises:
        UnknownProgramme: when the ledger no longer holds what the report was made from.
    """
    facts = frozen.facts
    programme = find_programme(facts.programme.slug)
    wanted = codes_under(facts.units, facts.unit.code) if facts.unit else None
    cells = [cell for cell in _cells(programme.pk, frozen, position, report) if wanted is None or cell.unit in wanted]
    restated_cells: Sequence[Cell] = cells
    if facts.price_level is not None and facts.restatement is not None:
        index = read_index(facts.restatement.number, as_of=facts.as_of, position=position)
        restated_cells = restate(cells, index, facts.price_level)
    read = build_status(replace(facts, stated=tuple(cells)), restated_cells, year=frozen.year, rows=frozen.rows)
    return add_changes_since(read, frozen.since, position=position) if frozen.since else read


def _cells(programme: int, frozen: FrozenProgramme, position: int, report: int | None) -> list[Cell]:
    """The programme's cells as of the report's date and link, with the names that its initiatives had."""
    names: dict[int | None, str] = {facts.number: facts.name for facts in frozen.facts.initiatives}
    sums = read_sums([programme], as_of=frozen.facts.as_of, past=True, position=position, report=report)
    # The database gives its groups in any order; sums of restated amounts depend on it in their last digits.
    sums.sort(key=lambda row: tuple(map(str, row)))
    return cells_of(sums, Organisation(), names)
