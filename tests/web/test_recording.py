"""Recording a saving over HTTP: what is typed is kept, questioned, shown before and after, and sent once."""

from __future__ import annotations

import errno
import os
import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from savings.models import Attachment, Draft, Entry, Initiative, Posting, Programme, Unit, User, Waiting
from savings.recording import approve, close_books, reject
from savings.recording.new_entry import PlanSelection
from savings.recording.plans import read_plan
from tests.demo import PASSWORD, VALBY
from tests.web.conftest import logged_in
from tests.web.recorders import SAVING, Recorder, initiative, typed_saving, unit

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
#: How often a form is sent again.
SENDINGS = 100


@pytest.fixture
def finance(demo: None) -> Client:
    """The finance officer of the whole organisation."""
    return logged_in("finans")


@pytest.fixture
def recorder(finance: Client) -> Recorder:
    """With a draft in Valby's programme open."""
    return Recorder(finance).begin()


def user(name: str) -> User:
    """Somebody of the demo."""
    return User.objects.get(username=name)


def approved(entry: Entry) -> Entry:
    """The entry once the controller has vouched for it."""
    approve(entry=entry, by=user("controller"), at=AT)
    return entry


def lines(entry: Entry) -> list[tuple[str, str | None, int, int]]:
    """(kind, unit, year, kroner) of each line."""
    rows = Posting.objects.filter(entry=entry).order_by("pk").values_list("kind", "unit__code", "year", "amount")
    return [(kind, code, year, int(amount)) for kind, code, year, amount in rows]


def sent(recorder: Recorder, **fields: str) -> Entry:
    """The entry that the draft became."""
    recorder.answer("tjek", fields)
    entry = Draft.objects.get(pk=recorder.draft).entry
    assert entry is not None, recorder.page
    return entry


# --- The way through ---------------------------------------------------------------------------------------------


def test_a_saving_is_recorded_and_waits(recorder: Recorder) -> None:
    typed_saving(recorder, {2011: "100"})
    assert "Tjek dine svar" in recorder.page
    entry = sent(recorder)
    assert f"Bilag {entry.pk} er sendt" in recorder.page
    assert Waiting.objects.filter(entry=entry).exists()
    assert lines(entry) == [("realised", "PO-VALBY", 2011, 100_000)]
    assert entry.evidence.get().document.reference == "Dokumentnr. 2010-1"


def test_the_check_shows_what_the_entry_does_before_it_is_sent(recorder: Recorder) -> None:
    page = typed_saving(recorder, {2011: "100"}).page
    assert "Pensions- og Omsorgskontoret i Valby, 2011" in page
    assert "1,4" in page
    assert "1,5" in page
    assert "Dokumenteret i 2011: 57 % → 60 %" in page.replace("\u00a0", " ")


def test_permanent_fills_the_years_to_the_end_and_a_first_part_year_stays(recorder: Recorder) -> None:
    place = unit("PO-VALBY")
    recorder.answer("indsats", {"initiative": "none"})
    recorder.answer("hvad", {**SAVING["hvad"], "units": [place]})
    recorder.answer("beloeb", {**SAVING["beloeb"], "varig": "on", f"c-2009-{place}": "40", f"c-2010-{place}": "100"})
    recorder.answer("grundlag", SAVING["grundlag"])
    entry = sent(recorder)
    assert [(year, amount) for _kind, _unit, year, amount in lines(entry)] == [(2009, 40_000), (2010, 100_000), (2011, 100_000)]


def test_a_number_that_can_mean_two_is_asked_about_and_the_answer_taken(recorder: Recorder) -> None:
    place = unit("PO-VALBY")
    recorder.answer("indsats", {"initiative": "none"})
    recorder.answer("hvad", {**SAVING["hvad"], "units": [place]})
    fields = {**SAVING["beloeb"], f"c-2011-{place}": "1,234"}
    page = recorder.answer("beloeb", fields).page
    assert "1,234: mener du 1234 eller 1,234?" in page
    assert f'name="m-2011-{place}" value="1234"' in page
    assert 'value="1,234"' in page
    recorder.answer("beloeb", {**fields, f"m-2011-{place}": "1,2340"})
    recorder.answer("grundlag", SAVING["grundlag"])
    assert lines(sent(recorder)) == [("realised", "PO-VALBY", 2011, 1_234)]


