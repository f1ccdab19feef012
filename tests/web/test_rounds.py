"""Rounds over HTTP: who may what, what stays typed, what is sent by e-mail, and who gets in once the books are closed."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from savings.models import (
    BookingException,
    Closing,
    Entry,
    Programme,
    Round,
    RoundReminder,
    RoundReply,
    RoundTask,
    Unit,
    User,
)
from savings.recording import Line, NewEntry, approve, record, submit
from savings.recording import refusals as why
from savings.recording.register import register_initiative
from savings.recording.rounds import NewRound, close_round, open_round
from savings.vocabulary import Kind
from tests.demo import VALBY
from tests.web.conftest import logged_in

pytestmark = pytest.mark.usefixtures("demo")

TODAY = timezone.localdate()
CUT_OFF = TODAY - timedelta(days=20)
DEADLINE = TODAY + timedelta(days=5)
DELAY = {"explanation": "Opsagt sent.", "mitigation": "Fremrykkes."}
CODES = ("PO-VALBY", "BS-VALBY")


def user(name: str) -> User:
    return User.objects.get(username=name)


def a_round(name: str = "Opfølgning efter 3. kvartal") -> Round:
    programme = Programme.objects.get(slug=VALBY)
    return open_round(
        NewRound(
            name=name,
            year=2011,
            starts_on=TODAY - timedelta(days=30),
            cut_off=CUT_OFF,
            answer_by=DEADLINE,
            tasks=[(programme, Unit.objects.get(code=code)) for code in CODES],
        ),
        by=user("controller"),
        at=timezone.now(),
    )


def task_of(found: Round, code: str = "PO-VALBY") -> RoundTask:
    return RoundTask.objects.get(round=found, unit__code=code)


def posted(kind: Kind, amount: int, code: str = "PO-VALBY") -> None:
    """An approved amount of the round's year on a unit."""
    line = Line(kind=kind, year=2011, amount=Decimal(amount), unit=Unit.objects.get(code=code))
    finance, at = user("finans"), timezone.now()
    entry = record(NewEntry(programme=Programme.objects.get(slug=VALBY), lines=[line], booked_on=CUT_OFF), by=finance, at=at)
    submit(entry=entry, by=finance, at=at)
    approve(entry=entry, by=user("controller"), at=timezone.now())


def seen(page: str) -> str:
    found = re.search(r'name="seen" value="(\d+)"', page)
    assert found
    return found[1]


def sent(client: Client, task: RoundTask, **fields: Any) -> Any:
    """The answer, sent from the page as a browser would."""
    path = f"/runder/svar/{task.pk}/"
    filled = {"seen": seen(client.get(path).content.decode()), "confirmed": "on", "one": "mio. kr", **fields}
    return client.post(path, {name: value for name, value in filled.items() if value is not None})


def text(response: Any) -> str:
    return response.content.decode()


# --- who may what -------------------------------------------------------------------------------------------------

#: By role: reading the list and a round; opening, reminding, closing and excepting; answering for PO-VALBY.
READS = {"finans": True, "finans-suf": True, "controller": True, "revisor": True, "medlem": False, "admin": False}
MANAGES = dict.fromkeys(READS, False) | {"controller": True}
ANSWERS = READS | {"revisor": False}


@pytest.mark.parametrize("name", READS)
def test_roles_and_methods(name: str) -> None:
    found = a_round()
    client, number = logged_in(name), found.pk
    reading, managing, answering = (200 if may[name] else 403 for may in (READS, MANAGES, ANSWERS))
    for path in ("/runder/", f"/runder/{number}/"):
        assert client.get(path).status_code == client.head(path).status_code == reading
        assert client.post(path).status_code == 405
    assert client.get("/runder/ny/").status_code == client.post("/runder/ny/").status_code == managing
    for act in ("paamind", "luk", "undtagelse"):
        assert client.get(f"/runder/{number}/{act}/").status_code == (302 if MANAGES[name] else 403)
        assert client.post(f"/runder/{number}/{act}/").status_code == managing
    path = f"/runder/svar/{task_of(found).pk}/"
    assert client.get(path).status_code == client.post(path).status_code == answering
    for method in ("put", "patch", "delete"):
        assert getattr(client, method)(path).status_code == 405
    assert ('href="/runder/"' in text(client.get("/"))) is READS[name]
    for model in (RoundReply, RoundReminder, Closing):
        assert not model._default_manager.exists()


