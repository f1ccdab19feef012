"""The composer on the screen: the parts of a report, what can be added to it, and the figures its text can have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from savings.composing.compose import choices, sources_of
from savings.composing.document import ReportDocument
from savings.composing.insertables import Insertable, insertables
from savings.manuscript import BlockKind

NAMES: dict[tuple[BlockKind, str], Promise] = {
    (BlockKind.TABLE, "headline"): gettext_lazy("Table: how much of it is real"),
    (BlockKind.TABLE, "units"): gettext_lazy("Table: units"),
    (BlockKind.TABLE, "years"): gettext_lazy("Table: units year by year"),
    (BlockKind.TABLE, "initiatives"): gettext_lazy("Table: initiatives"),
    (BlockKind.TABLE, "since"): gettext_lazy("Table: what has changed since the last report"),
    (BlockKind.TABLE, "overview"): gettext_lazy("Table: all the report's programmes"),
    (BlockKind.TABLE, "documents"): gettext_lazy("Table: decisions and documents"),
    (BlockKind.TABLE, "reservations"): gettext_lazy("List: reservations"),
    (BlockKind.TABLE, "statements"): gettext_lazy("List: stated without an amount"),
    (BlockKind.TABLE, "explanations"): gettext_lazy("List: why units are behind, and what is done"),
    (BlockKind.TABLE, "effects"): gettext_lazy("List: effects besides the money"),
    (BlockKind.TABLE, "milestones"): gettext_lazy("List: milestones"),
    (BlockKind.CHART, "split"): gettext_lazy("Chart: what the target consists of"),
    (BlockKind.CHART, "phase-in"): gettext_lazy("Chart: phase-in"),
    (BlockKind.CHART, "against-plan"): gettext_lazy("Chart: realised against plan"),
    (BlockKind.CHART, "units"): gettext_lazy("Chart: unit by unit"),
    (BlockKind.CHART, "bridge"): gettext_lazy("Chart: what has changed, step by step"),
}


@dataclass(frozen=True)
class PartCard:
    """A part of the report as its card shows it."""

    number: int
    kind: str
    name: str
    programme: str
    text: str
    label: str
    is_first: bool
    is_last: bool

    @property
    def is_text(self) -> bool:
        """Whether the writer types it."""
        return self.kind == BlockKind.TEXT.value

    @property
    def lines(self) -> int:
        """How high the field is: as high as its text, within reason."""
        return max(4, min(24, self.text.count("\n") + len(self.text) // 70 + 2))


@dataclass(frozen=True)
class Choice:
    """Something that can be added: what the form sends, and what it is called."""

    value: str
    label: str


@dataclass(frozen=True)
class ComposerScreen:
    """The composer's parts, choices and figures."""

    cards: tuple[PartCard, ...]
    choices: tuple[Choice, ...]
    figures: tuple[Insertable, ...]


def composer_screen(parts: Sequence[Mapping[str, str]], document: ReportDocument | None) -> ComposerScreen:
    """The composer.

    Args:
        parts: as they were typed.
        document: the report as it stands; None while its head asks for what there is not, and then only texts can be added.
    """
    names = {slug: status.programme.name for slug, status in document.statuses.items()} if document else {}
    cards = tuple(_card(place, part, len(parts), names) for place, part in enumerate(parts))
    if document is None:
        return ComposerScreen(cards, (Choice("text", _("Text")),), ())
    manuscript = document.manuscript
    several = len(manuscript.programmes) > 1
    there = [
        Choice(
            ":".join((kind.value, name, slug if slug != manuscript.programmes[0] else "")),
            _name_part(kind, name, names[slug], several),
        )
        for kind, name, slug in choices(manuscript, document.statuses)
    ]
    figures = tuple(insertables(sources_of(document), danish=manuscript.language == "da"))
    return ComposerScreen(cards, (Choice("text", _("Text")), *there), figures)


def _name_part(kind: BlockKind, name: str, programme: str, several: bool) -> str:
    words = str(NAMES[kind, name])
    return f"{words} ({programme})" if several and name != "overview" else words


def _card(place: int, part: Mapping[str, str], count: int, names: Mapping[str, str]) -> PartCard:
    kind, name, slug = BlockKind(part["kind"]), part["name"], part["programme"]
    label = _("Text") if kind is BlockKind.TEXT else _name_part(kind, name, names.get(slug, slug), bool(slug))
    return PartCard(
        number=place, kind=kind.value, name=name, programme=slug, text=part["text"], label=label, is_first=place == 0,
        is_last=place == count - 1,
    )  # fmt: skip
