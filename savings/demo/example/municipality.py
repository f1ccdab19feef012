"""The whole example from its seed: the same seed gives the same acts, on every machine and day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from random import Random

from savings.demo.example.acts import MARK, ExampleAnswer, ExampleEntry, ExampleProgramme, Municipality
from savings.demo.example.documents import list_documents
from savings.demo.example.drawing import BEGUN, FIRST, LARGE, LAST, draw_savings
from savings.demo.example.large import list_entries
from savings.demo.example.organisation import ADMINISTRATIONS, list_codes, list_units
from savings.demo.example.small import list_small_entries, list_small_initiatives, list_small_programmes
from savings.vocabulary import Kind

#: The year that the units answer for in the follow-up round.
FOLLOWED_UP = BEGUN - 1
REASONS = (
    ("Leverandøren kom et halvt år senere i gang end aftalt.", "Aftalen træder i kraft 1. marts; driften følger op hver måned."),
    ("To stillinger kunne først nedlægges ved årets udgang.", "Stillingerne er nedlagt, og beløbet kommer i år."),
    ("Lejemålet er opsagt, men fraflytningen trak ud.", "Lejemålet er fremlejet fra april."),
    ("Systemet er taget i brug, men sagerne er flere end ventet.", "Visitationen gennemgår de største sagstyper inden sommer."),
)


def build_municipality(seed: int = 1) -> Municipality:
    """All acts of the example."""
    random = Random(seed)  # noqa: S311 - the same seed shall give the same figures
    drawn = draw_savings(random)
    entries = [*list_entries(random, drawn), *list_small_entries(random)]
    return Municipality(
        units=list_units(),
        documents=tuple(list_documents()),
        programmes=(_build_large(), *list_small_programmes()),
        initiatives=(*(each.initiative for each in drawn), *list_small_initiatives()),
        entries=tuple(entries),
        answers=tuple(_list_answers(random, entries)),
    )


def _build_large() -> ExampleProgramme:
    return ExampleProgramme(
        slug=LARGE, name=f"{MARK}: Effektivisering på tværs {FIRST}–{LAST}",
        summary=f"{MARK}. Kommunen, programmet og alle beløb er lavet til at vise Valby med; intet af det er sket. Kravet ligger "
        "på programmet, på forvaltninger og på enheder, og besparelserne i enhederne.",
        case_number="EKS-2018-01", full_effect_year=LAST, first_year=FIRST, last_year=LAST,
        units=tuple(code for administration in ADMINISTRATIONS for code in (administration, *list_codes(administration))),
    )  # fmt: skip


def _list_answers(random: Random, entries: Sequence[ExampleEntry]) -> Iterator[ExampleAnswer]:
    """Three of four units have answered; those that are behind say why."""
    behind = _sum_behind([entry for entry in entries if entry.programme == LARGE and entry.is_approved], entries)
    for unit in (code for administration in ADMINISTRATIONS for code in list_codes(administration)):
        explanation, mitigation = random.choice(REASONS) if behind.get(unit, 0) > 0 else ("", "")
        if random.random() < 0.75:
            yield ExampleAnswer(unit, explanation, mitigation)


def _sum_behind(approved: Iterable[ExampleEntry], entries: Sequence[ExampleEntry]) -> dict[str, Decimal]:
    """What each unit's plan of the year exceeds its net realised by, in kroner."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for entry in approved:
        taken_back = entries[entry.corrects].lines if entry.corrects is not None else ()
        for sign, lines in ((1, entry.lines), (-1, taken_back)):
            for line in lines:
                if line.year == FOLLOWED_UP and line.kind in (Kind.PLAN, Kind.REALISED, Kind.OFFSET):
                    sums[line.unit] += sign * (line.amount if line.kind is Kind.PLAN else -line.amount)
    return sums
