"""The initiatives of a status page: each with its amounts of the year, what is known of it, and its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from savings.elements.citations import evidence_words
from savings.elements.labels import initiative_label
from savings.elements.links import ProgrammeLinks, Where
from savings.elements.numbers import Scale
from savings.elements.table import TableCell
from savings.elements.tables.status import amount_cell
from savings.elements.without_price_level import Unlevelled
from savings.elements.words import DURATIONS, HORIZONS, STAGES, STANDINGS
from savings.presentation.screen.tables import render_cell
from savings.projections.facts import InitiativeFacts
from savings.projections.status import InitiativeLine, Status
from savings.vocabulary import Place


@dataclass(frozen=True)
class InitiativeScreen:
    """An initiative: name, what is known of it, its amounts of the year with their links, and its evidence.

    Attributes:
        has_marks: whether some of its amounts contain some without a price level.
    """

    name: str
    href: str
    own_words: bool
    standing: str
    standing_code: str
    said: str
    facts: Sequence[tuple[str, str, bool]]
    amounts: Sequence[tuple[str, SafeString]]
    has_marks: bool
    evidence: Sequence[str]
    lacks_evidence: bool


def initiative_screen(
    line: InitiativeLine, status: Status, scale: Scale, links: ProgrammeLinks, marks: Unlevelled
) -> InitiativeScreen:
    """An initiative of a status, or what stands on the programme as a whole."""
    facts, figures = line.facts, line.figures
    where: Where = {"initiative": facts.name} if facts else {"none": ("indsats",)}
    amounts: list[tuple[str, TableCell]] = []
    for figure in status.vocabulary.at(Place.INITIATIVES):
        if figure.is_stated(figures):
            href = links.entries(figure.code, status.year, **where)
            contains = marks.in_initiative(figure, line)
            amounts.append((str(figure.words), amount_cell(figure.read(figures), href, is_marked=contains)))
    evidence = tuple(evidence_words(item) for item in facts.evidence) if facts else ()
    return InitiativeScreen(
        name=initiative_label(line),
        href=links.initiative(facts.number) if facts and facts.number else "",
        own_words=facts is not None,
        standing=str(STANDINGS[line.standing]) if line.standing else "",
        standing_code=line.standing.value if line.standing else "",
        said=sort_words(facts) if facts else "",
        facts=tuple(initiative_facts(facts)) if facts else (),
        amounts=tuple((label, render_cell(cell, scale)) for label, cell in amounts),
        has_marks=any(cell.is_marked for _label, cell in amounts),
        evidence=evidence,
        lacks_evidence=bool(figures.realised) and figures.documented == 0,
    )


def sort_words(facts: InitiativeFacts) -> str:
    """Short- or long-term, permanent or one-off, and the stage, as far as they are stated."""
    words = (HORIZONS.get(facts.horizon), DURATIONS.get(facts.duration), STAGES.get(facts.stage))
    return ", ".join(str(word) for word in words if word)


def initiative_facts(facts: InitiativeFacts) -> Iterator[tuple[str, str, bool]]:
    """What is known of an initiative: a word for it, what it is, and whether people wrote it."""
    if facts.description:
        yield "", facts.description, True
    if facts.baseline:
        yield _("Counted against"), facts.baseline, True
    if facts.unit:
        yield _("Unit"), facts.unit.name, True
    if facts.responsible:
        yield _("Responsible"), facts.responsible, True
