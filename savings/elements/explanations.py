"""Why a unit is behind its plan and what is done about it, in words: the same on every face."""

from __future__ import annotations

from django.utils.translation import gettext as _

from savings.elements.labels import unit_label
from savings.elements.numbers import day
from savings.projections.facts import ExplanationFacts
from savings.projections.status import Status


def explanations_title() -> str:
    """What heads the explanations."""
    return _("Behind the plan: why, and what is done about it")


def about_words(status: Status, explanation: ExplanationFacts) -> str:
    """Whom or what an explanation is about, and of which year's figures."""
    names = (unit_label(status, explanation.unit.code), explanation.initiative, str(explanation.year))
    return ", ".join(name for name in names if name)


def author_words(explanation: ExplanationFacts) -> str:
    """Who answered, and when."""
    return f"{explanation.by}, {day(explanation.on)}"


def explanation_words(status: Status, explanation: ExplanationFacts) -> str:
    """An explanation in one line: of whom, why, what is done, by whom and when."""
    why, done = (" ".join(text.split()) for text in (explanation.explanation, explanation.mitigation))
    told = (f"{about_words(status, explanation)}.", _("Explanation:"), why, "·", _("What is done:"), done)
    return " ".join((*told, f"({author_words(explanation)})"))
