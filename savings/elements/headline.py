"""The headline table of a status, in the manner of the 2008 memo: target, realised, outstanding, and their parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from savings.elements.numbers import percent
from savings.projections.figures import Figures
from savings.projections.status import Status
from savings.vocabulary import Kind
from savings.vocabulary.figures import OPEN


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


def headline_rows(status: Status) -> tuple[HeadlineRow, ...]:
    """The headline table, its lines derived from the postings; each whole equals the sum of its parts."""
    headline = status.headline
    return (
        _build_target_row(headline, status.year),
        *_build_realised_rows(headline),
        *_build_outstanding_rows(headline),
        *_build_found_rows(status),
    )


def _build_target_row(headline: Figures, year: int) -> HeadlineRow:
    remark = "" if headline.has_target else _("no target is set")
    label = _("Efficiency target in full (%(year)s)") % {"year": year}
    return HeadlineRow("target", label, headline.target if headline.has_target else None, remark=remark)


def _build_realised_rows(headline: Figures) -> Iterator[HeadlineRow]:
    if not headline.has_realised:
        yield HeadlineRow("net_realised", _("Realised saving"), None)
        return
    rate = _share(headline.realisation_rate, _("%(rate)s of the target"))
    yield HeadlineRow("net_realised", _("Realised saving"), headline.net_realised, remark=rate)
    if headline.has(Kind.OFFSET):
        yield HeadlineRow("realised", _("of which realised before offsets"), headline.realised, part=True)
        yield HeadlineRow("offset", _("of which offsets (new costs)"), headline.offset, part=True)
    if headline.realised:
        coverage = _share(headline.evidence_coverage, _("%(rate)s of what is realised"))
        yield HeadlineRow("documented", _("of which documented"), headline.documented, True, coverage)
        yield HeadlineRow("undocumented", _("of which not documented"), headline.undocumented, part=True)


def _build_outstanding_rows(headline: Figures) -> Iterator[HeadlineRow]:
    if headline.has_target and headline.outstanding < 0:
        yield HeadlineRow("outstanding", _("More than the target"), -headline.outstanding)
    elif headline.has_target:
        left = headline.outstanding / headline.target if headline.target else None
        rate = _share(left, _("%(rate)s of the target"))
        yield HeadlineRow("outstanding", _("Outstanding saving"), headline.outstanding, remark=rate)


def _build_found_rows(status: Status) -> Iterator[HeadlineRow]:
    """What is found but not realised here: the parts of what is outstanding, then the kinds that are none of them."""
    headline = status.headline
    is_short = headline.has_target and headline.outstanding > 0
    kinds = [figure for figure in status.vocabulary.kinds.values() if figure.headline]
    # What is open is what the parts leave, so that they and it add up to what is outstanding.
    parts = [figure for figure in kinds if figure in dict(OPEN.terms)] if is_short else []
    for figure in parts:
        amount, is_silent = figure.read(headline), is_unstated(status, figure.kind)
        remark = _of_outstanding(headline, amount)
        yield HeadlineRow(figure.code, str(figure.headline_part), amount, True, remark, is_silent)
    if is_short:
        yield HeadlineRow("open", _("of which open"), headline.open, True, _of_outstanding(headline, headline.open))
    for figure in kinds:
        amount, is_silent = figure.read(headline), is_unstated(status, figure.kind)
        if figure not in parts and (amount is not None or is_silent):
            yield HeadlineRow(figure.code, str(figure.headline), amount, unstated=is_silent)


def is_unstated(status: Status, kind: Kind, unit: str | None = None) -> bool:
    """Whether a source speaks of this kind (for a unit, where one is named) without giving an amount."""
    spoken_of = [statement.unit for statement in status.statements if statement.kind is kind]
    return any(unit is None or (each is not None and each.code == unit) for each in spoken_of)


def _of_outstanding(headline: Figures, amount: Decimal | None) -> str:
    return _share(amount / headline.outstanding, _("%(rate)s of what is outstanding")) if amount else ""


def _share(ratio: Decimal | None, words: str) -> str:
    return words % {"rate": percent(ratio)} if ratio is not None else ""
