"""The report as a paper: accessible and archivable whatever is in it, its figures the ledger's, its notes at their figures."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pikepdf
import pypdfium2
import pytest
from django.utils import translation

from savings.composing.document import MadeChart
from savings.elements.data.status_csv import status_csv
from savings.elements.data.status_json import status_json
from savings.manuscript import LANGUAGES, Manuscript
from savings.presentation.paper.imprint import Imprint
from savings.presentation.paper.packet import Cover, packet_pdf
from savings.presentation.paper.report import report_data, report_pdf
from savings.projections.remarks import Remark
from savings.projections.status import Status
from tests import samples
from tests.composing.reports import CLEAN, CLEAN_REPORTS, VALBY, chart, clean_large, document, manuscript, table, text
from tests.presentation import readers
from tests.verapdf import validate

PASSES: dict[str, list[str]] = {"PDFUA_1": [], "PDFA_3_A": []}
AT = datetime(2008, 10, 15, 9, 30, tzinfo=UTC)
IMPRINT = Imprint(7, "finans", "controller", AT)
WIDE = (
    "## Bred\n\n| Enhed | " + " | ".join(str(year) for year in range(2008, 2022)) + " |\n|---|" + "---:|" * 14 + "\n"
    + "".join(f"| Enhed {number} | " + " | ".join(str(number + year) for year in range(14)) + " |\n" for number in range(60))
)  # fmt: skip
NASTY = (
    "## Æ, ø & <b>å</b> \\ #panic() $x$ *\n\n" + "ord " * 400 + "\n\n- et\n  - to\n    - tre\n\n1. *et*\n2. **to**\n\n> citat\n\n"
    "`kode` [link](https://www.kk.dk/æøå?x=1&y=\"2\") ![billede](https://x.dk/a.png) " + "x" * 300 + "\n\n"
    "Note[^1] og igen[^1] og en til[^2]. \U0001f600 漢\n\n[^1]: Første *note*.\n[^2]: " + "lang " * 80 + "\n"
)  # fmt: skip


def pdf(told: Manuscript, statuses: dict[str, Status] | None = None, imprint: Imprint | None = IMPRINT) -> bytes:
    doc = document(told, statuses)
    with translation.override(LANGUAGES[told.language]):
        return report_pdf(doc, imprint)


def pages_of(content: bytes) -> list[str]:
    found = pypdfium2.PdfDocument(content)
    return [page.get_textpage().get_text_bounded() for page in found]


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("clean", CLEAN_REPORTS, ids=lambda it: it.__name__)
def test_it_is_pdf_ua_1_and_pdf_a_3a(clean: Callable[[], tuple[Manuscript, dict[str, Status]]], language: str) -> None:
    told, statuses = clean()
    assert validate(pdf(replace(told, language=language), statuses)) == PASSES


@pytest.mark.parametrize(
    "words",
    [WIDE, NASTY, "# Et\n\n#### Dybt\n\n## To\n", "| a |\n|---|\n", "{{vrøvl}} {{krav", "##\n\n## \u200b\n\nx\n"],
    ids=range(6),
)
@pytest.mark.parametrize("imprint", [IMPRINT, None], ids=["published", "draft"])
def test_it_is_so_whatever_the_writer_types(words: str, imprint: Imprint | None) -> None:
    assert validate(pdf(manuscript(text(words), table("headline")), imprint=imprint)) == PASSES


def test_a_long_report_repeats_its_heads_and_turns_wide_tables() -> None:
    told, statuses = clean_large()
    content = pdf(told, statuses)
    assert validate(content) == PASSES
    found = pypdfium2.PdfDocument(content)
    sizes = [(round(page.get_width()), round(page.get_height())) for page in found]
    assert (842, 595) in sizes
    assert (595, 842) in sizes
    words = pages_of(content)
    # A hundred and twenty initiatives need several pages, and each begins with the table's head.
    assert sum("Type og fase" in page for page in words) >= 3
    assert all(f"Side {number} af {len(words)}" in page.replace("\xa0", " ") for number, page in enumerate(words, 1))
    assert all("2008-122557" in page for page in words)


def test_no_row_is_broken_and_no_heading_left_alone() -> None:
    """Each heading has at least a line of its own text or table on the same page."""
    for lines in range(30, 60, 3):
        told = manuscript(text("Linje.\n\n" * lines + "## Overskriften\n\nTeksten under.\n"))
        page = next(page for page in pages_of(pdf(told)) if "Overskriften" in page)
        assert "Teksten under" in page


@pytest.mark.parametrize("above", ["## Bred", "## Bred\n\n### Bredere"])
def test_a_heading_turns_with_the_table_under_it(above: str) -> None:
    words = pages_of(pdf(manuscript(text("Først.\n\n" + WIDE.replace("## Bred", above)), table("headline"))))
    assert "Bred" not in words[0]
    assert words[1].index(above.split()[-1]) < words[1].index("Enhed 0")


def test_a_chart_taller_than_a_page_is_made_smaller_and_never_cut() -> None:
    told = manuscript(chart("units"))
    drawn = pages_of(pdf(told, {VALBY: samples.large()}))
    page = next(page for page in drawn if "E000" in page)
    assert all(f"E{number:03}" in page for number in range(40))
    assert "Side" in page.split("E039")[1], "the page's foot is beneath it"
    placed = pypdfium2.PdfDocument(pdf(told, {VALBY: samples.large()}))[drawn.index(page)].get_textpage()
    # What is cut off is still among the words of a page: it is the place that tells.
    for name in ("E000", "E039"):
        found = placed.search(name)
        where = found.get_next()
        assert where is not None
        _left, bottom, _right, top = placed.get_charbox(where[0])
        assert 40 < bottom < top < 842 - 40


def test_it_says_what_a_chart_is_of_where_the_chart_is() -> None:
    for lines in range(20, 36, 3):
        words = pages_of(pdf(manuscript(text("Linje.\n\n" * lines), chart("split"))))
        (page,) = [page for page in words if "Figur\xa01" in page]
        assert "Fælles Borgerservice Valby: mio. kr., p/l ikke oplyst, pr. 14-10-2008" in " ".join(page.split())


def test_notes_at_figures_are_footnotes_of_the_report() -> None:
    remark = Remark(
        number=1, programme=VALBY, programme_name="Valby", unit=None, unit_name="", whole=True, year=2011, figure="target",
        question="", asked_by="", asked_on=None, text="Kravet er fra budgettet.", by="finans", writer="finans",
        approved_by="controller", approved_on=date(2008, 10, 14),
    )  # fmt: skip
    status = replace(samples.valby(), remarks=(remark,))
    told = manuscript(text(CLEAN), table("headline"), table("years"), table("units"))
    doc = document(told, {VALBY: status})
    assert len(doc.footnotes) == 2
    content = pdf(told, {VALBY: status})
    assert validate(content) == PASSES
    assert sum(page.count("Kravet er fra budgettet.") for page in pages_of(content)) == 1


def test_nothing_is_broken_into_a_drawing() -> None:
    """Long words of a text get places to break; in a drawing these would stand in names that its parts refer to."""
    doc = document(manuscript(chart("split")))
    (placed,) = doc.pieces
    assert isinstance(placed.piece, MadeChart)
    long = placed.piece.svg.replace("split-1-w", "s" * 60)
    assert long.count("s" * 60) > 2
    with translation.override("da"):
        data = report_data(replace(doc, pieces=(replace(placed, piece=replace(placed.piece, svg=long)),)), IMPRINT)
    assert [made["svg"] for made in data["pieces"]] == [long]


def test_the_data_goes_along_with_a_description() -> None:
    told = replace(manuscript(text(CLEAN), table("headline")), closed=True)
    with pikepdf.open(io.BytesIO(pdf(told))) as paper:
        names = sorted(paper.attachments)
        assert names == [f"{VALBY}-2008-10-14.csv", "rapport.json"]
        described = {name: paper.attachments[name].description for name in names}
        assert {str(spec.AFRelationship) for spec in paper.Root.AF} == {"/Data"}
        table_of_figures = paper.attachments[names[0]].get_file().read_bytes()
        told = json.loads(paper.attachments["rapport.json"].get_file().read_bytes())
    assert told["programmes"][VALBY]["headline"]["outstanding"] == "1900000"
    assert told["programmes"][VALBY] == status_json(samples.valby())
    assert described["rapport.json"] == (
        "Rapporten som data (JSON): hoved, hvert tal i teksten og programmernes tal i kroner, p/l ikke oplyst, pr. 14-10-2008"
    )
    assert described[f"{VALBY}-2008-10-14.csv"] == (
        "Fælles Borgerservice Valby: tallene i kroner, p/l ikke oplyst, pr. 14-10-2008 (CSV)"
    )
    with translation.override("da"):
        assert table_of_figures == status_csv(samples.valby())
    figures = {it["reference"]: (it["value"], it["printed"].replace("\xa0", " ")) for it in told["figures"]}
    assert figures["opnået"] == ("1400000.0", "1,4 mio. kr.")
    assert told["published"] == {"number": 7, "at": AT.isoformat(), "by": "controller"}


def test_a_draft_says_so_on_every_page() -> None:
    told, statuses = clean_large()
    assert all("Udkast, ikke udgivet" in page for page in pages_of(pdf(told, statuses, None)))
    assert not any("Udkast" in page for page in pages_of(pdf(told, statuses)))


def test_the_text_says_what_the_tables_say() -> None:
    words = " ".join(pages_of(pdf(manuscript(text(CLEAN), table("headline"), chart("split"))))).replace("\xa0", " ")
    words = " ".join(words.split())
    assert "Af kravet på 3,3 mio. kr. er 1,4 mio. kr. opnået, heraf 0,8 mio. kr. dokumenteret (57 %)" in words
    assert "jf. tabel 1 og figur 1" in words
    assert "Tabel 1" in words
    assert "Figur 1" in words


def test_a_packet_of_many_is_one_accessible_paper() -> None:
    datas = []
    for clean in CLEAN_REPORTS:
        told, statuses = clean()
        with translation.override(LANGUAGES[told.language]):
            datas.append(report_data(document(told, statuses), IMPRINT))
    with translation.override("da"):
        content = packet_pdf(Cover("Bilag til punkt 7", "Økonomiudvalget", date(2008, 10, 21)), datas, AT)
    assert validate(content) == PASSES
    words = pages_of(content)
    assert f"Side {len(words)} af {len(words)}" in words[-1].replace("\xa0", " ")
    with pikepdf.open(io.BytesIO(content)) as paper, paper.open_outline() as outline:
        assert len(outline.root) == len(CLEAN_REPORTS) + 1
        assert [child.title for child in outline.root[1].children] == [
            "Status", "Enheder", "Det videre arbejde", "Sådan efterprøves tallene",
        ]  # fmt: skip
        assert [child.title for child in outline.root[1].children[2].children] == ["Milepæle", "Forbehold"]
        described = [str(spec.Desc) for spec in paper.Root.AF]
    # Each report's files are there, and told apart by the report they belong to.
    assert sorted({name[:2] for name in readers.attached(content)}) == ["1-", "2-", "3-", "4-", "5-"]
    assert sum(said.startswith("Bilag 4: Fælles Borgerservice Valby: status · ") for said in described) == 8
    assert sum(said.startswith("Appendix 4: Fælles Borgerservice Valby: status · ") for said in described) == 2


def test_the_contents_of_a_packet_name_the_pages_where_its_reports_begin() -> None:
    datas = []
    for place, clean in enumerate(CLEAN_REPORTS, 1):
        told, statuses = clean()
        with translation.override(LANGUAGES[told.language]):
            datas.append(report_data(document(replace(told, title=f"Rapporten {place}"), statuses), IMPRINT))
    with translation.override("da"):
        words = pages_of(packet_pdf(Cover("Bilag til punkt 7", "Økonomiudvalget", None), datas, AT))
    said = {int(place): int(page) for place, page in re.findall(r"Rapporten (\d)[ .]*(\d+)", words[1])}
    begun = {
        place: next(number for number, page in enumerate(words[2:], 3) if f"Rapporten {place}\r\n" in page)
        for place in range(1, len(CLEAN_REPORTS) + 1)
    }
    assert said == begun
    for number, page in enumerate(words[1:], 2):
        assert re.search(rf"(Side|Page)\s{number}\s(af|of)\s{len(words)}\s*$", page)


def test_the_sender_is_the_files_author() -> None:
    for sender, officer, author in (
        ("Økonomiforvaltningen\n1599 København V", "", "Økonomiforvaltningen"),
        ("", "Center", "Center"),
    ):
        with pikepdf.open(io.BytesIO(pdf(manuscript(text("Ord."), sender=sender, case_officer=officer)))) as paper:
            assert str(paper.docinfo.Author) == author


def test_the_kicker_is_copied_as_it_was_written() -> None:
    assert "Bilag 4\r\n" in pages_of(pdf(manuscript(text("Ord."))))[0]


def test_the_same_report_is_the_same_bytes() -> None:
    told = manuscript(text(CLEAN), table("headline"))
    assert pdf(told) == pdf(told)
    assert pdf(told) != pdf(told, imprint=replace(IMPRINT, number=8))
