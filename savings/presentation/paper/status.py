"""A status as the appendix of a board paper: what was promised, what is real, what it rests on, and how to check it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from savings.elements import bridge
from savings.elements.citations import milestone_words, statement_words
from savings.elements.data.status_csv import status_csv
from savings.elements.effects import indicator_words
from savings.elements.explanations import explanation_words, explanations_title
from savings.elements.footnotes import remark_words
from savings.elements.numbers import day, locale_code, moment
from savings.elements.sentences import notes, trail_sentence, verification_commands
from savings.elements.summary import summary
from savings.elements.tables import paper as tables
from savings.elements.tables.status import bridge_table
from savings.elements.timestamps import report_moment
from savings.elements.typesetting.glyphs import MISSING, Typesetter
from savings.elements.typesetting.tables import typeset_table
from savings.elements.typesetting.typst import compile_pdf
from savings.elements.words import price_level_words
from savings.projections.status import Status

Data = dict[str, Any]
#: Letters of a name in the running head; two of them and a date fit on a line.
MOST_RUNNING = 45
#: Typst's names for the reader's language and country.
PLACES = {"da_DK": ("da", "dk"), "en_GB": ("en", "gb")}


@dataclass(frozen=True, slots=True)
class PaperChart:
    """A chart to set on the paper: its caption, its drawing (SVG), and the same in words for who cannot see it."""

    caption: str
    svg: str
    text: str


def status_pdf(status: Status, charts: Sequence[PaperChart] = ()) -> bytes:
    """The appendix as a PDF (PDF/UA-1 and PDF/A-3a) in the reader's language, with the status' CSV attached.

    The same status in the same language gives the same bytes.
    """
    return compile_pdf("status.typ", status_data(status, charts), report_moment(status))


def status_data(status: Status, charts: Sequence[PaperChart] = ()) -> Data:
    """What the template is given: texts only, every number already written as the reader writes it."""
    setter = Typesetter()
    page = set_texts(_page(status), setter)
    drawn = [set_chart(chart, setter) for chart in charts]
    return {
        **page,
        "charts": drawn,
        "control": _control(status, setter),
        "attachment": {
            "name": f"{status.programme.slug}-{status.as_of.isoformat()}.csv",
            "text": status_csv(status).decode(),
            "description": setter.replace_uncovered(figures_words(status)),
        },
    }


def figures_words(status: Status) -> str:
    """What the attached table of a status holds: exact amounts, in which prices and as of when."""
    facts = {"programme": status.programme.name, "prices": price_level_words(status.price_levels), "date": day(status.as_of)}
    return _("%(programme)s: the figures in kroner, %(prices)s, as of %(date)s (CSV)") % facts


def set_texts(value: Any, setter: Typesetter) -> Any:
    """The value with every text in it fit for the paper."""
    if isinstance(value, str):
        return setter.text(value)
    if isinstance(value, dict):
        return {key: set_texts(part, setter) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [set_texts(part, setter) for part in value]
    return value


def set_chart(chart: PaperChart, setter: Typesetter) -> Data:
    """A chart fit for the paper: its caption is text, its drawing and words are taken as they are."""
    return {
        "caption": setter.text(chart.caption),
        "svg": setter.replace_uncovered(chart.svg),
        "text": setter.replace_uncovered(chart.text),
    }


def page_frame() -> Data:
    """What the page of every paper says in the reader's language: the language itself, and its pages' numbers."""
    lang, region = PLACES[locale_code()]
    page_of = _("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"}
    return {"lang": lang, "region": region, "page_of": page_of}


def _page(status: Status) -> Data:
    programme = status.programme
    return {
        **page_frame(),
        "title": _title(status),
        "running": running_head(programme.case_number, programme.name, status.as_of),
        "to": {"label": _("To:"), "name": programme.addressee},
        "meta": list(letter_head(status.as_of, programme.case_number, "", programme.case_officer)),
        "kicker": _("Appendix"),
        "summary": summary(status),
        "headline": typeset_table(tables.paper_headline_table(status)),
        "sections": list(_sections(status)),
    }


def _title(status: Status) -> str:
    facts = {"programme": status.programme.name, "unit": status.unit.name if status.unit else "", "year": status.year}
    if status.unit:
        return _("%(programme)s, %(unit)s: status of savings") % facts
    return _("%(programme)s: status of savings") % facts


def running_head(case_number: str, name: str, on: date) -> str:
    """What stands on top of every page but the first."""
    case = [_("Case no. %(number)s") % {"number": one_line(case_number)}] if case_number else []
    return " · ".join([*case, one_line(name), day(on)])


def one_line(words: str) -> str:
    """A name as the running head has room for it: one that took several lines would leave the page at its top."""
    return words if len(words) <= MOST_RUNNING else f"{words[: MOST_RUNNING - 1].rstrip()}…"


def letter_head(on: date, case_number: str, document_number: str, case_officer: str) -> Iterator[Data]:
    """The facts at the head of a letter, those that are stated."""
    labels = (_("Date"), _("Case no."), _("Document no."), _("Case officer"))
    for label, value in zip(labels, (day(on), case_number, document_number, case_officer), strict=True):
        if value:
            yield {"label": label, "value": value}


def _sections(status: Status) -> Iterator[Data]:
    if status.since and status.since.steps:
        changes = typeset_table(bridge_table(status.since))
        yield {"title": _("Since last time"), "list": [bridge.summary(status.since)], "tables": [changes]}
    yield {"title": _("Reservations"), "list": list(notes(status))}
    if status.statements:
        yield {"title": _("Stated without an amount"), "list": [statement_words(statement) for statement in status.statements]}
    if status.grid.years:
        # Of a single year the table of units says it all.
        by_year = tables.year_tables(status) if len(status.grid.years) > 1 else []
        yield {"title": _("Units"), "tables": [*map(typeset_table, (tables.paper_units_table(status), *by_year))]}
    if status.explanations:
        yield {"title": explanations_title(), "list": [explanation_words(status, it) for it in status.explanations]}
    if status.remarks:
        yield {"title": _("Notes to the figures"), "numbered": [remark_words(remark) for remark in status.remarks]}
    if status.initiatives:
        yield {"title": _("Initiatives"), "tables": [typeset_table(tables.initiative_table(status))]}
    if status.indicators:
        yield {"title": _("Besides the money"), "list": [indicator_words(indicator) for indicator in status.indicators]}
    if status.milestones:
        yield {"title": _("Milestones"), "list": [milestone_words(milestone) for milestone in status.milestones]}
    if status.documents:
        yield {"title": _("What the figures rest on"), "tables": [typeset_table(tables.document_table(status))]}


def _control(status: Status, setter: Typesetter) -> Data:
    return {
        "title": _("How to check the figures"),
        "text": " ".join([_head_sentence(status), *([trail_sentence()] if status.head.trail else [])]),
        "command": "\n".join(verification_commands(status.head)),
        "missing": missing_sentence(setter),
    }


def _head_sentence(status: Status) -> str:
    head = status.head
    if head.moment is None:
        return _("The ledger had no approved entry when this paper was made.")
    return _(
        "The figures are sums of approved entries, chained so that none can be changed unseen: %(count)s links, the "
        "last one made %(moment)s. The line below fails if anything up to that link has been changed since. The same "
        "figures are attached to this file as CSV."
    ) % {"count": head.position, "moment": moment(head.moment)}


def missing_sentence(setter: Typesetter) -> str:
    """Which characters are shown as boxes; empty where none are."""
    if not setter.replaced:
        return ""
    facts = {"box": MISSING, "characters": setter.names()}
    return _("Characters that the fonts of this paper lack are shown as %(box)s: %(characters)s.") % facts
