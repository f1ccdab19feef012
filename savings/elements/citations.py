"""What figures rest on, in one line each: documents, evidence, statements without an amount, milestones."""

from __future__ import annotations

from django.utils.translation import gettext as _

from savings.elements.numbers import day
from savings.elements.words import kind_word, price_level_words
from savings.projections.facts import DocumentFacts, EvidenceFacts, MilestoneFacts, StatementFacts
from savings.projections.price_bases import PriceBasisFacts

#: Characters in a reference that one line can always hold.
SHORT = 16


def source_words(document: DocumentFacts, page: str) -> str:
    """A document and the page in it: `Dokumentnr. 2008-559734, s. 1`."""
    reference = unbroken(document.reference)
    if not page:
        return reference
    place = (_("p. %(page)s") % {"page": page}).replace(" ", "\u00a0")
    return f"{reference}, {place}"


def price_basis_words(basis: PriceBasisFacts) -> str:
    """A programme's price basis: its level, the decision and where it says so, and from when it holds."""
    decision = source_words(basis.decision, basis.page)
    if basis.decision.decided_on:
        decision = f"{decision} ({day(basis.decision.decided_on)})"
    facts = {"prices": price_level_words((basis.level,)), "decision": decision, "date": day(basis.valid_from)}
    return _("%(prices)s by %(decision)s, from %(date)s") % facts


def unbroken(reference: str) -> str:
    """A short reference held together, so that no line ends between BR and 320/07."""
    return reference.replace(" ", "\u00a0") if len(reference) <= SHORT else reference


def evidence_words(evidence: EvidenceFacts) -> str:
    """A piece of evidence: what it shows, and where."""
    source = source_words(evidence.document, evidence.page)
    return f"{evidence.note} ({source})" if evidence.note else source


def statement_words(statement: StatementFacts) -> str:
    """What a source says without an amount: of which kind and whom, in its words, and where."""
    about = [kind_word(statement.kind), *statement_names(statement)]
    return f"{', '.join(about)}: {statement_said(statement)}"


def statement_names(statement: StatementFacts) -> list[str]:
    """The unit and the initiative a statement is about, where it names them."""
    unit = statement.unit.name if statement.unit else None
    return [name for name in (unit, statement.initiative) if name]


def statement_said(statement: StatementFacts) -> str:
    """The statement itself in its source's words, and where it stands."""
    source = f" ({source_words(statement.document, statement.page)})" if statement.document else ""
    return f"{statement.text}{source}"


def milestone_words(milestone: MilestoneFacts) -> str:
    """What shall happen and when, in the source's own words."""
    source = f" ({unbroken(milestone.source.reference)})" if milestone.source else ""
    return f"{milestone.title}: {milestone.due}{source}"


def document_kind(document: DocumentFacts) -> str:
    """Whether a paper is a body's decision or another document."""
    return _("Decision") if document.is_decision else _("Document")


def decision_date_words(document: DocumentFacts) -> str:
    """The document's date; said to be unknown where the source does not give it."""
    return day(document.decided_on) if document.decided_on else _("date not stated")