@pytest.mark.parametrize("path", ["/runder/", "/runder/ny/", "/runder/1/", "/runder/svar/1/"])
def test_a_stranger_is_asked_to_log_in(stranger: Client, path: str) -> None:
    assert stranger.get(path)["Location"].startswith("/log-ind/")


@pytest.mark.parametrize("path", ["/runder/{}/", "/runder/svar/{}/"])
@pytest.mark.parametrize("number", [2**31, 10**30])
def test_what_does_not_exist_is_not_found(controller: Client, path: str, number: int) -> None:
    assert controller.get(path.format(number)).status_code == 404


@pytest.mark.parametrize("act", ["paamind", "luk", "undtagelse"])
def test_nor_can_it_be_acted_on(controller: Client, act: str) -> None:
    assert controller.post(f"/runder/{2**31}/{act}/", {"reason": "x"}).status_code == 404


def test_another_administrations_task_is_not_hers_to_see_or_answer() -> None:
    found = a_round()
    client, foreign = logged_in("finans-suf"), task_of(found, "BS-VALBY")
    path = f"/runder/svar/{foreign.pk}/"
    assert client.get(path).status_code == 404
    assert client.post(path, {"seen": "999", "confirmed": "on"}).status_code == 404
    page = text(client.get(f"/runder/{found.pk}/"))
    assert path not in page
    assert f"/runder/svar/{task_of(found).pk}/" in page
    own = text(client.get("/runder/"))
    assert f"/runder/svar/{task_of(found).pk}/" in own
    assert path not in own


# --- opening ------------------------------------------------------------------------------------------------------


def asked(**changes: Any) -> dict[str, Any]:
    programme = Programme.objects.get(slug=VALBY)
    units = Unit.objects.filter(code__in=CODES)
    return {
        "name": "Efter 3. kvartal", "year": "2011", "starts_on": "2026-10-01", "cut_off": "2026-10-31",
        "answer_by": "2026-11-14", "tasks": [f"{programme.pk}-{unit.pk}" for unit in units], **changes,
    }  # fmt: skip


def test_a_controller_opens_a_round(controller: Client) -> None:
    response = controller.post("/runder/ny/", asked())
    found = Round.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/runder/{found.pk}/")
    assert {task.unit.code for task in found.tasks.all()} == set(CODES)
    assert (found.year, found.cut_off, found.answer_by) == (2011, date(2026, 10, 31), date(2026, 11, 14))
    assert 'role="status"' in text(controller.get(response["Location"]))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"year": "i år"}, "year"),
        ({"cut_off": "2026-09-30"}, "cut_off"),
        ({"cut_off": "31. oktober"}, "cut_off"),
        ({"answer_by": "2026-09-30"}, "answer_by"),
        ({"tasks": []}, "tasks"),
        ({"tasks": ["1-999999"]}, "tasks"),
        ({"tasks": ["; DROP TABLE"]}, "tasks"),
    ],
)
def test_what_is_wrong_stands_in_a_summary_and_what_was_typed_stays(
    controller: Client, changes: dict[str, Any], field: str
) -> None:
    typed = asked(**changes)
    page = text(controller.post("/runder/ny/", typed))
    assert page.index('class="errors"') < page.index("<h1")
    assert f'href="#id_{field}"' in page
    for name in ("name", "year", "starts_on", "cut_off", "answer_by"):
        if typed[name]:
            assert f'value="{typed[name]}"' in page
    assert not Round.objects.exists()


def test_a_name_that_is_taken_is_a_message_at_the_name(controller: Client) -> None:
    a_round("Efter 3. kvartal")
    page = text(controller.post("/runder/ny/", asked()))
    assert 'id="id_name_error"' in page
    assert Round.objects.count() == 1


# --- answering ----------------------------------------------------------------------------------------------------


def test_finance_confirms_the_figures_and_the_overview_says_so() -> None:
    client, found = logged_in("finans-suf"), a_round()
    response = sent(client, task_of(found))
    assert (response.status_code, response["Location"]) == (302, f"/runder/{found.pk}/")
    reply = RoundReply.objects.get()
    assert (reply.by.username, reply.behind, reply.forecast) == ("finans-suf", False, None)
    assert "finans-suf" in text(logged_in("revisor").get(f"/runder/{found.pk}/"))


