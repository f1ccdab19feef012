"""A status in one breath: a few sentences made from its figures, which never mix net and gross."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from savings.elements.numbers import Scale, percent
from savings.elements.sentences import scale_of
from savings.money import ZERO
from savings.projections.figures import Figures
from savings.projections.status import Status


def summary(status: Status) -> str:
    """The status in one breath: how much of the target is real, how much of that is documented, what is left, what is
    believed to come; and, where the year is not the one to think of alone, what stands beside it.
    """
    scale = scale_of(status)
    sentences = [*_summary(status.headline, status.year, scale, status.counts_towards), *_beside(status, scale)]
    return " ".join(sentences)


def figures_summary(figures: Figures, scale: Scale) -> str:
    """The figures of several programmes, or of one unit in them, in one breath; of no single year."""
    return " ".join(_of_several(figures, scale))


def _of_several(figures: Figures, scale: Scale) -> Iterator[str]:
    amounts = _amounts(figures, scale)
    if figures.is_empty:
        yield _("No approved entry states an amount of it.")
        return
    if not figures.has_target:
        yield _("No target is set. Realised: %(realised)s.") % amounts
        return
    if not figures.has_realised:
        yield _("Of %(target)s, nothing is recorded as realised.") % amounts
    elif figures.realisation_rate is None:
        yield _("Target: %(target)s. Realised: %(realised)s.") % amounts
    else:
        yield _("Of %(target)s, %(realised)s is realised (%(rate)s).") % amounts
    yield from _rest(figures, amounts)


def _summary(figures: Figures, year: int, scale: Scale, counts_towards: str = "") -> Iterator[str]:
    amounts = {"year": year, "above": counts_towards, **_amounts(figures, scale)}
    if counts_towards:
        yield _("No target of its own for %(year)s. What is realised, %(realised)s, counts towards that of %(above)s.") % amounts
        return
    if not figures.has_target:
        yield _("No target is set for %(year)s. Realised: %(realised)s.") % amounts
        return
    if not figures.has_realised:
        # Nothing said is not the same as nothing saved.
        yield _("Of the target of %(target)s in %(year)s, nothing is recorded as realised.") % amounts
    elif figures.realisation_rate is None:
        yield _("The target of %(year)s is %(target)s. Realised: %(realised)s.") % amounts
    else:
        yield _("Of the target of %(target)s in %(year)s, %(realised)s is realised (%(rate)s).") % amounts
    yield from _rest(figures, amounts)


def _rest(figures: Figures, amounts: dict[str, object]) -> Iterator[str]:
    if figures.evidence_coverage is not None:
        # What is documented is a part of what was realised before new costs ate of it: the two are not mixed.
        if figures.offset:
            yield (
                _("Before offsets (new costs) %(gross)s is realised, of which %(documented)s is documented (%(coverage)s).")
                % amounts
            )
        else:
            yield _("%(documented)s of the realised amount is documented (%(coverage)s).") % amounts
    if figures.outstanding > 0:
        yield _("%(outstanding)s is outstanding.") % amounts
    elif figures.outstanding < 0:
        yield _("That is %(outstanding)s more than the target.") % amounts
    if figures.shortfall and figures.surplus:
        yield _("Some lack %(shortfall)s against their target; others have %(surplus)s beyond theirs.") % amounts
    if figures.outstanding > 0:
        yield from _outstanding(figures, amounts)
    yield from _forecast(figures, amounts)


def _amounts(figures: Figures, scale: Scale) -> dict[str, object]:
    return {
        "target": scale.show_with_unit(figures.target),
        "realised": scale.show_with_unit(figures.net_realised),
        "gross": scale.show_with_unit(figures.documented + figures.undocumented),
        "documented": scale.show_with_unit(figures.documented),
        "rate": percent(figures.realisation_rate),
        "coverage": percent(figures.evidence_coverage),
        "outstanding": scale.show_with_unit(abs(figures.outstanding)),
        "shortfall": scale.show_with_unit(figures.shortfall),
        "surplus": scale.show_with_unit(figures.surplus),
        "secured": scale.show_with_unit(figures.secured),
        "elsewhere": scale.show_with_unit(figures.elsewhere),
        "uncovered": scale.show_with_unit(figures.uncovered),
        "overcovered": scale.show_with_unit(figures.overcovered),
        "forecast": scale.show_with_unit(figures.net_forecast),
        "at_risk": scale.show_with_unit(abs(figures.at_risk or ZERO)),
        "no_forecast": scale.show_with_unit(figures.no_forecast or ZERO),
    }


def _outstanding(figures: Figures, amounts: dict[str, object]) -> Iterator[str]:
    if figures.secured == figures.outstanding and not figures.uncovered:
        yield _("All of it is secured in the budget frame, none of it delivered.")
        return
    if figures.secured:
        yield _("%(secured)s is secured in the budget frame, not yet delivered.") % amounts
    if figures.elsewhere:
        yield _("%(elsewhere)s is realised elsewhere.") % amounts
    if figures.uncovered and figures.overcovered:
        yield _("Some lack cover for %(uncovered)s; others have %(overcovered)s more than they lack.") % amounts
    elif figures.uncovered:
        yield _("%(uncovered)s is without cover.") % amounts
    elif figures.overcovered:
        yield _("That is %(overcovered)s more than is outstanding.") % amounts


def _forecast(figures: Figures, amounts: dict[str, object]) -> Iterator[str]:
    if figures.at_risk is None:
        return
    if figures.at_risk > 0:
        yield _("The forecast is %(forecast)s: %(at_risk)s of the target is at risk.") % amounts
    elif figures.at_risk < 0:
        yield _("The forecast is %(forecast)s, %(at_risk)s more than the target.") % amounts
    else:
        yield _("The forecast is %(forecast)s, all of the target.") % amounts
    if figures.no_forecast:
        yield _("Of %(no_forecast)s nobody has said what they expect.") % amounts


def _beside(status: Status, scale: Scale) -> Iterator[str]:
    """What stands beside the year: one that has just begun, the year before, and the full-effect year."""
    if status.unbegun:
        yield _("Nothing is recorded for %(year)s yet.") % {"year": status.unbegun}
    if status.last_year is not None and status.headline.has_target and not status.counts_towards and has_one_price_level(status):
        yield _against_last_year(status, status.last_year, scale)
    full = status.programme.full_effect_year
    figures = status.grid.total.year(full)
    if full != status.year and figures.target > 0:
        amounts = {"year": full, "target": scale.show_with_unit(figures.target)}
        if figures.at_risk is None:
            yield _("The target of %(year)s, the full-effect year, is %(target)s; nobody has said what they expect.") % amounts
        else:
            amounts["forecast"] = scale.show_with_unit(figures.net_forecast)
            yield _("The target of %(year)s, the full-effect year, is %(target)s, and the forecast %(forecast)s.") % amounts


def has_one_price_level(status: Status) -> bool:
    """Whether the amounts of the year and of the one before stand in one price level, so that the two can be compared."""
    return len({cell.price_level for cell in status.cells if cell.year in (status.year, status.year - 1)}) == 1


def _against_last_year(status: Status, before: Figures, scale: Scale) -> str:
    """The difference from the year before; better or worse only where what is realised and what is outstanding agree."""
    now = status.headline
    realised, outstanding = now.net_realised - before.net_realised, now.outstanding - before.outstanding
    amounts = {
        "year": status.year - 1, "realised": scale.show_change(realised), "target": scale.show_change(now.target - before.target),
        "outstanding": scale.show_change(outstanding), "unit": scale.name,
    }  # fmt: skip
    said = _("Against %(year)s: realised %(realised)s, target %(target)s, outstanding %(outstanding)s (%(unit)s)") % amounts
    if status.year >= status.as_of.year:
        return f"{said}."
    if realised > 0 > outstanding:
        return _("%(said)s: better.") % {"said": said}
    if realised < 0 < outstanding:
        return _("%(said)s: worse.") % {"said": said}
    return f"{said}."
