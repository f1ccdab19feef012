"""A unit's page: what lies with it, and with those under it, in every programme."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

from savings.elements.numbers import day
from savings.elements.words import STAGES
from savings.presentation.screen.overview import OverviewLinks, OverviewScreen, overview_screen
from savings.presentation.screen.statements import render_statement
from savings.presentation.screen.tables import Listed
from savings.projections.facts import UnitFacts
from savings.projections.overview import Overview


class UnitLinks(OverviewLinks, Protocol):
    """Where the links of the page lead."""

    def unit(self, code: str) -> str:
        """A unit's page."""

    def initiative(self, slug: str, number: int) -> str:
        """An initiative's page."""


@dataclass(frozen=True)
class UnitScreen:
    """A unit: its name and place, its programmes, the units under it, and its initiatives."""

    name: str
    facts: Sequence[str]
    above: Sequence[tuple[str, str]]
    below: Sequence[tuple[str, str]]
    overview: OverviewScreen
    initiatives: Sequence[Listed]
    statements: Sequence[str]


def unit_screen(report: Overview, links: UnitLinks, *, order: str = "open") -> UnitScreen:
    """The page of the unit a report is limited to."""
    unit = report.unit
    assert unit is not None  # the report was asked for with one
    return UnitScreen(
        name=unit.name,
        facts=tuple(_facts(unit)),
        above=[(relative.name, links.unit(relative.code)) for relative in report.above],
        below=[(relative.name, links.unit(relative.code)) for relative in report.below],
        overview=overview_screen(report, links, order=order),
        initiatives=[
            Listed(
                facts.name,
                ", ".join(part for part in (line.programme.name, str(STAGES.get(facts.stage, ""))) if part),
                links.initiative(line.programme.slug, facts.number),
            )
            for line in report.shown
            for facts in line.initiatives
        ],
        statements=[render_statement(statement) for statement in report.statements],
    )


def _facts(unit: UnitFacts) -> Iterator[str]:
    yield _("Code %(code)s") % {"code": unit.code}
    if unit.valid_from:
        yield _("from %(date)s") % {"date": day(unit.valid_from)}
    if unit.valid_to:
        # The unit is gone, and what it did stays readable.
        yield _("ended %(date)s") % {"date": day(unit.valid_to)}
