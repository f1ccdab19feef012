"""The price basis over HTTP: set by finance, approved by a controller, read by all, and asked around by `pl`."""

from __future__ import annotations

import pytest
from django.test import Client

from savings.models import PriceBasis
from tests.demo import VALBY
from tests.web.conftest import logged_in

KBH = "/programmer/koebenhavn-2020/"
PAGE = f"{KBH}prisniveau/"
TYPED = {"level": "2024", "reference": "BR 7/24", "decided_on": "2024-02-01", "page": "2", "valid_from": "2024-03-01"}


@pytest.fixture
def finance(demo: None) -> Client:
    return logged_in("finans")


def set_basis(finance: Client, controller: Client) -> PriceBasis:
    assert finance.post(PAGE, TYPED).status_code == 302
    basis = PriceBasis.objects.get()
    assert controller.post(f"/prisniveau/{basis.pk}/godkend/").status_code == 302
    return basis


def test_finance_sets_it_and_a_controller_approves_it_on_the_vouching_page(
    finance: Client, controller: Client, member: Client
) -> None:
    finance.post(PAGE, TYPED)
    basis = PriceBasis.objects.get()
    assert "2024-p/l ifølge" in controller.get("/godkend/").content.decode()
    assert "2024-p/l" not in member.get(PAGE).content.decode()
    assert member.get(f"{KBH}status.json").json()["price_level"] is None
    controller.post(f"/prisniveau/{basis.pk}/godkend/")
    assert "2024-p/l ifølge" in member.get(PAGE).content.decode()
    assert member.get(f"{KBH}status.json").json()["price_level"] == 2024


def test_nobody_else_sets_or_approves_it(member: Client, finance: Client, controller: Client) -> None:
    assert member.post(PAGE, TYPED).status_code == 403
    assert controller.post(PAGE, TYPED).status_code == 302
    basis = PriceBasis.objects.get()
    for person in (member, finance, controller):
        person.post(f"/prisniveau/{basis.pk}/godkend/")
    assert not hasattr(PriceBasis.objects.get(), "approval")


def test_a_form_that_lacks_something_says_so_and_keeps_what_was_typed(finance: Client) -> None:
    page = finance.post(PAGE, {**TYPED, "level": "24", "decided_on": ""}).content.decode()
    assert "Skriv et årstal med fire cifre" in page
    assert 'value="BR 7/24"' in page
    page = finance.post(PAGE, {**TYPED, "decided_on": ""}).content.decode()
    assert "hviler på en beslutning med en dato" in page
    assert not PriceBasis.objects.exists()


@pytest.mark.parametrize(("query", "level"), [("", 2024), ("?pl=2025", 2025), ("?pl=oplyst", None), ("?pl=OPLYST", None)])
def test_another_level_or_as_stated_is_asked_for_in_the_address(
    finance: Client, controller: Client, member: Client, query: str, level: int | None
) -> None:
    set_basis(finance, controller)
    answer = member.get(f"{KBH}status.json{query}").json()
    assert answer["price_level"] == level
    assert {cell["price_level"] for cell in answer["cells"]} == {level or 2020}
    page = member.get(f"{KBH}{query}").content.decode()
    assert 'list="price-levels"' in page
    assert "Programmets prisniveau" in page


def test_the_page_the_overview_and_the_paper_say_the_basis(finance: Client, controller: Client, member: Client) -> None:
    set_basis(finance, controller)
    said = "2024-p/l ifølge BR\u00a07/24, s.\u00a02 (01-02-2024), fra 01-03-2024"
    assert said in member.get(KBH).content.decode()
    overview = member.get("/?aar=2020").content.decode()
    assert "virkning i 2020, 2024-p/l" in overview
    assert "pl=2024" in overview
    assert "virkning i 2020, 2020-p/l" in member.get("/?aar=2020&pl=oplyst").content.decode()


@pytest.mark.parametrize("path", ["/", f"/programmer/{VALBY}/", f"/programmer/{VALBY}/siden/"])
def test_a_word_that_is_no_level_is_refused_in_words(member: Client, path: str) -> None:
    page = member.get(f"{path}?pl=faste")
    assert page.status_code == 400
    assert "»oplyst« for beløb, som de er oplyst" in page.content.decode()
