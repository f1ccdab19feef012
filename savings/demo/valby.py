"""The founding case: what Copenhagen's finance administration reported to the Finance Committee on 14-10-2008."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple, TypedDict

from savings.demo.acts import record_and_approve
from savings.demo.people import People
from savings.demo.valby_report import publish_valby
from savings.models import Document, Initiative, PriceSeries, Programme, Unit, User
from savings.recording import Line, NewEntry, NewEvidence, NewStatement
from savings.recording.indicators import NewObservation, confirm, observe, register_indicator
from savings.recording.register import (
    register_document,
    register_initiative,
    register_milestone,
    register_programme,
    register_unit,
)
from savings.vocabulary import Kind

SLUG = "faelles-borgerservice-valby"
DATED = date(2008, 10, 14)
FIRST, FULL_EFFECT = 2008, 2011

YEAR_READING = "Året 2011 er vores læsning: kilden siger »efter 3 års drift«, og borgerservicecenteret åbnede i april 2008."
PERMANENT_READING = "De opnåede besparelser er læst som varige: kildens Tabel 1 sætter dem op mod kravet efter 3 års drift."


class ActFacts(TypedDict):
    """Who does it, and when."""

    by: User
    at: datetime


class MemoDocuments(NamedTuple):
    """The memo and what it refers to."""

    memo: Document
    council: Document
    committee: Document


class MemoInitiatives(NamedTuple):
    """The memo's initiatives with amounts."""

    rent: Initiative
    short: Initiative
    shared: Initiative


def load_valby(people: People, *, at: datetime, series: PriceSeries) -> Programme:
    """Put the memo's facts into the ledger."""
    act = ActFacts(by=people.finance, at=at)
    units = _register_units(act)
    documents = _register_documents(act)
    programme = _register_programme(act, units, series)
    initiatives = _register_initiatives(act, programme)
    _register_initiatives_without_money(act, programme, units)
    _record_entries(people, at, programme, documents, initiatives, units["PO-VALBY"])
    register_milestone(
        **act, programme=programme, title="Evaluering af Fælles Borgerservice Valby", due="foråret 2009",
        due_by=date(2009, 5, 31), source=documents.memo,
    )  # fmt: skip
    register_milestone(
        **act, programme=programme, title="Drøftelserne om et tættere administrativt samarbejde genoptages",
        due="det nye år", source=documents.memo,
    )  # fmt: skip
    _record_effects(people, at, programme, documents)
    publish_valby(people, programme, at=at)
    return programme


def _record_effects(people: People, at: datetime, programme: Programme, documents: MemoDocuments) -> None:
    """Record what the memo says has changed besides money; it gives no number."""
    fewer = register_indicator(
        by=people.finance, at=at, programme=programme, wanted="fewer", source=documents.memo,
        name="Henvendelser fra pensionister i Pensions- og Omsorgskontoret",
    )  # fmt: skip
    new = NewObservation(
        indicator=fewer, observed_on=DATED, said="Der opleves et fald; pensionisterne betjenes i borgerservice i stedet",
        source=documents.memo,
    )  # fmt: skip
    observation = observe(new, by=people.finance, at=at)
    confirm(observation=observation, by=people.controller, at=at)


def _register_units(act: ActFacts) -> dict[str, Unit]:
    names = {
        "ØKF": ("Økonomiforvaltningen", None),
        "SUF": ("Sundheds- og Omsorgsforvaltningen", None),
        "SOF": ("Socialforvaltningen", None),
        "BS-VALBY": ("Borgerservicecenteret i Valby", "ØKF"),
        "PO-VALBY": ("Pensions- og Omsorgskontoret i Valby", "SUF"),
        "SC-VALBY": ("Socialcenteret i Valby", "SOF"),
    }
    units: dict[str, Unit] = {}
    for code, (name, parent) in names.items():
        units[code] = register_unit(**act, code=code, name=name, parent=units[parent] if parent else None)
    return units


def _register_documents(act: ActFacts) -> MemoDocuments:
    memo = register_document(
        **act,
        reference="Dokumentnr. 2008-559734",
        title="Bilag 4: Fælles borgerservice Valby – fælles administration – nuværende og kommende indsatser",
        body="Økonomiforvaltningen, Center for Borgerservice",
        decided_on=DATED,
        document_number="2008-559734",
    )
    council = register_document(**act, reference="BR 320/07", body="Borgerrepræsentationen", sort=Document.Sort.DECISION)
    committee = register_document(**act, reference="ØU 377/2007", body="Økonomiudvalget", sort=Document.Sort.DECISION)
    return MemoDocuments(memo, council, committee)


