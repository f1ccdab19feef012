"""What an entry does, what an initiative is, and what brought a change: codes with their words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from savings.vocabulary.words import Worded


class Act(Worded):
    """What an entry does."""

    RECORD = "record", _("A change of amounts")
    LEVEL = "level", _("A new level")
    REALISE = "realise", _("Realised from what was secured")
    DIVIDE = "divide", _("A target is divided")
    CORRECTION = "correction", _("A correction")
    DROP = "drop", _("A plan is dropped")
    REPROFILE = "reprofile", _("A plan is re-profiled")
    REPLACE = "replace", _("A plan is replaced")


#: The acts that change an approved plan, and rest on a body's decision.
PLAN_ACTS = (Act.DROP, Act.REPROFILE, Act.REPLACE)


#: The acts that rest on a body's decision: those, and dividing a target.
DECIDED_ACTS = (*PLAN_ACTS, Act.DIVIDE)


class Step(Worded):
    """What brought a change, where it is told as itself and not by the kind that moved; in the order of the table.

    The first five are acts, by the act's code. `TOGETHER` is all entries in one step, where there were too many of them to
    read. The last two are no entries: the opening by the price series as it is announced at the closing, and then in the
    closing's price level.
    """

    REPROFILED = "reprofile", _("Re-profiled by decision")
    DROPPED = "drop", _("Dropped by decision")
    REPLACED = "replace", _("Replaced by decision")
    DIVIDED = "divide", _("Target divided")
    CORRECTED = "correction", _("Corrections")
    TOGETHER = "together", _("All together")
    PRICE_SERIES = "price_series", _("Price series announced anew")
    PRICE_LEVEL = "price_level", _("Another price level")


#: The steps that no entry made.
RESTATING = (Step.PRICE_SERIES, Step.PRICE_LEVEL)


class Horizon(Worded):
    """How soon an initiative saves."""

    SHORT = "short", _("short-term")
    LONG = "long", _("long-term")


class Duration(Worded):
    """Whether an initiative saves in each year or once."""

    PERMANENT = "permanent", _("permanent")
    ONE_OFF = "one_off", _("one-off")


class Stage(Worded):
    """How far an initiative has come, as those who work on it say."""

    IDEA = "idea", _("idea")
    PLANNED = "planned", _("planned")
    UNDER_WAY = "under_way", _("under way")
    DELIVERED = "delivered", _("delivered")
    DROPPED = "dropped", _("dropped")
