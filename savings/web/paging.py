"""The page of a long list that is asked for."""

from __future__ import annotations

from django.core.paginator import Page, Paginator


def page_of(total: int, *, page: int, per_page: int) -> Page[int]:
    """The page of a list of so many; the last one where a later is asked for."""
    return Paginator(range(total), per_page).get_page(page)
