"""What a format code of a workbook shows: only its first section, however that ends."""

from __future__ import annotations

from decimal import Decimal

import pytest

from savings.recording.importing.number_formats import read_format

ONE, THOUSAND = Decimal(1), Decimal(1000)


@pytest.mark.parametrize(
    ("code", "shown"),
    [('#,##0,;-0"%"', (False, THOUSAND, "")), ("#,##0_);(#,##0,)", (False, ONE, "")), ('0.0"t;kr.";0%', (False, ONE, "t;kr.")),
     ("0\\;%;0", (True, ONE, "")), ('0\\";0%', (False, ONE, "")), ("[Red]0[$kr.-406];0%", (False, ONE, "kr.")),
     ("[" * 3 + "0%", (True, ONE, "")), ("", (False, ONE, ""))],
)  # fmt: skip
def test_only_the_first_section_counts(code: str, shown: tuple[bool, Decimal, str]) -> None:
    assert read_format(code) == shown
