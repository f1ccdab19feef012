"""A small office in which every table that the audit holds has a row, and the ledger's have one approved and one that waits."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.contrib.auth.models import Group, Permission

from savings.models import RecoveryCode, RoleProposal, RoundTask, SecondFactor, User
from savings.prices import PriceChange
from savings.recording import (
    Line,
    NewEvidence,
    NewPriceBasis,
    NewStatement,
    approve_basis,
    approve_release,
    record_basis,
    record_release,
    register_series,
    reject,
    submit,
    withdraw,
)
from savings.recording.acting import ledger_act
from savings.recording.files import attach, store_file
from savings.recording.indicators import NewObservation, confirm, observe, register_indicator
from savings.recording.people import Account, change_user, register_user
from savings.recording.register import (
    register_document,
    register_initiative,
    register_milestone,
    register_programme,
    register_unit,
)
from savings.recording.remarks import FigurePlace, approve_note, ask, write_note
from savings.recording.reports import AcknowledgedFinding, NewReport, compose, refuse_report
from savings.recording.roles import confirm_role
from savings.recording.rounds import NewReply, NewRound, close_round, grant_exception, open_round, remind, reply
from savings.roles import Role
from savings.vocabulary import Kind
from tests.ledger_rooms import AT, BOOKED, Room, make_room
from tests.publishing.rooms import manuscript, published


def make_world() -> Room:
    """The office after a year; what was attached lies in `settings.FILES_DIR`."""
    room = make_room()
    _record_entries(room)
    _hold_round(room)
    _write_beside_figures(room)
    _report(room)
    _give_roles(room)
    _give_rights_of_djangos_own(room)
    return room


def _record_entries(room: Room) -> None:
    under = register_unit(by=room.finance, at=AT, code="PLEJE", name="Pleje", parent=room.unit, valid_from=BOOKED)
    initiative = register_initiative(by=room.finance, at=AT, programme=room.programme, name="Husleje", unit=under)
    register_milestone(by=room.finance, at=AT, programme=room.programme, title="Fraflytning", due="forår", due_by=BOOKED)
    document = register_document(
        by=room.finance, at=AT, reference="BR 320/07", title="Beslutning", sort="decision", decided_on=BOOKED
    )
    register_document(by=room.finance, at=AT, reference="Kladde", title="Ikke brugt")
    attach(document=document, file=store_file("kontrakt.pdf", b"%PDF-1.7"), by=room.finance, at=AT)
    facts = {
        "lines": [
            Line(kind=Kind.REALISED, year=2011, amount=Decimal(800_000), unit=under, initiative=initiative, price_level=2008)
        ],
        "evidence": [NewEvidence(document=document, page="1", note="Kontrakt")],
        "statements": [NewStatement(kind=Kind.ELSEWHERE, text="På tværs", unit=under)],
        "decision": document, "text": "Husleje",
    }  # fmt: skip
    room.approved(**facts)
    room.approved([], levels=facts["lines"], act="level", text="Niveau", evidence=facts["evidence"], decision=document)
    reject(entry=room.submitted(**facts), by=room.controller, at=AT, reason="Nej")
    withdraw(entry=room.submitted(**facts), by=room.finance, at=AT, reason="Forkert")
    submit(entry=room.recorded(**facts), by=room.finance, at=AT)
    for approved in (True, False):
        release = record_release(
            series=register_series(by=room.finance, at=AT, name=f"KL {approved}", source="KL"),
            changes=[PriceChange(2009, Decimal(3), Decimal(1))],
            by=room.finance,
            at=AT,
        )
        if approved:
            approve_release(release=release, by=room.controller, at=AT)
        new = NewPriceBasis(programme=room.programme, level=2009 + approved, reference="BR 320/07", valid_from=BOOKED, page="2")
        basis = record_basis(new, by=room.finance, at=AT)
        if approved:
            approve_basis(basis=basis, by=room.controller, at=AT)


def _hold_round(room: Room) -> None:
    other = register_programme(by=room.finance, at=AT, slug="andet", name="Andet", full_effect_year=2012, units=(room.unit,))
    new = NewRound(
        name="Runde", year=2011, starts_on=date(2008, 8, 1), cut_off=date(2008, 9, 1), answer_by=BOOKED,
        tasks=[(room.programme, room.unit), (other, room.unit)],
    )  # fmt: skip
    row = open_round(new, by=room.controller, at=AT)
    task, _second = RoundTask.objects.filter(round=row).order_by("pk")
    reply(NewReply(task=task, confirmed=1, booked_on=BOOKED, explanation="Sent", mitigation="Rykkes"), by=room.finance, at=AT)
    remind(round=row, tasks=[task], by=room.controller, at=AT)
    close_round(round=row, reason="Slut", by=room.controller, at=AT)
    grant_exception(
        closings=row.closings.order_by("pk")[:1], person=room.finance, until=BOOKED, reason="For sent", by=room.controller, at=AT
    )


def _write_beside_figures(room: Room) -> None:
    indicator = register_indicator(by=room.finance, at=AT, programme=room.programme, name="Henvendelser")
    seen = observe(
        NewObservation(indicator=indicator, observed_on=BOOKED, value=Decimal(12), said="Færre"), by=room.finance, at=AT
    )
    confirm(observation=seen, by=room.controller, at=AT)
    place = FigurePlace(programme=room.programme, year=2011, figure="target", whole=True)
    question = ask(place=place, text="Hvorfor?", by=room.controller, at=AT)
    approve_note(note=write_note(text="Derfor", question=question, by=room.finance, at=AT), by=room.controller, at=AT)


def _report(room: Room) -> None:
    finding = AcknowledgedFinding(key="a" * 24, excerpt="1,4", said="Tallet er skrevet", reason="Det er rigtigt")
    published(room, manuscript(room), acknowledged=[finding], beside=[room.programme])
    refused = compose(NewReport(programme=room.programme, title="Nej", as_of=BOOKED, year=2011), by=room.finance, at=AT)
    refuse_report(report=refused, by=room.controller, at=AT, reason="Ikke nu")


def _give_rights_of_djangos_own(room: Room) -> None:
    """Valby gives none, and the application could not; a superuser could."""
    right = Permission.objects.order_by("pk")[0]
    group = Group.objects.get(name="finance")
    Group.permissions.through.objects.using("owner").create(group_id=group.pk, permission_id=right.pk)
    User.user_permissions.through.objects.using("owner").create(user_id=room.finance.pk, permission_id=right.pk)


def _give_roles(room: Room) -> None:
    """By two administrators; a person with units, a second factor and a code."""
    first, second = (register_user(Account(roles=[Role.ADMINISTRATOR]), username=f"admin{n}", password=None) for n in (1, 2))
    person = register_user(Account(units=[room.unit]), username="ny", password=None, by=first, at=AT)
    change_user(person, Account(roles=[Role.CONTROLLER], units=[room.unit]), by=first, at=AT)
    confirm_role(RoleProposal.objects.get(person=person, verdict=None), by=second, at=AT)
    with ledger_act(person, AT):
        SecondFactor.objects.create(person=person, secret="hemmelig", since=AT, last_step=1)
        RecoveryCode.objects.create(person=person, digest="d" * 64)