def test_a_new_initiative_is_registered_when_the_entry_is_sent_and_not_before(recorder: Recorder) -> None:
    place = unit("PO-VALBY")
    recorder.answer("indsats", {"initiative": "new", "name": "Fælles vikarpulje", "unit": place, "duration": "permanent"})
    recorder.answer("hvad", {**SAVING["hvad"], "units": [place]})
    recorder.answer("beloeb", {**SAVING["beloeb"], f"c-2011-{place}": "50"})
    recorder.answer("grundlag", SAVING["grundlag"])
    assert "Fælles vikarpulje (ny)" in recorder.page
    assert not Initiative.objects.filter(name="Fælles vikarpulje").exists()
    entry = sent(recorder)
    made = Initiative.objects.get(name="Fælles vikarpulje")
    assert (made.duration, made.unit and made.unit.code) == ("permanent", "PO-VALBY")
    assert Posting.objects.get(entry=entry).initiative == made


def test_something_can_be_said_without_an_amount(recorder: Recorder) -> None:
    recorder.answer("indsats", {"initiative": "none"})
    recorder.answer("hvad", {"happened": "elsewhere", "mode": "change", "units": [unit("SUF")]})
    recorder.answer("beloeb", {**SAVING["beloeb"], "saying": "Fundet på tværs; beløbet er ikke oplyst."})
    recorder.answer("grundlag", SAVING["grundlag"])
    said = sent(recorder).statements.get()
    assert (said.kind, said.text) == ("elsewhere", "Fundet på tværs; beløbet er ikke oplyst.")


def test_a_plan_of_which_only_the_ends_are_known_is_a_band(recorder: Recorder) -> None:
    place = unit("PO-VALBY")
    recorder.answer("indsats", {"initiative": initiative("HR-samarbejde")})
    recorder.answer("hvad", {"happened": "plan", "mode": "change", "units": [place]})
    recorder.answer("beloeb", {**SAVING["beloeb"], "earliest": "2009", f"c-2011-{place}": "300"})
    recorder.answer("grundlag", SAVING["grundlag"])
    posting = Posting.objects.get(entry=sent(recorder))
    assert (posting.year, posting.earliest_year, posting.amount) == (2011, 2009, 300_000)


# --- Secured, levels, questions ------------------------------------------------------------------------------------


def realising(recorder: Recorder, amount: str) -> Recorder:
    """Realise what the memo secured, which is not allocated to a unit."""
    recorder.answer("indsats", {"initiative": initiative("Fælles administration")})
    recorder.answer("hvad", {"happened": "realise", "mode": "change", "units": ["0"]})
    recorder.answer("beloeb", {**SAVING["beloeb"], "c-2011-0": amount})
    return recorder.answer("grundlag", SAVING["grundlag"])


def test_realising_what_was_secured_moves_it_in_one_entry(recorder: Recorder) -> None:
    entry = sent(realising(recorder, "900"))
    assert lines(entry) == [("secured", None, 2011, -900_000), ("realised", None, 2011, 900_000)]
    approved(entry)


def test_more_than_was_secured_is_asked_about_and_then_realised_beyond_it(recorder: Recorder) -> None:
    page = realising(recorder, "2000").page
    assert "2.000.000,00" in page.replace("\u00a0", " ")
    assert "kun 1.900.000,00" in page.replace("\u00a0", " ")
    recorder.answer("tjek", {})
    assert Draft.objects.get(pk=recorder.draft).entry is None
    assert "Sig ja, eller gå tilbage og ret det." in recorder.page
    entry = sent(recorder, yes1="on", yes2="on")
    assert lines(entry) == [("secured", None, 2011, -1_900_000), ("realised", None, 2011, 2_000_000)]
    approved(entry)


def test_a_year_before_the_programme_is_asked_about(recorder: Recorder) -> None:
    place = unit("PO-VALBY")
    recorder.answer("indsats", {"initiative": "none"})
    recorder.answer("hvad", {**SAVING["hvad"], "units": [place]})
    recorder.answer("beloeb", {**SAVING["beloeb"], "first": "2006", f"c-2006-{place}": "5"})
    recorder.answer("grundlag", SAVING["grundlag"])
    assert "2006 ligger før programmet" in recorder.page


