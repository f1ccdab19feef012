"""What a source says without an amount, for the screen: our word for the kind, then its own words."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString

from savings.elements.citations import statement_names, statement_said
from savings.elements.words import kind_word
from savings.presentation.screen.tables import danish
from savings.projections.facts import StatementFacts


def render_statement(statement: StatementFacts) -> SafeString:
    """A statement in one line; the same text as `statement_words`, with its languages marked."""
    names, words = statement_names(statement), statement_said(statement)
    if names:
        return format_html("{}, {}", kind_word(statement.kind), danish(f"{', '.join(names)}: {words}"))
    return format_html("{}: {}", kind_word(statement.kind), danish(words))