def _register_programme(act: ActFacts, units: dict[str, Unit], series: PriceSeries) -> Programme:
    return register_programme(
        **act,
        slug=SLUG,
        name="Fælles Borgerservice Valby",
        summary="Borgerservicecenteret, Pensions- og Omsorgskontoret og Socialcenteret i Valby har fælles administration.",
        case_number="2008-122557",
        document_number="2008-559734",
        addressee="Økonomiudvalget",
        # The office, not the person the memo names: the demo knows people by their role.
        case_officer="Center for Borgerservice",
        full_effect_year=FULL_EFFECT,
        full_effect_year_reading=YEAR_READING,
        first_year=FIRST,
        last_year=FULL_EFFECT,
        opened_on=date(2008, 4, 1),
        opened_precision=Programme.Precision.MONTH,
        price_series=series,
        units=(units["BS-VALBY"], units["PO-VALBY"], units["SC-VALBY"]),
    )


def _register_initiatives(act: ActFacts, programme: Programme) -> MemoInitiatives:
    short: dict[str, Any] = {"horizon": "short", "duration": "permanent", "duration_reading": PERMANENT_READING}
    rent = register_initiative(
        **act, programme=programme, name="Huslejen på Toftegårds Plads", stage="delivered",
        baseline="Det oprindelige huslejeniveau", **short,
    )  # fmt: skip
    rest = register_initiative(**act, programme=programme, name="Øvrige kortsigtede besparelser", **short)
    shared = register_initiative(**act, programme=programme, name="Fælles administration", horizon="long", duration="permanent")
    return MemoInitiatives(rent, rest, shared)


def _register_initiatives_without_money(act: ActFacts, programme: Programme, units: dict[str, Unit]) -> None:
    under_way: dict[str, Any] = {**act, "programme": programme, "stage": "under_way"}
    register_initiative(
        name="Fælles skilte", unit=units["ØKF"], description="Opsætning af fælles skilte for enhederne.", **under_way
    )
    register_initiative(
        name="Post for borgerservice", unit=units["SOF"],
        description="Betjente ansat i SOF henter, åbner, frankerer og afleverer post for borgerservice.", **under_way,
    )  # fmt: skip
    register_initiative(
        name="Mindre håndværksydelser", unit=units["SOF"],
        description="Betjente ansat i SOF udfører mindre håndværksydelser for borgerservice.", **under_way,
    )  # fmt: skip
    register_initiative(
        **act, programme=programme, name="HR-samarbejde", stage="idea",
        description="Flextid, registrering af sygefravær og løn er drøftet mellem enhederne.",
    )  # fmt: skip


def _record_entries(
    people: People, at: datetime, programme: Programme, documents: MemoDocuments, initiatives: MemoInitiatives, office: Unit
) -> None:
    def add(text: str, **facts: Any) -> None:
        record_and_approve(people, NewEntry(programme=programme, booked_on=DATED, text=text, **facts), at=at)

    memo: dict[str, Any] = {"decision": documents.memo, "page": "1"}
    shared: dict[str, Any] = {"year": FULL_EFFECT, "amount": Decimal(1_900_000), "initiative": initiatives.shared}
    add(
        "Samlet effektiviseringskrav (efter 3 års drift)", reading=YEAR_READING,
        lines=[Line(kind=Kind.TARGET, year=FULL_EFFECT, amount=Decimal(3_300_000))], **memo,
    )  # fmt: skip
    add(
        "Huslejenedsættelse på lejemålet Toftegårds Plads", reading=PERMANENT_READING,
        lines=_build_yearly_lines(initiatives.rent, Decimal(800_000)),
        evidence=[NewEvidence(document=documents.memo, page="1", note="Set i forhold til det oprindelige huslejeniveau")], **memo,
    )  # fmt: skip
    add(
        "Resten af den opnåede besparelse; kilden siger ikke, hvad den består af", reading=PERMANENT_READING,
        lines=_build_yearly_lines(initiatives.short, Decimal(600_000)), **memo,
    )  # fmt: skip
    add(
        "Besparelsen på fælles administration rulles ud over en 3-årig periode fra 2009",
        lines=[Line(kind=Kind.PLAN, earliest_year=2009, **shared)],
        **memo,
    )  # fmt: skip
    add(
        "Den udestående finansiering er indarbejdet i forvaltningernes rammebudget for SUF og SOF",
        lines=[Line(kind=Kind.SECURED, **shared)],
        decision=documents.council,
    )  # fmt: skip
    elsewhere = NewStatement(
        kind=Kind.ELSEWHERE, unit=office, initiative=initiatives.shared,
        text="Realiseret som en generel besparelse på tværs af alle P/O-kontorer og centralforvaltningen. "
        "Beløbet er ikke oplyst.",
    )  # fmt: skip
    add("SUF har realiseret sin del af besparelsen andetsteds", statements=[elsewhere], decision=documents.committee)


def _build_yearly_lines(initiative: Initiative, amount: Decimal) -> list[Line]:
    years = range(FIRST, FULL_EFFECT + 1)
    return [Line(kind=Kind.REALISED, year=year, amount=amount, initiative=initiative) for year in years]