def level(recorder: Recorder, says: str) -> Recorder:
    """State the forecast of the pensions office in 2011 as a level."""
    place = unit("PO-VALBY")
    recorder.answer("indsats", {"initiative": "none"})
    recorder.answer("hvad", {"happened": "forecast", "mode": "level", "units": [place]})
    recorder.answer("beloeb", {**SAVING["beloeb"], f"c-2011-{place}": says})
    return recorder.answer("grundlag", SAVING["grundlag"])


def test_a_level_posts_the_difference(recorder: Recorder, finance: Client) -> None:
    approved(sent(level(recorder, "500")))
    second = Recorder(finance).begin()
    level(second, "650")
    assert "regnskabet siger 500.000,00" in second.get("beloeb").content.decode()
    entry = sent(second)
    approved(entry)
    assert lines(entry) == [("forecast", "PO-VALBY", 2011, 150_000)]


def test_a_level_that_another_was_stated_meanwhile_replaces_it(recorder: Recorder, finance: Client) -> None:
    level(recorder, "700")
    approved(sent(level(Recorder(finance).begin(), "500")))
    second = sent(recorder)
    approved(second)
    assert lines(second) == [("forecast", "PO-VALBY", 2011, 200_000)]


def test_a_level_of_a_new_initiative_begins_at_nothing(recorder: Recorder, finance: Client) -> None:
    approved(sent(level(recorder, "500")))
    second, place = Recorder(finance).begin(), unit("PO-VALBY")
    second.answer("indsats", {"initiative": "new", "name": "Fælles vikarpulje"})
    second.answer("hvad", {"happened": "forecast", "mode": "level", "units": [place]})
    assert "regnskabet siger 0,00" in second.page
    assert "500.000" not in second.page
    second.answer("beloeb", {**SAVING["beloeb"], f"c-2011-{place}": "80"})
    second.answer("grundlag", SAVING["grundlag"])
    entry = sent(second)
    approved(entry)
    assert lines(entry) == [("forecast", "PO-VALBY", 2011, 80_000)]


def test_other_years_are_shown_without_a_word_of_what_is_not_typed_yet(recorder: Recorder) -> None:
    place = unit("PO-VALBY")
    recorder.answer("indsats", {"initiative": "none"})
    recorder.answer("hvad", {**SAVING["hvad"], "units": [place]})
    recorder.answer("beloeb", {**SAVING["beloeb"], "last": "2014"}, do="years")
    assert f'name="c-2014-{place}"' in recorder.page
    assert "Der er problemer" not in recorder.page


def test_a_large_grid_asks_no_more_than_a_small_one(recorder: Recorder) -> None:
    def questions(first: str, last: str) -> int:
        recorder.answer("beloeb", {**SAVING["beloeb"], "first": first, "last": last}, do="years")
        with CaptureQueriesContext(connection) as asked:
            recorder.get("beloeb")
        return len(asked)

    recorder.answer("indsats", {"initiative": "none"})
    recorder.answer("hvad", {"happened": "forecast", "mode": "level", "units": [unit("PO-VALBY"), unit("SC-VALBY")]})
    assert questions("2008", "2009") == questions("2000", "2030")


# --- Evidence ------------------------------------------------------------------------------------------------------


@pytest.fixture
def store(tmp_path: Path, settings: Any) -> Path:
    """A store of files for this test."""
    settings.FILES_DIR = tmp_path
    return tmp_path


PDF = b"%PDF-1.7\n% en lejekontrakt\n"


def with_file(recorder: Recorder, name: str, data: bytes) -> Recorder:
    typed_saving(recorder, {2011: "100"})
    upload = SimpleUploadedFile(name, data)
    return recorder.answer("grundlag", {**SAVING["grundlag"], "same": ""}, file=upload)


