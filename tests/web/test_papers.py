"""The demo's papers before the reference validator: PDF/UA-1 and PDF/A-3a, in both languages, the charts on them."""

from __future__ import annotations

import pytest
from django.test import Client

from savings.elements.typesetting.typst import CannotBeSet, TookTooLong
from savings.presentation.paper import listing, status
from tests.presentation.readers import pdf_text
from tests.verapdf import validate

PROGRAMMES = ("faelles-borgerservice-valby", "koebenhavn-2020", "rebild-2023")


@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.parametrize("language", ["da", "en-gb"])
@pytest.mark.parametrize("slug", PROGRAMMES)
def test_each_demo_paper_passes_the_reference_validator(member: Client, slug: str, language: str) -> None:
    member.cookies["sprog"] = language
    answer = member.get(f"/programmer/{slug}/status.pdf")
    assert answer.status_code == 200
    failed = validate(answer.content)
    assert len(failed) == 2
    assert not any(failed.values()), failed


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_phasing_in_is_drawn_where_there_is_more_than_one_year(member: Client) -> None:
    drawn = {
        slug: pdf_text(member.get(f"/programmer/{slug}/status.pdf").content).count("Indfasning år for år") for slug in PROGRAMMES
    }
    assert drawn == {"faelles-borgerservice-valby": 1, "koebenhavn-2020": 0, "rebild-2023": 1}


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_paper_in_another_price_level_and_of_a_past_day_passes_too(member: Client) -> None:
    for query in ("?pl=2024", "?pr=2019-01-01", "?aar=2021"):
        failed = validate(member.get(f"/programmer/koebenhavn-2020/status.pdf{query}").content)
        assert not any(failed.values()), (query, failed)


@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.parametrize("slug", PROGRAMMES)
def test_the_same_report_is_the_same_paper_to_the_byte(member: Client, slug: str) -> None:
    from django.core.cache import cache

    first = member.get(f"/programmer/{slug}/status.pdf").content
    cache.clear()
    assert member.get(f"/programmer/{slug}/status.pdf").content == first


@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.parametrize(("refusal", "code"), [(CannotBeSet("internal error"), 422), (TookTooLong("twenty seconds"), 503)])
@pytest.mark.parametrize("path", ["/programmer/rebild-2023/status.pdf", "/rapporter/?fil=pdf"])
def test_a_paper_that_cannot_be_set_is_a_page_that_says_what_to_do(
    member: Client, monkeypatch: pytest.MonkeyPatch, path: str, refusal: CannotBeSet, code: int
) -> None:
    def refuse(*_given: object, **_asked: object) -> bytes:
        raise refusal

    monkeypatch.setattr(listing, "compile_pdf", refuse)
    monkeypatch.setattr(status, "compile_pdf", refuse)
    response = member.get(path)
    assert response.status_code == code
    assert "Papiret kan ikke laves" in response.content.decode()
    assert "Excel eller CSV" in response.content.decode()
