"""Addresses for the links of a page: each carries on what the reader has chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import ClassVar
from urllib.parse import quote_plus, urlencode

from django.urls import reverse

from savings.composing.document import Bound, ReportDocument
from savings.projections.bridge import Bridge
from savings.vocabulary import VOCABULARY
from savings.web.forms.fields import AS_STATED

LINKED = {figure.code for figure in VOCABULARY.with_entries}


def link_to(page: str) -> Callable[[int], str]:
    """The addresses of the pages of that name, by number."""
    return lambda number: reverse(page, args=[number])


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
        return reverse("entries:figure", args=[self.slug])

    def status(self, ending: str = "", **changes: str) -> str:
        """The status page, or its `json`, `csv`, `xlsx` or `pdf`, with `changes` to what was chosen."""
        name = f"programmes:status-{ending}" if ending else "programmes:status"
        return self._with(reverse(name, args=[self.slug]), changes)

    def entries(
        self, figure: str, year: int, *, unit: str | None = None, initiative: str | None = None, none: tuple[str, ...] = ()
    ) -> str:
        """The entries behind a figure of a year: of a unit or initiative, or of what stands on none (`none`)."""
        changes: dict[str, str | list[str]] = {"tal": figure, "aar": str(year)}
        if unit is not None:
            changes["enhed"] = unit
        if initiative is not None:
            changes["indsats"] = initiative
        if none:
            changes["ingen"] = list(none)
        return self._with(self._entries, changes)

    def since(self, **changes: str) -> str:
        return self._with(reverse("programmes:since", args=[self.slug]), changes)

    def step(self, figure: str, step: str, bridge: Bridge) -> str:
        """The entries behind one step of a figure of a bridge."""
        limited = {"enhed": bridge.unit.code} if bridge.unit else {}
        changes = {"tal": figure, "trin": step, "aar": str(bridge.year), **bridge_query(bridge), **limited}
        return self._with(self._entries, changes)

    def about(self, page: str, place: Mapping[str, object]) -> str:
        """The page (`remarks:ask` or `remarks:note`) about a figure, which `place` names as `PlaceQuery` does."""
        query = {name: value for name, value in place.items() if value}
        return f"{reverse(page, args=[self.slug])}?{urlencode(query, doseq=True)}"

    def entry(self, number: int) -> str:
        return reverse("entries:entry", args=[number])

    def charts(self) -> str:
        return self._with(reverse("programmes:charts", args=[self.slug]), {})

    def initiative(self, number: int) -> str:
        return self._with(reverse("programmes:initiative", args=[self.slug, number]), {"enhed": ""})

    def unit(self, code: str) -> str:
        """A unit's page, across programmes."""
        return _with(reverse("units:page", args=[code]), {name: self.asked.get(name, "") for name in ("pr", "pl", "beloeb")})

    def indicator(self, number: int) -> str:
        """The page of an effect that is not money."""
        return reverse("effects:indicator", args=[number])

    def document(self, number: int) -> str:
        return reverse("decisions:decision", args=[number])

    def _with(self, path: str, changes: Mapping[str, object]) -> str:
        return _with(path, {**self.asked, **changes})


def bridge_query(bridge: Bridge) -> dict[str, str]:
    """From when to when a bridge leads, as addresses say it."""
    opened = bridge.since
    begin = {"rapport": str(opened.report.number)} if opened.report else {"fra": opened.as_of.isoformat()}
    return {**begin, "pr": bridge.until.as_of.isoformat()}


def link_figures(document: ReportDocument, led: str) -> Callable[[Bound], str]:
    """Where the bound figures of a report lead: to the entries behind each, up to the link the report was published at."""

    def link(bound: Bound) -> str:
        if bound.sort != "amount" or bound.figure not in LINKED:
            return ""
        manuscript = document.manuscript
        level = document.statuses[bound.programme].price_level
        asked = {"pr": manuscript.as_of.isoformat(), "pl": str(level or AS_STATED), "led": led}
        if bound.programme == manuscript.programmes[0]:
            asked["enhed"] = manuscript.unit
        unit = bound.unit or None
        return Addresses(bound.programme, asked).entries(bound.figure, bound.year, unit=unit)

    return link


@dataclass(frozen=True)
class OverviewAddresses:
    """The addresses on a page of several programmes.

    Attributes:
        path: the page's own.
        asked: what the reader has chosen there.
    """

    path: str
    asked: Mapping[str, str] = field(default_factory=dict)

    #: What of the choices goes with a reader who opens a programme; a year chosen for all of them goes, too.
    CARRIED: ClassVar = ("pr", "aar", "pl", "enhed", "beloeb")

    def status(self, slug: str) -> str:
        return self._of(slug).status()

    def entries(self, slug: str, figure: str, year: int, level: int | None) -> str:
        of = self._of(slug)
        return replace(of, asked={**of.asked, "pl": str(level or AS_STATED)}).entries(figure, year)

    def initiative(self, slug: str, number: int) -> str:
        return self._of(slug).initiative(number)

    def unit(self, code: str) -> str:
        """A unit's page, with the same choices."""
        return _with(reverse("units:page", args=[code]), {**self.asked, "enhed": ""})

    def in_order(self, order: str) -> str:
        """The same page in another order."""
        return _with(self.path, {**self.asked, "orden": order})

    def _of(self, slug: str) -> Addresses:
        return Addresses(slug, {name: value for name, value in self.asked.items() if name in self.CARRIED})


def _with(path: str, query: Mapping[str, object]) -> str:
    pairs = [
        f"{_quoted(name)}={_quoted(str(each))}"
        for name, value in query.items()
        if value not in ("", None)
        for each in (value if isinstance(value, list | tuple) else (value,))
    ]
    return f"{path}?{'&'.join(pairs)}" if pairs else path


#: A page has hundreds of links, and they differ in few words.
_quoted = lru_cache(maxsize=512)(quote_plus)
