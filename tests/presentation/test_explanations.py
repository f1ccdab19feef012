"""Why a unit is behind: the same words on page, paper, sheet and CSV, and no trace where nobody is."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest
from django.utils import translation

from savings.elements.data.status_csv import status_csv
from savings.plain import from_plain, to_plain
from savings.presentation.paper.status import status_pdf
from savings.presentation.screen.status import status_screen
from savings.presentation.sheets.xlsx import status_xlsx
from savings.projections.facts import ExplanationFacts
from savings.projections.status import Status
from savings.publishing.frozen_programmes import freeze_programme
from savings.web.addresses import Addresses
from tests import samples
from tests.presentation import readers
from tests.presentation.test_footnotes import LANGUAGES, flat
from tests.presentation.test_sheets import DANGEROUS

WHY = ExplanationFacts(
    samples.UNITS[1], samples.RENT, 2011, "Lejemålet blev opsagt sent.", "Fraflytning\nfremrykkes.", "Finn Finans",
    date(2008, 10, 14),
)  # fmt: skip


def behind(**said: str) -> Status:
    return dataclasses.replace(samples.valby(), explanations=(dataclasses.replace(WHY, **said),))


@LANGUAGES
def test_it_stands_on_every_face_with_its_author_and_day(language: str) -> None:
    status = behind()
    with translation.override(language):
        [line] = status_screen(status, Addresses(status.programme.slug)).explanations
        paper = flat(readers.pdf_text(status_pdf(status)))
        head, row = ([cell.value for cell in each] for each in readers.sheets(status_xlsx(status))[-1])
        in_csv = readers.csv_rows(status_csv(status))[-1]
    day = "14 October 2008" if language == "en-gb" else "14-10-2008"
    for face in (flat(f"{line.text} {line.small}"), paper, flat(in_csv["note" if language == "en-gb" else "tekst"])):
        for words in ("Socialcenter Valby", samples.RENT, "2011", WHY.explanation, "Finn Finans", day):
            assert words in face
        assert "fremrykkes." in face
    assert len(head) == len(row) == 8
    assert row[:6] == ["SC-VALBY", "Socialcenter Valby", samples.RENT, 2011, WHY.explanation, WHY.mitigation]
    assert row[6] == "Finn Finans"


def test_where_nobody_is_behind_there_is_no_trace_of_it() -> None:
    status = samples.valby()
    with translation.override("da"):
        assert status_screen(status, Addresses("x")).explanations == ()
        assert "Forklaring" not in readers.pdf_text(status_pdf(status))
        assert len(readers.sheets(status_xlsx(status))) == 4
        assert {row["tabel"] for row in readers.csv_rows(status_csv(status))} == {"Tabel 1", "Posteringer"}


@pytest.mark.parametrize("text", [*DANGEROUS, "to\r\nlinjer; med semikolon"])
def test_no_explanation_becomes_a_formula_or_breaks_a_line(text: str) -> None:
    status = behind(explanation=text, mitigation=text)
    with translation.override("da"):
        content = status_csv(status)
        cells = [cell for sheet in readers.sheets(status_xlsx(status)) for line in sheet for cell in line]
    row = readers.csv_rows(content)[-1]
    assert not [value for value in row.values() if value.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert content.count(b"\r\n") == len(readers.csv_rows(content)) + 1


def test_it_is_frozen_in_a_published_report() -> None:
    frozen = freeze_programme(behind())
    assert from_plain(type(frozen), to_plain(frozen)).facts.explanations == (WHY,)
