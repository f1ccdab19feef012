"""The pages of a long list: the reader's own is told from the others, the rest is left out, and what was asked stays."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from savings.web.paging import pages_of


def shown(total: int, page: int, query: str = "") -> list[str]:
    """The pages as a reader sees them: the own in brackets, a gap as dots."""
    pages = pages_of(RequestFactory().get(f"/?{query}"), total, page=page, per_page=50)
    assert pages is not None
    return [f"[{number}]" if number == pages.current else str(number or "…") for number, _href in pages.around]


@pytest.mark.parametrize("total", [0, 1, 50])
def test_one_page_needs_no_others(total: int) -> None:
    assert pages_of(RequestFactory().get("/"), total, page=1, per_page=50) is None


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (1, "[1] 2 3 … 87"),
        (3, "1 2 [3] 4 5 … 87"),
        (44, "1 … 42 43 [44] 45 46 … 87"),
        (87, "1 … 85 86 [87]"),
        (9999, "1 … 85 86 [87]"),
    ],
)
def test_a_long_list_shows_the_pages_around_the_own(page: int, words: str) -> None:
    assert " ".join(shown(4321, page)) == words


def test_the_next_and_the_previous_page_keep_what_was_asked() -> None:
    pages = pages_of(RequestFactory().get("/?tal=realised&aar=2011&side=2"), 150, page=2, per_page=50)
    assert pages is not None
    assert (pages.earlier, pages.later) == ("?tal=realised&aar=2011&side=1", "?tal=realised&aar=2011&side=3")
    first = pages_of(RequestFactory().get("/"), 150, page=1, per_page=50)
    last = pages_of(RequestFactory().get("/"), 150, page=3, per_page=50)
    assert first is not None
    assert last is not None
    assert (first.earlier, last.later) == ("", "")
