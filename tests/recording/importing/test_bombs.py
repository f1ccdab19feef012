"""Workbooks made to do harm are refused, in little time and within bounded memory."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable

import pytest

from savings.recording.importing import Reason, read_file
from tests.recording.importing.files import facts, sheet_xml, with_sheet, workbook

ROWS = '<row r="1"><c r="A1" t="str"><v>art</v></c><c r="B1"><v>2011</v></c></row>'


def with_part(name: str, pieces: Callable[[], list[bytes]]) -> bytes:
    """A workbook in which one part is made of these pieces, whatever they come to."""
    source = zipfile.ZipFile(io.BytesIO(workbook(["art", 2011], ["krav", 1])))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for each in source.namelist():
            if each != name:
                archive.writestr(each, source.read(each))
        with archive.open(name, "w", force_zip64=True) as part:
            for piece in pieces():
                part.write(piece)
    return stream.getvalue()


def laughs(head: str = "") -> bytes:
    """A thousand million laughs in a few hundred bytes."""
    entities = "".join(
        f'<!ENTITY l{n} "{"&l" + str(n - 1) + ";" if n else "ha"}{("&l" + str(n - 1) + ";") * 9 if n else ""}">'
        for n in range(10)
    )
    return f'<?xml version="1.0"?><!DOCTYPE x [{entities}]>{head}'.encode()


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"])
def test_a_thousand_million_laughs_are_refused_at_their_first_word(part: str) -> None:
    assert facts(read_file("a.xlsx", with_part(part, lambda: [laughs("<a>&l9;</a>")]))) == [(0, "", Reason.UNREADABLE)]


def test_laughs_among_the_shared_texts_are_never_told() -> None:
    """Calamine, which reads them, resolves no entity of a document's own."""
    text = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&l9;</t></si></sst>'
    reading = read_file("a.xlsx", with_part("xl/sharedStrings.xml", lambda: [laughs(text)]))
    assert not any("haha" in row.note for row in reading.rows)


def test_an_external_entity_is_not_fetched() -> None:
    head = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    data = with_sheet(sheet_xml('<row r="1"><c r="A1" t="str"><v>&a;</v></c></row>', head))
    assert facts(read_file("a.xlsx", data)) == [(0, "", Reason.UNREADABLE)]


BOMBS: dict[str, Callable[[], bytes]] = {
    "noughts": lambda: with_part("xl/worksheets/sheet1.xml", lambda: [b"0" * 2**20] * 1024),
    "spaces": lambda: with_part("xl/worksheets/sheet1.xml", lambda: [sheet_xml(ROWS).encode(), *[b" " * 2**20] * 256]),
    "texts": lambda: with_part("xl/sharedStrings.xml", lambda: [b"<sst>", *[b"<si><t>a</t></si>" * 2**16] * 150]),
    "styles": lambda: with_part("xl/styles.xml", lambda: [b"<styleSheet>", *[b"<xf/>" * 2**16] * 150]),
    "nested": lambda: with_part("xl/worksheets/sheet1.xml", lambda: [b"<worksheet>", *[b"<a>" * 2**18] * 100]),
    "cells": lambda: with_part(
        "xl/worksheets/sheet1.xml", lambda: [b'<worksheet><sheetData><row r="1">', *[b"<c><v>1</v></c>" * 2**16] * 100]
    ),
    "rows": lambda: with_part(
        "xl/worksheets/sheet1.xml", lambda: [b"<worksheet><sheetData>", *[b"<row><c><v>1</v></c></row>" * 2**15] * 100]
    ),
    "members": lambda: _with_members(150_000),
}


def _with_members(count: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(count):
            archive.writestr(f"{number}", b"")
    return stream.getvalue()


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_within_bounded_memory(bomb: str) -> None:
    data = BOMBS[bomb]()
    assert len(data) < 25_000_000
    script = (
        "import sys, resource, django; django.setup()\n"
        "from savings.recording.importing import read_file; data = sys.stdin.buffer.read()\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "reading = read_file('a.xlsx', data)\n"
        "grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024\n"
        "print([fault.reason.value for fault in reading.faults], grown)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        input=data,
        capture_output=True,
        timeout=100,
        check=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "valby.settings"},
    )
    reasons, _space, grown = done.stdout.decode().rpartition(" ")
    assert reasons in ("['unreadable']", "['file_size']", "['sheet_size']")
    assert int(grown) < 130, f"{grown} MiB"
