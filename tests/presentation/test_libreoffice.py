"""What a spreadsheet program makes of the files: LibreOffice opens them without a window and says what each cell holds."""

from __future__ import annotations

import os
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import translation

from savings.elements.data.status_csv import status_csv
from savings.elements.data.tables_csv import tables_csv
from savings.elements.numbers import KRONER
from savings.elements.table import Amount, NumberColumn, Share, Table, TableColumn, build_rows
from savings.presentation.sheets.tables import tables_xlsx
from savings.presentation.sheets.xlsx import status_xlsx
from tests import samples

OFFICE, TABLE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}", "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
#: `;` between fields, `"` around them, UTF-8, Danish, and numbers and dates recognised as Excel does.
DANISH_CSV = "CSV:59,34,76,1,,1030,false,true"
ENGLISH_CSV = "CSV:44,34,76,1,,2057,false,true"
EVIL = ["=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", '=HYPERLINK("http://127.0.0.1/","x")', "=cmd|' /C calc'!A0"]


@dataclass(frozen=True)
class Read:
    """A cell as LibreOffice understood it: its type, its value, and whether it is a formula."""

    kind: str
    value: str
    formula: bool


@pytest.fixture(scope="module")
def office() -> str:
    """The program; without it the tests are skipped, but not where everything must run."""
    found = shutil.which("soffice")
    if found is None and os.environ.get("CI") == "true":
        pytest.fail("LibreOffice is missing; .ci/run installs it")
    if found is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    return found


def opened(office: str, folder: Path, name: str, content: bytes, infilter: str = "") -> list[list[Read]]:
    """Every row of every sheet of a file, as LibreOffice reads it."""
    (folder / name).write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    chosen = [f"--infilter={infilter}"] if infilter else []
    run = [
        office,
        profile,
        "--headless",
        "--norestore",
        *chosen,
        "--convert-to",
        "fods",
        "--outdir",
        str(folder / "out"),
        str(folder / name),
    ]
    subprocess.run(run, check=True, capture_output=True, timeout=120)
    root = ElementTree.parse(folder / "out" / Path(name).with_suffix(".fods").name).getroot()
    return [list(_cells(row)) for row in root.iter(f"{TABLE}table-row")]


def _cells(row: ElementTree.Element) -> Iterator[Read]:
    for cell in row.iter(f"{TABLE}table-cell"):
        kind = cell.get(f"{OFFICE}value-type", "")
        text = "\n".join("".join(part.itertext()) for part in cell)
        value = cell.get(f"{OFFICE}value") or cell.get(f"{OFFICE}date-value") or text
        for _turn in range(min(int(cell.get(f"{TABLE}number-columns-repeated", "1")), 60)):
            yield Read(kind, value, cell.get(f"{TABLE}formula") is not None)


def amounts(rows: list[list[Read]]) -> list[Decimal]:
    return [Decimal(cell.value) for row in rows for cell in row if cell.kind in ("float", "currency")]


def a_table() -> tuple[list[Decimal], bytes, bytes]:
    """A table with amounts, dates, shares and texts that would like to be formulas; as CSV and as a workbook."""
    columns = [
        TableColumn("name", "Navn"), TableColumn("on", "Dato"), NumberColumn("amount", "kr."), NumberColumn("share", "Andel"),
        TableColumn("text", "Tekst"),
    ]  # fmt: skip
    values = [Decimal("1234567.50"), Decimal("-0.25"), *(Decimal(value) for value in range(100, 106))]
    rows = build_rows(
        (
            {
                "name": f"Række {place}", "on": date(2008, 10, place + 1), "amount": Amount(value),
                "share": Share(Decimal(place) / 10), "text": EVIL[place],
            }
            for place, value in enumerate(values)
        ),
        {"name": "I alt", "amount": Amount(sum(values, Decimal(0)))},
    )  # fmt: skip
    table = Table("Tabel", columns, rows, "kr.", KRONER)
    return values, tables_csv([table]), tables_xlsx([table], "Tabel", datetime(2008, 10, 14, tzinfo=UTC))


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_numbers_are_numbers_dates_dates_and_nothing_runs(office: str, tmp_path: Path, ending: str) -> None:
    with translation.override("da"):
        values, as_csv, as_xlsx = a_table()
    rows = opened(
        office, tmp_path, f"tabel.{ending}", as_csv if ending == "csv" else as_xlsx, DANISH_CSV if ending == "csv" else ""
    )
    lines = [row for row in rows if row and row[0].value.startswith("Række")]
    assert [Decimal(row[2].value) for row in lines] == values
    assert {row[2].kind for row in lines} == {"float"}
    assert [row[1].value[:10] for row in lines] == [f"2008-10-{place + 1:02}" for place in range(len(values))]
    assert {row[1].kind for row in lines} == {"date"}
    assert {row[3].kind for row in lines} <= {"float", "percentage"}
    assert [Decimal(row[3].value) for row in lines] == [Decimal(place) / 10 for place in range(len(values))]
    (last,) = (row for row in rows if row and row[0].value == "I alt")
    assert Decimal(last[2].value) == sum(values)
    assert not [cell for row in rows for cell in row if cell.formula]
    assert {row[4].kind for row in lines} == {"string"}


@pytest.mark.parametrize("language", ["da", "en-gb"])
def test_the_status_is_what_it_was(office: str, tmp_path: Path, language: str) -> None:
    status = samples.valby()
    with translation.override(language):
        as_csv, as_xlsx = status_csv(status), status_xlsx(status)
    chosen = DANISH_CSV if language == "da" else ENGLISH_CSV
    for rows in (opened(office, tmp_path, "status.csv", as_csv, chosen), opened(office, tmp_path, "status.xlsx", as_xlsx)):
        assert {Decimal(3_300_000), Decimal(1_400_000), Decimal(1_900_000), Decimal(800_000)} <= set(amounts(rows))
        assert not [cell for row in rows for cell in row if cell.formula]
        assert any(cell.kind == "date" and cell.value.startswith("2008-10-14") for row in rows for cell in row)


def test_a_formula_would_be_seen(office: str, tmp_path: Path) -> None:
    """The test can fail: an unguarded text is a formula to LibreOffice."""
    rows = opened(office, tmp_path, "farlig.csv", b"a;b\r\n1;=1+1\r\n", DANISH_CSV)
    assert [cell for row in rows for cell in row if cell.formula]
