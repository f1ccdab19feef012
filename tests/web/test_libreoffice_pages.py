"""The demo's files in a spreadsheet program: every number, total and date of the page is in them as such, and nothing runs."""

from __future__ import annotations

import re
import subprocess
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from savings.models import PriceSeries, Unit, User
from savings.recording.register import change
from tests.demo import VALBY
from tests.presentation import test_libreoffice
from tests.presentation.test_libreoffice import DANISH_CSV, TABLE, Read, _cells
from tests.web.conftest import logged_in
from tests.web.test_doors import AT
from tests.web.test_every_table import as_told, files_of, words

office = test_libreoffice.office
STATUS = f"/programmer/{VALBY}/"
#: Each page with who reads it; the status in kroner, as its files are.
PAGES = {
    "overview": ("/?beloeb=kr", "medlem"),
    "millions": ("/", "medlem"),
    "status": (f"{STATUS}?beloeb=kr", "medlem"),
    "behind": (f"{STATUS}bilag/?tal=net_realised&aar=2011", "medlem"),
    "bridge": (f"{STATUS}siden/?fra=2008-10-01", "medlem"),
    "charts": (f"{STATUS}diagrammer/", "medlem"),
    "series": ("/prisindeks/{series}/", "medlem"),
    "trail": ("/spor/?ved=unit", "revisor"),
}
Row = tuple[str, list[Decimal]]


def numbers_of(page: str) -> list[Row]:
    """What names each row of a page's tables, and the numbers in it."""
    rows = re.findall(r'<tr[^>]*>(?:(?!<tr).)*?<th scope="row">(.*?)</th>(.*?)</tr>', page, flags=re.S)
    shown = [(as_told(words(name)), re.findall(r'<td class="n">(.*?)</td>', rest, flags=re.S)) for name, rest in rows]
    return [(name, [number for cell in cells if (number := read(words(cell))) is not None]) for name, cells in shown]


def read(text: str) -> Decimal | None:
    """A number as a Danish page writes it; read here by other means than the files are made by."""
    bare = text.replace(".", "").replace(",", ".").replace("−", "-").replace("+", "")
    share = bare.endswith("%")
    bare = bare.removesuffix("%").strip()
    return Decimal(bare) / (100 if share else 1) if re.fullmatch(r"-?\d+(\.\d+)?", bare) else None


def opened(office: str, folder: Path, files: Mapping[str, bytes], infilter: str = "") -> dict[str, list[list[Read]]]:
    """Every row of every sheet of several files, read by one run of the program."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    chosen = [f"--infilter={infilter}"] if infilter else []
    run = [office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore", *chosen, "--convert-to", "fods",
           "--outdir", str(folder / "out"), *(str(folder / name) for name in files)]  # fmt: skip
    subprocess.run(run, check=True, capture_output=True, timeout=240)
    roots = {name: ElementTree.parse(folder / "out" / Path(name).with_suffix(".fods").name).getroot() for name in files}
    return {name: [list(_cells(row)) for row in root.iter(f"{TABLE}table-row")] for name, root in roots.items()}


def holds(row: list[Read], wanted: Row) -> bool:
    """Whether a row of a file is that row of the page: its name, and its numbers in their order, as numbers."""
    name, numbers = wanted
    if not any(cell.value.strip() == name or cell.value.replace("T", " ").startswith(name) for cell in row if name):
        return False
    found = iter(Decimal(cell.value) for cell in row if cell.kind in ("float", "percentage"))
    return all(any(number == each for each in found) for number in numbers)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_the_page_says_is_in_the_file_as_numbers_and_dates(demo: None, office: str, tmp_path: Path, ending: str) -> None:
    change(Unit.objects.get(code="SUF"), by=User.objects.get(username="admin"), at=AT, why="=HYPERLINK(1)", name="=1+1")
    pages, files = {}, {}
    for name, (pattern, who) in PAGES.items():
        client, path = logged_in(who), pattern.format(series=PriceSeries.objects.get().pk)
        pages[name] = client.get(path).content.decode()
        files[f"{name}.{ending}"] = client.get(files_of(pages[name], path)[ending]).content
    sheets = opened(office, tmp_path, files, DANISH_CSV if ending == "csv" else "")
    for name, page in pages.items():
        wanted, rows = numbers_of(page), sheets[f"{name}.{ending}"]
        assert len(wanted) > 2, name
        # The status' CSV has every amount once, and no row for each table of the page.
        sought = wanted[:8] if name == "status" else wanted
        missing = [row for row in sought if not any(holds(found, row) for found in rows)]
        assert not missing, (name, missing)
        assert not [cell for row in rows for cell in row if cell.formula], name
    dates = {name: [cell.value for row in sheets[f"{name}.{ending}"] for cell in row if cell.kind == "date"] for name in PAGES}
    assert {"2008-10-14", "2020-03-24", "2023-01-01"} <= {value[:10] for value in dates["overview"]}
    assert len(dates["behind"]) == 3 * 2
    # A moment is a date with its time, not a text.
    acts = [row for row in sheets[f"trail.{ending}"] if any(cell.kind == "date" for cell in row)]
    assert len(acts) == pages["trail"].count('<th scope="row">')
    assert any("=HYPERLINK(1)" in cell.value for row in acts for cell in row)


def test_a_total_that_is_another_would_be_seen() -> None:
    """The test can fail."""
    row = [Read("string", "I alt", False), Read("float", "1400000", False)]
    assert holds(row, ("I alt", [Decimal("1400000.00")]))
    assert not holds(row, ("I alt", [Decimal("1400000.01")]))
    assert not holds([row[0], Read("string", "1.400.000,00", False)], ("I alt", [Decimal(1400000)]))
    assert numbers_of('<tr><th scope="row">I alt</th><td class="n">1.400.000,00</td></tr>') == [
        ("I alt", [Decimal("1400000.00")])
    ]