def test_the_box_must_be_ticked_and_what_was_typed_stays() -> None:
    client, found = logged_in("finans-suf"), a_round()
    page = text(sent(client, task_of(found), confirmed=None, forecast="1,25", explanation="Vi er <i>næsten</i> i mål."))
    assert 'href="#id_confirmed"' in page
    assert 'value="1,25"' in page
    assert "Vi er &lt;i&gt;næsten&lt;/i&gt; i mål." in page
    assert not RoundReply.objects.exists()


def test_a_unit_behind_its_plan_must_explain() -> None:
    client, found = logged_in("finans-suf"), a_round()
    posted(Kind.PLAN, 50_000_000)
    page = text(sent(client, task_of(found), explanation="Opsagt sent."))
    assert 'href="#id_mitigation"' in page
    assert 'href="#id_explanation"' not in page
    assert "Opsagt sent." in page
    assert sent(client, task_of(found), explanation="Opsagt sent.", mitigation="Fremrykkes.").status_code == 302
    assert RoundReply.objects.get().behind is True
    shown = text(logged_in("revisor").get(f"/runder/{found.pk}/"))
    assert "Opsagt sent." in shown
    assert "Fremrykkes." in shown


def test_the_explanation_may_be_about_one_of_the_units_initiatives_and_what_was_chosen_stays() -> None:
    client, task = logged_in("finans-suf"), task_of(a_round())
    assert "id_initiative" not in text(client.get(f"/runder/svar/{task.pk}/"))
    posted(Kind.PLAN, 50_000_000)
    act: dict[str, Any] = {"by": User.objects.get(username="finans"), "at": timezone.now()}
    rent = register_initiative(**act, programme=task.programme, name="Vagtplanen", unit=task.unit)
    page = text(sent(client, task, initiative=str(rent.pk), explanation="Opsagt sent."))
    assert f'<option value="{rent.pk}" selected>Vagtplanen</option>' in page
    theirs = register_initiative(**act, programme=task.programme, name="Skranken", unit=Unit.objects.get(code="BS-VALBY"))
    assert f'value="{theirs.pk}"' not in page
    assert sent(client, task, initiative=str(theirs.pk), **DELAY).status_code == 200
    assert sent(client, task, initiative=str(rent.pk), **DELAY).status_code == 302
    assert RoundReply.objects.get().initiative == rent


def test_the_status_page_tells_everybody_why_a_unit_is_behind_once_the_round_is_closed() -> None:
    found = a_round()
    posted(Kind.PLAN, 50_000_000)
    assert sent(logged_in("finans-suf"), task_of(found), **DELAY).status_code == 302
    path = f"/programmer/{VALBY}/"
    pages = [text(logged_in("medlem").get(path))]
    close_round(round=found, reason="Alle har svaret.", by=user("controller"), at=timezone.now())
    pages.append(text(logged_in("medlem").get(path)))
    for words in (*DELAY.values(), user("finans-suf").display_name()):
        assert words not in pages[0]
        assert words in pages[1]


@pytest.mark.parametrize(
    ("typed", "one", "level"),
    [
        ("1,25", "mio. kr", "1250000"),
        ("1.250,5", "1.000 kr", "1250500"),
        ("1250000", "kr", "1250000"),
        ("-0,5", "mio. kr", "-500000"),
        ("1.234", "1.000 kr", "1234000"),
    ],
)
def test_a_forecast_is_written_in_danish_and_waits_for_approval(typed: str, one: str, level: str) -> None:
    client, found = logged_in("finans-suf"), a_round()
    assert sent(client, task_of(found), forecast=typed, one=one).status_code == 302
    entry = RoundReply.objects.get().forecast
    assert entry is not None
    assert [line.amount for line in entry.levels.all()] == [Decimal(level)]
    assert Entry.objects.filter(pk=entry.pk, waiting__isnull=False).exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [("1,234", "1,234: "), ("en million", "en million"), ("1e6", "1e6"), ("9" * 24, "9" * 20), ("1,234567891", "1,234567891")],
)
def test_a_forecast_that_can_mean_two_things_or_nothing_is_asked_about(typed: str, said: str) -> None:
    client, found = logged_in("finans-suf"), a_round()
    page = text(sent(client, task_of(found), forecast=typed))
    error = re.search(r'id="id_forecast_error">.*?</span>(.*?)</p>', page)
    assert error
    assert said in error[1]
    if typed == "1,234":
        assert "1234" in error[1]
        assert "1,234" in error[1]
    assert f'value="{typed}"' in page
    assert not RoundReply.objects.exists()


