"""What a report begins as: its head says what the programme says of itself, and nothing of another paper."""

from __future__ import annotations

from datetime import date

import pytest

from savings.composing.starters import STARTERS, start_manuscript
from tests import samples


@pytest.mark.parametrize("name", STARTERS)
@pytest.mark.parametrize("language", ["da", "en"])
def test_a_new_report_has_no_document_number_until_it_is_given_its_own(name: str, language: str) -> None:
    programme = samples.valby().programme
    assert programme.document_number
    told = start_manuscript(
        name, programme, language=language, today=date(2026, 11, 28), as_of=date(2026, 11, 28), year=None, price_level=None, unit="",
        title="Status",
    )  # fmt: skip
    assert (told.case_number, told.document_number) == (programme.case_number, "")
