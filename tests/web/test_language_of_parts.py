"""Words people wrote are Danish on every page, and an English page says so (WCAG 2.1, 3.1.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.test import Client

from savings.models import Entry
from tests.demo import VALBY

STATUS = f"/programmer/{VALBY}/"
PROGRAMMES = [STATUS, "/programmer/koebenhavn-2020/", "/programmer/rebild-2023/"]
BEHIND = [f"{STATUS}bilag/", f"{STATUS}bilag/?tal=documented"]
PAGES = ["/", *PROGRAMMES, *BEHIND, "/saadan-laeses-tallene/", "/tilgaengelighed/"]
VOID = {"meta", "link", "input", "br", "img", "rect", "line", "path", "circle", "hr"}
#: Small words that every sentence of a language has, and the other has not.
DANISH = re.compile(r"\b(og|er|ikke|af|til|det|den|på|som|ved)\b", re.IGNORECASE)
ENGLISH = re.compile(r"\b(the|and|of|not|by|no|is|stated|decision|document)\b", re.IGNORECASE)


class Spoken(HTMLParser):
    """The texts of a page, each with the language it is marked with."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[tuple[str, str]] = []
        self._open: list[tuple[str, str]] = [("", "")]
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self._open.append((tag, (dict(attrs).get("lang") or self._open[-1][1])))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """What is closed as it opens holds no text."""

    def handle_endtag(self, tag: str) -> None:
        while len(self._open) > 1 and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tag, language = self._open[-1]
        if data.strip() and tag not in {"script", "title"}:
            self.texts.append((language, " ".join(data.split())))


def spoken(client: Client, path: str) -> list[tuple[str, str]]:
    client.cookies["sprog"] = "en-gb"
    return Spoken(client.get(path).content.decode()).texts


def all_spoken(client: Client) -> Iterator[tuple[str, str, str]]:
    entries = [f"/bilag/{number}/" for number in Entry.objects.order_by("pk").values_list("pk", flat=True)[:12]]
    for path in [*PAGES, *entries]:
        yield from ((path, language, text) for language, text in spoken(client, path))


def test_danish_on_an_english_page_says_that_it_is(member: Client) -> None:
    unmarked = {(path, text) for path, language, text in all_spoken(member) if language != "da" and DANISH.search(text)}
    assert not unmarked


def test_english_on_an_english_page_is_not_said_to_be_danish(member: Client) -> None:
    marked = {(path, text) for path, language, text in all_spoken(member) if language == "da" and ENGLISH.search(text)}
    assert not marked


@pytest.mark.parametrize("path", [STATUS, "/"])
def test_a_danish_page_is_danish_throughout(member: Client, path: str) -> None:
    languages = {language for language, _text in Spoken(member.get(path).content.decode()).texts}
    assert languages == {"da", "en"}  # English is the switch's own word
