"""What is wrong with an amount that somebody typed into a form; where it can mean two numbers, the question which."""

from __future__ import annotations

from django.utils.translation import gettext as _

from savings.recording.importing.faults import Reason, Refused


def two_meanings(text: str) -> tuple[str, str]:
    """The two numbers that `1.234` or `1,234` can be: 1234, and 1,234."""
    bare = text.strip()
    return bare.replace(".", "").replace(",", ""), bare.replace(".", ",")


def wrong_amount(refused: Refused, text: str, *, offered: bool = False) -> str:
    """Why an amount cannot be taken, and what to do.

    Args:
        offered: whether the form offers the two numbers to choose from, so that nobody has to write again.
    """
    if refused.reason is not Reason.AMBIGUOUS:
        return refused.at(0).message
    whole, fraction = two_meanings(text)
    asked = _("%(text)s: do you mean %(whole)s or %(fraction)s?") % {"text": text.strip(), "whole": whole, "fraction": fraction}
    return asked if offered else f"{asked} " + _("Write the one you mean.")
