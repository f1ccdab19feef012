"""Addresses for the links of a page: each carries on what the reader has chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse


@dataclass(frozen=True)
class Addresses:
    """The addresses around one programme.

    Attributes:
        asked: what the reader has chosen, by the names of `StatusQuery`.
    """

    slug: str
    asked: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _entries(self) -> str:
        return reverse("entries", args=[self.slug])

    def status(self, ending: str = "", **changes: str) -> str:
        """The status page, or its `json`, `csv`, `xlsx` or `pdf`, with `changes` to what was chosen."""
        name = f"status-{ending}" if ending else "status"
        return self._with(reverse(name, args=[self.slug]), changes)

    def chart(self, chart: str, ending: str) -> str:
        """A chart of the status as a file."""
        return self._with(reverse("chart-file", args=[self.slug, chart, ending]), {})

    def entries(
        self, figure: str, year: int, *, unit: str | None = None, initiative: str | None = None, none: tuple[str, ...] = ()
    ) -> str:
        """The entries behind a figure of a year: of a unit or initiative, or of what stands on none (`none`)."""
        changes: dict[str, str | list[str]] = {"tal": figure, "aar": str(year), "pl": ""}
        if unit is not None:
            changes["enhed"] = unit
        if initiative is not None:
            changes["indsats"] = initiative
        if none:
            changes["ingen"] = list(none)
        return self._with(self._entries, changes)

    def entry(self, number: int) -> str:
        """One entry."""
        return reverse("entry", args=[number])

    def _with(self, path: str, changes: Mapping[str, object]) -> str:
        query = {name: value for name, value in {**self.asked, **changes}.items() if value not in ("", None)}
        return f"{path}?{urlencode(query, doseq=True)}" if query else path
