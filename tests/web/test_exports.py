"""Every table of the app as PDF, workbook and CSV: what is on the screen, all of it, with numbers and dates as such."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.test import Client
from pypdfium2 import PdfDocument

from savings.danish import sort_key
from savings.models import Approval, Document, Initiative, Programme, Report, Unit, User
from savings.recording import Line, NewEntry, approve, record, submit
from savings.recording.reports import NewReport, compose
from savings.vocabulary import Kind
from tests.demo import VALBY
from tests.presentation.readers import pdf_text
from tests.verapdf import validate
from tests.web.conftest import logged_in
from tests.web.test_doors import AT, _asked

PASSES: dict[str, list[str]] = {"PDFUA_1": [], "PDFA_3_A": []}
STATUS = f"/programmer/{VALBY}/"
#: Every page with a table that is no status; who may read it, and a word that stands in the table.
PAGES = {
    "overview": ("/", "medlem", "Fælles Borgerservice Valby"),
    "overview-chosen": ("/?soeg=Valby&beloeb=kr", "medlem", "Fælles Borgerservice Valby"),
    "unit": ("/enheder/SUF/", "medlem", "Fælles Borgerservice Valby"),
    "behind": (f"{STATUS}bilag/?tal=net_realised&aar=2011", "medlem", "Huslejenedsættelse"),
    "entry": ("/bilag/{entry}/", "medlem", "Krav"),
    "initiative": (f"{STATUS}indsatser/{{initiative}}/", "medlem", "2011"),
    "decision": ("/beslutninger/{document}/", "medlem", ""),
    "since": (f"{STATUS}siden/?fra=2008-10-01", "medlem", "Udestående"),
    "effect": ("/virkninger/{indicator}/", "medlem", "Der opleves et fald"),
    "reports": ("/rapporter/", "medlem", "hvad der er opnået"),
    "prices": ("/prisindeks/", "medlem", ""),
    "series": ("/prisindeks/{series}/", "medlem", "2025"),
    "rounds": ("/runder/", "controller", ""),
    "people": ("/administration/", "admin", "finans"),
    "units": ("/administration/enheder/", "admin", "SUF"),
}


def address(name: str) -> tuple[Client, str, str]:
    from savings.models import Document, Entry, Indicator, PriceSeries

    path, who, word = PAGES[name]
    if name == "rounds":
        _asked(Programme.objects.get(slug=VALBY), Unit.objects.get(code="SC-VALBY"))
    rows = {
        "entry": Entry.objects.filter(approval__isnull=False).order_by("pk")[0].pk,
        "initiative": Initiative.objects.get(name="Huslejen på Toftegårds Plads").pk,
        "document": Document.objects.get(reference="BR 320/07").pk, "indicator": Indicator.objects.get().pk,
        "series": PriceSeries.objects.get().pk,
    }  # fmt: skip
    return logged_in(who), path.format(**rows), word


def take(client: Client, path: str, ending: str) -> bytes:
    response = client.get(f"{path}{'&' if '?' in path else '?'}fil={ending}")
    assert response.status_code == 200, path
    return response.content


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def programmes_of(content: bytes) -> list[list[str]]:
    """The names of the programmes in each table of the file, in its order."""
    names = set(Programme.objects.values_list("name", flat=True))
    tables: list[list[str]] = []
    for row in rows_of(content):
        if row and row[0] == "Program":
            tables.append([])
        elif row and row[0] in names:
            tables[-1].append(row[0])
    return tables


def cells_of(content: bytes) -> list[list[Any]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [[cell.value for cell in row] for sheet in book.worksheets for row in sheet.iter_rows()]


@pytest.mark.parametrize("name", PAGES)
def test_each_table_can_be_taken_along(demo: None, name: str) -> None:
    client, path, word = address(name)
    assert "fil=pdf" in client.get(path).content.decode()
    assert word in take(client, path, "csv").decode("utf-8-sig")
    assert any(word in str(value) for row in cells_of(take(client, path, "xlsx")) for value in row)
    assert validate(take(client, path, "pdf")) == PASSES


@pytest.mark.parametrize("language", ["da", "en-gb"])
def test_numbers_are_numbers_and_dates_dates(demo: None, language: str) -> None:
    client = logged_in("medlem")
    client.cookies["sprog"] = language
    rows = cells_of(take(client, f"{STATUS}bilag/?tal=net_realised&aar=2011&beloeb=kr", "xlsx"))
    amounts = [value for row in rows for value in row if isinstance(value, int | float | Decimal)]
    assert {800_000, 600_000, 1_400_000} <= {int(value) for value in amounts}
    assert any(isinstance(value, date | datetime) for row in rows for value in row)


def test_the_choices_on_the_screen_hold_in_the_file(demo: None) -> None:
    client = logged_in("medlem")
    valby, copenhagen, rebild = sorted(Programme.objects.values_list("name", flat=True), key=sort_key)
    assert programmes_of(take(client, "/?aar=2011&orden=programme", "csv")) == [[valby], [copenhagen, rebild]]
    assert programmes_of(take(client, "/?aar=2011&orden=target", "csv")) == [[valby], [rebild, copenhagen]]
    assert programmes_of(take(client, "/?aar=2020&orden=programme", "csv")) == [[copenhagen], [valby, rebild]]
    assert programmes_of(take(client, "/?aar=2011&soeg=Valby", "csv")) == [[valby]]
    for choice, target in (("", "3,3"), ("&beloeb=kr", "3300000")):
        rows = rows_of(take(client, f"/?aar=2011&soeg=Valby{choice}", "csv"))
        head, line = (next(row for row in rows if row and row[0] == name) for name in ("Program", valby))
        assert line[head.index("Krav")] == target
    assert client.get("/?fil=csv&pr=i-gaar").status_code == 400


def test_all_rows_are_there_and_come_to_the_total(demo: None) -> None:
    finance, controller = (User.objects.get(username=name) for name in ("finans", "controller"))
    programme = Programme.objects.get(slug=VALBY)
    for number in range(120):
        line = Line(kind=Kind.REALISED, year=2011, amount=Decimal("1000.50"))
        told = record(NewEntry(programme=programme, booked_on=AT.date(), lines=[line], text=f"=1+{number}"), by=finance, at=AT)
        submit(entry=told, by=finance, at=AT)
        approve(entry=told, by=controller, at=AT)
    client, path = logged_in("medlem"), f"{STATUS}bilag/?tal=realised&aar=2011&side=2"
    rows = rows_of(take(client, path, "csv"))
    amounts = [Decimal(row[2].replace(",", ".")) for row in rows[1:123]]
    total = Decimal(rows[123][2].replace(",", "."))
    assert len(amounts) == 122
    assert sum(amounts) == total == Decimal("1520060.00")
    assert all(not value.startswith(("=", "+", "@")) for row in rows for value in row)
    book = openpyxl.load_workbook(io.BytesIO(take(client, path, "xlsx")))
    assert not [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert validate(take(client, path, "pdf")) == PASSES


def test_the_trail_is_a_paper_too(demo: None) -> None:
    paper = logged_in("revisor").get("/spor.pdf").content
    assert validate(paper) == PASSES
    assert "brugernavn: finans; " in " ".join(pdf_text(paper).split())
    assert logged_in("medlem").get("/spor.pdf").status_code == 403


def test_what_stands_in_lines_of_a_cell_is_told_apart(demo: None) -> None:
    client, path, _word = address("entry")
    assert any("handling: En ændring af beløb; " in value for row in rows_of(take(client, path, "csv")) for value in row)


def test_a_paper_is_turned_only_where_its_table_needs_it_and_a_small_one_stands_at_its_edge(demo: None) -> None:
    client, alone = logged_in("medlem"), "/?aar=2011&soeg=Valby"
    widths = [round(PdfDocument(take(client, path, "pdf"))[0].get_width()) for path in (alone, f"{alone}&beloeb=kr", "/")]
    # Beside the columns of the sum the programmes that are not added have their year and why.
    assert widths == [595, 842, 842]
    page = PdfDocument(take(client, address("initiative")[1], "pdf"))[0].get_textpage()
    places = [page.search(words).get_next() for words in ("Nøgletal", "Tabel")]
    left = [page.get_charbox(place[0])[0] for place in places if place]
    assert len(left) == 2
    assert abs(left[0] - left[1]) < 6


def test_a_column_of_amounts_stays_one_where_none_is_said(demo: None) -> None:
    page = PdfDocument(take(logged_in("medlem"), "/enheder/SUF/", "pdf"))[0].get_textpage()
    head, dash = page.search("Krav").get_next(), page.search("–").get_next()
    assert head
    assert dash
    right = [page.get_charbox(place)[2] for place in (head[0] + 3, dash[0])]
    assert abs(right[0] - right[1]) < 2


def test_the_same_table_is_the_same_file(demo: None) -> None:
    client = logged_in("medlem")
    first = {ending: take(client, "/", ending) for ending in ("pdf", "xlsx", "csv")}
    assert {ending: take(client, "/", ending) for ending in first} == first


def test_a_file_holds_the_ledgers_moment_and_not_the_clock(demo: None) -> None:
    """The two may have come within one second; a file that held the clock would be another in the next."""
    client = logged_in("medlem")
    moment = Approval.objects.latest("position").at.replace(microsecond=0)
    pdf = PdfDocument(take(client, "/", "pdf"))
    assert pdf.get_metadata_value("CreationDate").startswith(f"D:{moment:%Y%m%d%H%M%S}")
    xlsx = io.BytesIO(take(client, "/", "xlsx"))
    about = openpyxl.load_workbook(xlsx).properties
    assert {about.created, about.modified} == {moment.replace(tzinfo=None)}
    assert {member.date_time for member in zipfile.ZipFile(xlsx).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_programme_that_is_not_there_is_a_page_that_helps(demo: None) -> None:
    client = logged_in("medlem")
    for path in ("/programmer/findes-ikke/siden/", "/programmer/findes-ikke/indsatser/1/", "/programmer/findes-ikke/bilag/"):
        assert client.get(f"{path}?fil=pdf").status_code == 404


def test_what_one_reader_adds_to_an_address_is_in_no_others_page(demo: None) -> None:
    """The page's main part is kept for all: its files' addresses hold what the form understood, and nothing else."""
    client = logged_in("medlem")
    for path in ("/", "/enheder/SUF/"):
        client.get(f"{path}?uforstaaet=1&beloeb=kr")
        files = re.findall(r'href="([^"]*fil=[^"]*)"', client.get(f"{path}?beloeb=kr").content.decode())
        assert files == [f"?fil={ending}&amp;beloeb=kr" for ending in ("pdf", "xlsx", "csv")]


@pytest.mark.parametrize(
    ("path", "module", "limit"),
    [
        (f"{STATUS}bilag/?tal=net_realised&aar=2011&fil={{ending}}", "entries", "MOST_ROWS"),
        ("/beslutninger/{document}/?fil={ending}", "decisions", "MOST_ROWS"),
        ("/spor.{ending}", "trail", "MOST"),
    ],
)
def test_a_file_that_does_not_hold_all_says_so_first(
    demo: None, monkeypatch: pytest.MonkeyPatch, path: str, module: str, limit: str
) -> None:
    client, said = logged_in("revisor"), "Filen rummer kun de første 1 af "
    asked = path.replace("{document}", str(Document.objects.get(reference="Dokumentnr. 2008-559734").pk))
    assert said not in client.get(asked.format(ending="csv")).content.decode("utf-8-sig")
    monkeypatch.setattr(f"savings.web.views.{module}.{limit}", 1)
    assert client.get(asked.format(ending="csv")).content.decode("utf-8-sig").startswith(said)
    top = cells_of(client.get(asked.format(ending="xlsx")).content)[:5]
    assert any(str(row[0]).startswith(said) for row in top)
    monkeypatch.setattr(f"savings.web.views.{module}.MOST_ROWS", 1)
    pages = PdfDocument(client.get(asked.format(ending="pdf")).content)
    text = " ".join("".join(page.get_textpage().get_text_range() for page in pages).split())
    assert text.index(said) < text.index("Tabel 1")


def test_a_file_says_to_what_it_is_limited(demo: None) -> None:
    client = logged_in("revisor")
    text = take(client, "/?soeg=Valby&stand=behind", "csv").decode("utf-8-sig")
    assert "Kun: Søg: Valby; Står: Bagud." in text
    assert "Viser 1 af 3 programmer" in text
    about = cells_of(client.get("/spor.xlsx?ved=unit&fra=2020-01-01").content)[-3:]
    assert any("Kun: Fra: 01-01-2020; Ved hvad: Enhed." in row for row in about)
    assert (
        "Krav, 2011, Sundheds- og Omsorgsforvaltningen</h1>"
        in client.get(f"{STATUS}bilag/?tal=target&aar=2011&enhed=SUF").content.decode()
    )


def test_a_file_bears_its_title_in_letters_that_travel(demo: None) -> None:
    name = logged_in("medlem").get(f"{STATUS}siden/?fra=2008-10-01&fil=csv&pr=2008-10-14")["Content-Disposition"]
    assert name == 'attachment; filename="faelles-borgerservice-valby-hvad-der-er-aendret-2008-10-14.csv"'


def test_a_published_reports_tables_are_taken_along_by_whoever_may_read_it(demo: None) -> None:
    path = f"/rapporter/{Report.objects.get(content__isnull=False).pk}/"
    rows = rows_of(take(Client(), path, "csv"))
    assert ["Opnået besparelse", "1,4", "42 % af kravet"] in rows
    assert any(row and row[0].startswith("Fra regnskabet med 7 led") for row in rows)
    book = openpyxl.load_workbook(io.BytesIO(take(Client(), path, "xlsx")))
    assert [sheet.title for sheet in book.worksheets][1] == "Tabel 2. Indsatser i 2011"
    total = [cell.value for row in book.worksheets[1].iter_rows() if row[0].value == "I alt" for cell in row]
    assert [value for value in total if isinstance(value, float)] == [3.3, 1.9, 1.4, 1.9]
    assert Client().get(f"{path}?fil=pdf")["Location"] == f"{path}rapport.pdf"


def test_a_proposed_reports_files_are_for_those_who_may_read_it(demo: None) -> None:
    programme, by = Programme.objects.get(slug=VALBY), User.objects.get(username="finans")
    told = compose(NewReport(programme=programme, title="Kvartal", as_of=date(2008, 10, 14), year=2011), by=by, at=AT)
    assert logged_in("medlem").get(f"/rapporter/{told.pk}/?fil=csv").status_code == 404
    assert Client().get(f"/rapporter/{told.pk}/?fil=csv").status_code == 302
    assert "1400000" in logged_in("controller").get(f"/rapporter/{told.pk}/?fil=csv").content.decode("utf-8-sig")
