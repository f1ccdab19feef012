"""Sådan læses tallene: each term in words and each formula as the code computes it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from savings.elements.words import STANDINGS
from savings.projections.standing import Standing
from savings.vocabulary import VOCABULARY, Place, Vocabulary


@dataclass(frozen=True)
class Explanation:
    """A term or formula, and what it means."""

    name: str
    meaning: str
    example: str = ""


def terms(vocabulary: Vocabulary = VOCABULARY) -> tuple[Explanation, ...]:
    """The terms, in the order a saving passes through them."""
    return (
        *(Explanation(str(kind.words), str(kind.meaning)) for kind in vocabulary.kinds.values()),
        Explanation(
            _("Annual effect"),
            _("Every amount says how much lower the costs of one year are than the baseline. Years are never added together."),
        ),
        Explanation(_("Not allocated"), _("The source does not divide the amount between units. That is a fact, not a fault.")),
        Explanation(
            _("As of"),
            _("Entries count when they are approved by somebody else than their recorder, and booked on or before the date."),
        ),
        Explanation(
            _("Price level"),
            _("The year in whose prices an amount is stated. An amount whose source does not say is shown as it is."),
        ),
    )


def formulas(vocabulary: Vocabulary = VOCABULARY) -> tuple[Explanation, ...]:
    """The formulas, per unit and year, as of a date, in a price level."""
    return (
        *(Explanation(str(it.words), str(it.meaning), str(it.example)) for it in vocabulary.at(Place.FORMULAS)),
        Explanation(_("More than the target"), _("a negative outstanding amount; it is not cut to zero")),
        *_rules(),
        Explanation(_("Restated amount"), _("amount × Π (1 + price and wage change), from its price level to the one asked for"),
             _("1.9 in 2008 prices × 1.030 = 1.957 in 2009 prices")),
        Explanation(
            _("Price basis"),
            _(
                "the level a programme is shown in unless another, or amounts as stated, is asked for; what has no price level, "
                "or cannot be restated, is shown as it was stated and marked"
            ),
        ),
        Explanation(
            _("Sum over programmes"),
            _(
                "of one year and in one price level; programmes without a target in that year, and those that cannot be shown in "
                "that level, stand beneath with their own year and are not added"
            ),
        ),
        Explanation(
            _("What has changed"),
            _(
                "opening + new targets − realised + … = closing: each step is the sum of the entries between the two moments. "
                "Entries that correct, re-profile, drop or replace are told as that; the others by their kind"
            ),
        ),
        Explanation(
            _("Rounding"),
            _("each amount by itself, half up; the steps of a change so that they add up as printed, by largest remainder"),
        ),
        Explanation(
            _("From secured to realised"),
            _("one entry takes the amount from secured and adds it to realised, so that no krone stands in two places"),
        ),
    )  # fmt: skip


def _rules() -> tuple[Explanation, ...]:
    """What the tables and the year that leads follow."""
    return (
        Explanation(
            _("Rows"),
            _(
                "units under a unit add up to it; what stands on the unit itself has a row of its own, and what stands on no "
                "unit is not allocated. A row without a target shows what it contributes to the one above"
            ),
        ),
        Explanation(
            _("Year in focus"),
            _(
                "the year asked for; else the latest year with a target that is not after the date, this year once something "
                "realised or forecast of it is recorded; where all lie ahead, the first; without a target the full-effect year"
            ),
        ),
        Explanation(
            _("Against last year"),
            _(
                "net realised less that of the year before, in one price level; better or worse only in a year that is over, and "
                "where what is realised and what is outstanding agree"
            ),
        ),
    )


def standings() -> tuple[Explanation, ...]:
    """How an initiative stands, in the order the criteria are tried (`projections.standing`)."""
    return (
        Explanation(str(STANDINGS[Standing.DROPPED]), _("Its stage is dropped: the plan was given up by a decision.")),
        Explanation(
            str(STANDINGS[Standing.DELIVERED]),
            _(
                "Net realised in the full-effect year is at least the plan of that year. Without a plan: its stage is delivered, "
                "and something is realised in that year."
            ),
        ),
        Explanation(
            str(STANDINGS[Standing.BEHIND]),
            _("Net realised is less than the plan in a year that is over. A band counts by its latest reading."),
        ),
        Explanation(
            str(STANDINGS[Standing.AT_RISK]),
            _("The net forecast is less than the plan, in the status' year or a later one."),
        ),
        Explanation(str(STANDINGS[Standing.ON_TRACK]), _("There is a plan, and none of the above fits.")),
        Explanation(str(STANDINGS[Standing.NOT_PLANNED]), _("There is no approved plan to hold it against.")),
        Explanation(
            _("A programme"), _("Stands as the initiative that stands worst; one without a plan or dropped burdens none.")
        ),
    )
