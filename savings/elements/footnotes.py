"""Footnotes of a status: which notes stand at which figure, and what each says, in the same numbers on every face."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from savings.elements.numbers import day
from savings.elements.words import UNALLOCATED, WHOLE_PROGRAMME
from savings.projections.grid import GridRow
from savings.projections.remarks import FigureComment, Remark
from savings.projections.status import Status
from savings.vocabulary import VOCABULARY


def notes_at(status: Status, figure: str, year: int, row: GridRow | None = None) -> tuple[int, ...]:
    """The numbers of the notes at a figure, from 1 in the order of `Status.remarks`.

    Args:
        row: the unit's row; None, or the row of totals, for the whole report.
    """
    is_all = row is None or row is status.grid.total
    unit = row.unit if row is not None and not is_all else None

    def stands(remark: Remark) -> bool:
        if is_all:
            return remark.whole if status.unit is None else remark.unit == status.unit.code
        return remark.unit == unit and not remark.whole

    numbered = enumerate(status.remarks, 1)
    return tuple(number for number, it in numbered if it.figure == figure and it.year == year and stands(it))


def mark_words(numbers: tuple[int, ...]) -> str:
    """The notes at a figure in words: `note 1, note 3`."""
    return ", ".join(_("note %(number)s") % {"number": number} for number in numbers)


_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def superscript(numbers: tuple[int, ...]) -> str:
    """The notes at a figure as raised numbers behind it; characters of their own, so that no reader takes 1,4¹ for 1,41."""
    return "".join(f"\u202f{number}" for number in numbers).translate(_RAISED)


def unit_words(comment: FigureComment) -> str:
    """Of whom something is said."""
    return comment.unit_name or str(WHOLE_PROGRAMME if comment.whole else UNALLOCATED)


def place_words(comment: FigureComment) -> str:
    """At which figure something is said: the figure, the year and the unit."""
    return f"{VOCABULARY[comment.figure].words} {comment.year}, {unit_words(comment)}"


def asker_words(who: str, when: str) -> str:
    """Who asked, and when."""
    return _("Asked by %(who)s, %(day)s") % {"who": who, "day": when}


def author_words(remark: Remark) -> str:
    """Who wrote a note or an answer, who vouched for it, and when."""
    facts = {"who": remark.by, "other": remark.approved_by, "day": day(remark.approved_on)}
    words = _("Answered by %(who)s, approved by %(other)s, %(day)s")
    return (words if remark.question else _("Written by %(who)s, approved by %(other)s, %(day)s")) % facts


def remark_words(remark: Remark) -> str:
    """A note in one paragraph: where, what was asked, what is said, by whom."""
    return " ".join(_remark_words(remark))


def _remark_words(remark: Remark) -> Iterator[str]:
    yield f"{place_words(remark)}."
    if remark.question:
        asked = asker_words(remark.asked_by, day(remark.asked_on))
        yield _("Question: %(text)s (%(asked)s)") % {"text": remark.question, "asked": asked}
        yield _("Answer: %(text)s (%(told)s)") % {"text": remark.text, "told": author_words(remark)}
    else:
        yield f"{remark.text} ({author_words(remark)})"
