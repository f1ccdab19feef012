"""An initiative's page: what it is, how it stands, its amounts year by year, and what they rest on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from savings.elements.charts.small import draw_small_phase_in
from savings.elements.citations import evidence_words
from savings.elements.labels import leave_out_splits
from savings.elements.links import ProgrammeLinks
from savings.elements.sentences import as_of_words, scale_of
from savings.elements.table import Amount, NumberColumn, Table, TableCell, TableColumn, build_rows
from savings.elements.without_price_level import contains, find_unlevelled
from savings.elements.words import STANDINGS
from savings.presentation.screen.initiatives import sort_words
from savings.presentation.screen.tables import Listed, danish
from savings.projections.facts import InitiativeFacts, ProgrammeFacts
from savings.projections.figures import Figures
from savings.projections.grid import years_of
from savings.projections.measures import compute_figures_by_year
from savings.projections.phase_in import build_phase_in
from savings.projections.status import InitiativeLine, Status
from savings.vocabulary import Figure, Place


@dataclass(frozen=True)
class InitiativePage:
    """An initiative whole."""

    programme: ProgrammeFacts
    back: str
    name: str
    said: str
    standing: str
    standing_code: str
    facts: Sequence[tuple[str, str]]
    unit: tuple[str, str] | None
    table: Table | None
    drawing: SafeString
    evidence: Sequence[Listed]
    reading: str
    statements: Sequence[str]


def initiative_page(status: Status, line: InitiativeLine, links: ProgrammeLinks) -> InitiativePage:
    facts = line.facts
    assert facts is not None  # amounts on the programme as a whole have no page of their own
    cells = [cell for cell in status.priced if cell.initiative == facts.name]
    return InitiativePage(
        programme=status.programme,
        back=links.status(),
        name=facts.name,
        said=sort_words(facts),
        standing=str(STANDINGS[line.standing]) if line.standing else "",
        standing_code=line.standing.value if line.standing else "",
        facts=tuple(_facts(facts)),
        unit=(facts.unit.name, links.unit(facts.unit.code)) if facts.unit else None,
        table=_table(compute_figures_by_year(cells, years_of(cells)), facts.name, status, links) if cells else None,
        drawing=draw_small_phase_in(build_phase_in(cells), "phase-in-small"),
        evidence=[Listed(danish(evidence_words(item)), href=links.document(item.document.number)) for item in facts.evidence],
        reading=facts.duration_reading,
        statements=[danish(statement.text) for statement in status.statements if statement.initiative == facts.name],
    )


def _facts(facts: InitiativeFacts) -> Iterator[tuple[str, str]]:
    """What people wrote of it, each with a word for it; the description has none."""
    labelled = (("", facts.description), (_("Counted against"), facts.baseline), (_("Responsible"), facts.responsible))
    yield from ((label, fact) for label, fact in labelled if fact)


def _table(by_year: dict[int, Figures], name: str, status: Status, links: ProgrammeLinks) -> Table:
    bare = find_unlevelled(status).of_initiative(name, by_year)

    def amount(figure: Figure, year: int) -> TableCell | None:
        kroner = figure.read(by_year[year])
        if kroner is None:
            return None
        return TableCell(
            Amount(kroner), links.entries(figure.code, year, initiative=name), is_marked=contains(bare[year], figure)
        )

    figures = leave_out_splits(status.vocabulary.at(Place.WORKBOOK), by_year.values())
    stated = [figure for figure in figures if any(figure.read(sums) is not None for sums in by_year.values())]
    columns = [TableColumn("measure", _("Measure")), *(NumberColumn(f"y{year}", str(year)) for year in by_year)]
    rows = build_rows({"measure": figure.words, **{f"y{year}": amount(figure, year) for year in by_year}} for figure in stated)
    return Table(_("Year by year"), columns, rows, as_of_words(status), scale_of(status))