def test_a_file_is_kept_under_its_hash_and_opened_by_those_who_may(recorder: Recorder, store: Path) -> None:
    entry = sent(with_file(recorder, "../../Lejekontrakt <1>.pdf", PDF))
    file = Attachment.objects.get()
    assert file.name == "Lejekontrakt 1.pdf"
    assert (store / file.sha256[:2] / file.sha256).read_bytes() == PDF
    path = f"/bilag/{entry.pk}/filer/{file.pk}/"
    for name in ("finans", "controller", "revisor"):
        response = logged_in(name).get(path)
        assert b"".join(response.streaming_content) == PDF  # type: ignore[attr-defined]
        assert response["Content-Disposition"].startswith("attachment")
        assert response["X-Content-Type-Options"] == "nosniff"
    approved(entry)
    for name in ("medlem", "admin"):
        assert logged_in(name).get(path).status_code == 404


@pytest.mark.parametrize(
    ("name", "data"), [("virus.exe", b"MZ"), ("tom.pdf", b""), ("ikke.pdf", b"<html>"), ("stor.txt", b"x" * 3_000_000)]
)
def test_a_file_that_cannot_be_taken_is_told_and_the_rest_stays(
    recorder: Recorder, store: Path, settings: Any, name: str, data: bytes
) -> None:
    settings.FILE_BYTES = 2_000_000
    page = with_file(recorder, name, data).page
    assert "Filen kan ikke modtages" in page
    assert 'value="Færre vikartimer i ekspeditionen"' in page
    assert not list(store.rglob("*.pdf"))


@pytest.mark.parametrize(
    ("number", "sentence"), [(errno.ENOSPC, "disken til vedhæftede filer er fuld"), (errno.EROFS, "mappen til")]
)
def test_a_disk_that_does_not_take_a_file_is_told_and_the_rest_stays(
    recorder: Recorder, store: Path, monkeypatch: pytest.MonkeyPatch, number: int, sentence: str
) -> None:
    def refuse(_handle: int) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr("valby.durable.os.fsync", refuse)
        page = with_file(recorder, "Lejekontrakt.pdf", PDF).page
    assert sentence in page
    assert 'value="Færre vikartimer i ekspeditionen"' in page
    assert [path for path in store.rglob("*") if path.is_file()] == []
    recorder.answer("grundlag", {**SAVING["grundlag"], "same": ""}, file=SimpleUploadedFile("Lejekontrakt.pdf", PDF))
    assert "filen Lejekontrakt.pdf" in recorder.page


def test_a_file_stays_attached_when_another_field_was_wrong(recorder: Recorder, store: Path) -> None:
    typed_saving(recorder, {2011: "100"})
    recorder.answer("grundlag", {**SAVING["grundlag"], "text": ""}, file=SimpleUploadedFile("a.pdf", PDF))
    assert "Vedhæftet:" in recorder.page
    recorder.answer("grundlag", SAVING["grundlag"])
    assert "filen a.pdf" in recorder.page


def test_a_file_cannot_join_a_document_that_approved_entries_rest_on(recorder: Recorder, store: Path) -> None:
    typed_saving(recorder, {2011: "100"})
    fields = {**SAVING["grundlag"], "proof": "BR 320/07"}
    recorder.answer("grundlag", fields, file=SimpleUploadedFile("a.pdf", PDF))
    recorder.answer("tjek", {})
    assert "Godkendte bilag hviler på dokumentet" in recorder.page
    assert not Attachment.objects.exists()


# --- Drafts --------------------------------------------------------------------------------------------------------


def test_what_is_wrong_is_kept_as_typed(recorder: Recorder, finance: Client) -> None:
    recorder.answer("indsats", {"initiative": "none"})
    place = unit("PO-VALBY")
    recorder.answer("hvad", {**SAVING["hvad"], "units": [place]})
    recorder.answer("beloeb", {**SAVING["beloeb"], f"c-2011-{place}": "hundrede"})
    assert "»hundrede«" in recorder.page or "“hundrede”" in recorder.page or "hundrede" in recorder.page
    assert f'<a href="#c-2011-{place}">' in recorder.page
    assert 'value="hundrede"' in finance.get(f"/registrer/{recorder.draft}/beloeb/").content.decode()


