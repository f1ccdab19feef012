"""Where the links around a programme lead, as the pages see it."""

from __future__ import annotations

from typing import Protocol, TypedDict

from savings.projections.bridge import Bridge


class Where(TypedDict, total=False):
    """What of a programme a figure is of."""

    unit: str
    initiative: str
    none: tuple[str, ...]


class EntryLinks(Protocol):
    """Where an entry leads."""

    def entry(self, number: int) -> str:
        """One entry."""


class ProgrammeLinks(EntryLinks, Protocol):
    """Where what is said of a programme leads."""

    def status(self, ending: str = "", **changes: str) -> str:
        """The status, or a file of it."""

    def entries(
        self, figure: str, year: int, *, unit: str | None = None, initiative: str | None = None, none: tuple[str, ...] = ()
    ) -> str:
        """The entries behind a figure."""

    def step(self, figure: str, step: str, bridge: Bridge) -> str:
        """The entries behind one step of what changed."""

    def since(self, **changes: str) -> str:
        """The page of what changed."""

    def charts(self) -> str:
        """The page of all the charts."""

    def initiative(self, number: int) -> str:
        """An initiative's page."""

    def unit(self, code: str) -> str:
        """A unit's page, across programmes."""

    def document(self, number: int) -> str:
        """The page of a decision or document."""

    def indicator(self, number: int) -> str:
        """The page of an effect that is not money."""
