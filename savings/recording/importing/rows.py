"""What a file of entries says, row by row, once it has been understood."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from savings.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One amount for one year, as the file states it: one row is one posting.

    `amount` is in kroner, exact to the øre, in the prices of `price_level` (None: not stated). `unit` is the unit's code,
    None for Ikke fordelt; `initiative` is its name, None for the programme as a whole. `duration` is `"permanent"`,
    `"one_off"` or `""` (not stated); it describes the initiative and never adds years that the file does not mention.
    `line` is where the record begins in the file and `column` the heading the amount stands under, both for messages.
    """

    line: int
    column: str
    unit: str | None
    initiative: str | None
    kind: Kind
    year: int
    amount: Decimal
    price_level: int | None = None
    duration: str = ""
    reference: str = ""
    note: str = ""