def test_a_second_window_overwrites_nothing(recorder: Recorder, finance: Client) -> None:
    recorder.answer("indsats", {"initiative": "none"})
    version = Draft.objects.get(pk=recorder.draft).version
    path = f"/registrer/{recorder.draft}/indsats/"
    finance.post(path, {"version": version, "initiative": initiative("HR-samarbejde")})
    response = finance.post(path, {"version": version, "initiative": initiative("Fælles administration")})
    drafts = Draft.objects.filter(owner=user("finans"))
    assert {draft.answers["indsats"]["initiative"][0] for draft in drafts} == {
        initiative("HR-samarbejde"), initiative("Fælles administration"),
    }  # fmt: skip
    assert recorder.draft not in response["Location"]


def test_an_ended_session_loses_nothing(recorder: Recorder, finance: Client) -> None:
    path = f"/registrer/{recorder.draft}/indsats/"
    finance.cookies.pop("sessionid")
    door = finance.post(path, {"version": "0", "initiative": "new", "name": "Fælles vikarpulje", "password": "x"})
    assert door.status_code == 403
    packed = door.context["carried"]
    wrong = finance.post("/log-ind/", {"username": "finans", "password": "forkert", "carried": packed})
    assert wrong.context["carried"] == packed
    back = finance.post("/log-ind/", {"username": "finans", "password": PASSWORD, "carried": packed}).content.decode()
    assert f'<form method="post" action="{path}">' in back
    assert 'name="name" value="Fælles vikarpulje"' in back
    assert 'name="password"' not in back


