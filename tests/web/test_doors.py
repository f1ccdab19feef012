"""Who may open which address, and by which method: a row for each address there is, and nothing of another unit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import quote

import pytest
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver

from savings.manuscript import Manuscript
from savings.models import (
    Document,
    Entry,
    Indicator,
    Initiative,
    LogInSession,
    Observation,
    PriceBasis,
    PriceRelease,
    PriceSeries,
    Programme,
    Report,
    ReportDraft,
    RoleProposal,
    RoundTask,
    Unit,
    User,
)
from savings.recording import Line, NewEntry, NewEvidence, NewPriceBasis, record, record_basis, record_release, submit, withdraw
from savings.recording.drafts import begin_draft
from savings.recording.files import attach, store_file
from savings.recording.register import register_document
from savings.recording.remarks import FigurePlace, ask, write_note
from savings.recording.report_drafts import begin_report
from savings.recording.reports import NewReport, compose, publish
from savings.recording.rounds import NewRound, open_round
from savings.vocabulary import Kind
from savings.web.composing import build_typed
from tests.demo import VALBY
from tests.web.conftest import logged_in

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
#: The demo's people, one for each role.
ROLES = {"finance": "finans", "controller": "controller", "member": "medlem", "auditor": "revisor", "administrator": "admin"}
EVERYBODY = frozenset(ROLES)
NOBODY: frozenset[str] = frozenset()
RECORDERS = frozenset({"finance", "controller"})
CONTROLLER = frozenset({"controller"})
ADMINISTRATOR = frozenset({"administrator"})
FOLLOWERS = RECORDERS | {"auditor"}


class Door(NamedTuple):
    """An address: its path, who may read it, and who may send something to it (405 for everybody where nobody may)."""

    path: str
    get: frozenset[str] = EVERYBODY
    post: frozenset[str] = NOBODY
    sends: Mapping[str, str] = MappingProxyType({})


#: `{draft}`: a draft of finance's; `{mine}`: of whoever asks; `{waits}`, `{approved}`, `{file}`: an entry or a file;
#: `{round}`, `{task}`: a round, and what it asks of the unit that the entry stands on; `{series}`, `{release}`,
#: `{basis}`: of prices; `{question}`, `{note}`: said of a figure; `{role}`: a role that waits; `{session}`: of whoever asks.
DOORS = {
    "programmes:overview": Door("/"),
    "programmes:status": Door(f"/programmer/{VALBY}/"),
    "programmes:status-json": Door(f"/programmer/{VALBY}/status.json"),
    "programmes:status-csv": Door(f"/programmer/{VALBY}/status.csv"),
    "programmes:status-xlsx": Door(f"/programmer/{VALBY}/status.xlsx"),
    "programmes:status-pdf": Door(f"/programmer/{VALBY}/status.pdf"),
    "entries:figure": Door(f"/programmer/{VALBY}/bilag/"),
    "remarks:ask": Door(f"/programmer/{VALBY}/spoerg/?tal=target&aar=2011", EVERYBODY, EVERYBODY, {"text": "Hvorfor?"}),
    "remarks:note": Door(f"/programmer/{VALBY}/note/?tal=target&aar=2011", RECORDERS, RECORDERS, {"text": "Derfor."}),
    "remarks:list": Door("/spoergsmaal/", FOLLOWERS | {"member"}),
    "remarks:answer": Door("/spoergsmaal/{question}/svar/", RECORDERS, RECORDERS, {"text": "Derfor."}),
    "remarks:approve": Door("/noter/{note}/godkend/", NOBODY, CONTROLLER),
    "remarks:send-back": Door("/noter/{note}/send-tilbage/", CONTROLLER, CONTROLLER, {"text": "Uklart."}),
    "remarks:withdraw": Door("/noter/{note}/traek-tilbage/", RECORDERS, RECORDERS, {"text": "Forkert."}),
    "entries:entry": Door("/bilag/{approved}/"),
    "programmes:initiative": Door(f"/programmer/{VALBY}/indsatser/{{initiative}}/"),
    "units:page": Door("/enheder/SUF/"),
    "decisions:decision": Door("/beslutninger/{document}/"),
    "effects:indicator": Door("/virkninger/{indicator}/"),
    "effects:new": Door(f"/programmer/{VALBY}/virkninger/ny/", RECORDERS, RECORDERS),
    "effects:observe": Door("/virkninger/{indicator}/observation/", RECORDERS, RECORDERS),
    "effects:confirm": Door("/observationer/{observation}/bekraeft/", NOBODY, CONTROLLER),
    "programmes:charts": Door(f"/programmer/{VALBY}/diagrammer/"),
    "programmes:chart-file": Door(f"/programmer/{VALBY}/diagram/phase-in.png"),
    "programmes:since-chart": Door(f"/programmer/{VALBY}/siden/diagram/bridge.svg?fra=2008-10-01"),
    "programmes:since": Door(f"/programmer/{VALBY}/siden/"),
    "reports:list": Door("/rapporter/"),
    "reports:packet": Door("/rapporter/pakke/"),
    "reports:report": Door("/rapporter/{report}/"),
    "reports:send-back": Door("/rapporter/{proposed}/send-tilbage/", NOBODY, RECORDERS, {"reason": "Uklart."}),
    "reports:write-on": Door("/rapporter/{written}/skriv-videre/", NOBODY, RECORDERS),
    "reports:draft": Door("/rapporter/kladder/{writing}/", RECORDERS, RECORDERS),
    "reports:draft-sheets": Door("/rapporter/kladder/{writing}/sider.json", RECORDERS),
    "reports:draft-page": Door("/rapporter/kladder/{writing}/side-1.svg", RECORDERS),
    "reports:draft-pdf": Door("/rapporter/kladder/{writing}/udkast.pdf", RECORDERS),
    "reports:check": Door("/rapporter/kladder/{writing}/tjek/", RECORDERS, RECORDERS),
    "reports:discard": Door("/rapporter/kladder/{writing}/smid-ud/", NOBODY, RECORDERS),
    "reports:pdf": Door("/rapporter/{report}/rapport.pdf"),
    "reports:new": Door(f"/programmer/{VALBY}/udgiv/", RECORDERS, RECORDERS),
    "reports:publish": Door("/rapporter/{report}/udgiv/", NOBODY, CONTROLLER),
    "help:formulas": Door("/saadan-laeses-tallene/"),
    "help:accessibility": Door("/tilgaengelighed/"),
    "recording:desk": Door("/registrer/", RECORDERS),
    "recording:begin": Door("/registrer/ny/", NOBODY, RECORDERS, {"act": "record"}),
    "recording:resume": Door("/registrer/{mine}/", RECORDERS),
    "recording:step": Door("/registrer/{mine}/indsats/", RECORDERS, RECORDERS),
    "recording:receipt": Door("/registrer/{mine}/kvittering/", RECORDERS),
    "recording:discard": Door("/registrer/{mine}/smid-ud/", NOBODY, RECORDERS),
    "entries:waiting": Door("/godkend/", CONTROLLER, CONTROLLER),
    "inquiries:list": Door("/revision/", frozenset({"controller", "auditor"})),
    "inquiries:sample": Door("/revision/stikproeve/", frozenset({"controller", "auditor"})),
    "inquiries:paper": Door("/revision/stikproeve/papir/?antal=5&startord=1&metode=chance", frozenset({"controller", "auditor"})),
    "trail:list": Door("/spor/", frozenset({"controller", "auditor", "administrator"})),
    "trail:file": Door("/spor.csv", frozenset({"controller", "auditor", "administrator"})),
    "trail:duties": Door("/spor/funktioner/", frozenset({"controller", "auditor", "administrator"})),
    "entries:approve": Door("/bilag/{waits}/godkend/", NOBODY, CONTROLLER),
    "entries:send-back": Door("/bilag/{waits}/send-tilbage/", CONTROLLER, CONTROLLER),
    "entries:resubmit": Door("/bilag/{refused}/tag-op/", NOBODY, frozenset({"finance"})),
    "entries:correct": Door("/bilag/{approved}/ret/", NOBODY, RECORDERS),
    "entries:withdraw": Door("/bilag/{waits}/traek-tilbage/", NOBODY, frozenset({"finance"})),
    "rounds:list": Door("/runder/", FOLLOWERS),
    "rounds:new": Door("/runder/ny/", CONTROLLER, CONTROLLER),
    "rounds:round": Door("/runder/{round}/", FOLLOWERS),
    "rounds:remind": Door("/runder/{round}/paamind/", CONTROLLER, CONTROLLER),
    "rounds:close": Door("/runder/{round}/luk/", CONTROLLER, CONTROLLER, {"reason": "Slut."}),
    "rounds:exception": Door("/runder/{round}/undtagelse/", CONTROLLER, CONTROLLER),
    "rounds:reply": Door("/runder/svar/{task}/", RECORDERS, RECORDERS),
    "entries:file": Door("/bilag/{waits}/filer/{file}/", frozenset({"finance", "controller", "auditor"})),
}
DOORS |= {
    "prices:list": Door("/prisindeks/"),
    "prices:new": Door("/prisindeks/ny/", RECORDERS, RECORDERS),
    "prices:series": Door("/prisindeks/{series}/"),
    "prices:new-release": Door("/prisindeks/{series}/ny-udmelding/", RECORDERS, RECORDERS),
    "prices:bases": Door(f"/programmer/{VALBY}/prisniveau/", EVERYBODY, RECORDERS),
    "prices:approve-basis": Door("/prisniveau/{basis}/godkend/", NOBODY, CONTROLLER),
    "prices:approve": Door("/prisindeks/udmeldinger/{release}/godkend/", NOBODY, CONTROLLER),
    "account:account": Door("/min-konto/", EVERYBODY, EVERYBODY),
    "account:second-factor": Door("/min-konto/andet-trin/", EVERYBODY, EVERYBODY),
    "account:new-codes": Door("/min-konto/andet-trin/nye-koder/", NOBODY, EVERYBODY),
    "account:no-factor": Door("/min-konto/andet-trin/fjern/", NOBODY, EVERYBODY),
    "account:end-others": Door("/min-konto/log-ud-andre/", NOBODY, EVERYBODY),
    "account:end-session": Door("/min-konto/log-ud/{session}/", NOBODY, EVERYBODY),
    "administration:people": Door("/administration/", ADMINISTRATOR),
    "administration:person-new": Door("/administration/brugere/ny/", ADMINISTRATOR, ADMINISTRATOR),
    "administration:person": Door("/administration/brugere/{person}/", ADMINISTRATOR, ADMINISTRATOR),
    "administration:person-password": Door("/administration/brugere/{person}/adgangskode/", NOBODY, ADMINISTRATOR),
    "administration:person-factor": Door("/administration/brugere/{person}/andet-trin/", NOBODY, ADMINISTRATOR),
    "administration:person-unlock": Door("/administration/brugere/{person}/laas-op/", NOBODY, ADMINISTRATOR),
    "administration:roles": Door("/administration/roller/", ADMINISTRATOR),
    "administration:role-confirm": Door("/administration/roller/{role}/bekraeft/", NOBODY, ADMINISTRATOR),
    "administration:role-drop": Door("/administration/roller/{role}/afvis/", NOBODY, ADMINISTRATOR),
    "administration:units": Door("/administration/enheder/", ADMINISTRATOR),
    "administration:unit-new": Door("/administration/enheder/ny/", ADMINISTRATOR, ADMINISTRATOR),
    "administration:unit": Door("/administration/enheder/{unit}/", ADMINISTRATOR, ADMINISTRATOR),
    "administration:programmes": Door("/administration/programmer/", ADMINISTRATOR),
    "administration:programme-new": Door("/administration/programmer/ny/", ADMINISTRATOR, ADMINISTRATOR),
    "administration:programme": Door("/administration/programmer/{programme}/", ADMINISTRATOR, ADMINISTRATOR),
    "administration:initiative-new": Door("/administration/programmer/{programme}/indsatser/ny/", ADMINISTRATOR, ADMINISTRATOR),
    "administration:initiative": Door(
        "/administration/programmer/{programme}/indsatser/{initiative}/", ADMINISTRATOR, ADMINISTRATOR
    ),
}
#: For whoever watches over the installation; tests/web/test_watched.py asks them.
WATCHED = {"health:alive": "/sundhed/", "health:ready": "/sundhed/klar/"}
#: For strangers, too; each has its tests below.
OPEN = {
    "account:log-in": "/log-ind/",
    "account:code": "/log-ind/kode/",
    "account:log-out": "/log-ud/",
    "account:language": "/sprog/",
    **WATCHED,
}
#: Django's own pages for looking at rows; tests/web/test_django_admin.py walks them.
FOREIGN = {"admin"}
PAGES = {name: door.path for name, door in DOORS.items() if door.get == EVERYBODY and "{" not in door.path}


def names(resolver: URLResolver | None = None, namespace: str | None = None) -> set[str]:
    """The name of every address; one without a name stands with its pattern."""
    found: set[str] = set()
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            found |= {"admin"} if pattern.app_name == "admin" else names(pattern, pattern.namespace)
        elif isinstance(pattern, URLPattern):
            found.add(f"{namespace}:{pattern.name or pattern.pattern}")
    return found


def test_every_address_has_its_row() -> None:
    assert names() - FOREIGN == {*DOORS, *OPEN}


@dataclass(frozen=True)
class Scene:
    """What every row's path may name, but for what is made for each test: its number by its name; and where files are kept."""

    numbers: Mapping[str, int]
    files: Path


