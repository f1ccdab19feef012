"""The vocabulary of figures: each has its words, and a kind that is declared in no more than one place is on every face."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from decimal import Decimal
from enum import StrEnum

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from savings.composing.insertables import insertables
from savings.composing.references import Sources, bind_references
from savings.elements.data.status_csv import status_csv
from savings.elements.data.status_json import status_json_bytes
from savings.elements.headline import headline_rows
from savings.presentation.paper.status import status_pdf
from savings.presentation.screen.formulas import formulas, terms
from savings.presentation.screen.status import status_screen
from savings.presentation.sheets.xlsx import status_xlsx
from savings.projections.bridge import Movement, Opening, build_columns
from savings.projections.cells import Cell
from savings.projections.status import Status, StatusFacts, build_status
from savings.recording.importing import read_file
from savings.vocabulary import VOCABULARY, Figure, KindFigure, Place, Vocabulary
from savings.vocabulary.figures import OPEN, REALISED
from savings.web.addresses import Addresses
from tests import samples
from tests.composing.reports import manuscript
from tests.presentation import readers

EVERYWHERE = ~Place.NOWHERE
#: What every kind must be called, whatever it is.
KIND_WORDS = ("words", "meaning", "step", "happening")


class Imaginary(StrEnum):
    """A kind that the product does not know."""

    RAFFLE = "raffle"


RAFFLE = KindFigure(
    posts=Imaginary.RAFFLE, code="raffle", words="Tombola", meaning="Hvad der er vundet og ikke sparet.",
    happening="Tombola: vundet og ikke sparet", step="Vundet siden", written=("tombola", "vundet"),
    references=("tombola", "raffle"), headline="Vundet", drawn="vundet", places=EVERYWHERE,
)  # fmt: skip
PER_KRONE = Figure(
    code="per_krone", words="Opnået pr. vundet krone", meaning="opnået ÷ tombola", is_ratio=True,
    formula=lambda sums: REALISED.amount(sums) / RAFFLE.amount(sums) if RAFFLE.amount(sums) else None,
    references=("opnået pr. krone", "realised per krone"), places=Place.FORMULAS | Place.REFERENCES | Place.JSON,
)  # fmt: skip
LARGER = Vocabulary((*VOCABULARY.figures, RAFFLE, PER_KRONE))
AMOUNT = Decimal(2_700_000)


def raffled() -> Status:
    """The memo's status, with 2,7 mio. kr. won in a raffle by one of its units."""
    base = samples.valby()
    shared = {name: getattr(base, name) for name in StatusFacts.__dataclass_fields__}
    shared["initiatives"] = tuple(line.facts for line in base.initiatives if line.facts)
    cell = Cell(RAFFLE.posts, "SC-VALBY", samples.RENT, 2011, None, AMOUNT)
    return build_status(StatusFacts(**shared), (*samples.valby_cells(), cell), year=2011, rows=["SC-VALBY"], vocabulary=LARGER)


@pytest.fixture(autouse=True)
def danish() -> Iterator[None]:
    with translation.override("da"):
        yield


# --- The declarations themselves ------------------------------------------------------------------------------------------------


def missing_words(figure: Figure, parts: Collection[Figure] = [part for part, _sign in OPEN.terms if part.kind]) -> set[str]:
    """Which words a figure lacks for where it stands; those that are `parts` of what is outstanding are named as such."""
    wanted = {"words"}
    if isinstance(figure, KindFigure):
        wanted |= {*KIND_WORDS, "written"}
    if Place.FORMULAS in figure.places:
        wanted.add("meaning")
    if Place.SPLIT in figure.places:
        wanted.add("drawn")
    if figure in parts:
        wanted |= {"headline", "headline_part"}
    lacks = {name for name in wanted if not getattr(figure, name)}
    if Place.REFERENCES in figure.places and len(figure.references) < 2:
        lacks.add("references")
    return lacks


def test_every_figure_has_its_words_in_both_languages() -> None:
    for figure in VOCABULARY.figures:
        for language in ("da", "en-gb"):
            with translation.override(language):
                assert not missing_words(figure), figure.code


@pytest.mark.parametrize("word", ["words", "meaning", "step", "happening", "written", "references"])
def test_a_figure_that_lacks_a_word_is_found(word: str) -> None:
    empty = () if word in ("written", "references") else ""
    fields = {name: getattr(RAFFLE, name) for name in RAFFLE.__dataclass_fields__}
    assert missing_words(KindFigure(**fields | {word: empty})) == {word}
    assert not missing_words(RAFFLE)
    assert missing_words(RAFFLE, parts=[RAFFLE]) == {"headline_part"}


def test_no_two_figures_share_a_code_or_a_name() -> None:
    for names in (
        [figure.code for figure in VOCABULARY.figures],
        [name for figure in VOCABULARY.figures for name in figure.references],
        [word for figure in VOCABULARY.kinds.values() for word in {*figure.written, figure.code}],
    ):
        assert len(names) == len(set(names))


