"""Notes to the figures: the same number and the same words on every face, and no trace where there are none."""

from __future__ import annotations

import dataclasses
import re
from datetime import date

import pytest
from django.utils import translation
from pypdfium2 import PdfDocument

from savings.elements.data.status_csv import status_csv
from savings.elements.footnotes import notes_at
from savings.presentation.paper.status import status_pdf
from savings.presentation.screen.status import status_screen
from savings.presentation.screen.tables import render_cell
from savings.presentation.sheets.xlsx import status_xlsx
from savings.projections.cells import Cell as LedgerCell
from savings.projections.grid import build_grid
from savings.projections.remarks import Remark
from savings.projections.status import Status
from savings.vocabulary import Kind
from savings.web.addresses import Addresses
from tests import samples
from tests.presentation import readers
from tests.presentation.test_sheets import DANGEROUS
from tests.presentation.test_unlevelled import mixed
from tests.verapdf import validate

DAY = date(2008, 10, 14)
LANGUAGES = pytest.mark.parametrize("language", ["da", "en-gb"])


def remark(figure: str, unit: str | None = None, *, year: int = 2011, **said: object) -> Remark:
    """A note; of the whole programme where no unit is named."""
    facts = {
        "number": 7, "programme": "faelles-borgerservice-valby", "programme_name": "Fælles Borgerservice Valby", "unit": unit,
        "unit_name": "Socialcenter Valby" if unit else "", "whole": unit is None, "year": year, "figure": figure, "question": "",
        "asked_by": "", "asked_on": None, "text": "Kravet følger budgetaftalen.", "by": "Finn Finans", "writer": "finans",
        "approved_by": "Carla Controller", "approved_on": DAY, **said,
    }  # fmt: skip
    return Remark(**facts)  # type: ignore[arg-type]


ANSWER = {"question": "Hvorfor er det kun 1,4?", "asked_by": "Mette Medlem", "asked_on": DAY, "text": "Lejemålet er opsagt sent."}


def noted(*remarks: Remark) -> Status:
    """The memo's status with notes, and something realised by a unit and by nobody in particular."""
    status = samples.valby()
    cells = (*status.cells, LedgerCell(Kind.REALISED, "SC-VALBY", None, 2011, None, samples.mio("0.1")))
    told = remarks or (
        remark("target"), remark("net_realised", **ANSWER), remark("net_realised", "SC-VALBY", text="Kun huslejen."),
        remark("net_realised", whole=False, text="Ikke fordelt endnu."),
    )  # fmt: skip
    return dataclasses.replace(status, grid=build_grid(cells, ["SC-VALBY", "PO-VALBY"]), remarks=told)


def flat(text: str) -> str:
    return " ".join(text.split())


@LANGUAGES
def test_the_same_note_stands_on_every_face(language: str) -> None:
    status = noted()
    with translation.override(language):
        screen = status_screen(status, Addresses(status.programme.slug))
        pdf = status_pdf(status)
        paper, sheets, rows = (
            flat(readers.pdf_text(pdf)),
            readers.sheets(status_xlsx(status)),
            readers.csv_rows(status_csv(status)),
        )
    texts = [said.text for said in status.remarks]
    assert [said.text for said in screen.remarks] == texts
    assert [said.mark for said in screen.remarks] == [1, 2, 3, 4]
    last = [[cell.value for cell in row] for row in sheets[-1]]
    assert [(row[0], row[8]) for row in last[1:]] == [*enumerate(texts, 1)]
    told = [row["note" if language == "en-gb" else "tekst"] for row in rows[-4:]]
    for said, in_csv in zip(status.remarks, told, strict=True):
        assert said.text in in_csv
        assert said.question in in_csv
        assert said.text in paper
        assert said.question in paper
        assert said.by in paper
        assert said.approved_by in paper


@LANGUAGES
def test_the_paper_with_notes_is_accessible_and_archivable(language: str) -> None:
    with translation.override(language):
        assert validate(status_pdf(noted())) == {"PDFUA_1": [], "PDFA_3_A": []}


def test_the_same_numbers_stand_at_the_same_figures_on_page_paper_and_sheet() -> None:
    status = noted()
    with translation.override("da"):
        screen = status_screen(status, Addresses("x"))
        paper = flat(readers.pdf_text(status_pdf(status)))
        sheets = readers.sheets(status_xlsx(status))
    headline = {str(row.cell("label").value): row.cell("amount").notes for row in screen.headline.rows}
    assert headline["Opnået besparelse"] == (2,)
    assert [notes for notes in headline.values() if notes] == [(1,), (2,)]
    assert screen.units
    units = {str(row.cell("unit").value): row.cell("net_realised").notes for row in screen.units.rows}
    assert units == {"Socialcenter Valby": (3,), "Pensions- og Omsorgskontoret i Valby": (), "Ikke fordelt": (4,), "I alt": (2,)}
    assert screen.unit_years
    assert [row.cell("y2011").notes for row in screen.unit_years.rows] == [(3,), (), (4,), (2,)]
    assert screen.phase_in_table
    assert [(row.cell("target").notes, row.cell("net_realised").notes) for row in screen.phase_in_table.rows][-1] == ((1,), (2,))
    assert "1,4 ²" in paper
    assert "3,3 ¹" in paper
    assert "0,1 ³" in paper
    assert [row[3].value for row in sheets[0] if row[3].value][1:] == ["note 1", "note 2"]
    by_unit = [(row[1].value, row[2].value, row[-1].value) for row in sheets[1][1:] if row[-1].value]
    assert by_unit == [
        ("Socialcenter Valby", "Opnået (netto)", "2011: note 3"),
        ("Ikke fordelt", "Opnået (netto)", "2011: note 4"),
        ("I alt", "Krav", "2011: note 1"),
        ("I alt", "Opnået (netto)", "2011: note 2"),
    ]


