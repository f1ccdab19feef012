"""The table of a status' initiatives: how each stands, its amounts of the year, what is known of it, and its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.html import format_html
from django.utils.translation import gettext as _

from savings.elements.citations import evidence_words
from savings.elements.labels import initiative_label
from savings.elements.links import ProgrammeLinks, Where
from savings.elements.sentences import as_of_words, scale_of
from savings.elements.table import (
    Cells,
    Clauses,
    NumberColumn,
    OwnWords,
    Phrase,
    ScreenHtml,
    Table,
    TableCell,
    TableColumn,
    build_rows,
    own_words,
)
from savings.elements.tables.status import amount_cell
from savings.elements.without_price_level import find_unlevelled
from savings.elements.words import DURATIONS, HORIZONS, STAGES, STANDINGS
from savings.presentation.screen.lists import HeadOrder, add_order
from savings.projections.facts import InitiativeFacts
from savings.projections.figures import Figures
from savings.projections.initiatives import InitiativesPage
from savings.projections.standing import Standing
from savings.projections.status import InitiativeLine, Status
from savings.vocabulary import Figure, Place


def initiatives_table(status: Status, page: InitiativesPage | None, links: ProgrammeLinks) -> Table | None:
    """A page of the status' initiatives, with the totals of all; None where there is none.

    Args:
        page: None for all of them, in the programme's order.
    """
    if not status.initiatives:
        return None
    marks, year = find_unlevelled(status), status.year
    all_figures = status.vocabulary.at(Place.INITIATIVES)
    figures = [figure for figure in all_figures if any(figure.is_stated(line.figures) for line in status.initiatives)]

    def row(line: InitiativeLine) -> Cells:
        where: Where = {"initiative": line.facts.name} if line.facts else {"none": ("indsats",)}
        amounts = {
            figure.code: _amount(
                figure, line.figures, links.entries(figure.code, year, **where), is_marked=marks.in_initiative(figure, line)
            )
            for figure in figures
        }
        return {**_about(line, links), **amounts}

    total = {
        figure.code: _amount(figure, status.headline, links.entries(figure.code, year), is_marked=marks.in_headline(figure))
        for figure in figures
    }
    rows = build_rows(map(row, page.lines if page else status.initiatives), {"initiative": _("Total"), **total})
    columns = list(_columns(status, figures))
    if page:
        columns = [_add_order(column, page.order, links) for column in columns]
    caption = _("Initiatives in %(year)s") % {"year": status.year}
    return Table(caption, columns, rows, as_of_words(status), scale_of(status))


def _columns(status: Status, figures: Sequence[Figure]) -> Iterator[TableColumn]:
    yield TableColumn("initiative", _("Initiative"))
    yield TableColumn("standing", _("Stands"))
    for figure in figures:
        yield NumberColumn(figure.code, str(figure.words))
    if any(line.facts and (line.facts.unit or line.facts.responsible) for line in status.initiatives):
        yield TableColumn("unit", _("Unit"), small=_("Responsible"))
    if any(_describe(line) for line in status.initiatives):
        yield TableColumn("known", _("What is known of it"))


def _add_order(column: TableColumn, order: str, links: ProgrammeLinks) -> TableColumn:
    """The column with its order; the head of the one that the list is sorted by leads back to the programme's own order."""
    if column.key == "known":
        return column
    own = HeadOrder("name" if column.key == "initiative" else column.key, is_descending=column.is_numeric)
    return add_order(
        column, order, [own, HeadOrder("")] if own.name == order else [own],
        lambda name: f"{links.status(orden=name)}#h-initiatives",
    )  # fmt: skip


def _amount(figure: Figure, sums: Figures, href: str, *, is_marked: bool) -> TableCell:
    return amount_cell(figure.read(sums) if figure.is_stated(sums) else None, href, is_marked=is_marked)


def _about(line: InitiativeLine, links: ProgrammeLinks) -> Cells:
    facts = line.facts
    if facts is None:
        return {"initiative": initiative_label(line)}
    href = links.initiative(facts.number) if facts.number else ""
    return {
        "initiative": TableCell(OwnWords(facts.name), href, sort_words(facts)),
        "standing": _standing(line.standing),
        "unit": TableCell(own_words(facts.unit.name if facts.unit else "") or "", small=own_words(facts.responsible) or ""),
        "known": Clauses(tuple(_describe(line))),
    }


def _standing(standing: Standing | None) -> ScreenHtml | None:
    if standing is None:
        return None
    return ScreenHtml(format_html('<span class="standing {}">{}</span>', standing.value, STANDINGS[standing]))


def _describe(line: InitiativeLine) -> list[Phrase]:
    """What is known of an initiative, a line each; nothing of the programme as a whole."""
    if line.facts is None:
        return []
    labelled = [
        ("", line.facts.description),
        (_("Counted against"), line.facts.baseline),
        *((_("Evidence"), evidence_words(evidence)) for evidence in line.facts.evidence),
    ]
    phrases = [Phrase((f"{label}: " if label else "", OwnWords(words))) for label, words in labelled if words]
    if line.figures.realised and line.figures.documented == 0:
        phrases.append(Phrase((_("No evidence is recorded for the realised amount."),)))
    return phrases


def sort_words(facts: InitiativeFacts) -> str:
    """Short- or long-term, permanent or one-off, and the stage, as far as they are stated."""
    words = (HORIZONS.get(facts.horizon), DURATIONS.get(facts.duration), STAGES.get(facts.stage))
    return ", ".join(str(word) for word in words if word)