def test_figures_that_changed_meanwhile_are_shown_anew_and_confirmed_anew() -> None:
    client, task = logged_in("finans-suf"), task_of(a_round())
    path = f"/runder/svar/{task.pk}/"
    old = seen(text(client.get(path)))
    posted(Kind.REALISED, 123_456)
    page = text(client.post(path, {"seen": old, "confirmed": "on", "explanation": "Som aftalt."}))
    assert 'class="errors"' in page
    assert "Som aftalt." in page
    assert "123.456,00" in page
    assert seen(page) != old
    assert " checked" not in re.findall(r'<input[^>]*name="confirmed"[^>]*>', page)[0]
    assert client.post(path, {"seen": seen(page), "confirmed": "on"}).status_code == 302


@pytest.mark.parametrize("forged", ["", "x", "-1", "9" * 40, "²"])
def test_a_form_that_is_not_whole_is_no_answer(forged: str) -> None:
    client, task = logged_in("finans-suf"), task_of(a_round())
    response = client.post(f"/runder/svar/{task.pk}/", {"seen": forged, "confirmed": "on"})
    assert response.status_code == 200
    assert not RoundReply.objects.exists()


# --- reminding ----------------------------------------------------------------------------------------------------


def test_a_reminder_stands_in_valby_and_goes_out_by_mail(controller: Client) -> None:
    found = a_round()
    controller.post(f"/runder/{found.pk}/paamind/", {"tasks": [task_of(found).pk]})
    (letter,) = mail.outbox
    assert letter.to == ["finans-suf@valby.invalid"]
    assert found.name in letter.subject
    assert f"http://testserver/runder/svar/{task_of(found).pk}/" in letter.body
    own = text(logged_in("finans-suf").get("/runder/"))
    assert 'class="warning"' in own
    assert 'class="warning"' not in text(logged_in("finans").get("/runder/"))
    sent(logged_in("finans-suf"), task_of(found))
    assert 'class="warning"' not in text(logged_in("finans-suf").get("/runder/"))


def test_one_person_gets_one_letter(controller: Client) -> None:
    found = a_round()
    User.objects.get(username="finans-suf").units.add(Unit.objects.get(code="BS-VALBY"))
    controller.post(f"/runder/{found.pk}/paamind/", {"tasks": [task.pk for task in found.tasks.all()]})
    (letter,) = mail.outbox
    assert all(f"/runder/svar/{task.pk}/" in letter.body for task in found.tasks.all())


