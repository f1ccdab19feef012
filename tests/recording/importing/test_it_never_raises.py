"""Whatever the bytes are, the answer is rows or faults, never both, and never an exception."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from savings.recording.importing import read_file
from tests.recording.importing.files import LONG, sheet_xml, with_sheet, workbook

BOOK = workbook(LONG.split(";"), ["BS", "Hus", "krav", 2011, 3.3, "mio. kr", 2020, "varig", "BR", "tekst"])
PIECES = st.sampled_from(
    [LONG, "art;2011", "krav", "offset", ";", ",", "\t", '"', '""', "\n", "\r", "\r\n", "#", "sep=,", "1.234", "1,5", "0.5", "-",
     "2011", "mio. kr", "æ", "\ufeff", "\x00", "\u2028", "  ", "I alt"]
)  # fmt: skip


def settled(name: str, data: bytes) -> None:
    """The file is read, and is either taken or refused."""
    reading = read_file(name, data)
    assert bool(reading.rows) != bool(reading.faults)
    assert all(str(fault) for fault in reading.faults)


@given(st.sampled_from(["a.csv", "a.xlsx"]), st.binary(max_size=400))
def test_any_bytes(name: str, data: bytes) -> None:
    settled(name, data)


@given(st.lists(PIECES, max_size=40), st.sampled_from(["utf-8", "utf-16", "cp1252"]))
def test_any_text(pieces: list[str], encoding: str) -> None:
    settled("a.csv", "".join(pieces).encode(encoding, errors="replace"))


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_cells(first: str, second: str) -> None:
    text = "\n".join([LONG, ";".join([first, second] * 5), first, second])
    settled("a.csv", text.encode("utf-8", errors="replace"))


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_workbook(seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(BOOK)
    for _ in range(chance.randint(1, 20)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    settled("a.xlsx", bytes(data))


CELLS = st.sampled_from(
    ['<row r="1">', "<row>", "</row>", '<c r="A1" t="str"><v>art</v></c>', '<c r="B1"><v>2011</v></c>',
     '<c t="s"><v>99999</v></c>',
     '<c r="1A"><v>1</v></c>', '<c r=""><v>1</v></c>', '<c r="A0"><v>1</v></c>', '<c r="ÆØ1"><v>1</v></c>', '<c><v>NaN</v></c>',
     '<c><v>inf</v></c>', '<c r="B2"><v>1e999</v></c>', '<c r="A2" t="str"><v>krav</v></c>', "<f>1</f>", "<v/>",
     "<is><t>x</t></is>",
     '<c r="B2" t="d"><v>2011-13-99</v></c>', '<c r="B2" s="9999"><v>1</v></c>', "<c/>", '<c r="A-1"><v>1</v></c>',
     '<row r="99999999999">', '<c r="A99999999999"><v>1</v></c>', '<c r="AAAAAAAAAA1"><v>1</v></c>', "&amp;", "<!-- x -->"]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(CELLS, max_size=12))
def test_a_sheet_that_no_program_writes(pieces: list[str]) -> None:
    settled("a.xlsx", with_sheet(sheet_xml("".join(pieces))))
