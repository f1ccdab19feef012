"""Notes and questions over HTTP: asking at a figure, answering, approving, and what readers then see."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from savings.models import Note, Question
from tests.demo import VALBY
from tests.presentation.readers import pdf_text
from tests.web.conftest import logged_in

STATUS = f"/programmer/{VALBY}/"
TARGET = "tal=target&aar=2011"
BEHIND = f"{STATUS}bilag/?{TARGET}"
XSS = "<script>alert(1)</script>"


@pytest.fixture
def finance(demo: None) -> Client:
    """The finance officer of the whole organisation."""
    return logged_in("finans")


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, response.status_code
    return response.content.decode().replace("\u00a0", " ")


def asked(client: Client, text: str = "Hvorfor ikke mere?", query: str = TARGET) -> Question:
    response = client.post(f"{STATUS}spoerg/?{query}", {"text": text})
    assert response.status_code == 302
    return Question.objects.latest("pk")


def answered(client: Client, question: Question, text: str = "Lejemålet er opsagt sent.") -> Note:
    assert client.post(f"/spoergsmaal/{question.pk}/svar/", {"text": text})["Location"] == "/spoergsmaal/"
    return Note.objects.latest("pk")


def noted(client: Client, text: str = "Kravet følger budgetaftalen.", query: str = TARGET) -> Note:
    assert client.post(f"{STATUS}note/?{query}", {"text": text}).status_code == 302
    return Note.objects.latest("pk")


def test_from_a_members_question_to_the_answer_beside_the_figure(member: Client, finance: Client, controller: Client) -> None:
    behind = page(member, BEHIND)
    assert f"{STATUS}spoerg/?{TARGET}" in behind.replace("&amp;", "&")
    assert f"{STATUS}note/" not in behind
    question = asked(member)
    assert "Hvorfor ikke mere?" in page(member, BEHIND)
    assert "Hvorfor ikke mere?" in page(member, STATUS)
    assert f"/spoergsmaal/{question.pk}/svar/" not in page(member, "/spoergsmaal/")
    assert f"/spoergsmaal/{question.pk}/svar/" in page(finance, "/spoergsmaal/")
    note = answered(finance, question)
    assert f"/noter/{note.pk}/godkend/" not in page(finance, "/spoergsmaal/")
    assert "Lejemålet" not in page(member, "/spoergsmaal/") + page(member, STATUS) + page(member, BEHIND)
    assert "/spoergsmaal/" in page(controller, "/godkend/")
    assert f"/noter/{note.pk}/godkend/" in page(controller, "/spoergsmaal/")
    controller.post(f"/noter/{note.pk}/godkend/")
    status = page(member, STATUS)
    assert 'id="note-1"' in status
    assert 'href="#note-1"' in status
    assert "Lejemålet er opsagt sent." in status
    assert "Lejemålet er opsagt sent." in page(member, BEHIND)
    assert "Hvorfor ikke mere?" not in page(member, "/spoergsmaal/")
    assert "Lejemålet er opsagt sent." in pdf_text(member.get(f"{STATUS}status.pdf").content)
    assert "Lejemålet er opsagt sent." in member.get(f"{STATUS}status.csv").content.decode()


def test_after_asking_one_is_back_at_the_figure(member: Client) -> None:
    for query, back in (
        (TARGET, TARGET), (f"{TARGET}&enhed=SUF", f"{TARGET}&enhed=SUF"), (f"{TARGET}&ingen=enhed", f"{TARGET}&ingen=enhed"),
    ):  # fmt: skip
        assert member.post(f"{STATUS}spoerg/?{query}", {"text": "?"})["Location"] == f"{STATUS}bilag/?{back}"
    assert [(row.whole, row.unit and row.unit.code) for row in Question.objects.order_by("pk")] == [
        (True, None), (False, "SUF"), (False, None)
    ]  # fmt: skip


def test_what_is_said_of_one_figure_does_not_stand_at_another(member: Client) -> None:
    asked(member, "Om SUF?", f"{TARGET}&enhed=SUF")
    assert "Om SUF?" in page(member, f"{BEHIND}&enhed=SUF")
    for other in (BEHIND, f"{BEHIND}&ingen=enhed", f"{STATUS}bilag/?tal=target&aar=2010&enhed=SUF", f"{STATUS}bilag/"):
        assert "Om SUF?" not in page(member, other)
    assert "spoerg/" not in page(member, f"{BEHIND}&ingen=indsats")


def test_only_a_controller_other_than_the_writer_decides(finance: Client, controller: Client) -> None:
    note = noted(controller)
    assert f"/noter/{note.pk}/godkend/" not in page(controller, "/spoergsmaal/")
    controller.post(f"/noter/{note.pk}/godkend/")
    assert not note.verdicts.exists()
    assert "selv skrevet" in page(controller, "/spoergsmaal/") or "wrote this yourself" in page(controller, "/spoergsmaal/")
    sent = controller.post(f"/noter/{note.pk}/send-tilbage/", {"text": "Uklart."})
    assert sent.status_code == 200
    assert "Uklart." in sent.content.decode()
    assert not note.verdicts.exists()
    assert finance.post(f"/noter/{note.pk}/godkend/").status_code == 403


def test_a_note_that_is_sent_back_is_shown_to_its_writer_with_the_reason(finance: Client, controller: Client) -> None:
    note = noted(finance)
    controller.post(f"/noter/{note.pk}/send-tilbage/", {"text": "Skriv hvilket budget."})
    assert "Skriv hvilket budget." in page(finance, "/spoergsmaal/")
    assert "Skriv hvilket budget." not in page(controller, "/spoergsmaal/")
    controller.post(f"/noter/{note.pk}/godkend/")
    assert [verdict.outcome for verdict in note.verdicts.all()] == ["rejected"]


def test_a_withdrawn_note_stands_no_longer(finance: Client, controller: Client, member: Client) -> None:
    note = noted(finance)
    controller.post(f"/noter/{note.pk}/godkend/")
    assert f"/noter/{note.pk}/traek-tilbage/" in page(finance, BEHIND)
    assert f"/noter/{note.pk}/traek-tilbage/" not in page(member, BEHIND)
    assert "Kravet følger budgetaftalen." in page(member, STATUS)
    finance.post(f"/noter/{note.pk}/traek-tilbage/", {"text": "Kravet er ændret."})
    assert "Kravet følger budgetaftalen." not in page(member, STATUS) + page(member, BEHIND)


def test_finance_of_one_unit_writes_of_that_unit_alone(demo: None, member: Client) -> None:
    own = logged_in("finans-suf")
    noted(own, query=f"{TARGET}&enhed=SUF")
    refused = own.post(f"{STATUS}note/?{TARGET}", {"text": "Om hele programmet."})
    assert refused.status_code == 200
    assert "Om hele programmet." in refused.content.decode()
    assert Note.objects.count() == 1
    question = asked(member, query=f"{TARGET}&enhed=SOF")
    assert own.get(f"/spoergsmaal/{question.pk}/svar/").status_code == 403


def test_notes_that_wait_are_not_everybodys_to_read(finance: Client, member: Client) -> None:
    noted(finance, query=f"{TARGET}&enhed=SOF")
    for name, reads in (("medlem", False), ("finans-suf", False), ("revisor", True), ("controller", True), ("finans", True)):
        assert ("Kravet følger budgetaftalen." in page(logged_in(name), "/spoergsmaal/")) is reads, name


def test_what_was_said_is_text_everywhere(member: Client, finance: Client, controller: Client) -> None:
    note = answered(finance, asked(member, XSS), XSS)
    pages = [page(who, path) for who in (finance, controller) for path in ("/spoergsmaal/", STATUS, BEHIND)]
    pages += [
        page(controller, f"/noter/{note.pk}/send-tilbage/"),
        controller.get(f"/spoergsmaal/{note.question_id}/svar/").content.decode(),
    ]
    controller.post(f"/noter/{note.pk}/godkend/")
    pages += [page(member, path) for path in (STATUS, BEHIND)] + [page(controller, "/spor/")]
    for shown in pages:
        assert XSS not in shown
        assert "&lt;script&gt;" in shown


@pytest.mark.parametrize("path", ["spoerg", "note"])
def test_what_was_typed_stays_and_what_is_missing_is_said(finance: Client, path: str) -> None:
    empty = finance.post(f"{STATUS}{path}/?{TARGET}", {"text": "  "}).content.decode()
    assert 'class="errors"' in empty
    assert 'href="#id_text"' in empty
    long = "x" * 4001
    assert long in finance.post(f"{STATUS}{path}/?{TARGET}", {"text": long}).content.decode()
    assert not Question.objects.exists()
    assert not Note.objects.exists()


@pytest.mark.parametrize("query", ["", "tal=target", "aar=2011", "tal=x&aar=2011", "tal=target&aar=1",
                                   f"{TARGET}&enhed=FINDES-IKKE",
                                   f"{TARGET}&ingen=indsats", f"{TARGET}&enhed=%00"])  # fmt: skip
def test_a_figure_that_is_none_is_asked_for_again(finance: Client, query: str) -> None:
    for path in ("spoerg", "note"):
        for response in (finance.get(f"{STATUS}{path}/?{query}"), finance.post(f"{STATUS}{path}/?{query}", {"text": "x"})):
            assert response.status_code == 400
            assert 'class="errors"' in response.content.decode()
    assert not Question.objects.exists()


@pytest.mark.parametrize("path", ["/programmer/findes-ikke/spoerg/?tal=target&aar=2011", "/spoergsmaal/99999/svar/",
                                  "/spoergsmaal/99999999999999999999/svar/", "/noter/99999/send-tilbage/",
                                  "/noter/99999/traek-tilbage/"])  # fmt: skip
def test_what_is_not_there_is_not_found(controller: Client, path: str) -> None:
    assert controller.get(path).status_code == 404


def test_answering_twice_is_refused_in_words(member: Client, finance: Client) -> None:
    question = asked(member)
    answered(finance, question)
    again = finance.post(f"/spoergsmaal/{question.pk}/svar/", {"text": "Igen."})
    assert again.status_code == 200
    assert "Igen." in again.content.decode()
    assert Note.objects.count() == 1


def test_a_status_without_notes_says_nothing_of_them(member: Client) -> None:
    assert not re.search(r"note-1|h-remarks|h-questions|<sup", page(member, STATUS))


def test_an_old_report_keeps_the_answer_it_had(member: Client, finance: Client, controller: Client) -> None:
    note = noted(finance)
    controller.post(f"/noter/{note.pk}/godkend/")
    assert "Kravet følger budgetaftalen." not in page(member, f"{STATUS}?pr=2008-10-14")
