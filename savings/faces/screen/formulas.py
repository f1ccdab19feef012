"""Sådan læses tallene: each term in words and each formula as the code computes it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from savings.faces.wording import KINDS, NET_REALISED, OUTSTANDING, STANDINGS
from savings.kinds import Kind
from savings.projections.standing import Standing


@dataclass(frozen=True)
class Said:
    """A term or formula, and what it means."""

    name: str
    meaning: str
    example: str = ""


def terms() -> tuple[Said, ...]:
    """The terms, in the order a saving passes through them."""
    return (
        Said(str(KINDS[Kind.TARGET]), _("What shall be saved, as it was decided.")),
        Said(
            str(KINDS[Kind.PLAN]), _("When it shall come. Where only the ends are decided, a band is shown and no line is drawn.")
        ),
        Said(str(KINDS[Kind.FORECAST]), _("What the unit now believes will come.")),
        Said(
            str(KINDS[Kind.SECURED]),
            _("Taken out of the budget frame, but not yet realised: the money is found, the cost has not fallen."),
        ),
        Said(str(KINDS[Kind.REALISED]), _("The cost has fallen, here.")),
        Said(str(KINDS[Kind.ELSEWHERE]), _("Found, but somewhere else than planned.")),
        Said(str(KINDS[Kind.OFFSET]), _("A new cost that eats a realised saving. It is negative.")),
        Said(
            _("Annual effect"),
            _("Every amount says how much lower the costs of one year are than the baseline. Years are never added together."),
        ),
        Said(_("Not allocated"), _("The source does not divide the amount between units. That is a fact, not a fault.")),
        Said(
            _("As of"),
            _("Entries count when they are approved by somebody else than their recorder, and booked on or before the date."),
        ),
        Said(
            _("Price level"),
            _("The year in whose prices an amount is stated. An amount whose source does not say is shown as it is."),
        ),
    )


def formulas() -> tuple[Said, ...]:
    """The formulas, per unit and year, as of a date, in a price level."""
    return (
        Said(str(NET_REALISED), _("realised + offset"), _("1.4 + 0 = 1.4")),
        Said(str(OUTSTANDING), _("target − net realised"), _("3.3 − 1.4 = 1.9")),
        Said(pgettext("not secured", "Open"), _("outstanding − secured − elsewhere"), _("1.9 − 1.9 − 0 = 0")),
        Said(_("Realisation rate"), _("net realised ÷ target; without a target there is no rate"), _("1.4 ÷ 3.3 = 42%")),
        Said(_("Evidence coverage"), _("realised amounts of entries with evidence ÷ realised"), _("0.8 ÷ 1.4 = 57%")),
        Said(_("Deviation"), _("net realised − plan; the forecast's deviation is forecast − plan")),
        Said(_("More than the target"), _("a negative outstanding amount; it is not cut to zero")),
        Said(_("Restated amount"), _("amount × Π (1 + price and wage change), from its price level to the one asked for"),
             _("1.9 in 2008 prices × 1.030 = 1.957 in 2009 prices")),
        Said(
            _("What has changed"),
            _(
                "opening + new targets − realised + … = closing: each step is the sum of the entries between the two moments. "
                "Entries that correct, re-profile, drop or replace are told as that; the others by their kind"
            ),
        ),
        Said(
            _("Rounding"),
            _("each amount by itself, half up; the steps of a change so that they add up as printed, by largest remainder"),
        ),
        Said(
            _("From secured to realised"),
            _("one entry takes the amount from secured and adds it to realised, so that no krone stands in two places"),
        ),
    )  # fmt: skip


def standings() -> tuple[Said, ...]:
    """How an initiative stands, in the order the criteria are tried (`projections.standing`)."""
    return (
        Said(str(STANDINGS[Standing.DROPPED]), _("Its stage is dropped: the plan was given up by a decision.")),
        Said(
            str(STANDINGS[Standing.DELIVERED]),
            _(
                "Net realised in the full-effect year is at least the plan of that year. Without a plan: its stage is delivered, "
                "and something is realised in that year."
            ),
        ),
        Said(
            str(STANDINGS[Standing.BEHIND]),
            _("Net realised is less than the plan in a year up to that of the status. A band counts by its latest reading."),
        ),
        Said(
            str(STANDINGS[Standing.AT_RISK]), _("The forecast is less than the plan, in the year of the status or a later one.")
        ),
        Said(str(STANDINGS[Standing.ON_TRACK]), _("There is a plan, and none of the above fits.")),
        Said(str(STANDINGS[Standing.NOT_PLANNED]), _("There is no approved plan to hold it against.")),
        Said(_("A programme"), _("Stands as the initiative that stands worst; one without a plan or dropped burdens none.")),
    )