def test_a_mail_server_that_fails_loses_no_reminder(controller: Client, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    found = a_round()
    response = controller.post(f"/runder/{found.pk}/paamind/", {"tasks": [task_of(found).pk]}, follow=True)
    assert response.status_code == 200
    assert RoundReminder.objects.get().person.username == "finans-suf"
    warning = re.search(r'<p class="warning" role="status">(.*?)</p>', text(response))
    assert warning
    assert "finans-suf" in warning[1]


def test_who_has_no_address_is_told_of_and_stands_in_valby(controller: Client) -> None:
    found = a_round()
    User.objects.filter(username="finans-suf").update(email="")
    response = controller.post(f"/runder/{found.pk}/paamind/", {"tasks": [task_of(found).pk]}, follow=True)
    assert 'class="warning" role="status"' in text(response)
    assert (mail.outbox, RoundReminder.objects.get().address) == ([], "")


def test_a_round_with_a_line_break_in_its_name_is_no_way_into_the_letters_head(controller: Client) -> None:
    found = a_round("Runde\nBcc: alle@valby.invalid")
    controller.post(f"/runder/{found.pk}/paamind/", {"tasks": [task_of(found).pk]})
    assert (mail.outbox[0].bcc, mail.outbox[0].subject.count("\n")) == ([], 0)


def test_nobody_chosen_is_told_in_a_summary_and_nobody_is_reminded(controller: Client) -> None:
    found = a_round()
    for tasks in ([], ["999999"], ["x"]):
        page = text(controller.post(f"/runder/{found.pk}/paamind/", {"tasks": tasks}))
        assert 'href="#id_tasks"' in page
    assert not RoundReminder.objects.exists()


# --- closing, and who still gets in -------------------------------------------------------------------------------


def test_closing_takes_a_reason_and_then_nothing_more_is_answered(controller: Client) -> None:
    found = a_round()
    client, task = logged_in("finans-suf"), task_of(found)
    read = seen(text(client.get(f"/runder/svar/{task.pk}/")))
    page = text(controller.post(f"/runder/{found.pk}/luk/", {"reason": "  "}))
    assert 'href="#id_reason"' in page
    assert controller.post(f"/runder/{found.pk}/luk/", {"reason": "3. kvartal er afsluttet."}).status_code == 302
    assert Closing.objects.get().round == found
    assert 'name="seen"' not in text(client.get(f"/runder/svar/{task.pk}/"))
    page = text(client.post(f"/runder/svar/{task.pk}/", {"seen": read, "confirmed": "on", "explanation": "Nåede det ikke."}))
    assert 'class="errors"' in page
    assert "Nåede det ikke." in page
    assert not RoundReply.objects.exists()
    again = controller.post(f"/runder/{found.pk}/luk/", {"reason": "Igen."})
    assert 'class="errors"' in text(again)
    late = controller.post(f"/runder/{found.pk}/paamind/", {"tasks": [task.pk]})
    assert 'class="errors"' in text(late)
    assert not mail.outbox


def sends(name: str, at: Any = None) -> Entry:
    """Somebody records into the closed books and sends it."""
    line = Line(kind=Kind.REALISED, year=2011, amount=Decimal(1000), unit=Unit.objects.get(code="PO-VALBY"))
    at = at or timezone.now()
    programme = Programme.objects.get(slug=VALBY)
    entry = record(NewEntry(programme=programme, lines=[line], booked_on=CUT_OFF), by=user(name), at=at)
    submit(entry=entry, by=user(name), at=at)
    return entry


def closed() -> Round:
    found = a_round()
    close_round(round=found, reason="Slut.", by=user("controller"), at=timezone.now())
    return found


def excepted(found: Round, **changes: Any) -> dict[str, Any]:
    return {
        "person": user("finans-suf").pk, "programmes": [closing.pk for closing in found.closings.all()],
        "until": DEADLINE.isoformat(), "reason": "Faktura manglede.", **changes,
    }  # fmt: skip


def test_only_the_named_person_gets_in_and_only_until_the_day(controller: Client) -> None:
    found = closed()
    with pytest.raises(why.BooksClosed):
        sends("finans-suf")
    response = controller.post(f"/runder/{found.pk}/undtagelse/", excepted(found), follow=True)
    assert "Faktura manglede." in text(response)
    entry = sends("finans-suf")
    approve(entry=entry, by=user("controller"), at=timezone.now())
    with pytest.raises(why.BooksClosed):
        sends("finans")
    with pytest.raises(why.BooksClosed):
        sends("finans-suf", at=timezone.now() + timedelta(days=6))
    assert "Faktura manglede." in text(logged_in("revisor").get(f"/runder/{found.pk}/"))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"person": ""}, "person"),
        ({"programmes": []}, "programmes"),
        ({"until": (TODAY - timedelta(days=1)).isoformat()}, "until"),
        ({"until": "snart"}, "until"),
        ({"reason": ""}, "reason"),
    ],
)
def test_an_exception_names_who_where_until_when_and_why(controller: Client, changes: dict[str, Any], field: str) -> None:
    found = closed()
    page = text(controller.post(f"/runder/{found.pk}/undtagelse/", excepted(found, **changes)))
    assert f'href="#id_{field}"' in page
    assert not BookingException.objects.exists()


@pytest.mark.parametrize("name", ["controller", "medlem", "admin"])
def test_nobody_excepts_herself_or_somebody_who_does_not_record(controller: Client, name: str) -> None:
    found = closed()
    page = text(controller.post(f"/runder/{found.pk}/undtagelse/", excepted(found, person=user(name).pk)))
    assert 'href="#id_person"' in page
    assert not BookingException.objects.exists()


def test_a_round_that_is_open_knows_no_exceptions(controller: Client) -> None:
    found = a_round()
    assert controller.post(f"/runder/{found.pk}/undtagelse/", excepted(found)).status_code == 200
    assert not BookingException.objects.exists()
