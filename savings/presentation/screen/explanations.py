"""Why units are behind their plan and what is done about it, for the screen: the paper's words, with their language marked."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.translation import gettext as _

from savings.elements.explanations import about_words, author_words
from savings.presentation.screen.tables import Listed, danish
from savings.projections.status import Status


def explanation_lines(status: Status) -> tuple[Listed, ...]:
    """A line for each explanation that stands."""
    return tuple(
        Listed(
            format_html(
                "{}. {} {} · {} {}", danish(about_words(status, it)), _("Explanation:"), danish(it.explanation),
                _("What is done:"), danish(it.mitigation),
            ),
            f"({author_words(it)})",
        )
        for it in status.explanations
    )  # fmt: skip