def test_a_database_that_is_away_loses_nothing(finance: Client, recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: object, **kwargs: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr("savings.web.views.recording.save_draft", away)
    finance.raise_request_exception = False
    path = f"/registrer/{recorder.draft}/indsats/"
    response = finance.post(path, {"version": "0", "initiative": "new", "name": 'Fælles "vikar" & pulje'})
    page = response.content.decode()
    assert response.status_code == 503
    assert f'<form method="post" action="{path}">' in page
    assert 'name="name" value="Fælles &quot;vikar&quot; &amp; pulje"' in page


def test_an_old_form_of_our_own_is_offered_again_and_a_foreign_one_is_not(recorder: Recorder) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = recorder.client.cookies
    path, fields = f"/registrer/{recorder.draft}/indsats/", {"initiative": "none", "csrfmiddlewaretoken": "x" * 64}
    ours = client.post(path, fields, headers={"sec-fetch-site": "same-origin"})
    foreign = client.post(path, fields, headers={"sec-fetch-site": "cross-site"})
    assert (ours.status_code, foreign.status_code) == (403, 403)
    assert "Send det igen" in ours.content.decode()
    assert "Send det igen" not in foreign.content.decode()


def test_many_sendings_of_one_form_leave_one_entry(recorder: Recorder) -> None:
    typed_saving(recorder, {2011: "100"})
    before = Entry.objects.count()
    for _time in range(SENDINGS):
        response = recorder.client.post(f"/registrer/{recorder.draft}/tjek/", {})
        assert response["Location"] == f"/registrer/{recorder.draft}/kvittering/"
    assert Entry.objects.count() == before + 1


def test_a_draft_is_its_owners_alone(recorder: Recorder) -> None:
    for name in ("finans-suf", "controller"):
        for path in ("", "indsats/", "tjek/", "kvittering/"):
            assert logged_in(name).get(f"/registrer/{recorder.draft}/{path}").status_code == 404
        assert logged_in(name).post(f"/registrer/{recorder.draft}/smid-ud/").status_code == 404


def test_a_draft_is_thrown_away(recorder: Recorder) -> None:
    recorder.client.post(f"/registrer/{recorder.draft}/smid-ud/")
    assert not Draft.objects.filter(pk=recorder.draft).exists()


# --- Units and closed books ----------------------------------------------------------------------------------------


def test_a_finance_officer_is_offered_her_own_units_alone(demo: None) -> None:
    recorder = Recorder(logged_in("finans-suf")).begin()
    recorder.answer("indsats", {"initiative": "none"})
    offered = set(Unit.objects.filter(code__in=("SUF", "PO-VALBY")).values_list("pk", flat=True))
    field = recorder.get("hvad").context["form"].fields["units"]  # type: ignore[attr-defined]
    assert {int(key) for key, _words in field.choices} == offered
    recorder.answer("hvad", {**SAVING["hvad"], "units": [unit("SC-VALBY")]})
    assert "Vælg mellem dem, der vises." in recorder.page


def test_books_that_are_closed_are_told_at_the_date(recorder: Recorder) -> None:
    programme = Programme.objects.get(slug=VALBY)
    close_books(through=AT.date(), by=user("controller"), at=AT, reason="Runde 2", programme=programme)
    typed_saving(recorder, {2011: "100"})
    assert "Regnskabet er lukket til og med 23-11-2026" in recorder.page


# --- Sent back, withdrawn, corrected, replanned --------------------------------------------------------------------


def test_what_is_sent_back_comes_to_the_desk_with_its_reason_and_everything_typed(recorder: Recorder) -> None:
    entry = sent(typed_saving(recorder, {2011: "100"}))
    reject(entry=entry, by=user("controller"), at=AT, reason="Mangler side i dokumentet")
    desk = recorder.client.get("/registrer/").content.decode()
    assert "Mangler side i dokumentet" in desk
    recorder._took(recorder.client.post(f"/bilag/{entry.pk}/tag-op/"))
    assert "Færre vikartimer i ekspeditionen" in recorder.page
    again = sent(recorder.answer("grundlag", {**SAVING["grundlag"], "source_page": "7"}))
    assert again.pk != entry.pk
    assert again.page == "7"


def test_an_entry_is_withdrawn_by_its_recorder(recorder: Recorder) -> None:
    entry = sent(typed_saving(recorder, {2011: "100"}))
    recorder.client.post(f"/bilag/{entry.pk}/traek-tilbage/")
    assert entry.refusal.outcome == "withdrawn"


def correcting(client: Client, entry: Entry, **changes: str) -> Recorder:
    """A correction of an entry up to its check, with changes to its lines' fields."""
    recorder = Recorder(client)
    recorder._took(client.post(f"/bilag/{entry.pk}/ret/"))
    form = recorder.get("linjer").context["form"]  # type: ignore[attr-defined]
    fields = {name: field.initial if field.initial is not None else "" for name, field in form.fields.items()}
    recorder.answer("linjer", {**fields, **changes})
    return recorder.answer(
        "grundlag", {"text": "Huslejen rettet", "reason": "Beløbet var skrevet forkert", "booked_on": "2026-11-23", "keep": "on"}
    )


def test_a_correction_names_the_old_entry_and_strikes_it(finance: Client) -> None:
    rent = Entry.objects.get(text__startswith="Huslejenedsættelse")
    entry = sent(correcting(finance, rent, **{"l3-amount": "700.000"}))
    assert (entry.act, entry.corrects, entry.reason) == ("correction", rent, "Beløbet var skrevet forkert")
    assert lines(entry)[3] == ("realised", None, 2011, -800_000)
    assert lines(entry)[7] == ("realised", None, 2011, 700_000)
    assert entry.evidence.get().document.reference == "Dokumentnr. 2008-559734"
    approved(entry)
    page = finance.get(f"/bilag/{rent.pk}/").content.decode()
    assert f"/bilag/{entry.pk}/" in page
    assert '<div class="struck">' in page
    assert "Ret eller flyt" not in page


def test_a_line_moves_to_another_unit_year_and_initiative(finance: Client) -> None:
    rent = Entry.objects.get(text__startswith="Huslejenedsættelse")
    moved = {"l0-unit": unit("BS-VALBY"), "l1-year": "2012", "l2-initiative": initiative("Fælles administration")}
    entry = sent(correcting(finance, rent, **moved), yes1="on", yes2="on", yes3="on")
    rows = Posting.objects.filter(entry=entry, takes_back=None).order_by("pk")
    assert [(row.unit and row.unit.code, row.year, row.initiative and row.initiative.name) for row in rows[:3]] == [
        ("BS-VALBY", 2008, "Huslejen på Toftegårds Plads"),
        (None, 2012, "Huslejen på Toftegårds Plads"),
        (None, 2010, "Fælles administration"),
    ]


def test_another_units_entry_cannot_be_corrected(demo: None) -> None:
    rent = Entry.objects.get(text__startswith="Huslejenedsættelse")
    assert logged_in("finans-suf").post(f"/bilag/{rent.pk}/ret/").status_code == 404


DECIDED = {"text": "Planen ændres", "booked_on": "2026-11-23", "source": "BR 12/26", "source_body": "Borgerrepræsentationen"}


def plan(name: str) -> list[tuple[int, int | None, int]]:
    """(year, earliest year, kroner) of an initiative's approved plan."""
    programme = Programme.objects.get(slug=VALBY)
    planned = read_plan(programme, PlanSelection(initiative=Initiative.objects.get(name=name)))
    return [(line.year, line.earliest_year, int(line.amount)) for line in planned]


def test_a_plan_is_reprofiled_to_other_years_by_a_decision(finance: Client) -> None:
    recorder = Recorder(finance).begin("reprofile")
    recorder.answer("plan", {"plan": initiative("Fælles administration")})
    years = {"c-2009-0": "300", "c-2010-0": "900", "c-2011-0": "1900"}
    recorder.answer("beloeb", {**SAVING["beloeb"], **years})
    recorder.answer("grundlag", {**DECIDED, "source": ""})
    assert "Angiv den beslutning, ændringen hviler på." in recorder.page
    recorder.answer("grundlag", DECIDED)
    entry = approved(sent(recorder))
    assert (entry.act, entry.decision and entry.decision.reference) == ("reprofile", "BR 12/26")
    assert plan("Fælles administration") == [(2009, None, 300_000), (2010, None, 900_000), (2011, None, 1_900_000)]


def test_a_plan_is_dropped_by_a_decision_and_its_initiative_with_it(finance: Client) -> None:
    recorder = Recorder(finance).begin("drop")
    recorder.answer("plan", {"plan": initiative("Fælles administration")})
    recorder.answer("grundlag", DECIDED)
    approved(sent(recorder))
    assert plan("Fælles administration") == []
    assert Initiative.objects.get(name="Fælles administration").stage == "dropped"


def test_a_plan_is_replaced_by_another_initiatives(finance: Client) -> None:
    recorder = Recorder(finance).begin("replace")
    recorder.answer("plan", {"plan": initiative("Fælles administration")})
    recorder.answer("erstatning", {"initiative": initiative("HR-samarbejde")})
    shown = recorder.page
    assert 'value="1900"' in shown
    recorder.answer("beloeb", {**SAVING["beloeb"], "c-2011-0": "1900"})
    recorder.answer("grundlag", DECIDED)
    approved(sent(recorder))
    assert plan("Fælles administration") == []
    assert plan("HR-samarbejde") == [(2011, None, 1_900_000)]


def test_a_plan_that_moved_meanwhile_is_refused(finance: Client) -> None:
    slow = Recorder(finance).begin("drop")
    slow.answer("plan", {"plan": initiative("Fælles administration")})
    slow.answer("grundlag", DECIDED)
    quick = Recorder(finance).begin("drop")
    quick.answer("plan", {"plan": initiative("Fælles administration")})
    quick.answer("grundlag", DECIDED)
    approved(sent(quick))
    slow.answer("tjek", {})
    assert Draft.objects.get(pk=slow.draft).entry is None
    assert slow.where.endswith("/plan/")


def test_a_plan_that_changed_under_the_check_page_is_told_and_nothing_lost(finance: Client) -> None:
    slow = Recorder(finance).begin("drop")
    slow.answer("plan", {"plan": initiative("Fælles administration")})
    slow.answer("grundlag", DECIDED)
    [seen] = re.findall(r'name="seen_plan" value="([^"]+)"', slow.page)
    quick = Recorder(finance).begin("reprofile")
    quick.answer("plan", {"plan": initiative("Fælles administration")})
    quick.answer("beloeb", {**SAVING["beloeb"], "c-2011-0": "1000"})
    quick.answer("grundlag", DECIDED)
    approved(sent(quick))
    slow.answer("tjek", {"seen_plan": seen})
    assert slow.status == 409
    assert "Planen er ændret, siden den blev læst." in slow.page
    assert plan("Fælles administration") == [(2011, None, 1_000_000)]


def test_amounts_are_exact(recorder: Recorder) -> None:
    typed_saving(recorder, {2011: "0,12345"})
    assert lines(sent(recorder)) == [("realised", "PO-VALBY", 2011, 123)]
    assert Posting.objects.latest("pk").amount == Decimal("123.45")
