"""Reports to check: clean ones, and a way to write one of a few words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils import translation

from savings.composing.checks import CheckContext, Finding
from savings.composing.checks.every import run_checks
from savings.composing.compose import build_document
from savings.composing.document import ReportDocument
from savings.manuscript import LANGUAGES, Block, BlockKind, Manuscript
from savings.projections.status import Status
from tests import samples

VALBY = "faelles-borgerservice-valby"
DATED = date(2008, 10, 14)
KNOWN = CheckContext(references=frozenset({"BR 320/07", "ØU 377/2007", "2008-559734"}))
#: Every number of it is bound, so that nothing is found in it.
CLEAN = """## Status

Af kravet på {{krav}} er **{{opnået}}** opnået, heraf {{dokumenteret}} dokumenteret ({{dokumentationsgrad}}). {{udestående}} udestår, \
jf. {{tabel hovedtal}} og {{figur fordeling}}.[^1] Beløbene er i {{prisniveau}}.

[^1]: Opgjort pr. {{pr}}, jf. BR 320/07.
"""


def text(words: str) -> Block:
    """A text."""
    return Block(BlockKind.TEXT, text=words)


def table(name: str, programme: str = "") -> Block:
    """A table or list."""
    return Block(BlockKind.TABLE, name, programme)


def chart(name: str, programme: str = "") -> Block:
    """A chart."""
    return Block(BlockKind.CHART, name, programme)


def manuscript(*blocks: Block, **facts: Any) -> Manuscript:
    """A report on Valby, its head filled."""
    own = Manuscript(
        title="Fælles Borgerservice Valby: status", language="da", dated=DATED, as_of=DATED, programmes=(VALBY,), number="Bilag 4",
        to="Økonomiudvalget", case_number="2008-122557", blocks=blocks,
    )  # fmt: skip
    return replace(own, **facts)


def document(told: Manuscript, statuses: Mapping[str, Status] | None = None) -> ReportDocument:
    """The report, composed in its own language."""
    with translation.override(LANGUAGES[told.language]):
        return build_document(told, statuses or {VALBY: samples.valby()})


def found(told: Manuscript, context: CheckContext = KNOWN, statuses: Mapping[str, Status] | None = None) -> tuple[Finding, ...]:
    """What the check finds, told in English."""
    with translation.override("en-gb"):
        return run_checks(document(told, statuses), context)


def clean_status() -> tuple[Manuscript, dict[str, Status]]:
    """Two pages in Danish with every table the programme has."""
    told = manuscript(
        text(CLEAN), table("headline"), chart("split"), text("## Enheder\n\nEnhederne er vist i {{tabel enheder}}.\n"), table("units"),
        table("years"), chart("phase-in"), table("initiatives"),
        text("## Det videre arbejde\n\nEvalueringen er planlagt til den 31. maj 2009.\n\n- ny opgørelse {{planlagt 01-06-2009}}\n"),
        table("milestones"), table("reservations"), table("documents"),
    )  # fmt: skip
    return told, {VALBY: samples.valby()}


def clean_evaluation() -> tuple[Manuscript, dict[str, Status]]:
    """An evaluation with typed tables of counts and shares of bound figures, which add up with rounding."""
    told = manuscript(
        text(
            "## Baggrund\n\nBorgerrepræsentationen besluttede det i BR 320/07. På mødet tirsdag den 14. oktober 2008 blev status "
            "drøftet, og den 9. september bad udvalget om den. Der var 3 enheder og 12 medarbejdere med.\n\n"
            "| Enhed | Medarbejdere 2007 | Medarbejdere 2008 | I alt |\n|---|---:|---:|---:|\n| ØKF | 4 | 5 | 9 |\n"
            "| SUF | 3 | 2 | 5 |\n| **I alt** | 7 | 7 | 14 |\n\n"
            "## Resultat\n\n{{opnået}} af {{krav}} er opnået ({{realiseringsgrad}}), p/l er ikke oplyst.\n"
        ),
        text("### Tallene\n\n| | mio. kr. |\n|---|---:|\n| Dokumenteret | {{dokumenteret}} |\n| Ikke dokumenteret | {{udokumenteret}} |\n"
             "| I alt | {{opnået}} |\n\nSe afsnittet »Baggrund« og side 3.\n"),
        table("headline"), chart("phase-in"),
    )  # fmt: skip
    return told, {VALBY: samples.valby()}


def clean_note() -> tuple[Manuscript, dict[str, Status]]:
    """A short note in English."""
    told = manuscript(
        text(
            "Of the target of {{target}}, {{realised}} is realised and {{outstanding}} is outstanding as of {{as of}} "
            "({{price level}}). The committee asked on 9 September 2008; see {{table headline}} and "
            "[the council's site](https://www.kk.dk)."
        ),
        table("headline"), language="en", number="Appendix 4",
    )  # fmt: skip
    return told, {VALBY: samples.valby()}


def clean_large() -> tuple[Manuscript, dict[str, Status]]:
    """Forty units, twelve years, a hundred and twenty initiatives; what is behind is explained."""
    status = samples.large()
    slug = status.programme.slug
    told = manuscript(
        text("## Status\n\nKravet er {{krav}}, og {{netto opnået}} er opnået.\n"), table("headline"), table("units"), table("years"),
        table("initiatives"), chart("units"), table("reservations"), programmes=(slug,), dated=status.as_of, as_of=status.as_of,
    )  # fmt: skip
    return told, {slug: status}


def clean_several() -> tuple[Manuscript, dict[str, Status]]:
    """Two programmes side by side."""
    large = samples.large(units=3, years=3, initiatives=5)
    other = "andet-program"
    large = replace(large, programme=replace(large.programme, slug=other, name="Andet program"))
    told = manuscript(
        text(f"## Samlet\n\nValby har {{{{krav}}}} i krav, det andet program {{{{krav {other}}}}}, jf. {{{{tabel oversigt}}}}.\n"),
        table("overview"), table("headline"), table("headline", other), chart("split"), chart("split", other),
        programmes=(VALBY, other), dated=max(DATED, large.as_of),
    )  # fmt: skip
    return told, {VALBY: samples.valby(), other: large}


CLEAN_REPORTS = (clean_status, clean_evaluation, clean_note, clean_large, clean_several)
