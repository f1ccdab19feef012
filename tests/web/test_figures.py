"""The memo's figures over HTTP: the same on every face, and each can be opened down to its entries."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from html import unescape
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.utils import timezone, translation

from savings.elements.sentences import scale_of
from savings.reporting import StatusQuestion, read_status
from tests.demo import VALBY
from tests.presentation import readers
from tests.presentation.test_data import MEMO as MEMO_IN_JSON

STATUS = f"/programmer/{VALBY}/"
PROGRAMMES = [VALBY, "koebenhavn-2020", "rebild-2023"]
#: Table 1 of the memo, in kroner.
MEMO = {
    "target": Decimal(3_300_000), "net_realised": Decimal(1_400_000), "documented": Decimal(800_000),
    "undocumented": Decimal(600_000), "outstanding": Decimal(1_900_000), "secured": Decimal(1_900_000), "open": Decimal(0),
}  # fmt: skip
LANGUAGES = ["da", "en-gb"]


class Links(HTMLParser):
    """Every link of a page with the text it stands on."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._href: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._href = dict(attrs).get("href") if tag == "a" else None

    def handle_endtag(self, tag: str) -> None:
        self._href = None if tag == "a" else self._href

    def handle_data(self, data: str) -> None:
        if self._href:
            self.found.append((self._href, data.strip()))


def figure_links(page: str) -> list[tuple[str, str]]:
    """The links on figures: where they lead, and the figure."""
    return [(href, text) for href, text in Links(page).found if "/bilag/?tal=" in href]


def text_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_the_json_states_the_memos_figures(member: Client) -> None:
    headline = member.get(f"{STATUS}status.json").json()["headline"]
    assert headline == {"year": 2011, **MEMO_IN_JSON}


def test_the_json_is_the_same_in_every_language(member: Client) -> None:
    answers = set()
    for language in LANGUAGES:
        member.cookies["sprog"] = language
        answers.add(member.get(f"{STATUS}status.json").content)
    assert len(answers) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_sheets_and_paper_state_what_the_memo_states(member: Client, language: str) -> None:
    member.cookies["sprog"] = language
    with translation.override(language):
        status = read_status(VALBY, StatusQuestion(as_of=timezone.localdate()))
        scale = scale_of(status)
        faces = {
            "csv": readers.from_csv(member.get(f"{STATUS}status.csv").content, status),
            "xlsx": readers.from_xlsx(member.get(f"{STATUS}status.xlsx").content, status),
            "pdf": readers.from_pdf(member.get(f"{STATUS}status.pdf").content, status),
            "page": _from_page(text_of(member, STATUS), scale.one),
        }
    for face, taken in faces.items():
        assert {key: taken.get(key) for key in MEMO} == MEMO, face


def _from_page(page: str, one: Decimal) -> dict[str, Decimal | None]:
    """The headline table of the page, by the name that each figure's link has in its address."""
    table = page[page.index('class="table1"') :]
    table = table[: table.index("</table>")]
    named = [(re.search(r"tal=(\w+)", href), text) for href, text in figure_links(table)]
    return {found[1]: readers.plain(text) * one for found, text in named if found}


def test_what_has_no_amount_is_said_not_to_have_one(member: Client) -> None:
    page = text_of(member, STATUS)
    row = page[page.index("heraf realiseret andetsteds") :]
    assert "ikke oplyst" in row[: row.index("</tr>")]


def test_the_drawing_carries_the_figures_of_its_table(member: Client) -> None:
    page = text_of(member, STATUS)
    split = set(re.findall(r'data-part="(\w+)" data-amount="([^"]+)"', page))
    assert {(part, Decimal(amount)) for part, amount in split} == {
        ("documented", 800_000), ("undocumented", 600_000), ("secured", 1_900_000),
    }  # fmt: skip
    years = {(part, year, Decimal(amount)) for part, year, amount in re.findall(
        r'data-part="(\w+)" data-year="(\d+)" data-amount="([^"]+)"', page)}  # fmt: skip
    assert {amount for _part, year, amount in years if year == "2011"} >= {Decimal(3_300_000), Decimal(1_400_000)}


def test_the_interactive_figure_carries_the_same_data(member: Client) -> None:
    page = text_of(member, STATUS)
    figures = [json.loads(found) for found in re.findall(r'<script id="[^"]+" type="application/json">(.*?)</script>', page)]
    assert figures
    numbers = re.findall(r"-?\d+(?:\.\d+)?", json.dumps([trace.get("y") for figure in figures for trace in figure["data"]]))
    assert {Decimal("1.4"), Decimal("1.9")} <= {Decimal(number) for number in numbers} or {
        Decimal(1_400_000), Decimal(1_900_000)} <= {Decimal(number) for number in numbers}  # fmt: skip


@pytest.mark.parametrize("slug", PROGRAMMES)
def test_every_figure_opens_down_to_entries_that_add_up_to_it(member: Client, slug: str) -> None:
    page = text_of(member, f"/programmer/{slug}/")
    one = scale_of(read_status(slug, StatusQuestion(as_of=timezone.localdate()))).one
    links = sorted(set(figure_links(page)))
    assert len(links) > 5
    for href, shown in links:
        behind = text_of(member, href)
        stated = re.search(r"Disse bilag giver tilsammen ([−\d.,]+)", unescape(behind))
        amount = readers.plain(stated[1]) if stated else Decimal(0)
        # A band opens to the plan at its earliest: its upper end.
        off = abs(amount - readers.plain(shown.split("–")[-1]) * one)
        assert off <= one / 20, (href, shown, amount)
        assert stated or readers.plain(shown) == 0, f"{href} shows {shown} and has no entries"


def test_an_entry_behind_a_figure_opens_whole(member: Client) -> None:
    behind = text_of(member, f"{STATUS}bilag/?tal=target&aar=2011")
    (href,) = {href for href, _text in Links(behind).found if re.fullmatch(r"/bilag/\d+/", href)}
    entry = text_of(member, href)
    assert "3.300.000,00" in entry
    assert "controller" in entry
    assert "Dokumentnr. 2008-559734, s.\u00a01" in entry
