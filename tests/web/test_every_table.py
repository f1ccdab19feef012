"""Every table of the app can be taken along: each page is opened as each role, and each table found is sought in its files."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable
from typing import NamedTuple

import openpyxl
import pytest
from django.test import Client

from savings.models import Closing, Programme, Round, User
from savings.recording.rounds import close_round, grant_exception
from tests.demo import VALBY
from tests.web import test_doors
from tests.web.conftest import logged_in
from tests.web.test_doors import AT, CONTROLLER, DOORS, EVERYBODY, FOLLOWERS, RECORDERS, ROLES

inside, scene = test_doors.inside, test_doors.scene
TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
#: Pages with a table that is no data of the ledger's, and why a file of it would mislead.
NO_DATA = {"reports:draft": "the references that can be typed in a text, to choose from beside the form"}
#: Pages whose files have shapes of their own; what they hold is compared in tests/presentation/test_one_report_all_faces.py.
OWN_SHAPE = {"programmes:status", "reports:report"}
#: Pages in a state that the rows of `DOORS` do not show.
MORE = {
    "overview-chosen": ("/?soeg=Valby&beloeb=kr&orden=programme", EVERYBODY),
    "unit-2011": ("/enheder/SUF/?aar=2011&beloeb=1000", EVERYBODY),
    "entries-restated": ("/programmer/koebenhavn-2020/bilag/?tal=target&aar=2020&pl=2024", EVERYBODY),
    "charts-kroner": (f"/programmer/{VALBY}/diagrammer/?beloeb=kr&aar=2010", EVERYBODY),
    "since-date": (f"/programmer/{VALBY}/siden/?fra=2008-10-01&beloeb=1000", EVERYBODY),
    "entry-waits": ("/bilag/{waits}/", CONTROLLER),
    "report-read": ("/rapporter/{written}/", EVERYBODY),
    "series-asked": ("/prisindeks/{series}/?beloeb=1&fra=2020&til=2024", EVERYBODY),
    "trail-chosen": ("/spor/?ved=entry&gjorde=approved", CONTROLLER),
    "round-closed": ("/runder/{round}/", FOLLOWERS),
    "rounds-asked": ("/runder/", RECORDERS),
}
WALKED = {name: (door.path, door.get) for name, door in DOORS.items() if door.get} | MORE


class Table(NamedTuple):
    """A table of a page: its caption, and what names its rows."""

    caption: str
    names: tuple[str, ...]


def words(markup: str) -> str:
    """A cell's own text: not what stands small beneath it, nor the marks and notes at it."""
    own = re.sub(r"<small>.*?</small>|<sup.*?</sup>|<svg.*?</svg>", "", markup, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", own)).replace("\u00a0", " ").split())


def tables_of(page: str) -> list[Table]:
    """The tables of a page. A table without a row that is named would be found here, and then in no file."""
    found = re.findall(r"<table.*?</table>", page, flags=re.S)
    captions = [re.search(r'<span class="(?:caption|unseen)">(.*?)</span>', table, flags=re.S) for table in found]
    named = [tuple(words(name) for name in re.findall(r'<th scope="row"[^>]*>(.*?)</th>', table, flags=re.S)) for table in found]
    return [Table(words(said[1]) if said else "", names) for said, names in zip(captions, named, strict=True)]


def files_of(page: str, path: str) -> dict[str, str]:
    """The address of each file that a page offers of its tables, by its ending."""
    hrefs = [html.unescape(href) for href in re.findall(r'href="([^"]+)"', page)]
    found = {}
    for ending in TYPES:
        offered = [
            href
            for href in hrefs
            if re.search(rf"[?&]fil={ending}\b|(?<!udkast)\.{ending}(?:\?|$)", href) and "/diagram/" not in href
        ]
        if offered:
            found[ending] = f"{path.split('?')[0]}{offered[0]}" if offered[0].startswith("?") else offered[0]
    return found


def read(ending: str, content: bytes) -> list[str]:
    """Every cell of a file, as text."""
    if ending == "csv":
        rows = csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
        return [cell.removeprefix("'") for row in rows for cell in row]
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert all(len(sheet.title) <= 31 for sheet in book.worksheets)
    return [str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]


def as_told(name: str) -> str:
    """What names a row, as a file tells it: a day as a date, a moment as a date with its time."""
    day = re.fullmatch(r"(\d\d)-(\d\d)-(\d{4})(?: kl\. (\d\d:\d\d))?", name)
    return f"{day[3]}-{day[2]}-{day[1]}{f' {day[4]}' if day[4] else ''}" if day else name


def closed_with_an_exception() -> None:
    by, whom = (User.objects.get(username=name) for name in ("controller", "finans"))
    close_round(round=Round.objects.get(), reason="Slut.", by=by, at=AT)
    closings = Closing.objects.filter(programme=Programme.objects.get(slug=VALBY))
    grant_exception(closings=closings, person=whom, until=AT.date(), reason="Sent bilag.", by=by, at=AT)


@pytest.mark.parametrize("name", WALKED)
def test_each_table_of_each_page_is_in_its_files(inside: Callable[[str, str], str], name: str) -> None:
    pattern, roles = WALKED[name]
    seen: set[str] = set()
    for role in sorted(roles):
        path = inside(role, pattern)
        if name == "round-closed" and not seen:
            closed_with_an_exception()
        client = logged_in(ROLES[role])
        response = client.get(path, follow=True)
        if response.streaming:
            b"".join(response.streaming_content)
        if response.streaming or "text/html" not in response["Content-Type"]:
            return
        page = response.content.decode()
        assert not re.search(r'(?:href|action)=""', page), (name, role, "a link that leads nowhere")
        tables = tables_of(page)
        if name in NO_DATA:
            # A reason for a table that is gone excuses nothing.
            assert tables
            continue
        files = files_of(page, response.request["PATH_INFO"])
        assert not tables or set(files) == set(TYPES), (name, role, tables, files)
        if tables and str(tables) not in seen:
            seen.add(str(tables))
            for ending, address in files.items():
                sought(client, name, ending, address, tables)


def sought(client: Client, name: str, ending: str, address: str, tables: list[Table]) -> None:
    """Whether a file is there, and has each table with each of its rows."""
    taken = client.get(address, follow=ending == "pdf")
    assert (taken.status_code, taken["Content-Type"]) == (200, TYPES[ending]), (name, address)
    if ending == "pdf":
        assert taken.content.startswith(b"%PDF")
        return
    cells = read(ending, taken.content)
    whole = "\n".join(cells)
    for table in tables if name not in OWN_SHAPE else ():
        assert name.startswith("trail") or table.caption in whole, (name, ending, table.caption)
        assert table.names, (name, table.caption)
        missing = [row for row in map(as_told, table.names) if row not in whole]
        assert not missing, (name, ending, missing)


def test_a_table_without_files_is_found() -> None:
    """The test can fail."""
    page = '<table><caption><span class="caption">Krav</span></caption><tr><th scope="row">SUF<small>2</small></th></tr></table>'
    assert tables_of(page) == [Table("Krav", ("SUF",))]
    assert files_of(page, "/") == {}
    assert files_of('<a href="?fil=csv&amp;aar=2011">CSV</a>', "/enheder/SUF/") == {"csv": "/enheder/SUF/?fil=csv&aar=2011"}
