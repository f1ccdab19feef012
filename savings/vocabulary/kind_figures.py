"""The kinds of amount as figures, each declared once in the order of the headline, and their sums."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from savings.vocabulary.figure import Figure, KindFigure, Place
from savings.vocabulary.kinds import Kind

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
    is_bounded=True,
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
    is_bounded=True,
    places=UNIT_TABLES | TEXTS | Place.PAPER_INITIATIVES | Place.INITIATIVES | Place.EFFECT | Place.JSON,
    after={Place.STEPS: "elsewhere", Place.REFERENCES: "open", Place.RECORDING: "target"},
)
FORECAST = KindFigure(
    posts=Kind.FORECAST,
    code="forecast",
    words=_("Forecast"),
    meaning=_("What the unit now believes will come in the whole year, what has come included."),
    happening=_("Forecast: what the unit now believes will come in the whole year"),
    step=_("New forecasts"),
    written=("forventet", "forventning"),
    references=("forventet", "forecast"),
    is_banded=True,
    places=TEXTS | Place.BRIDGE | Place.WORKBOOK | Place.INITIATIVES | Place.EFFECT | Place.JSON,
    after={Place.STEPS: "plan", Place.REFERENCES: "plan", Place.RECORDING: "secured"},
)
EXPECTED_OFFSET = KindFigure(
    posts=Kind.EXPECTED_OFFSET,
    code="expected_offset",
    words=_("Expected offset"),
    meaning=_("A new cost that is expected to eat a part of what will come in the whole year. It is negative."),
    happening=_("Expected offset: a new cost that will eat a part of the saving, written with a minus"),
    step=_("New expected offsets"),
    written=("forventet modgående udgift", "forventede modgående udgifter", "forventet modgående"),
    references=("forventet modgående", "expected offset", "forventet modgående udgift"),
    is_cost=True,
    is_bounded=True,
    places=TEXTS | Place.WORKBOOK | Place.INITIATIVES | Place.EFFECT | Place.JSON,
    after={Place.STEPS: "forecast", Place.REFERENCES: "forecast", Place.RECORDING: "forecast"},
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
    after={
        Place.KINDS: "expected_offset",
        Place.EFFECT: "expected_offset",
        Place.SPLIT: "elsewhere",
        Place.RECORDING: "realised",
    },
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
    places=UNIT_TABLES | PAPERS | TEXTS | Place.OVERVIEW | Place.EFFECT | Place.FORMULAS | Place.JSON,
    after={Place.WORKBOOK: "offset", Place.JSON: "offset"},
)
NET_FORECAST = Figure(
    code="net_forecast",
    words=_("Net forecast"),
    meaning=_("forecast + expected offset"),
    terms=((FORECAST, 1), (EXPECTED_OFFSET, 1)),
    references=("netto forventet", "net forecast", "forventet netto", "net_forecast"),
    places=TEXTS | Place.UNITS | Place.WORKBOOK | Place.PAPER | Place.FORMULAS | Place.JSON,
    after={Place.WORKBOOK: "expected_offset", Place.REFERENCES: "expected_offset", Place.JSON: "expected_offset"},
)
PLAN_EARLY = Figure(
    code="plan_early",
    words=_("Plan, at the earliest"),
    terms=((PLAN, 1),),
    is_early=True,
    places=Place.WORKBOOK,
    after={Place.WORKBOOK: "plan"},
)
OUTSTANDING = Figure(
    code="outstanding",
    words=_("Outstanding"),
    meaning=_("target − net realised = shortfall − surplus"),
    example=_("3.3 − 1.4 = 1.9"),
    terms=((TARGET, 1), (NET_REALISED, -1)),
    needs_target=True,
    references=("udestående", "outstanding"),
    places=UNIT_TABLES | TEXTS | Place.PAPER | Place.EFFECT | Place.JSON | Place.FORMULAS,
    after={Place.JSON: "evidence_coverage"},
)
OPEN = Figure(
    code="open",
    words=_("Outstanding without cover"),
    meaning=_("outstanding − secured − elsewhere = uncovered − overcovered"),
    example=_("1.9 − 1.9 − 0 = 0"),
    drawn=_("without cover"),
    terms=((OUTSTANDING, 1), (SECURED, -1), (ELSEWHERE, -1)),
    needs_target=True,
    references=("udestående uden dækning", "open", "usikret"),
    places=UNIT_TABLES | TEXTS | Place.PAPER | Place.OVERVIEW | Place.EFFECT | Place.JSON | Place.SPLIT | Place.FORMULAS,
)
