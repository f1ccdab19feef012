"""The steps of each act, in their order."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from savings.vocabulary import Act
from savings.web.forms.fields import Words


class WizardStep(NamedTuple):
    """A step: its name in the address, and its heading."""

    name: str
    title: Words


PROGRAMME = WizardStep("program", _("Which programme?"))
INITIATIVE = WizardStep("indsats", _("Which initiative?"))
HAPPENED = WizardStep("hvad", _("What happened?"))
AMOUNTS = WizardStep("beloeb", _("How much, and when?"))
RESTS_ON = WizardStep("grundlag", _("What does it rest on?"))
LINES = WizardStep("linjer", _("What should the entry have said?"))
PLAN = WizardStep("plan", _("Which plan?"))
INSTEAD = WizardStep("erstatning", _("Which initiative instead?"))
TARGET = WizardStep("krav", _("Which target?"))
AMONG = WizardStep("enheder", _("Among which units?"))
CHECK = WizardStep("tjek", _("Check your answers"))

#: The steps of each act, in order.
STEPS: dict[str, tuple[WizardStep, ...]] = {
    Act.RECORD: (PROGRAMME, INITIATIVE, HAPPENED, AMOUNTS, RESTS_ON, CHECK),
    Act.DIVIDE: (PROGRAMME, TARGET, AMONG, AMOUNTS, RESTS_ON, CHECK),
    Act.CORRECTION: (LINES, RESTS_ON, CHECK),
    Act.DROP: (PROGRAMME, PLAN, RESTS_ON, CHECK),
    Act.REPROFILE: (PROGRAMME, PLAN, AMOUNTS, RESTS_ON, CHECK),
    Act.REPLACE: (PROGRAMME, PLAN, INSTEAD, AMOUNTS, RESTS_ON, CHECK),
}
#: What each act is called on its pages.
ACTS: dict[str, Words] = {
    Act.RECORD: _("Record a saving"),
    Act.DIVIDE: _("Divide a target"),
    Act.CORRECTION: _("Correct an entry"),
    Act.DROP: _("Drop a plan"),
    Act.REPROFILE: _("Re-profile a plan"),
    Act.REPLACE: _("Replace a plan"),
}
#: What can be begun from nothing; a correction is begun from its entry.
BEGINNINGS = tuple((act, words) for act, words in ACTS.items() if act != Act.CORRECTION)


def after(act: str, step: WizardStep) -> WizardStep:
    """The step that follows; the last one follows itself."""
    steps = STEPS[act]
    return steps[min(steps.index(step) + 1, len(steps) - 1)]
