"""The paper: accessible and archivable by the reference validator, the same bytes everywhere, safe with any text."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pikepdf
import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from savings.elements.data.status_csv import status_csv
from savings.elements.typesetting import glyphs
from savings.presentation.paper.status import PaperChart, status_pdf
from savings.projections.status import Status
from tests import samples
from tests.presentation import readers
from tests.presentation.test_sheets import named
from tests.verapdf import validate

PASSES: dict[str, list[str]] = {"PDFUA_1": [], "PDFA_3_A": []}
ROOT = Path(__file__).resolve().parents[2]
SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 160" font-family="Libertinus Serif" font-size="14">
<rect x="0" y="40" width="270" height="60" fill="#2171B5"/><text x="0" y="24">{label}</text></svg>"""
CHART = PaperChart("Fordeling", SVG.format(label="Opnået 1,4"), "Opnået 1,4 af 3,3 mio. kr.")
NASTY = [
    'citat "x" og \\n omvendt \\ #let x = 1; #panic("!")',
    "*fed* _kursiv_ $x$ `kode` @ref <label> [ ] { } ~ -- = // /* */",
    "</svg><script>alert(1)</script> &amp; <b>",
    "Donaudampfschiffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 4,
    "x" * 700,
    "linje et\nlinje to\r\nlinje tre\tmed tabulator",
]


@pytest.mark.parametrize("language", ["da", "en-gb"])
@pytest.mark.parametrize("report", [samples.valby, samples.large, samples.empty])
def test_it_is_pdf_ua_1_and_pdf_a_3a(report: Callable[[], Status], language: str) -> None:
    with translation.override(language):
        assert validate(status_pdf(report(), [CHART])) == PASSES


def test_the_table_of_units_has_the_figures_of_the_memo() -> None:
    with translation.override("da"):
        text = " ".join(readers.pdf_text(status_pdf(samples.valby())).split())
    assert "Enhed Krav Opnået (netto) Udestående Sikret Realiseret andetsteds Udestående uden dækning" in text
    assert "Ikke fordelt 3,3 1,4 1,9 1,9 – 0,0 I alt 3,3 1,4 1,9 1,9 ikke oplyst 0,0" in text


def test_the_validator_refuses_a_paper_whose_tags_are_stripped() -> None:
    stripped = io.BytesIO()
    with pikepdf.open(io.BytesIO(status_pdf(samples.valby()))) as document:
        del document.Root.StructTreeRoot
        del document.Root.MarkInfo
        document.save(stripped)
    failed = validate(stripped.getvalue())
    assert all(failed.values()), failed


@pytest.mark.parametrize(("language", "tag"), [("da", "da-DK"), ("en-gb", "en-GB")])
def test_it_says_what_language_it_is_in(language: str, tag: str) -> None:
    with translation.override(language), pikepdf.open(io.BytesIO(status_pdf(samples.valby()))) as document:
        assert str(document.Root.Lang) == tag


@pytest.mark.parametrize("language", ["da", "en-gb"])
def test_the_attached_csv_is_the_csv_face(language: str) -> None:
    with translation.override(language):
        status = samples.valby()
        assert readers.attached(status_pdf(status)) == {"faelles-borgerservice-valby-2008-10-14.csv": status_csv(status)}


def test_the_attachment_is_said_to_be_the_papers_data() -> None:
    with pikepdf.open(io.BytesIO(status_pdf(samples.valby()))) as document:
        [spec] = document.Root.AF
        assert str(spec.AFRelationship) == "/Data"
        assert str(spec.Desc) == ("Fælles Borgerservice Valby: tallene i kroner, p/l ikke oplyst, pr. 14-10-2008 (CSV)")


def test_it_prints_both_heads_whole_and_the_commands_that_check_them() -> None:
    text = readers.pdf_text(status_pdf(samples.valby())).replace("\r\n", "").replace("\n", "")
    assert f"manage.py verify_ledger --head 9:{samples.HEAD.hash}" in text
    assert f"manage.py verify_ledger --head {samples.HEAD.trail}" in text


def test_it_bears_the_heads_moment_and_not_the_clocks() -> None:
    with pikepdf.open(io.BytesIO(status_pdf(samples.valby()))) as document:
        assert "20261123" in str(document.docinfo.CreationDate)


