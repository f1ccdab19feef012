"""The trail as a table to be taken along, one row for each act."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from savings.faces.screen.trail import ACTS, SUBJECTS, change_words, changes, column_word, who
from savings.faces.sheets.cells import Value
from savings.faces.sheets.taken import Taken
from savings.projections.trail import TrailFacts


def trail_taken(items: Sequence[TrailFacts]) -> Taken:
    """The acts as plain values. They are not read back from the screen: there may be a hundred thousand."""
    heads = (
        _("When"), _("Who"), _("Did"), _("To what"), _("Number"), _("Name"), _("Programme"), _("From what to what"), _("Why"),
    )  # fmt: skip
    nowhere = (False,) * len(heads)
    return Taken(
        caption=_("Trail"), said="", heads=heads, numeric=tuple(head == _("Number") for head in heads), shares=nowhere,
        details=nowhere, rows=tuple(map(_row, items)), bare=True,
    )  # fmt: skip


def _row(item: TrailFacts) -> tuple[Value, ...]:
    changed = "; ".join(f"{column_word(name)}: {change_words(name, was, became)}" for name, was, became in changes(item))
    # A sheet knows no zones: the moment is the office's, as on the page.
    at = localtime(item.at).replace(microsecond=0, tzinfo=None)
    sort = str(SUBJECTS.get(item.subject, item.subject))
    said = (who(item), str(ACTS.get(item.act, item.act)), sort, item.number, item.label, item.programme, changed, item.why)
    return (at, *(None if words == "" else words for words in said))
