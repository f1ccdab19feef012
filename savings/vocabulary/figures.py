"""The product's figures, each declared once, in the order of the headline. Every list of figures derives from these.

To add a figure, declare it here and write its Danish words in `locale/`; a kind is also a member of `Kind`, and a migration.
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from savings.vocabulary.figure import Figure, KindFigure, Place
from savings.vocabulary.kinds import Kind
from savings.vocabulary.sums import Sums
from savings.vocabulary.vocabulary import Vocabulary

#: What is said of a figure, and what a report's text says by it.
TEXTS = Place.NOTES | Place.REFERENCES
#: The tables by unit, on the page and in the workbook, and what has changed in them.
UNIT_TABLES = Place.UNITS | Place.BRIDGE | Place.WORKBOOK
PAPERS = Place.PAPER | Place.PAPER_INITIATIVES

TARGET = KindFigure(
    posts=Kind.TARGET,
    code="target",
    words=_("Target"),
    meaning=_("What shall be saved, as it was decided."),
    happening=_("Target: what was decided shall be saved"),
    step=_("New targets"),
    written=("krav", "måltal", "effektiviseringskrav"),
    references=("krav", "target", "måltal"),
    places=UNIT_TABLES | PAPERS | TEXTS | Place.INITIATIVES | Place.OVERVIEW | Place.EFFECT | Place.JSON,
    after={Place.RECORDING: "forecast"},
)
PLAN = KindFigure(
    posts=Kind.PLAN,
    code="plan",
    words=_("Plan"),
    meaning=_("When it shall come. Where only the ends are decided, a band is shown and no line is drawn."),
    happening=_("Plan: when it shall come"),
    step=_("New plans"),
    written=("indfasningsplan", "plan"),
    references=("plan", "planned amount", "indfasningsplan"),
    is_banded=True,
    places=UNIT_TABLES | TEXTS | Place.PAPER_INITIATIVES | Place.INITIATIVES | Place.EFFECT,
    after={Place.STEPS: "elsewhere", Place.REFERENCES: "open", Place.RECORDING: "target"},
)
FORECAST = KindFigure(
    posts=Kind.FORECAST,
    code="forecast",
    words=_("Forecast"),
    meaning=_("What the unit now believes will come."),
    happening=_("Forecast: what the unit now believes will come"),
    step=_("New forecasts"),
    written=("forventet", "forventning"),
    references=("forventet", "forecast"),
    is_banded=True,
    places=UNIT_TABLES | TEXTS | Place.INITIATIVES | Place.EFFECT,
    after={Place.STEPS: "plan", Place.REFERENCES: "plan", Place.RECORDING: "secured"},
)
REALISED = KindFigure(
    posts=Kind.REALISED,
    code="realised",
    words=_("Realised"),
    meaning=_("The cost has fallen, here."),
    happening=_("Realised: the cost has fallen, here"),
    step=_("Realised since"),
    written=("opnået", "realiseret"),
    references=("opnået", "realised", "realiseret"),
    places=TEXTS | Place.WORKBOOK | Place.INITIATIVES | Place.JSON,
    after={Place.RECORDING: ""},
)
OFFSET = KindFigure(
    posts=Kind.OFFSET,
    code="offset",
    words=_("Offset"),
    meaning=_("A new cost that eats a realised saving. It is negative."),
    happening=_("Offset: a new cost that eats a realised saving, written with a minus"),
    step=_("Offsets since"),
    written=("modgående udgift", "modgående udgifter", "modgående"),
    references=("modgående", "offset", "modgående udgift"),
    is_cost=True,
    is_bounded=True,
    places=TEXTS | Place.WORKBOOK | Place.INITIATIVES | Place.JSON,
    after={Place.KINDS: "elsewhere", Place.RECORDING: "elsewhere"},
)
SECURED = KindFigure(
    posts=Kind.SECURED,
    code="secured",
    words=_("Secured"),
    meaning=_("Taken out of the budget frame, but not yet realised: the money is found, the cost has not fallen."),
    headline=_("Secured in the budget frame"),
    headline_part=_("of which secured in the budget frame"),
    happening=_("Secured: taken out of the budget frame, not yet realised"),
    step=_("Secured since"),
    drawn=_("secured, not delivered"),
    written=("sikret",),
    references=("sikret", "secured"),
    is_bounded=True,
    places=UNIT_TABLES | PAPERS | TEXTS | Place.INITIATIVES | Place.OVERVIEW | Place.EFFECT | Place.JSON | Place.SPLIT,
    after={Place.KINDS: "forecast", Place.EFFECT: "forecast", Place.SPLIT: "elsewhere", Place.RECORDING: "realised"},
)
ELSEWHERE = KindFigure(
    posts=Kind.ELSEWHERE,
    code="elsewhere",
    words=_("Realised elsewhere"),
    meaning=_("Found, but somewhere else than planned."),
    headline=_("Realised elsewhere"),
    headline_part=_("of which realised elsewhere"),
    happening=_("Realised elsewhere: found, but somewhere else than planned"),
    step=_("Realised elsewhere since"),
    drawn=_("realised elsewhere"),
    written=("realiseret andetsteds", "andetsteds"),
    references=("realiseret andetsteds", "elsewhere", "andetsteds"),
    places=UNIT_TABLES | PAPERS | TEXTS | Place.INITIATIVES | Place.JSON | Place.SPLIT,
    after={Place.RECORDING: "plan"},
)

NET_REALISED = Figure(
    code="net_realised",
    words=_("Net realised"),
    meaning=_("realised + offset"),
    example=_("1.4 + 0 = 1.4"),
    terms=((REALISED, 1), (OFFSET, 1)),
    references=("netto opnået", "net realised", "opnået netto", "net_realised"),
    places=UNIT_TABLES | PAPERS | TEXTS | Place.OVERVIEW | Place.EFFECT | Place.FORMULAS,
    after={Place.WORKBOOK: "offset"},
)
PLAN_EARLY = Figure(
    code="plan_early",
    words=_("Plan, at the earliest"),
    terms=((PLAN, 1),),
    is_early=True,
    places=Place.WORKBOOK,
    after={Place.WORKBOOK: "plan"},
)
DOCUMENTED = Figure(
    code="documented",
    words=_("Realised and documented"),
    terms=((REALISED, 1),),
    evidenced=True,
    references=("dokumenteret", "documented"),
    places=TEXTS,
)
UNDOCUMENTED = Figure(
    code="undocumented",
    words=_("Realised, not documented"),
    terms=((REALISED, 1),),
    evidenced=False,
    references=("udokumenteret", "undocumented", "ikke dokumenteret"),
    places=TEXTS,
)
OUTSTANDING = Figure(
    code="outstanding",
    words=_("Outstanding"),
    meaning=_("target − net realised"),
    example=_("3.3 − 1.4 = 1.9"),
    terms=((TARGET, 1), (NET_REALISED, -1)),
    needs_target=True,
    references=("udestående", "outstanding"),
    places=UNIT_TABLES | TEXTS | Place.PAPER | Place.EFFECT | Place.JSON | Place.FORMULAS,
)
OPEN = Figure(
    code="open",
    words=pgettext_lazy("not secured", "Open"),
    meaning=_("outstanding − secured − elsewhere"),
    example=_("1.9 − 1.9 − 0 = 0"),
    drawn=pgettext_lazy("not secured", "open"),
    terms=((OUTSTANDING, 1), (SECURED, -1), (ELSEWHERE, -1)),
    needs_target=True,
    references=("usikret", "open"),
    places=UNIT_TABLES | TEXTS | Place.PAPER | Place.OVERVIEW | Place.EFFECT | Place.JSON | Place.SPLIT | Place.FORMULAS,
)


def _realisation_rate(sums: Sums) -> Decimal | None:
    target = TARGET.amount(sums)
    return NET_REALISED.amount(sums) / target if target else None


def _evidence_coverage(sums: Sums) -> Decimal | None:
    realised = REALISED.amount(sums)
    return DOCUMENTED.amount(sums) / realised if realised else None


def _deviation(sums: Sums) -> Decimal | None:
    return NET_REALISED.amount(sums) - PLAN.amount(sums) if sums.has(Kind.PLAN) else None


def _forecast_deviation(sums: Sums) -> Decimal | None:
    are_both_stated = sums.has(Kind.PLAN) and sums.has(Kind.FORECAST)
    return FORECAST.amount(sums) - PLAN.amount(sums) if are_both_stated else None


REALISATION_RATE = Figure(
    code="realisation_rate",
    words=_("Realisation rate"),
    meaning=_("net realised ÷ target; without a target there is no rate"),
    example=_("1.4 ÷ 3.3 = 42%"),
    formula=_realisation_rate,
    is_ratio=True,
    references=("realiseringsgrad", "realisation rate"),
    places=Place.FORMULAS | Place.REFERENCES,
)
EVIDENCE_COVERAGE = Figure(
    code="evidence_coverage",
    words=_("Evidence coverage"),
    meaning=_("realised amounts of entries with evidence ÷ realised"),
    example=_("0.8 ÷ 1.4 = 57%"),
    formula=_evidence_coverage,
    is_ratio=True,
    references=("dokumentationsgrad", "evidence coverage", "dækning", "coverage"),
    places=Place.JSON | Place.FORMULAS | Place.REFERENCES,
)
DEVIATION = Figure(
    code="deviation",
    words=_("Deviation"),
    meaning=_("net realised − plan; the forecast's deviation is forecast − plan"),
    formula=_deviation,
    places=Place.FORMULAS,
)
FORECAST_DEVIATION = Figure(code="forecast_deviation", words=_("Deviation"), formula=_forecast_deviation)

VOCABULARY = Vocabulary(
    (
        TARGET,
        PLAN,
        FORECAST,
        NET_REALISED,
        PLAN_EARLY,
        REALISED,
        OFFSET,
        DOCUMENTED,
        UNDOCUMENTED,
        OUTSTANDING,
        SECURED,
        ELSEWHERE,
        OPEN,
        REALISATION_RATE,
        EVIDENCE_COVERAGE,
        DEVIATION,
        FORECAST_DEVIATION,
    )
)
