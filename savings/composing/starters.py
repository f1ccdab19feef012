"""What a report can start from: a status, an evaluation or a short note, with the parts and sentences such a paper has.

The sentences are the writer's to change, and stand in the report's language whatever the page's is; they are no translations.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from savings.manuscript import Block, BlockKind, Manuscript
from savings.projections.facts import ProgrammeFacts


def status_report(danish: bool) -> tuple[Block, ...]:
    """What was promised, what is real, what is left, by unit and initiative."""
    if danish:
        opening = (
            "## Resumé\n\nAf kravet på {{krav}} er {{netto opnået}} opnået, og {{udestående}} udestår, jf. {{tabel hovedtal}}. "
            "Tallene er opgjort pr. {{pr}} og er i {{prisniveau}}."
        )
        units, further = (
            "## Enheder og indsatser\n\nSkriv her, hvad der er sket siden sidst, og hvorfor.",
            "## Det videre arbejde\n\n",
        )
    else:
        opening = (
            "## Summary\n\nOf the target of {{target}}, {{net realised}} is realised and {{outstanding}} is outstanding, see "
            "{{table headline}}. The figures are as of {{as of}}, {{price level}}."
        )
        units, further = (
            "## Units and initiatives\n\nWrite here what has happened since last time, and why.",
            "## What happens next\n\n",
        )
    return (
        _text(opening), _table("headline"), _chart("split"), _chart("phase-in"), _text(units), _table("units"),
        _table("initiatives"),
        _text(further), _table("milestones"), _table("reservations"), _table("documents"),
    )  # fmt: skip


def evaluation(danish: bool) -> tuple[Block, ...]:
    """What came of it, measured against what was decided, and what was learnt."""
    if danish:
        opening = (
            "## Baggrund\n\nSkriv her, hvad der blev besluttet, hvornår og af hvem.\n\n## Resultat\n\nAf kravet på {{krav}} er "
            "{{netto opnået}} opnået ({{realiseringsgrad}}), opgjort pr. {{pr}} i {{prisniveau}}, jf. {{tabel hovedtal}}."
        )
        over, learnt = "## Udviklingen år for år\n\n", "## Virkninger ud over økonomien\n\n"
        end = "## Vurdering\n\nSkriv her, hvad der virkede, hvad der ikke gjorde, og hvad andre kan lære af det."
    else:
        opening = (
            "## Background\n\nWrite here what was decided, when and by whom.\n\n## Result\n\nOf the target of {{target}}, "
            "{{net realised}} is realised ({{realisation rate}}), as of {{as of}}, {{price level}}, see {{table headline}}."
        )
        over, learnt = "## Year by year\n\n", "## Effects besides the money\n\n"
        end = "## Assessment\n\nWrite here what worked, what did not, and what others can learn from it."
    return (
        _text(opening), _table("headline"), _chart("split"), _text(over), _chart("phase-in"), _table("years"), _text(learnt),
        _table("effects"), _text(end), _table("reservations"), _table("documents"),
    )  # fmt: skip


def short_note(danish: bool) -> tuple[Block, ...]:
    """One page: a few sentences and the headline table."""
    if danish:
        text = "Af kravet på {{krav}} er {{netto opnået}} opnået, og {{udestående}} udestår pr. {{pr}} ({{prisniveau}})."
    else:
        text = (
            "Of the target of {{target}}, {{net realised}} is realised and {{outstanding}} is outstanding as of {{as of}} "
            "({{price level}})."
        )
    return _text(text), _table("headline"), _table("reservations")


#: The starters by their names in addresses.
STARTERS: dict[str, Callable[[bool], tuple[Block, ...]]] = {
    "status": status_report,
    "evaluering": evaluation,
    "notat": short_note,
}


def start_manuscript(
    name: str, programme: ProgrammeFacts, *, language: str, today: date, as_of: date, year: int | None, price_level: int | None,
    unit: str, title: str,
) -> Manuscript:  # fmt: skip
    """A manuscript to begin with, its head filled with what the programme says of itself.

    It has no document number: the programme's is that of the paper it was decided by.
    """
    return Manuscript(
        title=title, language=language, dated=today, as_of=as_of, programmes=(programme.slug,), to=programme.addressee,
        case_number=programme.case_number, case_officer=programme.case_officer, year=year,
        price_level=price_level, unit=unit, closed=True, blocks=STARTERS[name](language == "da"),
    )  # fmt: skip


def without_empty_parts(manuscript: Manuscript, offered: set[tuple[BlockKind, str]]) -> Manuscript:
    """The manuscript without the tables and charts that have nothing to show for this programme."""
    blocks = tuple(block for block in manuscript.blocks if block.kind is BlockKind.TEXT or (block.kind, block.name) in offered)
    return manuscript.with_blocks(blocks)


def _text(text: str) -> Block:
    return Block(BlockKind.TEXT, text=text)


def _table(name: str) -> Block:
    return Block(BlockKind.TABLE, name)


def _chart(name: str) -> Block:
    return Block(BlockKind.CHART, name)