def test_the_page_links_a_figure_to_its_notes_in_words() -> None:
    with translation.override("en-gb"):
        screen = status_screen(noted(remark("target"), remark("target")), Addresses("x"))
    html = render_cell(screen.headline.rows[0].cell("amount"), screen.headline.scale)
    assert '<a href="#note-1" aria-label="note 1">1</a>' in html
    assert '<a href="#note-2" aria-label="note 2">2</a>' in html


def test_a_note_is_never_read_as_a_figures_last_digit() -> None:
    for language in ("da", "en-gb"):
        with translation.override(language):
            status = noted()
            assert readers.from_pdf(status_pdf(status), status)["target"] == samples.mio("3.3")


def test_a_report_of_one_unit_has_its_units_notes_at_the_totals() -> None:
    status = dataclasses.replace(noted(), unit=samples.UNITS[1])
    assert notes_at(status, "net_realised", 2011) == (3,)
    assert notes_at(status, "net_realised", 2011, status.grid.total) == (3,)
    assert notes_at(status, "target", 2011) == ()


def test_without_notes_there_is_no_trace_of_them() -> None:
    status = samples.valby()
    with translation.override("da"):
        names = [sheet[0][0].value for sheet in readers.sheets(status_xlsx(status))]
        assert len(names) == 4
        assert "Noter" not in readers.pdf_text(status_pdf(status))
        assert {row["tabel"] for row in readers.csv_rows(status_csv(status))} == {"Tabel 1", "Posteringer"}


@pytest.mark.parametrize("text", [*DANGEROUS, "to\r\nlinjer; med semikolon"])
def test_no_note_becomes_a_formula_or_breaks_a_line(text: str) -> None:
    status = noted(remark("target", text=text, question=text, unit_name=text.replace("\r\n", " "), unit="SOF"))
    with translation.override("da"):
        content = status_csv(status)
        row = readers.csv_rows(content)[-1]
        cells = [cell for sheet in readers.sheets(status_xlsx(status)) for line in sheet for cell in line]
    assert not [value for value in row.values() if value.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert content.count(b"\r\n") == len(readers.csv_rows(content)) + 1


def test_the_plans_notes_stand_where_the_phase_in_tells_what_it_still_owes() -> None:
    """The plan has no column of its own there; on paper it is the row beneath the years."""
    status = noted(remark("plan"), remark("plan", year=2009))
    with translation.override("da"):
        screen = status_screen(status, Addresses("x"))
        paper = flat(readers.pdf_text(status_pdf(status)))
    assert screen.phase_in_table
    assert [row.cell("to_come").notes for row in screen.phase_in_table.rows] == [(), (2,), (), (1,)]
    assert "0,0–1,9 ²" in paper
    assert "1,9 ¹" in paper


def test_what_stands_at_a_figure_hangs_outside_its_column() -> None:
    with translation.override("da"):
        table = status_screen(noted(), Addresses("x")).headline
    html = [render_cell(row.cell("amount"), table.scale) for row in table.rows if row.cell("amount").notes]
    assert table.has_notes
    assert all('</a><span class="hung">' in cell for cell in html)
    assert not status_screen(samples.valby(), Addresses("x")).headline.has_notes


def after_figures(pdf: bytes, signs: str) -> list[tuple[float, float]]:
    """Where each figure that a sign follows ends, and where the sign begins, in points from the left."""
    found = []
    for page in PdfDocument(pdf):
        text = page.get_textpage()
        for match in re.finditer(rf"\d\s?[{signs}]", text.get_text_range()):
            found.append((text.get_charbox(match.start())[2], text.get_charbox(match.end() - 1)[0]))
    return found


def test_on_paper_what_hangs_beside_a_figure_lies_over_none_of_it() -> None:
    with translation.override("da"):
        noted_figures = after_figures(status_pdf(noted()), "¹²³⁴")
        marked_figures = after_figures(status_pdf(mixed()), "*")
    assert len(noted_figures) > 4
    assert len(marked_figures) > 4
    assert not [place for place in (*noted_figures, *marked_figures) if place[1] < place[0] - 0.5]
