"""The headline table of a status, in the manner of the 2008 memo: target, realised, outstanding, and their parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from savings.elements.numbers import DASH, Scale, percent
from savings.elements.words import NOT_STATED
from savings.projections.figures import Figures
from savings.projections.status import Status
from savings.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class HeadlineRow:
    """One line of the headline table.

    Attributes:
        key: the figure's name in code, the same in every language.
        label: what the reader sees; a part begins with *of which*.
        amount: kroner in the status' price level; None where nobody has stated one.
        part: whether it is a part of the line above it that is no part.
        remark: the amount as a share, in words; empty where a share says nothing.
        unstated: whether a source speaks of it without giving an amount, which is more than silence.
    """

    key: str
    label: str
    amount: Decimal | None
    part: bool = False
    remark: str = ""
    unstated: bool = False

    def shown(self, scale: Scale) -> str:
        """The amount as text; *not stated* and a dash where there is none."""
        if self.amount is None:
            return str(NOT_STATED) if self.unstated else DASH
        return scale.show(self.amount)


def headline_rows(status: Status) -> tuple[HeadlineRow, ...]:
    """The headline table, its lines derived from the postings; each whole equals the sum of its parts."""
    shown = status.headline
    return (_target(shown, status.year), *_realised(shown), *_outstanding(shown), *_found(status))


def _target(shown: Figures, year: int) -> HeadlineRow:
    remark = "" if shown.has_target else _("no target is set")
    label = _("Efficiency target in full (%(year)s)") % {"year": year}
    return HeadlineRow("target", label, shown.target if shown.has_target else None, remark=remark)


def _realised(shown: Figures) -> Iterator[HeadlineRow]:
    if not shown.has_realised:
        yield HeadlineRow("net_realised", _("Realised saving"), None)
        return
    rate = _share(shown.realisation_rate, _("%(rate)s of the target"))
    yield HeadlineRow("net_realised", _("Realised saving"), shown.net_realised, remark=rate)
    if shown.has(Kind.OFFSET):
        yield HeadlineRow("realised", _("of which realised before offsets"), shown.realised, part=True)
        yield HeadlineRow("offset", _("of which offsets (new costs)"), shown.offset, part=True)
    if shown.realised:
        coverage = _share(shown.evidence_coverage, _("%(rate)s of what is realised"))
        yield HeadlineRow("documented", _("of which documented"), shown.documented, True, coverage)
        yield HeadlineRow("undocumented", _("of which not documented"), shown.undocumented, part=True)


def _outstanding(shown: Figures) -> Iterator[HeadlineRow]:
    if shown.has_target and shown.outstanding < 0:
        yield HeadlineRow("outstanding", _("More than the target"), -shown.outstanding)
    elif shown.has_target:
        left = shown.outstanding / shown.target if shown.target else None
        rate = _share(left, _("%(rate)s of the target"))
        yield HeadlineRow("outstanding", _("Outstanding saving"), shown.outstanding, remark=rate)


def _found(status: Status) -> Iterator[HeadlineRow]:
    shown = status.headline
    is_short = shown.has_target and shown.outstanding > 0
    for figure in [kind for kind in status.vocabulary.kinds.values() if kind.headline]:
        amount, unstated = figure.read(shown), is_unstated(status, figure.kind)
        if is_short and figure.headline_part:
            words = str(figure.headline_part)
            yield HeadlineRow(figure.code, words, amount, True, _of_outstanding(shown, amount), unstated)
        elif amount is not None or unstated:
            yield HeadlineRow(figure.code, str(figure.headline), amount, unstated=unstated)
    if is_short:
        yield HeadlineRow("open", _("of which open"), shown.open, True, _of_outstanding(shown, shown.open))


def is_unstated(status: Status, kind: Kind, unit: str | None = None) -> bool:
    """Whether a source speaks of this kind (for a unit, where one is named) without giving an amount."""
    return any(
        said.kind is kind and (unit is None or (said.unit is not None and said.unit.code == unit)) for said in status.statements
    )


def _of_outstanding(shown: Figures, amount: Decimal | None) -> str:
    return _share(amount / shown.outstanding, _("%(rate)s of what is outstanding")) if amount else ""


def _share(ratio: Decimal | None, words: str) -> str:
    return words % {"rate": percent(ratio)} if ratio is not None else ""
