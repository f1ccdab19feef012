"""What a file of entries says, row by row, once it has been understood."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from savings.vocabulary import Kind


class ImportRow(NamedTuple):
    """One amount for one year, as the file states it: one row is one posting.

    A tuple, since a file has a hundred thousand of them.

    Attributes:
        line: where the record begins in the file; `column`, the heading the amount stands under. Both for messages.
        unit: its code or name; None for Ikke fordelt.
        initiative: its name; None for the programme as a whole.
        amount: in kroner, exact to the øre, in the prices of `price_level` (None: not stated).
        duration: `"permanent"`, `"one_off"` or `""` (not stated); it describes the initiative and never adds years that the
            file does not mention.
        reference: the decision or source that the amount rests on; it is no evidence.
        evidence: the reference of the document that shows that the amount is real.
        unit_name: what the unit of that code is called; `parent`, the code or name of the unit above it.
        owner: who is responsible for the initiative.
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
    evidence: str = ""
    unit_name: str = ""
    parent: str = ""
    owner: str = ""
