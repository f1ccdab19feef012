"""The foot of a page that shows figures: how fresh they are."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from savings.presentation.screen.freshness import freshness_lines
from savings.reporting.freshness import read_freshness


def freshness_footer(slug: str, as_of: date | None) -> list[tuple[str, str]]:
    """The lines for `_fresh.html`; none where there is no such programme."""
    fresh = read_freshness(slug, as_of=as_of or timezone.localdate())
    return list(freshness_lines(fresh)) if fresh else []
