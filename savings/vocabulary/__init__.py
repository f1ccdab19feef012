"""One vocabulary: the kinds, the figures derived from them, and the codes of acts and stages, each with its words."""

from __future__ import annotations

from savings.vocabulary.acts import DECIDED_ACTS, PLAN_ACTS, Act, Duration, Horizon, Stage, Step
from savings.vocabulary.figure import Figure, KindFigure, Place
from savings.vocabulary.figures import VOCABULARY
from savings.vocabulary.kinds import Kind
from savings.vocabulary.sums import Sums
from savings.vocabulary.vocabulary import Vocabulary
from savings.vocabulary.words import Worded, Words

__all__ = [
    "DECIDED_ACTS",
    "PLAN_ACTS",
    "VOCABULARY",
    "Act",
    "Duration",
    "Figure",
    "Horizon",
    "Kind",
    "KindFigure",
    "Place",
    "Stage",
    "Step",
    "Sums",
    "Vocabulary",
    "Worded",
    "Words",
]