@pytest.fixture(scope="module")
def scene(scene_begun: None, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """Finance's entries, a file, a round, a release, what is said of a figure, and reports."""
    files = tmp_path_factory.mktemp("files")
    with override_settings(FILES_DIR=files):
        return Scene(_put_up(), files)


def _put_up() -> dict[str, int]:
    finance, programme = User.objects.get(username="finans"), Programme.objects.get(slug=VALBY)
    document = register_document(by=finance, at=AT, reference="Dokumentnr. 2010-1")
    waits, refused = (_sent(finance, document, code) for code in ("SC-VALBY", "PO-VALBY"))
    withdraw(entry=refused, by=finance, at=AT)
    file = attach(document=document, file=store_file("a.txt", b"x"), by=finance, at=AT)
    approved = Entry.objects.filter(approval__isnull=False).order_by("pk")[0]
    task = _asked(programme, Unit.objects.get(code="SC-VALBY"))
    release, basis = _released(finance), _record_basis(finance)
    place = FigurePlace(programme=programme, unit=task.unit, year=2011, figure="target")
    question = ask(place=place, text="Hvorfor?", by=User.objects.get(username="medlem"), at=AT)
    note = write_note(place=place, text="Derfor.", by=finance, at=AT)
    closed = _proposed(finance, programme)
    publish(report=closed, by=User.objects.get(username="controller"), at=AT)
    return {
        "waits": waits.pk,
        "refused": refused.pk,
        "approved": approved.pk,
        "file": file.pk,
        "round": task.round_id,
        "task": task.pk,
        "series": release.series_id,
        "release": release.pk,
        "basis": basis.pk,
        "question": question.pk,
        "note": note.pk,
        "person": User.objects.get(username="finans-suf").pk,
        "unit": task.unit_id,
        "programme": programme.pk,
        "indicator": Indicator.objects.get().pk,
        "observation": Observation.objects.get().pk,
        "document": Document.objects.filter(entries__approval__isnull=False).order_by("pk")[0].pk,
        "report": closed.pk,
        "written": Report.objects.get(content__isnull=False).pk,
        "initiative": Initiative.objects.filter(programme=programme)[0].pk,
    }


@pytest.fixture
def inside(scene: Scene, demo: None, settings: Any) -> Callable[[str, str], str]:
    """Turns a row's path into one that is there, for somebody."""
    settings.FILES_DIR = scene.files

    def path(role: str, pattern: str) -> str:
        finance, programme = User.objects.get(username="finans"), Programme.objects.get(slug=VALBY)
        owner = User.objects.get(username=ROLES[role]) if role in RECORDERS else finance
        mine = begin_draft(act="record", by=owner, at=AT, programme=programme).pk if "{mine}" in pattern else ""
        return pattern.format(
            **scene.numbers,
            mine=mine,
            session=_session_of(ROLES.get(role, "finans")).pk if "{session}" in pattern else "",
            role=_role_that_waits().pk if "{role}" in pattern else "",
            proposed=_proposed(finance, programme).pk if "{proposed}" in pattern else "",
            writing=_writing(finance, programme).pk if "{writing}" in pattern else "",
        )

    return path


def _session_of(name: str) -> LogInSession:
    return LogInSession.objects.create(person=User.objects.get(username=name), key_digest="0", begun_at=AT, last_used_at=AT)


def _role_that_waits() -> RoleProposal:
    member, by = User.objects.get(username="medlem"), User.objects.get(username="admin2")
    return RoleProposal.objects.create(person=member, role="controller", by=by, at=AT)


def _proposed(by: User, programme: Programme) -> Report:
    return compose(NewReport(programme=programme, title="Kvartal", as_of=AT.date(), year=2011), by=by, at=AT)


def _writing(by: User, programme: Programme) -> ReportDraft:
    told = Manuscript(title="Kvartal", language="da", dated=AT.date(), as_of=AT.date(), programmes=(programme.slug,))
    return begin_report(programme=programme, typed=build_typed(told), by=by, at=AT)


def _asked(programme: Programme, unit: Unit) -> RoundTask:
    by, day = User.objects.get(username="controller"), AT.date()
    days = {"starts_on": day, "cut_off": day, "answer_by": day}
    made = open_round(NewRound(name="Runde", year=2011, tasks=[(programme, unit)], **days), by=by, at=AT)
    return RoundTask.objects.get(round=made)


def _record_basis(by: User) -> PriceBasis:
    new = NewPriceBasis(
        programme=Programme.objects.get(slug=VALBY), level=2026, reference="BR 7/26", decided_on=AT.date(), valid_from=AT.date()
    )
    return record_basis(new, by=by, at=AT)


def _released(by: User) -> PriceRelease:
    return record_release(series=PriceSeries.objects.get(), changes={2026: Decimal("3.1")}, by=by, at=AT)


def _sent(by: User, document: Document, code: str) -> Entry:
    line = Line(kind=Kind.REALISED, year=2011, amount=Decimal(100_000), unit=Unit.objects.get(code=code))
    proof = NewEvidence(document=document)
    programme = Programme.objects.get(slug=VALBY)
    entry = record(NewEntry(programme=programme, booked_on=AT.date(), lines=[line], evidence=[proof]), by=by, at=AT)
    submit(entry=entry, by=by, at=AT)
    return entry


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", DOORS)
def test_each_role_gets_through_its_doors_and_no_others(inside: Callable[[str, str], str], name: str, role: str) -> None:
    door, client = DOORS[name], logged_in(ROLES[role])
    path = inside(role, door.path)
    read = client.get(path)
    if read.streaming:
        b"".join(read.streaming_content)
    if door.get:
        assert (read.status_code < 400) == (role in door.get), read.status_code
    else:
        assert read.status_code == 405
    sent = client.post(path, door.sends).status_code
    if not door.post:
        assert sent == 405
    elif role in door.post:
        assert sent < 400
    else:
        assert sent in (403, 404)
    for method in ("put", "patch", "delete"):
        assert getattr(client, method)(path).status_code in (403, 404, 405)


@pytest.mark.parametrize("name", DOORS)
def test_a_stranger_is_asked_to_log_in(stranger: Client, inside: Callable[[str, str], str], name: str) -> None:
    path = inside("finance", DOORS[name].path)
    response = stranger.get(path)
    if name == "help:accessibility":
        # The statement is for those who meet a barrier already at the door.
        assert response.status_code == 200
        return
    assert (response.status_code, response["Location"]) == (302, f"/log-ind/?next={quote(path)}")
    # An open report has no door, and takes nothing from anybody.
    assert stranger.post(path, {"text": "x"}).status_code == (405 if name in ("reports:report", "reports:pdf") else 403)


#: Doors with a number in them that every unit's finance officer may open.
READ_BY_ALL = {
    "entries:entry",
    "rounds:round",
    "reports:report",
    "reports:pdf",
    "decisions:decision",
    "programmes:initiative",
    "prices:bases",
    "prices:series",
    "prices:new-release",
    "effects:indicator",
    "effects:observe",
    "reports:draft",
    "reports:draft-sheets",
    "reports:draft-page",
    "reports:draft-pdf",
    "reports:check",
}
#: Finance staff write reports together, whatever their units: a draft counts for nothing, and a controller publishes it.
WRITTEN_BY_ALL = {"reports:write-on"}


@pytest.mark.parametrize("name", DOORS)
def test_another_units_finance_officer_changes_nothing(inside: Callable[[str, str], str], name: str) -> None:
    """An entry on SOF's unit, a draft and a file of somebody else's: for SUF's finance officer they are not there."""
    door, other = DOORS[name], logged_in("finans-suf")
    path = inside("stranger", door.path)
    if name in WRITTEN_BY_ALL:
        return
    if "{" not in door.path or name in READ_BY_ALL:
        assert other.get(path).status_code < 406
        return
    assert other.get(path).status_code in (403, 404, 405)
    assert other.post(path, {}).status_code in (403, 404, 405)


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_head_says_what_get_would(member: Client, path: str) -> None:
    head, whole = member.head(path), member.get(path)
    assert (head.status_code, head["Content-Type"], head.content) == (200, whole["Content-Type"], b"")


def test_the_log_in_page_is_open_to_strangers(stranger: Client) -> None:
    assert stranger.get("/log-ind/").status_code == 200


def test_whoever_is_logged_in_goes_on_from_the_log_in_page(member: Client) -> None:
    assert member.get("/log-ind/")["Location"] == "/"


def test_logging_out_is_a_post(member: Client) -> None:
    assert member.get("/log-ud/").status_code == 405
    assert member.get("/").status_code == 200
    assert member.post("/log-ud/")["Location"] == "/log-ind/"
    assert member.get("/").status_code == 302


def test_the_language_is_chosen_by_post(stranger: Client) -> None:
    assert stranger.get("/sprog/").status_code == 405


def test_a_form_from_elsewhere_is_refused_in_words(demo: None) -> None:
    response = Client(enforce_csrf_checks=True).post("/log-ind/", {"username": "medlem", "password": "x"})
    assert response.status_code == 403
    assert "Gå tilbage" in response.content.decode()


@pytest.mark.parametrize("path", ["/programmer/findes-ikke/", "/programmer/findes-ikke/status.pdf",
                                  "/programmer/findes-ikke/bilag/", "/bilag/2147483648/", "/bilag/99999999999999999999999/",
                                  "/hvad-som-helst/", "/programmer/%00/"])  # fmt: skip
def test_what_does_not_exist_is_a_page_that_helps(member: Client, path: str) -> None:
    response = member.get(path)
    assert response.status_code == 404
    assert "<h1>Her står ingenting</h1>" in response.content.decode()
    assert '<p><a href="/">' in response.content.decode()
