"""What is missing or cannot be among the amounts that somebody types, and what there is to divide."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from django.forms import Form
from django.utils.translation import gettext as _

from savings.elements.numbers import KRONER
from savings.money import ZERO, total
from savings.vocabulary import VOCABULARY, Act
from savings.web.wizard.grid import AmountGrid, GridPlace

if TYPE_CHECKING:
    from savings.web.wizard.draft_reader import DraftReader


def find_gap(reader: DraftReader, form: Form, grid: AmountGrid) -> str:
    """What is missing or cannot be among the amounts, in words; empty when nothing is."""
    amounts = grid.amounts
    stated = [amount for amount in amounts.values() if amount]
    earliest = form.cleaned_data.get("earliest")
    figure = VOCABULARY.kinds[reader.kind]
    if reader.act == Act.LEVEL and not amounts:
        return _("Write the level of at least one year.")
    if reader.act == Act.LEVEL and figure.is_bounded and not figure.is_cost and any(amount < 0 for amount in stated):
        return _("This level cannot be below zero. Write it without a minus.")
    if not stated and not form.cleaned_data.get("saying") and reader.act != Act.LEVEL:
        return _("Write an amount in at least one year.")
    if reader.draft.act == Act.DIVIDE and (lack := _find_undividable(reader.target_form.chosen.amounts, amounts)):
        return lack
    if figure.is_cost and reader.act in (Act.RECORD, Act.LEVEL) and any(amount > 0 for amount in stated):
        return _("An offset is a new cost. Write it with a minus.")
    if reader.act == Act.REALISE and any(amount < 0 for amount in stated):
        return _("What is taken from secured is written without a minus. To take it back, correct the entry that moved it.")
    if earliest is not None:
        years = {year for (year, _unit), amount in amounts.items() if amount}
        if len(years) != 1 or earliest >= min(years):
            return _("Where only the ends are decided, write one year's amounts, in a year after the one it may come from.")
    return ""


def describe_target(reader: DraftReader) -> dict[int, str]:
    """What there is to divide in each year, in words; nothing where no target is divided."""
    if reader.draft.act != Act.DIVIDE:
        return {}
    amounts = reader.target_form.chosen.amounts
    return {year: _("of %(amount)s") % {"amount": KRONER.show_with_unit(amount)} for year, amount in amounts.items()}


def _find_undividable(there: Mapping[int, Decimal], amounts: Mapping[GridPlace, Decimal]) -> str:
    """Which of these amounts cannot be taken from the target above, in words."""
    if any(amount < 0 for amount in amounts.values()):
        return _("What a unit gets is written without a minus. To take a division back, correct its entry.")
    for year in sorted({year for year, _unit in amounts}):
        wanted, left = total(amount for place, amount in amounts.items() if place[0] == year), there.get(year, ZERO)
        if wanted > left:
            facts = {"year": year, "wanted": KRONER.show_with_unit(wanted), "left": KRONER.show_with_unit(left)}
            return _("%(year)s: you divide %(wanted)s of a target of %(left)s: write smaller amounts.") % facts
    return ""
