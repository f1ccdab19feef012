"""The lines of an entry that is corrected: each can be changed, moved to another unit, year or initiative, or emptied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.forms import BoundField
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from savings.elements.words import KINDS, UNALLOCATED, WHOLE_PROGRAMME
from savings.recording.importing.faults import InvalidInput
from savings.recording.importing.numbers import find_formats, read_amount
from savings.recording.new_entry import Line, NewStatement
from savings.reporting.choices import UnitChoice, read_initiatives
from savings.reporting.lookup import find_own_lines, find_statements, find_units
from savings.vocabulary import VOCABULARY, Kind
from savings.web.forms import fields
from savings.web.forms.amounts import page_language, wrong_amount
from savings.web.forms.fields import NOTHING, Form

if TYPE_CHECKING:
    from savings.models import Entry, Posting, StatedLevel, Unit, User

#: A longer entry came from a file and is corrected by one.
MOST_LINES, SPARE = 120, 2


class LineForm(Form):
    """One line, as it was posted; a spare one is empty. `LinesForm` takes its fields, each under the line's number."""

    kind = fields.SelectField(_("Kind"), [NOTHING, *((kind.value, words) for kind, words in KINDS.items())])
    unit = fields.SelectField(_("Unit"))
    initiative = fields.SelectField(_("Initiative"))
    year = fields.YearField(_("Year"))
    level = fields.YearField(_("Price level"))
    amount = fields.TextField(_("Amount in kroner"), most=40)

    def __init__(self, posting: Posting | StatedLevel | None) -> None:
        initial: dict[str, Any] = {"kind": "", "unit": "0", "initiative": "", "year": None, "level": None, "amount": ""}
        if posting is not None:
            initial = {
                "kind": posting.kind, "unit": str(posting.unit_id or 0), "initiative": str(posting.initiative_id or ""),
                "year": posting.year, "level": posting.price_level, "amount": _in_full(posting.amount),
            }  # fmt: skip
        super().__init__(initial=initial)


class LinesForm(Form):
    """What the entry should have said, line by line, in kroner. An emptied amount takes the line away."""

    def __init__(self, *args: Any, entry: Entry, units: Sequence[UnitChoice], person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What the correction states is of the same sort as what it corrects.
        self.is_of_levels, self.postings = find_own_lines(entry, most=MOST_LINES + 1)
        self.statements = find_statements(entry)
        self.too_long = len(self.postings) > MOST_LINES
        self.initiatives = {str(row.pk): row for row in read_initiatives(entry.programme, person)}
        mine = {unit.number for unit in units}
        posted = {posting.unit_id: posting.unit.name if posting.unit else "" for posting in self.postings}
        self.unit_choices = [("0", str(UNALLOCATED)) if unit.number is None else (str(unit.number), unit.name) for unit in units]
        self.unit_choices += [(str(pk or 0), name or str(UNALLOCATED)) for pk, name in posted.items() if pk not in mine]
        self.rows = [] if self.too_long else [*self.postings, *[None] * SPARE]
        for number, posting in enumerate(self.rows):
            self._add_line(number, posting)

    def _add_line(self, number: int, posting: Posting | StatedLevel | None) -> None:
        line = LineForm(posting)
        initiatives = [("", WHOLE_PROGRAMME), *((key, row.name) for key, row in self.initiatives.items())]
        line.set_choices(unit=self.unit_choices, initiative=initiatives)
        for name, field in line.fields.items():
            field.initial = line.initial[name]
            field.widget.attrs["aria-label"] = _g("%(field)s, line %(number)s") % {"field": field.label, "number": number + 1}
            self.fields[f"l{number}-{name}"] = field

    @property
    def page_lines(self) -> list[list[BoundField]]:
        return [[self[f"l{number}-{name}"] for name in LineForm.base_fields] for number in range(len(self.rows))]

    def clean(self) -> dict[str, Any]:
        """Each line with an amount has a kind and a year; the amounts are read as one column."""
        cleaned = self.cleaned_data
        texts = {number: str(cleaned.get(f"l{number}-amount") or "") for number in range(len(self.rows))}
        column = find_formats((text for text in texts.values() if text), page_language())
        self.lines: list[Line] = []
        units = find_units(int(key) for key, _name in self.unit_choices if key != "0")
        for number, text in texts.items():
            if not text:
                continue
            try:
                amount = read_amount(text, Decimal(1), column)
            except InvalidInput as refused:
                self.add_error(f"l{number}-amount", wrong_amount(refused, text))
                continue
            self._take(number, amount, units)
        return cleaned

    def _take(self, number: int, amount: Decimal, units: Mapping[int | None, Unit]) -> None:
        facts = {name: self.cleaned_data.get(f"l{number}-{name}") for name in ("kind", "unit", "initiative", "year", "level")}
        for name, wanted in {"kind": _("Choose the line's kind."), "year": _("Write the line's year.")}.items():
            if not facts[name] and f"l{number}-{name}" not in self.errors:
                self.add_error(f"l{number}-{name}", wanted)
        if not facts["kind"] or not facts["year"] or not (amount or self.is_of_levels):
            return
        posting = self.rows[number]
        earliest = posting.earliest_year if posting else None
        banded = VOCABULARY.kinds[Kind(facts["kind"])].is_banded and earliest is not None and earliest < facts["year"]
        key = facts["unit"] or "0"
        self.lines.append(
            Line(
                kind=Kind(facts["kind"]), year=facts["year"], amount=amount, unit=None if key == "0" else units[int(key)],
                initiative=self.initiatives.get(facts["initiative"] or ""), price_level=facts["level"],
                earliest_year=earliest if banded else None, text=posting.text if posting else "",
            )
        )  # fmt: skip

    @property
    def new_statements(self) -> list[NewStatement]:
        """What the entry said without amounts, which its correction says again."""
        rows = self.statements
        return [NewStatement(kind=Kind(row.kind), text=row.text, unit=row.unit, initiative=row.initiative) for row in rows]


def _in_full(amount: Decimal) -> str:
    """An amount as 800.000,00: so written it also proves how the amounts typed beside it are to be read."""
    text = f"{amount:,f}"
    return text if page_language() == "english" else text.translate(str.maketrans(",.", ".,"))
