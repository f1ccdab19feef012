"""The steps of each act, in their order."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from savings.vocabulary import Act
from savings.web.forms.fields import Words


class Step(NamedTuple):
    """A step: its name in the address, and its heading."""

    name: str
    title: Words


PROGRAMME = Step("program", _("Which programme?"))
INITIATIVE = Step("indsats", _("Which initiative?"))
HAPPENED = Step("hvad", _("What happened?"))
AMOUNTS = Step("beloeb", _("How much, and when?"))
RESTS_ON = Step("grundlag", _("What does it rest on?"))
LINES = Step("linjer", _("What should the entry have said?"))
PLAN = Step("plan", _("Which plan?"))
INSTEAD = Step("erstatning", _("Which initiative instead?"))
CHECK = Step("tjek", _("Check your answers"))

STEPS: dict[str, tuple[Step, ...]] = {
    Act.RECORD: (PROGRAMME, INITIATIVE, HAPPENED, AMOUNTS, RESTS_ON, CHECK),
    Act.CORRECTION: (LINES, RESTS_ON, CHECK),
    Act.DROP: (PROGRAMME, PLAN, RESTS_ON, CHECK),
    Act.REPROFILE: (PROGRAMME, PLAN, AMOUNTS, RESTS_ON, CHECK),
    Act.REPLACE: (PROGRAMME, PLAN, INSTEAD, AMOUNTS, RESTS_ON, CHECK),
}
#: What each act is called on its pages.
ACTS: dict[str, Words] = {
    Act.RECORD: _("Record a saving"),
    Act.CORRECTION: _("Correct an entry"),
    Act.DROP: _("Drop a plan"),
    Act.REPROFILE: _("Re-profile a plan"),
    Act.REPLACE: _("Replace a plan"),
}
#: What can be begun from nothing; a correction is begun from its entry.
BEGINNINGS = tuple((act, words) for act, words in ACTS.items() if act != Act.CORRECTION)


def steps_of(act: str) -> tuple[Step, ...]:
    """The steps of an act, in order."""
    return STEPS[act]


def after(act: str, step: Step) -> Step:
    """The step that follows; the last one follows itself."""
    steps = steps_of(act)
    return steps[min(steps.index(step) + 1, len(steps) - 1)]
