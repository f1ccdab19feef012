"""Which amounts of a status contain some that could not be restated with the others: each is marked.

An amount without a price level, or in one that the price series does not reach, stays as it was stated. Beside amounts in
the price level asked for that must be seen at each sum, so every face marks the sum and says once what the mark means.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from savings.elements.words import Words
from savings.projections.cells import find_unrestated, group_cells
from savings.projections.figures import EMPTY, Figures
from savings.projections.grid import GridRow, build_grid
from savings.projections.measures import compute_figures, compute_figures_by_year
from savings.projections.overview import Overview, OverviewLine
from savings.projections.status import InitiativeLine, Status
from savings.vocabulary import Figure
from savings.vocabulary.figures import NET_REALISED, PLAN_EARLY

MARK = "*"
#: What the mark means, for a column's head and for those who hear the page.
CONTAINS: Words = _("contains amounts in another price level, or in none")
#: The same, said once under a table.
FOOT: Words = _("* Contains amounts without a price level, or in one that cannot be restated. They stay as they were stated.")
#: The same beside a drawing, whose figures bear no marks.
DRAWN: Words = _("Contains amounts without a price level, or in one that cannot be restated. They stay as they were stated.")
#: What the plan still owes is no declared figure: it is worked out of these.
TO_COME = (PLAN_EARLY, NET_REALISED)


@dataclass(frozen=True)
class Unlevelled:
    """The amounts that are not restated, added up as the status adds up all; empty where nothing is to be marked.

    Attributes:
        totals, units: by year, of the programme and of each unit.
        initiatives: of the status' year, by the initiative's name.
    """

    status: Status
    totals: GridRow
    units: Mapping[tuple[str | None, bool], GridRow] = field(default_factory=dict)
    initiatives: Mapping[str | None, Figures] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.status.unlevelled)

    def in_headline(self, figure: Figure) -> bool:
        """Whether the headline's figure contains some."""
        return contains(self.totals.year(self.status.year), figure)

    def in_year(self, figure: Figure, year: int) -> bool:
        """Whether the programme's figure contains some in a year."""
        return contains(self.totals.year(year), figure)

    def in_to_come(self, year: int) -> bool:
        """Whether what the plan still owes in a year contains some."""
        return any(self.in_year(figure, year) for figure in TO_COME)

    def in_row(self, figure: Figure, row: GridRow, year: int) -> bool:
        """Whether the figure contains some in a row of the status' grid, its row of totals among them."""
        bare = self.totals if row is self.status.grid.total else self.units.get((row.unit, row.is_own))
        return bare is not None and contains(bare.year(year), figure)

    def in_initiative(self, figure: Figure, line: InitiativeLine) -> bool:
        """Whether the figure contains some in the status' year for an initiative, or for the programme as a whole."""
        return contains(self.initiatives.get(line.facts.name if line.facts else None, EMPTY), figure)

    def of_initiative(self, name: str, years: Iterable[int]) -> Mapping[int, Figures]:
        """What of an initiative's amounts is not restated, by year."""
        return compute_figures_by_year([cell for cell in self.status.unlevelled if cell.initiative == name], years)


def find_unlevelled(status: Status) -> Unlevelled:
    """What of the status' amounts is not restated; nothing where none has a price level and none was asked for."""
    cells = status.unlevelled
    if not cells:
        return Unlevelled(status, GridRow(None, {}))
    bare = build_grid(cells, list(status.grid.parents), status.grid.parents)
    by_initiative = group_cells(cells, lambda cell: cell.initiative)
    return Unlevelled(
        status,
        bare.total,
        {(row.unit, row.is_own): row for row in bare.rows},
        {name: compute_figures(own, status.year) for name, own in by_initiative.items()},
    )


def in_line(line: OverviewLine, report: Overview) -> Figures:
    """What of a programme's amounts in an overview is marked: where a price level is asked for, or they are in several."""
    is_mixed = report.is_level_asked or len(line.price_levels) > 1
    return compute_figures(find_unrestated(line.cells, report.price_level) if is_mixed else (), line.year)


def contains(bare: Figures, figure: Figure) -> bool:
    """Whether some of the sums behind a figure is not zero; what cancels out by itself changes with no price level."""
    return any(figure.parts(bare))
