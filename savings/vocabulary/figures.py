"""The product's figures, each declared once, in the order of the headline. Every list of figures derives from these.

To add a figure, declare it here (a kind in `kind_figures`) and write its Danish words in `locale/`; a kind
is also a member of `Kind`, and a migration.
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from savings.vocabulary.figure import Figure, Place
from savings.vocabulary.kind_figures import (
    ELSEWHERE,
    EXPECTED_OFFSET,
    FORECAST,
    NET_FORECAST,
    NET_REALISED,
    OFFSET,
    OPEN,
    OUTSTANDING,
    PLAN,
    PLAN_EARLY,
    REALISED,
    SECURED,
    TARGET,
    TEXTS,
)
from savings.vocabulary.sums import Sums
from savings.vocabulary.vocabulary import Vocabulary

DOCUMENTED = Figure(
    code="documented",
    words=_("Realised and documented"),
    meaning=_(
        "per unit, initiative and year: the realised amounts with evidence, never below zero and never more than what is "
        "realised there"
    ),
    terms=((REALISED, 1),),
    evidenced=True,
    is_measured=True,
    references=("dokumenteret", "documented"),
    places=TEXTS | Place.JSON | Place.FORMULAS,
    after={Place.JSON: "net_realised", Place.FORMULAS: "realisation_rate"},
)
UNDOCUMENTED = Figure(
    code="undocumented",
    words=_("Realised, not documented"),
    terms=((REALISED, 1),),
    evidenced=False,
    is_measured=True,
    references=("udokumenteret", "undocumented", "ikke dokumenteret"),
    places=TEXTS,
)
SHORTFALL = Figure(
    code="shortfall",
    words=_("Shortfall"),
    meaning=_(
        "what is outstanding in the places that have less than their target. A place is a unit with a target of its own that "
        "year, or the programme; an amount counts towards the nearest target, its unit's or one above it"
    ),
    terms=((TARGET, 1), (NET_REALISED, -1)),
    is_measured=True,
    references=("mangler", "shortfall"),
    places=Place.UNITS | Place.WORKBOOK | Place.PAPER | Place.REFERENCES | Place.JSON | Place.FORMULAS,
    after={Place.JSON: "outstanding"},
)
SURPLUS = Figure(
    code="surplus",
    words=_("Beyond the target"),
    meaning=_("what places have realised beyond their own target; nobody's surplus pays another's debt"),
    terms=((TARGET, 1), (NET_REALISED, -1)),
    is_measured=True,
    references=("over kravet", "surplus"),
    places=Place.UNITS | Place.WORKBOOK | Place.PAPER | Place.REFERENCES | Place.JSON | Place.FORMULAS,
    after={Place.JSON: "shortfall"},
)
UNCOVERED = Figure(
    code="uncovered",
    words=_("Uncovered"),
    meaning=_("what is outstanding without cover in the places that lack some, as the shortfall is of what is outstanding"),
    terms=((OPEN, 1),),
    is_measured=True,
    references=("uden dækning", "uncovered"),
    places=Place.WORKBOOK | Place.REFERENCES | Place.JSON | Place.FORMULAS,
    after={Place.JSON: "open"},
)
OVERCOVERED = Figure(
    code="overcovered",
    words=_("Covered beyond the target"),
    meaning=_("what is secured and realised elsewhere beyond what a place lacks"),
    terms=((OPEN, 1),),
    is_measured=True,
    references=("dækket for meget", "overcovered"),
    places=Place.WORKBOOK | Place.REFERENCES | Place.JSON | Place.FORMULAS,
    after={Place.JSON: "uncovered"},
)
IDENTIFIED = Figure(
    code="identified",
    words=_("Identified"),
    meaning=_(
        "where there is any plan that year, per unit and initiative: its plan where it has one, else net realised + secured + "
        "elsewhere"
    ),
    terms=((PLAN, 1), (NET_REALISED, 1), (SECURED, 1), (ELSEWHERE, 1)),
    is_measured=True,
    references=("anvist", "identified"),
    places=Place.WORKBOOK | Place.REFERENCES | Place.JSON | Place.FORMULAS,
    after={Place.JSON: "plan"},
)
UNIDENTIFIED = Figure(
    code="unidentified",
    words=_("Unidentified"),
    meaning=_("target − identified; below zero more is identified than the target"),
    terms=((TARGET, 1), (IDENTIFIED, -1)),
    is_measured=True,
    references=("ikke anvist", "unidentified"),
    places=Place.WORKBOOK | Place.REFERENCES | Place.JSON | Place.FORMULAS,
    after={Place.JSON: "identified"},
)
DEVIATION = Figure(
    code="deviation",
    words=_("Deviation"),
    meaning=_("net realised − plan, of the units and initiatives that have a plan"),
    terms=((NET_REALISED, 1), (PLAN, -1)),
    is_measured=True,
    references=("afvigelse", "deviation"),
    places=Place.FORMULAS | Place.REFERENCES | Place.JSON,
    after={Place.JSON: "unidentified"},
)
NOT_DELIVERED = Figure(
    code="not_delivered",
    words=_("Expected not to be delivered"),
    meaning=_("plan − net forecast, of the units and initiatives that have both"),
    terms=((PLAN, 1), (NET_FORECAST, -1)),
    is_measured=True,
    references=("forventes ikke leveret", "not delivered"),
    places=Place.WORKBOOK | Place.FORMULAS | Place.REFERENCES | Place.JSON,
    after={Place.JSON: "no_forecast"},
)
AT_RISK = Figure(
    code="at_risk",
    words=_("At risk against the target"),
    meaning=_("where there is any forecast that year: target − net forecast = expected not to be reached + no forecast"),
    terms=((TARGET, 1), (NET_FORECAST, -1)),
    is_measured=True,
    references=("usikkert", "at risk", "usikkert i forhold til kravet"),
    places=Place.WORKBOOK | Place.FORMULAS | Place.REFERENCES | Place.JSON,
    after={Place.JSON: "net_forecast"},
)
NOT_EXPECTED = Figure(
    code="not_expected",
    words=_("Expected not to be reached"),
    meaning=_("target − net forecast of the places that have a forecast or an expected offset"),
    terms=((TARGET, 1), (NET_FORECAST, -1)),
    is_measured=True,
    references=("forventes ikke nået", "not expected"),
    places=Place.WORKBOOK | Place.FORMULAS | Place.REFERENCES | Place.JSON,
    after={Place.JSON: "at_risk"},
)
NO_FORECAST = Figure(
    code="no_forecast",
    words=_("No forecast"),
    meaning=_("the target of the places that have neither a forecast nor an expected offset"),
    terms=((TARGET, 1),),
    is_measured=True,
    references=("ingen forventning", "no forecast"),
    places=Place.WORKBOOK | Place.FORMULAS | Place.REFERENCES | Place.JSON,
    after={Place.JSON: "not_expected"},
)
#: The target of the places with a forecast: what `FORECAST_COVERS` is a share of.
FORECAST_TARGET = Figure(code="forecast_target", words=_("Target of those with a forecast"), is_measured=True)


def _realisation_rate(sums: Sums) -> Decimal | None:
    target = TARGET.amount(sums)
    return NET_REALISED.amount(sums) / target if target > 0 else None


def _evidence_coverage(sums: Sums) -> Decimal | None:
    documented = DOCUMENTED.amount(sums)
    realised = documented + UNDOCUMENTED.amount(sums)
    return documented / realised if realised > 0 else None


def _forecast_covers(sums: Sums) -> Decimal | None:
    target = TARGET.amount(sums)
    return FORECAST_TARGET.amount(sums) / target if target > 0 and FORECAST_TARGET.is_stated(sums) else None


def _forecast_deviation(sums: Sums) -> Decimal | None:
    return -NOT_DELIVERED.amount(sums) if NOT_DELIVERED.is_stated(sums) else None


REALISATION_RATE = Figure(
    code="realisation_rate",
    words=_("Realisation rate"),
    meaning=_("net realised ÷ target, where the target is above zero"),
    example=_("1.4 ÷ 3.3 = 42%"),
    formula=_realisation_rate,
    is_ratio=True,
    references=("realiseringsgrad", "realisation rate"),
    places=Place.FORMULAS | Place.REFERENCES,
)
EVIDENCE_COVERAGE = Figure(
    code="evidence_coverage",
    words=_("Evidence coverage"),
    meaning=_("documented ÷ realised before offsets, between none and all of it"),
    example=_("0.8 ÷ 1.4 = 57%"),
    formula=_evidence_coverage,
    is_ratio=True,
    references=("dokumentationsgrad", "evidence coverage", "dækning", "coverage"),
    places=Place.JSON | Place.FORMULAS | Place.REFERENCES,
    after={Place.JSON: "documented", Place.FORMULAS: "documented"},
)
FORECAST_COVERS = Figure(
    code="forecast_covers",
    words=_("Covered by the forecast"),
    meaning=_("the target of the places with a forecast or an expected offset ÷ target"),
    formula=_forecast_covers,
    is_ratio=True,
    references=("forventningen dækker", "forecast covers"),
    places=Place.JSON | Place.FORMULAS | Place.REFERENCES,
    after={Place.JSON: "not_delivered"},
)
FORECAST_DEVIATION = Figure(code="forecast_deviation", words=_("Deviation"), formula=_forecast_deviation)

VOCABULARY = Vocabulary(
    (
        TARGET,
        PLAN,
        IDENTIFIED,
        UNIDENTIFIED,
        FORECAST,
        EXPECTED_OFFSET,
        NET_FORECAST,
        AT_RISK,
        NOT_EXPECTED,
        NO_FORECAST,
        NOT_DELIVERED,
        FORECAST_COVERS,
        NET_REALISED,
        PLAN_EARLY,
        REALISED,
        OFFSET,
        DOCUMENTED,
        UNDOCUMENTED,
        OUTSTANDING,
        SHORTFALL,
        SURPLUS,
        SECURED,
        ELSEWHERE,
        OPEN,
        UNCOVERED,
        OVERCOVERED,
        REALISATION_RATE,
        EVIDENCE_COVERAGE,
        DEVIATION,
        FORECAST_DEVIATION,
        FORECAST_TARGET,
    )
)
