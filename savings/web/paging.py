"""The pages of a long list: those around the reader's own, the first and the last, with the way to the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest


@dataclass(frozen=True)
class Pages:
    """A list's pages as links.

    Attributes:
        around: number and address of each page that is offered; a gap between two has neither (0 and "").
        current: the number of the page that is shown.
        earlier, later: addresses of the pages before and after it; empty where there is none.
    """

    around: tuple[tuple[int, str], ...]
    current: int
    earlier: str
    later: str


def pages_of(request: HttpRequest, total: int, *, page: int, per_page: int) -> Pages | None:
    """The pages of a list of so many; None where one page holds it all."""
    paginator = Paginator(range(total), per_page)
    count = paginator.num_pages
    if count < 2:
        return None
    own = min(max(page, 1), count)
    numbers = paginator.get_elided_page_range(own, on_each_side=2, on_ends=1)
    around = tuple(_links(request, [number if isinstance(number, int) else 0 for number in numbers]))
    return Pages(around, own, _address(request, own - 1) if own > 1 else "", _address(request, own + 1) if own < count else "")


def _links(request: HttpRequest, numbers: list[int]) -> Iterator[tuple[int, str]]:
    for number in numbers:
        yield number, _address(request, number) if number else ""


def _address(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["side"] = str(number)
    return f"?{query.urlencode()}"