def test_no_figure_is_lost_where_a_place_has_an_order_of_its_own() -> None:
    for place in Place:
        assert set(VOCABULARY.at(place)) == {figure for figure in VOCABULARY.figures if place in figure.places}
    for kinds in (VOCABULARY.kinds.values(), VOCABULARY.recorded):
        assert {figure.code for figure in kinds} == {figure.code for figure in VOCABULARY.figures if figure.kind}


# --- An imaginary kind, on every face -------------------------------------------------------------------------------------------


def test_it_is_on_the_page() -> None:
    page = render_to_string("programmes/_status.html", {"screen": status_screen(raffled(), Addresses("valby"))})
    text = " ".join(page.split())
    assert "Vundet" in text  # the headline
    assert text.count("Tombola") >= 2  # the units, and the initiative
    assert "tal=raffle" in text
    assert ">2,7<" in text


def test_in_the_headline_it_stands_under_the_parts_of_what_is_outstanding() -> None:
    """They add up to that without it: what is open knows nothing of it."""
    rows = headline_rows(raffled())
    outstanding = [row.key for row in rows].index("outstanding")
    *parts, last = rows[outstanding + 1 :]
    assert [(row.key, row.part) for row in parts] == [("secured", True), ("elsewhere", True), ("open", True)]
    assert sum(row.amount or 0 for row in parts) == rows[outstanding].amount
    assert (last.key, last.label, last.amount, last.part) == ("raffle", "Vundet", AMOUNT, False)


def test_it_is_on_paper() -> None:
    text = " ".join(readers.pdf_text(status_pdf(raffled())).split())
    assert "Vundet 2,7" in text
    assert text.count("Tombola") >= 2  # the units and the initiatives
    assert text.count("2,7") >= 4


def test_it_is_in_the_workbook() -> None:
    _status, units, initiatives, postings, *_rest = readers.sheets(status_xlsx(raffled()))
    assert ["SC-VALBY", "Tombola", AMOUNT] in [[row[0].value, row[2].value, row[-1].value] for row in units]
    assert "Tombola 2011" in [cell.value for cell in initiatives[0]]
    assert ["Tombola", AMOUNT] in [[row[0].value, row[-1].value] for row in postings]


@pytest.mark.parametrize(("language", "word", "kind"), [("da", "tombola", "art"), ("en-gb", "raffle", "kind")])
def test_it_is_in_the_csv_in_a_word_that_the_import_reads(language: str, word: str, kind: str) -> None:
    with translation.override(language):
        assert word in [row[kind] for row in readers.csv_rows(status_csv(raffled()))]
    assert LARGER.parse_kind(word) == RAFFLE.posts


def test_it_is_in_the_json() -> None:
    plain = json.loads(status_json_bytes(raffled()))
    assert (plain["headline"]["raffle"], plain["headline"]["per_krone"]) == ("2700000", "0.5185185185")
    assert [cell["amount"] for cell in plain["cells"] if cell["kind"] == "raffle"] == ["2700000"]


def test_a_report_can_refer_to_it() -> None:
    report = manuscript()
    sources = Sources(report, {report.programmes[0]: raffled()}, {})
    for typed, printed in (
        ("tombola", "2,7 mio. kr."),
        ("raffle 2011 SC-VALBY", "2,7 mio. kr."),
        ("opnået pr. krone", "52 %"),
    ):
        words, facts = bind_references(typed, sources)
        assert (words.replace("\u00a0", " "), facts.trouble) == (printed, "")
    assert "tombola 2011" in [it.reference for it in insertables(sources, danish=True)]


def test_the_import_reads_it() -> None:
    file = "enhed;art;år;beløb\nSUF;Tombola;2011;2700000\nSUF;raffle;2012;1\n".encode()
    rows = read_file("fil.csv", file, LARGER).rows
    assert [(row.kind, row.year) for row in rows] == [(RAFFLE.posts, 2011), (RAFFLE.posts, 2012)]
    assert "modgående udgift eller tombola" in read_file("fil.csv", file.replace(b"raffle", b"x"), LARGER).faults[0].message
    assert [fault.found for fault in read_file("fil.csv", file).faults] == ["Tombola", "raffle"]


def test_the_page_that_explains_the_figures_tells_of_it() -> None:
    assert ("Tombola", "Hvad der er vundet og ikke sparet.") in [(said.name, said.meaning) for said in terms(LARGER)]
    assert ("Opnået pr. vundet krone", "opnået ÷ tombola") in [(said.name, said.meaning) for said in formulas(LARGER)]


def test_what_has_changed_tells_of_it() -> None:
    cell = Cell(RAFFLE.posts, None, None, 2011, None, AMOUNT)
    (column,) = build_columns(Opening([], [], []), [Movement("record", cell)], [cell], 2011, LARGER)
    assert (column.figure, dict(column.steps)) == ("raffle", {RAFFLE.posts: AMOUNT})
    assert LARGER.steps[RAFFLE.posts] == "Vundet siden"


def test_whoever_records_can_choose_it() -> None:
    assert [figure.happening for figure in LARGER.recorded if figure.code == "raffle"] == [RAFFLE.happening]
