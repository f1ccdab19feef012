"""The headline table of a status, in the manner of the 2008 memo: target, realised, outstanding, and their parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from savings.elements.numbers import percent
from savings.money import ZERO, round_half_up
from savings.projections.figures import Figures
from savings.projections.status import Status
from savings.vocabulary import Kind
from savings.vocabulary.figures import NET_FORECAST, OPEN


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
        *_build_place_rows(headline),
        *_build_forecast_rows(headline),
        *_build_plan_rows(headline),
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
    is_net = headline.has(Kind.OFFSET)
    if is_net:
        yield HeadlineRow("realised", _("of which realised before offsets"), headline.realised, part=True)
        yield HeadlineRow("offset", _("of which offsets (new costs)"), headline.offset, part=True)
    if headline.evidence_coverage is not None:
        whole = _("%(rate)s of what is realised before offsets") if is_net else _("%(rate)s of what is realised")
        coverage = _share(headline.evidence_coverage, whole)
        yield HeadlineRow("documented", _("of which documented"), headline.documented, True, coverage)
        yield HeadlineRow("undocumented", _("of which not documented"), headline.undocumented, part=True)


def _build_outstanding_rows(headline: Figures) -> Iterator[HeadlineRow]:
    if not headline.has_target:
        return
    if headline.outstanding < 0:
        yield HeadlineRow("outstanding", _("More than the target"), -headline.outstanding)
    else:
        # The two shares of the target are printed so that they are the whole of it.
        left = 1 - _round_share(headline.realisation_rate) if headline.realisation_rate is not None else None
        rate = _share(left, _("%(rate)s of the target"))
        yield HeadlineRow("outstanding", _("Outstanding saving"), headline.outstanding, remark=rate)


def _build_place_rows(headline: Figures) -> Iterator[HeadlineRow]:
    """What is lacking and what is beyond a target, apart, where there is some of both: the one less the other is outstanding."""
    if headline.has_target and headline.shortfall and headline.surplus:
        yield HeadlineRow("shortfall", _("Lacking, where less is realised than the target"), headline.shortfall)
        yield HeadlineRow("surplus", _("Beyond the target, where more is realised"), headline.surplus)


def _build_found_rows(status: Status) -> Iterator[HeadlineRow]:
    """What is found but not realised here: the parts of what is outstanding, then the kinds that are none of them."""
    headline = status.headline
    is_short = headline.has_target and headline.outstanding > 0
    kinds = [figure for figure in status.vocabulary.kinds.values() if figure.headline]
    # What is open is what the parts leave, so that they and it add up to what is outstanding.
    parts = [figure for figure in kinds if figure in dict(OPEN.terms)] if is_short else []
    found = [figure.read(headline) for figure in parts]
    shares = _write_shares(headline, found) if is_short else []
    for figure, amount, share in zip(parts, found, shares, strict=False):
        is_silent = is_unstated(status, figure.kind)
        yield HeadlineRow(figure.code, str(figure.headline_part), amount, True, share if amount else "", is_silent)
    if is_short:
        yield from _build_open_rows(headline, shares[-1] if headline.open else "")
    for figure in kinds:
        amount, is_silent = figure.read(headline), is_unstated(status, figure.kind)
        if figure not in parts and (amount is not None or is_silent):
            yield HeadlineRow(figure.code, str(figure.headline), amount, unstated=is_silent)


def _build_open_rows(headline: Figures, share: str) -> Iterator[HeadlineRow]:
    """What is without cover; where some places have too much of it, both, for nobody's cover is another's."""
    if headline.uncovered and headline.overcovered:
        yield HeadlineRow("uncovered", _("of which without cover"), headline.uncovered, True)
        yield HeadlineRow("overcovered", _("of which covered beyond what is lacking"), -headline.overcovered, True)
    elif headline.open < 0:
        yield HeadlineRow("overcovered", _("more is covered than is outstanding"), -headline.open, True)
    else:
        yield HeadlineRow("open", _("of which without cover"), headline.open, True, share)


def _build_forecast_rows(headline: Figures) -> Iterator[HeadlineRow]:
    """What is believed to come, where anybody has said so."""
    if not NET_FORECAST.is_stated(headline):
        return
    covers = headline.forecast_covers
    remark = _share(covers, _("said of %(rate)s of the target")) if covers is not None and covers < 1 else ""
    yield HeadlineRow("net_forecast", _("Forecast, net"), headline.net_forecast, remark=remark)
    if headline.expected_offset:
        yield HeadlineRow("forecast", _("of which forecast before offsets"), headline.forecast, part=True)
        yield HeadlineRow("expected_offset", _("of which expected offsets"), headline.expected_offset, part=True)
    if not headline.has_target or headline.at_risk is None:
        return
    if headline.at_risk < 0:
        yield HeadlineRow("at_risk", _("Forecast beyond the target"), -headline.at_risk)
    else:
        yield HeadlineRow("at_risk", _("At risk against the target"), headline.at_risk)
    if headline.no_forecast:
        yield HeadlineRow("not_expected", _("of which expected not to be reached"), headline.not_expected, part=True)
        yield HeadlineRow("no_forecast", _("of which without a forecast"), headline.no_forecast, part=True)


def _build_plan_rows(headline: Figures) -> Iterator[HeadlineRow]:
    """What of the target nobody has planned, and what of the plan is not expected; each only where there is some."""
    if headline.has_target and headline.unidentified:
        if headline.unidentified > 0:
            yield HeadlineRow("unidentified", _("Not identified: target without a plan"), headline.unidentified)
        else:
            yield HeadlineRow("unidentified", _("More identified than the target"), -headline.unidentified)
    if headline.not_delivered and headline.not_delivered > 0:
        yield HeadlineRow("not_delivered", _("Planned, and expected not to be delivered"), headline.not_delivered)


def is_unstated(status: Status, kind: Kind, unit: str | None = None) -> bool:
    """Whether a source speaks of this kind (for a unit, where one is named) without giving an amount."""
    spoken_of = [statement.unit for statement in status.statements if statement.kind is kind]
    return any(unit is None or (each is not None and each.code == unit) for each in spoken_of)


def _write_shares(headline: Figures, found: Sequence[Decimal | None]) -> list[str]:
    """The parts of what is outstanding as shares of it, the last of them what is without cover, printed so that they are the
    whole of it; none where a part is more than the whole.
    """
    ratios = [(amount or ZERO) / headline.outstanding for amount in found]
    if headline.open < 0 or headline.overcovered or any(ratio < 0 for ratio in ratios):
        return ["" for _ratio in [*ratios, ZERO]]
    printed = [*map(_round_share, ratios), 1 - sum(map(_round_share, ratios), ZERO)]
    return [_share(ratio, _("%(rate)s of what is outstanding")) for ratio in printed]


def _round_share(ratio: Decimal) -> Decimal:
    """A share as it is printed, in whole per cent."""
    return round_half_up(ratio * 100) / 100


def _share(ratio: Decimal | None, words: str) -> str:
    return words % {"rate": percent(ratio)} if ratio is not None else ""