def test_it_is_the_same_bytes_in_another_process() -> None:
    script = (
        "import hashlib, django; from django.conf import settings;"
        "settings.configure(LANGUAGE_CODE='en-gb', LANGUAGES=[('en-gb', 'English')], "
        "TIME_ZONE='Europe/Copenhagen'); django.setup();"
        "from tests.presentation.test_paper import CHART, samples, status_pdf;"
        "print(hashlib.sha256(status_pdf(samples.valby(), [CHART])).hexdigest())"
    )
    with translation.override("en-gb"):
        made = hashlib.sha256(status_pdf(samples.valby(), [CHART])).hexdigest()
    for seed in ("1", "2"):
        environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "TZ": "Pacific/Auckland"}
        run = subprocess.run(
            [sys.executable, "-c", script], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert run.stdout.strip() == made


@pytest.mark.parametrize("text", NASTY)
def test_no_name_is_markup_and_none_breaks_the_page(text: str) -> None:
    pdf = status_pdf(named(text), [CHART])
    assert validate(pdf) == PASSES
    shown = "".join(char for char in readers.pdf_text(pdf) if char.isprintable() and not char.isspace())
    assert "".join(text.split())[:20] in shown


def test_a_character_without_a_glyph_is_a_box_and_the_paper_says_which_it_was() -> None:
    pdf = status_pdf(named("Plads 😀 og 漢"), [PaperChart("😀", SVG.format(label="漢"), "😀")])
    assert validate(pdf) == PASSES
    text = readers.pdf_text(pdf)
    assert "Plads □ og □" in text
    assert "U+6F22" in text
    assert "U+1F600 GRINNING FACE" in text.replace("\r\n", " ")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(min_size=1, max_size=80))
def test_any_text_at_all_can_be_set(text: str) -> None:
    assert status_pdf(named(text)).startswith(b"%PDF-")


def test_every_character_called_covered_is_covered() -> None:
    setter = glyphs.Typesetter()
    covered = [char for char in map(chr, range(0x20, 0xD800)) if setter.replace_uncovered(char) == char]
    status = samples.valby()
    programme = dataclasses.replace(status.programme, full_effect_year_reading=" ".join(covered))
    assert len(covered) > 3000
    assert status_pdf(dataclasses.replace(status, programme=programme)).startswith(b"%PDF-")


def test_a_long_table_repeats_its_head_and_never_breaks_a_row() -> None:
    with translation.override("en-gb"):
        pages = readers.pdf_pages(status_pdf(samples.large()))
    heads = [page for page in pages if "Initiative Type and stage Target Plan" in " ".join(page.split())]
    assert len(heads) >= 3


def test_the_running_head_begins_on_the_second_page() -> None:
    with translation.override("en-gb"):
        first, second, *_ = readers.pdf_pages(status_pdf(samples.large()))
    assert "Case no. 2008-122557 · Fælles Borgerservice Valby" not in first
    assert "Case no. 2008-122557 · Fælles Borgerservice Valby" in second


def test_a_long_name_is_shortened_in_the_running_head_and_leaves_no_heading_alone() -> None:
    name = "Donaudampfschiffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 4
    _first, *rest = readers.pdf_pages(status_pdf(named(name)))
    assert rest
    for page in rest:
        head, *lines = page.replace("\r", "").split("\n")
        assert head.endswith("… · 14-10-2008"), "it takes one line"
        assert len(lines) > 3, "a heading and the page's number alone are no page"


@pytest.mark.parametrize(("unit", "tables"), [("mio. kr", 1), ("kr", 2)])
def test_years_are_set_in_as_many_tables_as_their_amounts_need(unit: str, tables: int) -> None:
    """In kroner eight years would leave the names a letter each."""
    status = dataclasses.replace(samples.large(units=4, years=6, initiatives=60), shown_in=unit)
    with translation.override("en-gb"):
        text = " ".join(readers.pdf_text(status_pdf(status)).split())
    assert text.count("Net realised by unit, ") == tables
    assert text.count("Enheden for meget lange navne") == 4 * (1 + tables)


def test_a_single_year_has_no_table_by_year() -> None:
    with translation.override("en-gb"):
        assert "Net realised by unit" not in readers.pdf_text(status_pdf(samples.large(units=3, years=1, initiatives=4)))
        assert "Net realised by unit" in readers.pdf_text(status_pdf(samples.large(units=3, years=2, initiatives=4)))


def test_twelve_years_are_set_in_two_tables() -> None:
    with translation.override("en-gb"):
        text = readers.pdf_text(status_pdf(samples.large()))
    assert "2020–2025" in text
    assert "2026–2031" in text


def test_readers_who_ask_at_once_get_the_same_paper() -> None:
    with ThreadPoolExecutor(4) as pool:
        papers = set(pool.map(status_pdf, [samples.valby()] * 8))
    assert len(papers) == 1
