"""A report as it is written: its head, its language, the programmes it is about, and its parts in order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from savings.plain import from_plain, to_plain


class BlockKind(StrEnum):
    """The type of a part of a report: the writer's own text, a table or list, or a chart."""

    TEXT = "text"
    TABLE = "table"
    CHART = "chart"


#: Django's names of the languages a report can be set in.
LANGUAGES = {"da": "da", "en": "en-gb"}
#: The tables and lists that a report can hold, in the order they are offered.
TABLES = (
    "headline", "units", "years", "initiatives", "since", "overview", "reservations", "statements", "explanations", "effects",
    "milestones", "documents",
)  # fmt: skip
#: The charts that a report can hold.
CHARTS = ("split", "phase-in", "against-plan", "units", "bridge")


@dataclass(frozen=True, slots=True)
class Block:
    """One part of a report.

    Attributes:
        kind: text, table or chart.
        name: the table or chart, one of `TABLES` or `CHARTS`; empty for a text.
        programme: the slug of the programme it shows; empty for the report's main programme.
        text: the Markdown of a text, as it was typed.
    """

    kind: BlockKind
    name: str = ""
    programme: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A report as it is written; it holds no amounts of the ledger but references to them.

    Attributes:
        language: "da" or "en", whatever the reader's language is.
        number: the number within the packet, such as *Bilag 4*.
        dated: the date on the report; its figures are as of `as_of`.
        sender: the sender's lines: office, address, e-mail.
        closed: whether it is for a closed item (*lukket punkt*): then only those with an account may read it.
        programmes: slugs, the main one first.
        year: the year of the figures; None for the main programme's full-effect year.
        price_level: the level its figures are in; None for the main programme's price basis, where it has one.
        as_stated: leaves each amount as it was stated instead.
        unit: limits the main programme's figures to a unit and those under it; empty for all of it.
    """

    title: str
    language: str
    dated: date
    as_of: date
    programmes: tuple[str, ...]
    number: str = ""
    to: str = ""
    case_number: str = ""
    document_number: str = ""
    case_officer: str = ""
    sender: str = ""
    year: int | None = None
    price_level: int | None = None
    as_stated: bool = False
    unit: str = ""
    closed: bool = False
    blocks: tuple[Block, ...] = ()

    def of(self, block: Block) -> str:
        """The slug of the programme that a part shows."""
        return block.programme or self.programmes[0]

    def with_blocks(self, blocks: tuple[Block, ...]) -> Manuscript:
        """The same report with other parts."""
        return replace(self, blocks=blocks)


def load_manuscript(plain: Any) -> Manuscript:
    """Rebuild a manuscript from its plain form.

    Raises:
        NotPlain: when `plain` is not the plain form of a manuscript.
    """
    return from_plain(Manuscript, plain)


def dump_manuscript(manuscript: Manuscript) -> dict[str, Any]:
    """Turn a manuscript into its plain form, for the database."""
    plain: dict[str, Any] = to_plain(manuscript)
    return plain
