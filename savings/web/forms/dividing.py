"""The forms that divide a target: which one, and among which units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from savings.elements.numbers import KRONER
from savings.elements.words import price_level_words
from savings.recording.new_entry import DividedTarget
from savings.reporting.choices import TargetChoice, UnitChoice, read_targets_to_divide
from savings.reporting.lookup import find_initiative, find_unit
from savings.web.forms import fields
from savings.web.forms.fields import Form
from savings.web.forms.recording import MOST_UNITS, refuse_many_units, unit_key, unit_words

if TYPE_CHECKING:
    from savings.models import Programme


class TargetForm(Form):
    """Which target is divided."""

    target = fields.RadioField(_("The target of"), wanted=_("Choose the target that is divided."))

    def __init__(self, *args: Any, programme: Programme, units: Sequence[UnitChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme = programme
        self.targets = {target.key: target for target in read_targets_to_divide(programme, units)}
        names = {unit.number: unit_words(unit) for unit in units}
        self.set_choices(target=[(key, target_words(target, names)) for key, target in self.targets.items()])
        if not self.targets:
            nothing = _("The programme has no approved target that you can divide. Choose another programme.")
            self.fields["target"].error_messages |= {"required": nothing, "invalid_choice": nothing}

    @property
    def chosen(self) -> TargetChoice:
        """The target, with what it comes to by year."""
        return self.targets[self.cleaned_data["target"]]

    @cached_property
    def divided(self) -> DividedTarget:
        """The target as it is recorded."""
        chosen = self.chosen
        unit = find_unit(chosen.unit) if chosen.unit is not None else None
        initiative = find_initiative(chosen.initiative, self.programme) if chosen.initiative is not None else None
        return DividedTarget(unit=unit, initiative=initiative, price_level=chosen.price_level)


def target_words(target: TargetChoice, names: Mapping[int | None, str]) -> str:
    """A target among others: whose it is, and what it comes to in its last year."""
    year, amount = max(target.amounts.items())
    prices = price_level_words((target.price_level,)) if target.price_level else ""
    parts = (names[target.unit], target.initiative_name, f"{KRONER.show_with_unit(amount)} ({year})", prices)
    return ", ".join(part for part in parts if part)


class AmongForm(Form):
    """Among which units the target is divided."""

    units = fields.ChecksField(_("Units"), wanted=_("Choose at least one unit."))

    def __init__(self, *args: Any, units: Sequence[UnitChoice], **kwargs: Any) -> None:
        nearest = min((unit.depth for unit in units), default=0)
        kwargs["initial"] = {"units": [unit_key(unit) for unit in units if unit.depth == nearest][:MOST_UNITS]}
        super().__init__(*args, **kwargs)
        self.set_choices(units=[(unit_key(unit), "\u2003" * (unit.depth - nearest) + unit_words(unit)) for unit in units])
        if not units:
            self.fields["units"].error_messages["required"] = _("No unit lies under that target. Choose another target.")

    def clean(self) -> dict[str, Any]:
        """No more units than a table has room for."""
        refuse_many_units(self)
        return self.cleaned_data

    @property
    def unit_numbers(self) -> tuple[int | None, ...]:
        """Row numbers of the units."""
        return tuple(int(key) for key in self.cleaned_data["units"])
