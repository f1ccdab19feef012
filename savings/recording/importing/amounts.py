"""The amounts of a file: read as one column, for its numbers together prove in which language they are written."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, NamedTuple

from savings.money import LARGEST, ORE, ZERO
from savings.recording.importing.faults import InvalidInput, Reason
from savings.recording.importing.numbers import (
    ColumnFormats,
    NumberFormat,
    NumberLanguage,
    build_formats,
    format_plain,
    parse_number,
    read_amount,
    read_text,
)
from savings.recording.importing.tables import FileCell, ShownNumber
from savings.recording.importing.words import UNSTATED_UNIT, read_amount_unit
from savings.vocabulary import Kind, Vocabulary

#: Most numbers are so: a sign, digits, and perhaps one or two decimals. They mean one thing, and are exact to the øre.
_SIMPLE = re.compile(r"-?([0-9]{1,12})(?:([.,])[0-9]{1,2})?").fullmatch
_UNSETTLED = (NumberFormat.ONE_POINT, NumberFormat.ONE_COMMA)
_ONE, _NOUGHT = Decimal(1), ZERO.quantize(ORE)


class PendingAmount(NamedTuple):
    """An amount that can mean two numbers by itself, and how many kroner one of its unit is."""

    cell: str
    unit: Decimal


class AmountColumn:
    """Reads amounts one after the other, and remembers which formats they prove."""

    def __init__(self, vocabulary: Vocabulary, answer: NumberLanguage | None) -> None:
        self.forms: set[NumberFormat] = set()
        self.answer = answer
        self.costs = frozenset(kind for kind, figure in vocabulary.kinds.items() if figure.is_cost)

    def read(self, cell: FileCell, unit: Any, kind: Any) -> Decimal | PendingAmount | InvalidInput:
        """The amount in kroner, what only the whole column settles, or why it is refused.

        `unit` and `kind` may be refused themselves: then the number is read as kroner, so that a bad one is told of as well.
        """
        amount: Decimal | PendingAmount
        try:
            if cell.__class__ is str and unit.__class__ is Decimal and (match := _SIMPLE(cell)):
                amount = self._read_simple(match, unit)
            else:
                amount = self._read_other(cell, unit)
            if amount.__class__ is Decimal and kind in self.costs and amount > 0:
                raise InvalidInput(Reason.OFFSET_SIGN, read_text(cell))
        except InvalidInput as refused:
            return refused
        return amount

    def _read_simple(self, match: re.Match[str], unit: Decimal) -> Decimal:
        text, whole, mark = match[0], match[1], match[2]
        if mark == ",":
            self.forms.add(NumberFormat.DANISH)
            text = text.replace(",", ".")
        elif mark:
            self.forms.add(NumberFormat.PLAIN if len(whole) > 3 else NumberFormat.ENGLISH)
        amount = Decimal(text) * unit
        if unit > 1 and abs(amount) > LARGEST:
            raise InvalidInput(Reason.TOO_LARGE, match[0])
        return amount.quantize(ORE) or _NOUGHT

    def _read_other(self, cell: FileCell, unit: Any) -> Decimal | PendingAmount:
        known = unit if isinstance(unit, Decimal) else _ONE
        if isinstance(cell, ShownNumber):
            return _read_shown(cell, known)
        if isinstance(cell, str) and (number := parse_number(cell)) is not None:
            self.forms.add(number.form)
            if number.form in _UNSETTLED:
                return PendingAmount(cell, known)
        try:
            return read_amount(cell, known, ColumnFormats())
        except InvalidInput as refused:
            if known is not unit and refused.reason in (Reason.ORE, Reason.TWO_UNITS):
                return ZERO
            raise

    def settle(self, pending: PendingAmount, kind: Kind) -> Decimal:
        """The amount in kroner, now that the whole column is known.

        Raises:
            InvalidInput: when it can still mean two numbers, or is no amount for its unit or kind.
        """
        amount = read_amount(pending.cell, pending.unit, build_formats(self.forms, answer=self.answer))
        if kind in self.costs and amount > 0:
            raise InvalidInput(Reason.OFFSET_SIGN, pending.cell)
        return amount


def _read_shown(cell: ShownNumber, unit: Decimal) -> Decimal:
    """The amount of a number whose format scales it or names a unit: what the reader sees, in the unit that is stated.

    Raises:
        InvalidInput: when the format and the column for the unit say different things, or neither says what is shown.
    """
    is_stated = unit is not UNSTATED_UNIT
    if cell.unit:
        try:
            named = read_amount_unit(cell.unit)
        except InvalidInput:
            raise InvalidInput(Reason.FORMAT_UNIT, cell.unit) from None
        if is_stated and named != unit:
            raise InvalidInput(Reason.TWO_UNITS, f"{format_plain(cell.value / cell.scale)} {cell.unit}")
        unit = named
    elif cell.scale != 1 and not is_stated:
        raise InvalidInput(Reason.SCALED_FORMAT, format_plain(cell.value), format_plain(cell.value / cell.scale))
    return read_amount(cell.value / cell.scale, unit, ColumnFormats())
