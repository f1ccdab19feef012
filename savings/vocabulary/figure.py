"""What is declared of a figure: its words, what it adds up, and where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Flag, auto
from functools import cached_property

from savings.money import ZERO
from savings.vocabulary.kinds import Kind
from savings.vocabulary.sums import Sums
from savings.vocabulary.words import Words


class Place(Flag):
    """A table, chart, list or file that figures stand in."""

    NOWHERE = 0

    #: What a note or question can be about.
    NOTES = auto()
    #: The page's table of units, and the columns of what has changed.
    UNITS = auto()
    BRIDGE = auto()
    #: An initiative on the status page.
    INITIATIVES = auto()
    #: The page of all programmes.
    OVERVIEW = auto()
    #: What an entry does, before it is approved.
    EFFECT = auto()
    #: The paper's tables by unit and by programme, and its table of initiatives.
    PAPER = auto()
    PAPER_INITIATIVES = auto()
    #: The workbook's rows by unit and columns by initiative, and the page of one initiative.
    WORKBOOK = auto()
    #: The headline of `status.json`.
    JSON = auto()
    #: What a report's text can refer to.
    REFERENCES = auto()
    #: The formulas on the page that explains the figures.
    FORMULAS = auto()
    #: The bar that splits the target.
    SPLIT = auto()
    #: Where every kind stands, named here for its order: wherever kinds are listed, the steps of a bridge, the recording form.
    KINDS = auto()
    STEPS = auto()
    RECORDING = auto()


@dataclass(frozen=True, kw_only=True, eq=False)
class Figure:
    """A figure of one year, worked out of the sums by kind.

    Attributes:
        code: its name in code, addresses and JSON.
        words: what it is called where it heads a column.
        meaning, example: what it means or its formula in words, and an example, on the page that explains the figures.
        terms: the figures it adds up, each with its sign; none for a kind.
        evidenced: whether it counts only entries with (True) or without (False) evidence.
        is_early: whether it counts what may come early of a kind known only by its ends.
        needs_target: whether it says nothing in a year without any target of the programme.
        is_measured: whether it is worked out cell by cell or place by place; its terms then only say what stands behind it.
        formula: how it is read, where it is no sum: a ratio, or a difference that not every row has.
        is_ratio: whether it is a share and not kroner.
        references: what a report's text calls it. The first in Danish and the second in English are what the list of figures
            inserts. These are no translations: a report must read the same for good.
        drawn: its words beside a piece of a chart.
        places: where it stands, in the order in which the vocabulary declares its figures.
        after: where that order is another: the code of the figure it comes after there; empty for the first of all.
    """

    code: str
    words: Words
    meaning: Words = ""
    example: Words = ""
    terms: tuple[tuple[Figure, int], ...] = ()
    evidenced: bool | None = None
    is_early: bool = False
    needs_target: bool = False
    is_measured: bool = False
    formula: Callable[[Sums], Decimal | None] | None = None
    is_ratio: bool = False
    references: tuple[str, ...] = ()
    drawn: Words = ""
    places: Place = Place.NOWHERE
    after: Mapping[Place, str] = field(default_factory=dict)

    @property
    def kind(self) -> Kind | None:
        """The kind whose postings it adds up as they are; None for what is derived."""
        return None

    @cached_property
    def kinds(self) -> Mapping[Kind, int]:
        """The kinds whose postings stand behind it, each with its sign; none where it is no sum."""
        return {kind: sign * inner for figure, sign in self.terms for kind, inner in figure.kinds.items()}

    @cached_property
    def _is_of_kinds(self) -> bool:
        """Whether the sums of kinds are all it adds up, each once: a page asks for tens of thousands of these."""
        if self.is_measured or self.is_early:
            return False
        inner = [kind for figure, _sign in self.terms for kind in figure.kinds]
        return len(inner) == len(set(inner)) and all(figure.kind or figure._is_of_kinds for figure, _sign in self.terms)

    def is_stated(self, sums: Sums) -> bool:
        """Whether anything is said that gives it."""
        if self.is_measured:
            return self.code in sums.measured
        if self.needs_target:
            return sums.is_asked
        if self.is_early:
            return any(sums.early.get(kind) for kind in self.kinds)
        return any(sums.has(kind) for kind in self.kinds)

    def amount(self, sums: Sums) -> Decimal:
        """The sum in kroner, zero where nothing is stated."""
        if self.is_measured:
            return sums.measured.get(self.code, ZERO)
        amount = ZERO
        if self._is_of_kinds:
            for kind, sign in self.kinds.items():
                if part := sums.stated.get(kind):
                    amount = amount + part if sign > 0 else amount - part
            return amount
        for figure, sign in self.terms:
            part = figure.amount(sums)
            amount = amount + part if sign > 0 else amount - part
        return amount + self._early(sums) if self.is_early else amount

    def read(self, sums: Sums) -> Decimal | None:
        """The figure in kroner, or the ratio; None where there is nothing to show."""
        if self.formula is not None:
            return self.formula(sums)
        return self.amount(sums) if self.is_stated(sums) else None

    def parts(self, sums: Sums) -> Iterator[Decimal]:
        """Each of the sums it adds up, without its sign."""
        for kind in self.kinds:
            yield sums.of(kind, self.evidenced)
            if self.is_early:
                yield sums.early.get(kind, ZERO)

    def _early(self, sums: Sums) -> Decimal:
        return sum((sign * sums.early.get(kind, ZERO) for kind, sign in self.kinds.items()), ZERO)


@dataclass(frozen=True, kw_only=True, eq=False)
class KindFigure(Figure):
    """A kind of amount: the sum of the postings that state it.

    Attributes:
        posts: the kind.
        written: words for it in a file, in Danish, compared casefolded; the first stands in the files we write. The code is
            its English word.
        step: what brought a change, where entries moved it.
        happening: how somebody who records it thinks of it.
        headline: its words in the headline table; empty where it has no row of its own there.
        headline_part: its words as a part of what is outstanding, which it is where what is open is without it.
        is_banded: whether it may be known only by its ends: the amount holds from the posting's year, but part of it may come
            earlier.
        is_cost: whether it is posted negative.
        is_bounded: whether the ledger lets its sum not cross zero.
    """

    posts: Kind
    written: tuple[str, ...]
    step: Words
    happening: Words
    headline: Words = ""
    headline_part: Words = ""
    is_banded: bool = False
    is_cost: bool = False
    is_bounded: bool = False

    @property
    def kind(self) -> Kind:
        """The kind whose postings it adds up."""
        return self.posts

    @cached_property
    def kinds(self) -> Mapping[Kind, int]:
        """The kind alone, as it is posted."""
        return {self.posts: 1}

    def word_in_files(self, *, danish: bool) -> str:
        """What the files we write call it, and the import reads."""
        return self.written[0] if danish else self.code

    def amount(self, sums: Sums) -> Decimal:
        """The sum of its postings in kroner, zero where nothing is stated."""
        return sums.stated.get(self.posts, ZERO)

    def read(self, sums: Sums) -> Decimal | None:
        """The sum in kroner; None where none states it, or only that part may come early."""
        amount = self.amount(sums)
        only_early = not amount and sums.early.get(self.posts)
        return amount if sums.has(self.posts) and not only_early else None
