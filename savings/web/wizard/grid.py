"""The grid of amounts, years × units, as typed; read to kroner, with a question where a number can mean two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from savings.elements.numbers import KRONER
from savings.recording import StandingAmounts
from savings.recording.importing.faults import InvalidInput, Reason
from savings.recording.importing.numbers import find_formats, read_amount, write_number
from savings.web.forms.amounts import page_language, two_meanings, wrong_amount

Answers = Mapping[str, Sequence[str]]
GridPlace = tuple[int, int | None]


@dataclass(frozen=True)
class UnitColumn:
    """A unit's column: its row number (None for *Ikke fordelt*) and its name."""

    number: int | None
    label: str


@dataclass(frozen=True)
class GridCell:
    """One field of the grid.

    Attributes:
        says: what the ledger says of it, in words; empty where that does not matter.
        error: what is wrong with it; `meanings` are the two numbers it can mean, as (what to send, words).
    """

    name: str
    label: str
    value: str
    says: str = ""
    error: str = ""
    meanings: tuple[tuple[str, str], ...] = ()


@dataclass
class AmountGrid:
    """Amounts by year and unit.

    Attributes:
        typed: the fields as they were sent; None before anything is typed, when `initial` stands in them, in kroner.
        one: how many kroner one of the amount unit is.
        levels: what the ledger says of each place, in kroner by price level, where levels are stated; None for changes.
        notes: what is said of a year, in words.
        is_permanent: whether each unit's last amount fills the empty years after it.
    """

    years: Sequence[int]
    columns: Sequence[UnitColumn]
    typed: Answers | None
    one: Decimal
    levels: Mapping[GridPlace, StandingAmounts] | None
    initial: Mapping[GridPlace, Decimal]
    is_permanent: bool
    notes: Mapping[int, str] = field(default_factory=dict)

    @cached_property
    def _texts(self) -> dict[GridPlace, str]:
        texts = {(year, column.number): self._text((year, column.number)) for column in self.columns for year in self.years}
        if self.is_permanent:
            for column in self.columns:
                last = ""
                for year in self.years:
                    last = texts[year, column.number] = texts[year, column.number] or last
        return texts

    def _text(self, place: GridPlace) -> str:
        if self.typed is None:
            amount = self.initial.get(place)
            return "" if amount is None else write_number(amount / self.one, page_language())
        return (self._field("m", place) or self._field("c", place)).strip()

    def _field(self, sort: str, place: GridPlace) -> str:
        return (self.typed or {}).get(name_of(sort, place), ("",))[-1]

    @cached_property
    def _read(self) -> tuple[dict[GridPlace, Decimal], dict[GridPlace, InvalidInput]]:
        column = find_formats(self._texts.values(), page_language())
        amounts: dict[GridPlace, Decimal] = {}
        refused: dict[GridPlace, InvalidInput] = {}
        for place, text in self._texts.items():
            if not text:
                continue
            try:
                amounts[place] = read_amount(text, self.one, column)
            except InvalidInput as error:
                refused[place] = error
        return amounts, refused

    @property
    def amounts(self) -> dict[GridPlace, Decimal]:
        """What was typed, in kroner; places left empty are not there."""
        return self._read[0]

    @property
    def texts(self) -> dict[str, list[str]]:
        """The fields as they now stand, with what *permanent* has filled in."""
        return {name_of("c", place): [text] for place, text in self._texts.items() if text}

    @cached_property
    def rows(self) -> list[tuple[int, list[GridCell], str]]:
        return [(year, [self._cell(year, column) for column in self.columns], self.notes.get(year, "")) for year in self.years]

    def _cell(self, year: int, column: UnitColumn) -> GridCell:
        place = (year, column.number)
        refused = self._read[1].get(place)
        return GridCell(
            name=name_of("c", place),
            label=f"{year}, {column.label}",
            value=self._texts[place],
            says=self._words_of_ledger(place),
            error=wrong_amount(refused, self._texts[place], offered=True) if refused else "",
            meanings=_meanings(refused, place) if refused else (),
        )

    def _words_of_ledger(self, place: GridPlace) -> str:
        if self.levels is None:
            return ""
        return _("the ledger says %(amount)s") % {"amount": standing_words(self.levels.get(place, {}))}

    @property
    def errors(self) -> list[tuple[str, str]]:
        """(field, what is wrong) of each field that cannot be read."""
        return [(cell.name, f"{cell.label}: {cell.error}") for _year, cells, _note in self.rows for cell in cells if cell.error]

    @property
    def ambiguous_cells(self) -> list[GridCell]:
        return [cell for _year, cells, _note in self.rows for cell in cells if cell.meanings]


def standing_words(amounts: StandingAmounts) -> str:
    """What stands, in kroner, each price level by itself: an amount replaces them all, whatever prices it is in."""
    parts = [(level, amount) for level, amount in sorted(amounts.items(), key=lambda part: part[0] or 0) if amount]
    words = [KRONER.show(amount) + (f" ({level}-p/l)" if level else "") for level, amount in parts]
    return " + ".join(words) or KRONER.show(Decimal(0))


def name_of(sort: str, place: GridPlace) -> str:
    """The field of a place: `c` holds what is typed, `m` which of two numbers is meant."""
    year, unit = place
    return f"{sort}-{year}-{unit or 0}"


def _meanings(refused: InvalidInput, place: GridPlace) -> tuple[tuple[str, str], ...]:
    if refused.reason is not Reason.AMBIGUOUS:
        return ()
    whole, fraction = two_meanings(refused.found)
    # One decimal more makes it certain: no thousands are grouped by four.
    return (whole, whole), (f"{fraction}0", fraction)
