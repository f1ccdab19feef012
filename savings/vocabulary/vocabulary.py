"""A vocabulary: the figures that a report can speak of, and every list of them that a face needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from savings.vocabulary.acts import Step
from savings.vocabulary.figure import Figure, KindFigure, Place
from savings.vocabulary.kinds import Kind
from savings.vocabulary.words import Words

F = TypeVar("F", bound=Figure)


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Figures in the order in which a reader meets them.

    A report carries the vocabulary that it was read with, so a test can hand in another one, and the faces need not know.
    """

    figures: tuple[Figure, ...]

    def __getitem__(self, code: str) -> Figure:
        """The figure of that code, which a kind is too. Raises `KeyError` when there is none."""
        return self._by_code[code]

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    @cached_property
    def _by_code(self) -> Mapping[str, Figure]:
        return {figure.code: figure for figure in self.figures}

    def at(self, place: Place) -> tuple[Figure, ...]:
        """The figures that stand in a place, in its order."""
        if place not in self._at:
            self._at[place] = _put_in_order((figure for figure in self.figures if place in figure.places), place)
        return self._at[place]

    @cached_property
    def _at(self) -> dict[Place, tuple[Figure, ...]]:
        return {}

    @cached_property
    def kinds(self) -> Mapping[Kind, KindFigure]:
        """The kinds, in the order in which a saving passes through them."""
        return {figure.posts: figure for figure in self._kinds(Place.KINDS)}

    @cached_property
    def recorded(self) -> tuple[KindFigure, ...]:
        """The kinds in the order in which somebody who records thinks of them."""
        return self._kinds(Place.RECORDING)

    def _kinds(self, place: Place) -> tuple[KindFigure, ...]:
        return _put_in_order((figure for figure in self.figures if isinstance(figure, KindFigure)), place)

    @cached_property
    def with_entries(self) -> tuple[Figure, ...]:
        """The figures that have entries behind them: the kinds first, then what is derived."""
        derived = (figure for figure in self.figures if figure.kinds and figure.kind is None)
        return (*self.kinds.values(), *derived)

    @cached_property
    def steps(self) -> Mapping[Kind | Step, Words]:
        """What can bring a change, in the order of the table, with its words: the kinds, and what is told as itself."""
        steps: dict[Kind | Step, Words] = {figure.posts: figure.step for figure in self._kinds(Place.STEPS)}
        return steps | {step: step.words for step in Step}

    def parse_kind(self, word: str) -> Kind:
        """The kind a person means by `word` (code name or Danish).

        Raises:
            ValueError: when no kind has that name; the message lists the names that are accepted.
        """
        wanted = " ".join(word.split()).casefold()
        for kind, figure in self.kinds.items():
            if wanted == figure.code or wanted in figure.written:
                return kind
        raise ValueError(", ".join(figure.written[0] for figure in self.kinds.values()))


def _put_in_order(figures: Iterable[F], place: Place) -> tuple[F, ...]:
    """The figures as declared, each that has an order of its own in the place behind the one it comes after there."""
    in_turn: list[F] = []
    followers: dict[str, list[F]] = {}
    for figure in figures:
        followers.setdefault(figure.after[place], []).append(figure) if place in figure.after else in_turn.append(figure)

    def with_followers(figure: F) -> Iterator[F]:
        yield figure
        for follower in followers.get(figure.code, ()):
            yield from with_followers(follower)

    return tuple(each for first in (*followers.get("", ()), *in_turn) for each in with_followers(first))
