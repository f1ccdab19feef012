"""Reports made in plain Python for tests of the faces: no database, the memo's figures and a large made-up one."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from savings.projections.cells import Cell
from savings.projections.facts import (
    DocumentFacts,
    EvidenceFacts,
    HeadFacts,
    InitiativeFacts,
    MilestoneFacts,
    ProgrammeFacts,
    StatementFacts,
    UnitFacts,
)
from savings.projections.status import Status, StatusFacts, build_status
from savings.vocabulary import Kind

RENT = "Huslejen på Toftegårds Plads"
SHORT = "Øvrige kortsigtede besparelser"
SHARED = "Fælles administration"
HEAD = HeadFacts(9, "3fa9c2" + "0" * 58, datetime(2026, 11, 23, 9, 30, tzinfo=UTC), "T41:81bc" + "0" * 60)
MEMO = DocumentFacts(
    "Dokumentnr. 2008-559734", "Bilag 4: Fælles borgerservice Valby", "", date(2008, 10, 14), "2008-559734", "", False
)
BUDGET = DocumentFacts("BR 320/07", "", "Borgerrepræsentationen", None, "", "", True)
ELSEWHERE = DocumentFacts("ØU 377/2007", "", "Økonomiudvalget", None, "", "", True)
UNITS = (
    UnitFacts("SOF", "Socialforvaltningen", None, 0),
    UnitFacts("SC-VALBY", "Socialcenter Valby", "SOF", 1),
    UnitFacts("SUF", "Sundheds- og Omsorgsforvaltningen", None, 0),
    UnitFacts("PO-VALBY", "Pensions- og Omsorgskontoret i Valby", "SUF", 1),
    UnitFacts("ØKF", "Økonomiforvaltningen", None, 0),
    UnitFacts("BS-VALBY", "Borgerservice Valby", "ØKF", 1),
)


def mio(text: str) -> Decimal:
    """An amount written in mio. kr., in kroner."""
    return Decimal(text) * 1_000_000


def valby_cells() -> tuple[Cell, ...]:
    """The memo's ledger."""
    realised = [
        Cell(Kind.REALISED, None, name, year, None, mio(amount), evidenced=name == RENT)
        for name, amount in ((RENT, "0.8"), (SHORT, "0.6"))
        for year in range(2008, 2012)
    ]
    return (
        Cell(Kind.TARGET, None, None, 2011, None, mio("3.3")),
        *realised,
        Cell(Kind.SECURED, None, SHARED, 2011, None, mio("1.9")),
        Cell(Kind.PLAN, None, SHARED, 2011, None, mio("1.9"), earliest_year=2009),
    )


def valby() -> Status:
    """The memo's status as of 14-10-2008."""
    facts = StatusFacts(
        programme=ProgrammeFacts(
            slug="faelles-borgerservice-valby",
            name="Fælles Borgerservice Valby",
            summary="Borgerservicecenteret, Pensions- og Omsorgskontoret og Socialcenteret i Valby deler administration.",
            case_number="2008-122557",
            document_number="2008-559734",
            addressee="Økonomiudvalget",
            case_officer="Center for Borgerservice",
            full_effect_year=2011,
            full_effect_year_reading="Året 2011 er en læsning: kilden siger »efter 3 års drift«, og driften begyndte i april.",
            first_year=2008,
            last_year=2011,
            opened_on=date(2008, 4, 1),
            opened_precision="month",
        ),
        as_of=date(2008, 10, 14),
        price_level=None,
        restatement=None,
        unit=None,
        units=UNITS,
        initiatives=(
            InitiativeFacts(RENT, "", None, "", "short", "permanent", "Læst som varig.", "delivered",
                            "Det oprindelige huslejeniveau", (EvidenceFacts(MEMO, "1", "Huslejenedsættelse"),)),
            InitiativeFacts(SHORT, "", None, "", "short", "permanent", "Læst som varig.", "", "", ()),
            InitiativeFacts(SHARED, "", None, "", "long", "permanent", "", "under_way", "", ()),
            InitiativeFacts("Fælles skilte", "", UNITS[4], "ØKF", "", "", "", "delivered", "", ()),
        ),
        documents=(BUDGET, MEMO, ELSEWHERE),
        statements=(
            StatementFacts(5, Kind.ELSEWHERE, UNITS[3], SHARED,
                           "Realiseret som en generel besparelse på tværs; beløbet er ikke oplyst.", ELSEWHERE, ""),
        ),
        milestones=(MilestoneFacts("Evaluering af Fælles Borgerservice Valby", "foråret 2009", date(2009, 5, 31), MEMO),),
        readings=(),
        waiting=0,
        last_booked_on=date(2008, 10, 14),
        head=HEAD,
    )  # fmt: skip
    return build_status(facts, valby_cells(), year=2011, rows=["SC-VALBY", "PO-VALBY", "BS-VALBY"])


def large(units: int = 40, years: int = 12, initiatives: int = 120) -> Status:
    """A report that strains a face: many units with long names, many years and initiatives, offsets and minus signs."""
    names = [f"Initiativ nr. {i} om fælles tjenesteydelser på tværs af enhederne" for i in range(initiatives)]
    codes = [f"E{i:03}" for i in range(units)]
    cells = [
        Cell(kind, codes[i % units], names[i], 2020 + (i + step) % years, 2020, Decimal(sign * (i * 37_501 + 250_000)))
        for i in range(initiatives)
        for step, (kind, sign) in enumerate(
            ((Kind.TARGET, 3), (Kind.PLAN, 2), (Kind.REALISED, 1), (Kind.OFFSET, -1), (Kind.SECURED, 1))
        )
    ]
    base = valby()
    shared = {name: getattr(base, name) for name in StatusFacts.__dataclass_fields__}
    shared["units"] = tuple(
        UnitFacts(code, f"Enheden for meget lange navne og særlige opgaver nr. {i}", None, 0) for i, code in enumerate(codes)
    )
    shared["initiatives"] = tuple(InitiativeFacts(name, "", None, "", "", "", "", "", "", ()) for name in names)
    return build_status(StatusFacts(**shared), cells, year=2020 + years // 2, rows=codes)


def empty() -> Status:
    """A programme about which the ledger says nothing yet."""
    base = valby()
    shared = {name: getattr(base, name) for name in StatusFacts.__dataclass_fields__}
    return build_status(StatusFacts(**(shared | {"initiatives": ()})), (), year=2011, rows=[])
