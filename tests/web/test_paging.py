"""The pages of a long list: the reader's own is told from the others, the rest is left out, and what was asked stays."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from savings.elements.numbers import KRONER
from savings.elements.table import Amount, NumberColumn, Table, TableColumn, build_rows
from savings.web.paging import page_of


def links(page: Page[int], query: str = "") -> str:
    request = RequestFactory().get(f"/?{query}")
    request.user = AnonymousUser()
    with translation.override("en-gb"):
        return render_to_string("shared/_pages.html", {"page": page, "query": request.GET}, request)


def shown(total: int, page: int, query: str = "") -> list[str]:
    """The pages as a reader sees them: the own in brackets, a gap as dots."""
    own = re.sub(r'<a [^>]*aria-current="page">(\d+)</a>', r"[\1]", links(page_of(total, page=page, per_page=50), query))
    return re.findall(r"\[\d+\]|(?<=>)\d+(?=<)|…", own)


@pytest.mark.parametrize("total", [0, 1, 50])
def test_one_page_needs_no_others(total: int) -> None:
    assert not links(page_of(total, page=1, per_page=50)).strip()


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
    html = links(page_of(150, page=2, per_page=50), "tal=realised&aar=2011&side=2")
    assert '<a href="?tal=realised&amp;aar=2011&amp;side=1" rel="prev">' in html
    assert '<a href="?tal=realised&amp;aar=2011&amp;side=3" rel="next">' in html
    assert 'rel="prev"' not in links(page_of(150, page=1, per_page=50))
    assert 'rel="next"' not in links(page_of(150, page=3, per_page=50))


def test_a_list_draws_the_rows_that_were_read_and_says_how_they_are_ordered() -> None:
    """Of 150 rows only those of the third page were read; the totals are of all."""
    columns = [TableColumn("name", "Entry", sort="descending"), NumberColumn("amount", "DKK", href="?orden=amount")]
    read = build_rows(({"name": f"No. {place}", "amount": Amount(Decimal(place))} for place in (2, 1)), {"name": "Total"})
    context = {"table": Table("Entries", columns, read, "DKK", KRONER), "page": page_of(150, page=3, per_page=50)}
    with translation.override("en-gb"):
        html = render_to_string("shared/_list.html", context)
    assert re.findall(r'<tr><th scope="row">(.*?)</th><td class="n">(.*?)</td></tr>', html) == [
        ("No. 2", "2.00"), ("No. 1", "1.00"), ("Total", ""),
    ]  # fmt: skip
    assert re.findall(r'aria-sort="(\w+)"', html) == ["descending"]
    assert '<a href="?orden=amount">DKK</a>' in html
    assert "<tfoot>" in html
