"""What can be wrong with a file of entries, where it is, and what the reader should do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

#: How much of the reader's own text a message repeats.
EXCERPT_LENGTH = 60


class Reason(StrEnum):
    """Why something in the file cannot be taken."""

    FILE_TYPE = "file_type"
    FILE_SIZE = "file_size"
    SHEET_SIZE = "sheet_size"
    UNREADABLE = "unreadable"
    ENCODING = "encoding"
    CONTROL = "control"
    QUOTES = "quotes"
    EMPTY = "empty"
    NO_AMOUNTS = "no_amounts"
    CALCULATION = "calculation"
    UNKNOWN_COLUMN = "unknown_column"
    DUPLICATE_COLUMN = "duplicate_column"
    NO_KIND_COLUMN = "no_kind_column"
    NO_YEAR_COLUMN = "no_year_column"
    NO_AMOUNT_COLUMN = "no_amount_column"
    NO_YEARS_OR_AMOUNTS = "no_years_or_amounts"
    TWO_LAYOUTS = "two_layouts"
    FIELDS = "fields"
    NO_HEADING = "no_heading"
    TOTAL = "total"
    SUM = "sum"
    HELD = "held"
    HELD_APART = "held_apart"
    TOO_LONG = "too_long"
    FORMAT_UNIT = "format_unit"
    SCALED_FORMAT = "scaled_format"
    MERGED = "merged"
    FILLED = "filled"
    HIDDEN_ROWS = "hidden_rows"
    HIDDEN_COLUMNS = "hidden_columns"
    OTHER_SHEET = "other_sheet"
    HIDDEN_SHEET = "hidden_sheet"
    KIND = "kind"
    YEAR = "year"
    AMOUNT_EMPTY = "amount_empty"
    AMOUNT = "amount"
    AMBIGUOUS = "ambiguous"
    TWO_UNITS = "two_units"
    ORE = "ore"
    TOO_LARGE = "too_large"
    OFFSET_SIGN = "offset_sign"
    AMOUNT_UNIT = "amount_unit"
    PRICE_LEVEL = "price_level"
    DURATION = "duration"
    REPEATED = "repeated"
    NO_PROGRAMME = "no_programme"
    NO_UNIT = "no_unit"
    NO_INITIATIVE = "no_initiative"
    AMBIGUOUS_UNIT = "ambiguous_unit"
    OTHER_PARENT = "other_parent"
    OTHER_NAME = "other_name"
    CIRCLE = "circle"
    CONFLICT = "conflict"
    KEPT = "kept"
    BELOW_ZERO = "below_zero"
    NEGATIVE_REALISED = "negative_realised"
    PLAN_LOCKED = "plan_locked"
    FOREIGN_UNIT = "foreign_unit"
    TARGETS = "targets"
    DIVISION = "division"
    BOOKS_CLOSED = "books_closed"
    LEDGER = "ledger"


MESSAGES: dict[Reason, Promise | str] = {
    Reason.FILE_TYPE: _("Save the file as .xlsx or .csv; “%(found)s” is neither."),
    Reason.FILE_SIZE: _("The file is too large. Split it into files of at most %(expected)s MB."),
    Reason.SHEET_SIZE: _(
        "The sheet holds too much (%(found)s rows × columns). Delete what stands outside the table, or split the file into"
        " several with at most %(expected)s rows in each."
    ),
    Reason.UNREADABLE: _("The workbook cannot be opened. Open it in Excel and save it again as .xlsx, without a password."),
    Reason.ENCODING: _("Some characters cannot be read. Save the file again as “CSV UTF-8”."),
    Reason.CONTROL: _("There is an invisible control character here. Delete it, or save the file again as “CSV UTF-8”."),
    Reason.QUOTES: _(
        "The quotation marks do not match. Put one at each end of the text, and write those inside the text twice."
    ),
    Reason.EMPTY: _("The file is empty. Write a line of headings and one row for each amount."),
    Reason.NO_AMOUNTS: _("There are no amounts below the headings. Write at least one row with an amount."),
    Reason.CALCULATION: _(
        "The cell holds an error or a formula without a result. Correct it in Excel, or write the value itself, and save."
    ),
    Reason.UNKNOWN_COLUMN: _(
        "Valby does not know the column “%(found)s”. Use %(expected)s, or a year such as 2025."
    ),
    Reason.DUPLICATE_COLUMN: _("The column “%(found)s” is there twice. Keep one of them."),
    Reason.NO_KIND_COLUMN: _("There is no column for the kind. Add the column “kind”."),
    Reason.NO_YEAR_COLUMN: _("There is no column for the year. Add the column “year”."),
    Reason.NO_AMOUNT_COLUMN: _("There is no column for the amount. Add the column “amount”."),
    Reason.NO_YEARS_OR_AMOUNTS: _("There are no amounts. Add the columns “year” and “amount”, or one column for each year."),
    Reason.TWO_LAYOUTS: _(
        "The file has both the column “%(found)s” and a column for each year. Keep “year” and “amount”, or the years."
    ),
    Reason.FIELDS: _(
        "The row has %(found)s fields, and there are %(expected)s headings. Put quotation marks around a text or number"
        " that holds the separator."
    ),
    Reason.NO_HEADING: _("“%(found)s” stands in a column without a heading. Write the heading, or delete the value."),
    Reason.TOTAL: _(
        "“%(found)s” says that it is a total, and no rows above or below add up to it: %(expected)s. Correct the amounts, or"
        " answer with --totals %(line)s (a total, left out) or --not-totals %(line)s (an amount of its own)."
    ),
    Reason.SUM: _(
        "“%(found)s” is the sum of other rows (%(expected)s), and would count twice. Answer with --totals %(line)s (a total, left"
        " out) or --not-totals %(line)s (an amount of its own)."
    ),
    Reason.HELD: _("“%(found)s” is the sum of lines %(expected)s. It was held against them, and is not counted."),
    Reason.HELD_APART: _("“%(found)s” was named as a total and is not counted. It differs from the rows above by %(expected)s."),
    Reason.TOO_LONG: _("“%(found)s” is too long. Write at most %(expected)s letters."),
    Reason.FORMAT_UNIT: _(
        "The cell's format shows “%(found)s” behind the number, which is no amount unit. Write the unit in the column"
        " “amount_unit”, and give the cells an ordinary number format."
    ),
    Reason.SCALED_FORMAT: _(
        "The cell holds %(found)s and its format shows %(expected)s. Write in the column “amount_unit” what is shown, such as"
        " 1.000 kr, or give the cells an ordinary number format."
    ),
    Reason.MERGED: _("The cells %(found)s are merged. Split them, and write the value in each."),
    Reason.FILLED: _("The cells %(found)s are merged: “%(expected)s” is taken for each of their rows."),
    Reason.HIDDEN_ROWS: _("Hidden rows are read as well: %(found)s."),
    Reason.HIDDEN_COLUMNS: _("Hidden columns are read as well: %(found)s."),
    Reason.OTHER_SHEET: _("Only the sheet “%(expected)s” was read. Other sheets hold something, too: %(found)s."),
    Reason.HIDDEN_SHEET: _("Only the sheet “%(expected)s” was read. Hidden sheets hold something, too: %(found)s."),
    Reason.KIND: _("“%(found)s” is not a kind. Write %(expected)s."),
    Reason.YEAR: _("“%(found)s” is not a year. Write four digits, from 1900 to 2199."),
    Reason.AMOUNT_EMPTY: _("Write the amount; write 0 if it is nothing."),
    Reason.AMOUNT: _("“%(found)s” is not an amount. Write a number such as 1234,5 or 1234.5, without other characters."),
    Reason.AMBIGUOUS: _("“%(found)s” can mean two numbers. Write %(expected)s, whichever you mean."),
    Reason.TWO_UNITS: _("“%(found)s” says kroner, but the amount unit says something else. Write the number alone."),
    Reason.ORE: _("“%(found)s” does not come to a whole number of øre. Write the amount with fewer decimals."),
    Reason.TOO_LARGE: _("“%(found)s” is larger than Valby can hold. Check the amount and its unit."),
    Reason.OFFSET_SIGN: _("An offset is a new cost. Write it with a minus: -%(found)s."),
    Reason.AMOUNT_UNIT: _("“%(found)s” is not an amount unit. Write kr, 1.000 kr, mio. kr or mia. kr."),
    Reason.PRICE_LEVEL: _("“%(found)s” is not a price level. Write a year such as 2026, or leave the cell empty."),
    Reason.DURATION: _("“%(found)s” is not a duration. Write permanent or one-off, or leave the cell empty."),
    Reason.NO_PROGRAMME: _("There is no programme of that name. Check the slug, or register it with --create."),
    Reason.NO_UNIT: _("There is no unit “%(found)s”. Check its code or name, or register it with --create."),
    Reason.AMBIGUOUS_UNIT: _(
        "Several units are called “%(found)s”. Write the code of the one you mean (%(expected)s), or the unit above it in the"
        " column “parent”."
    ),
    Reason.OTHER_PARENT: _(
        "“%(found)s” stands under %(expected)s in Valby. Write that in the column “parent”, or leave it empty: an import moves no"
        " units."
    ),
    Reason.OTHER_NAME: _("The unit is called “%(expected)s”, and the file says “%(found)s”. Check its code."),
    Reason.CIRCLE: _("“%(found)s” would stand above itself. Correct the column “parent”."),
    Reason.CONFLICT: _(
        "“%(found)s” contradicts what the file says of the same initiative before: %(expected)s. Write the same in both lines."
    ),
    Reason.KEPT: _("The file says “%(found)s” of the initiative, and Valby “%(expected)s”, which stays as it is."),
    Reason.BELOW_ZERO: _(
        "“%(found)s” is below zero, and a target, a plan or what is secured cannot be. Check the sign and the kind."
    ),
    Reason.NEGATIVE_REALISED: _(
        "“%(found)s” is a realised amount below zero. Write a new cost as an offset; where it is meant, answer with"
        " --negative-realised."
    ),
    Reason.PLAN_LOCKED: _(
        "The plan is approved already and changes only by a decision. Write its reference in the column “reference”, or give it"
        " for the whole file with --decision REFERENCE."
    ),
    Reason.FOREIGN_UNIT: _("The unit “%(found)s” is not one that you record for. Let somebody import it who does."),
    Reason.TARGETS: _(
        "The target of “%(found)s” meets others above or under it (%(expected)s). Answer for the whole file: --targets oveni (it"
        " is on top of them) or --targets heraf (it is out of them)."
    ),
    Reason.DIVISION: _(
        "The target of “%(found)s” is taken out of another by a decision. Write its reference in the column “reference”, or"
        " give it with --decision REFERENCE."
    ),
    Reason.BOOKS_CLOSED: _("The books are closed on %(found)s. Choose a day after the closing with --booked-on."),
    Reason.LEDGER: "%(found)s",
    Reason.NO_INITIATIVE: _("The programme has no initiative “%(found)s”. Check its name, or register it with --create."),
    Reason.REPEATED: _(
        "Line %(expected)s already gives an amount for the same unit, initiative, kind and year. Keep one of them."
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """Something the reader must put right before the file can be taken.

    `line` counts from 1 and is where the record begins; 0 means the file as a whole. `column` is the heading as the
    file writes it, `""` for the whole line. `found` is the reader's own text; `expected` what the message offers instead.
    """

    line: int
    column: str
    reason: Reason
    found: str = ""
    expected: str = ""

    @property
    def message(self) -> str:
        """What is wrong and what to do, in the reader's language, without the place."""
        found = self.found if self.reason is Reason.LEDGER else shorten(self.found)
        return str(MESSAGES[self.reason]) % {"found": found, "expected": self.expected, "line": self.line}

    def __str__(self) -> str:
        if not self.line:
            return self.message
        place = {"line": self.line, "column": shorten(self.column), "message": self.message}
        if not self.column:
            return _g("Line %(line)s: %(message)s") % place
        return _g("Line %(line)s, column %(column)s: %(message)s") % place


class InvalidInput(ValueError):
    """A cell, a heading or a file that cannot be taken; whoever knows the place turns it into a `Fault`."""

    def __init__(self, reason: Reason, found: str = "", expected: str = "", *, line: int = 0) -> None:
        super().__init__(reason)
        self.reason, self.found, self.expected, self.line = reason, found, expected, line

    def at(self, line: int, column: str = "") -> Fault:
        """The fault this makes at a place."""
        return Fault(line, column, self.reason, self.found, self.expected)


def shorten(text: str) -> str:
    """The text on one line and short enough for a message."""
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT_LENGTH else line[: EXCERPT_LENGTH - 1] + "…"
