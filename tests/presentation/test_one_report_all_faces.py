"""One report, all faces: what a reader finds in the paper, the sheets and the JSON is what the report says."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.utils import translation

from savings.elements.data.status_csv import status_csv
from savings.elements.data.status_json import status_json_bytes
from savings.elements.sentences import scale_of
from savings.money import round_half_up
from savings.presentation.paper.status import status_pdf
from savings.presentation.sheets.xlsx import status_xlsx
from savings.projections.status import Status
from tests import samples
from tests.presentation import readers

REPORTS = [samples.valby, samples.large, samples.empty]
LANGUAGES = ["da", "en-gb"]
in_every_language = pytest.mark.parametrize("language", LANGUAGES)
of_every_report = pytest.mark.parametrize("report", REPORTS)


@of_every_report
@in_every_language
def test_the_csv_states_the_headline_to_the_oere(report: Callable[[], Status], language: str) -> None:
    status = report()
    with translation.override(language):
        assert readers.from_csv(status_csv(status), status) == readers.expected(status)


@of_every_report
@in_every_language
def test_the_workbook_states_the_headline_to_the_oere(report: Callable[[], Status], language: str) -> None:
    status = report()
    with translation.override(language):
        assert readers.from_xlsx(status_xlsx(status), status) == readers.expected(status)


@of_every_report
@in_every_language
def test_the_paper_states_the_headline_in_its_own_unit(report: Callable[[], Status], language: str) -> None:
    status = report()
    with translation.override(language):
        scale = scale_of(status)
        taken = readers.from_pdf(status_pdf(status), status)
        assert taken == {
            key: None if amount is None else scale.round(amount) * scale.one for key, amount in readers.expected(status).items()
        }


#: What JSON may say nothing of (DESIGN.md, section 4).
NULLABLE = {
    "plan", "identified", "unidentified", "deviation", "not_delivered", "forecast", "expected_offset", "net_forecast", "at_risk",
    "not_expected", "no_forecast", "shortfall", "surplus", "uncovered", "overcovered",
}  # fmt: skip


@of_every_report
@in_every_language
def test_the_json_states_the_headline_whatever_the_language(report: Callable[[], Status], language: str) -> None:
    status = report()
    shown = status.headline
    with translation.override(language):
        taken = readers.from_json(status_json_bytes(status))
    ratios = {name: taken.pop(name) for name in ("evidence_coverage", "forecast_covers")}
    assert {name: amount or 0 for name, amount in taken.items()} == {name: getattr(shown, name) or 0 for name in taken}
    assert {name for name, amount in taken.items() if amount is None} <= NULLABLE
    for name, ratio in ratios.items():
        exact = getattr(shown, name)
        assert ratio == (None if exact is None else round_half_up(exact, 10))


@in_every_language
def test_the_memos_figures_are_on_every_face(language: str) -> None:
    status = samples.valby()
    memo = {
        "target": samples.mio("3.3"),
        "net_realised": samples.mio("1.4"),
        "documented": samples.mio("0.8"),
        "outstanding": samples.mio("1.9"),
        "secured": samples.mio("1.9"),
        "open": Decimal(0),
    }
    with translation.override(language):
        for taken in (
            readers.from_pdf(status_pdf(status), status),
            readers.from_csv(status_csv(status), status),
            readers.from_xlsx(status_xlsx(status), status),
        ):
            assert {key: taken[key] for key in memo} == memo
            assert taken["elsewhere"] is None
