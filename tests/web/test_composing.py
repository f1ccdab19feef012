"""The composer over HTTP: whatever is typed is kept, the paper follows page by page, and a button pressed twice acts once."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from savings.elements.typesetting.typst import CannotBeSet
from savings.models import Indicator, Note, Observation, Programme, Question, Report, ReportDraft
from savings.recording.indicators import NewObservation, observe
from savings.recording.remarks import FigurePlace, ask, write_note
from savings.reporting.reports import read_latest_with_text
from savings.web import report_desk
from savings.web.composing import LONGEST
from tests.demo import VALBY
from tests.web.conftest import logged_in
from tests.web.test_reports import AT, STATUS, User, begun, fields_of, sent, text, typed

KEPT = "Det, du skrev, er gemt her"


def row_of(draft: str) -> ReportDraft:
    return ReportDraft.objects.get(pk=draft.strip("/").split("/")[-1])


def sheets(client: Client, draft: str) -> Any:
    """What the page asks while one types."""
    return client.get(f"{draft}sider.json").json()


def test_a_character_that_no_text_can_hold_is_left_out_wherever_it_stands(demo: None) -> None:
    finance = logged_in("finans")
    draft = begun(finance)
    nul = {"title": "a\x00b", "to": "\x00", "beside": ["\x00"], "part-0-text": "c\x00d", "part-1-programme": "\x00"}
    typed(finance, draft, **nul, **{"removed-kind": "\x00", "removed-text": "e\x00f"})
    kept = row_of(draft).typed
    assert (kept["head"]["title"], kept["parts"][0]["text"], kept["removed"]["part"]["text"]) == ("ab", "cd", "ef")
    typed(finance, draft, "put-back")
    assert finance.get(draft).status_code == 200, "what came back is a text, whatever it said it was"


def test_a_title_that_cannot_be_seen_is_none(demo: None) -> None:
    finance = logged_in("finans")
    draft = begun(finance)
    typed(finance, draft, title="\u200b\u2060")
    assert "Skriv, hvad rapporten hedder" in text(finance, draft)


@pytest.mark.parametrize("heading", ["##", "## \u200b", "## []()"])
def test_a_draft_with_an_empty_heading_is_a_paper_and_told_of(demo: None, heading: str) -> None:
    finance = logged_in("finans")
    draft = begun(finance)
    typed(finance, draft, **{"part-0-text": f"{heading}\n\nOrd."})
    assert finance.get(f"{draft}udkast.pdf").content.startswith(b"%PDF")
    assert "En overskrift er tom" in text(finance, f"{draft}tjek/")


def test_a_text_that_cannot_be_set_costs_neither_the_page_nor_the_text(demo: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: object, **_named: object) -> list[bytes]:
        raise CannotBeSet("as it stands")

    finance = logged_in("finans")
    draft = begun(finance)
    typed(finance, draft, **{"part-0-text": "Stort og godt."})
    monkeypatch.setattr(report_desk, "report_pictures", refuse)
    monkeypatch.setattr("savings.web.views.composer.report_pdf", refuse)
    page = text(finance, draft)
    assert "Stort og godt." in page
    assert "Papiret kan ikke laves" in page
    assert "Papiret kan ikke laves" in sheets(finance, draft)["problems"][0]
    assert finance.get(f"{draft}udkast.pdf")["Location"] == draft


def test_a_long_text_is_kept_whole(demo: None) -> None:
    finance = logged_in("finans")
    draft = begun(finance)
    long = "Ord om sagen. " * 15_000
    typed(finance, draft, **{"part-0-text": long})
    assert row_of(draft).typed["parts"][0]["text"] == long
    assert len(sheets(finance, draft)["pages"]) > 40
    longer = "Ord " * (LONGEST // 4 + 1)
    typed(finance, draft, **{"part-0-text": longer})
    assert row_of(draft).typed["parts"][0]["text"] == longer
    assert sheets(finance, draft) == {"pages": [], "problems": ["Del 1 er for lang til én tekst. Del den i to."]}
    typed(finance, draft, "add:1", **{"add-1": "text"})
    half = "Ord " * (LONGEST // 8 + 1)
    typed(finance, draft, **{"part-0-text": half, "part-1-text": half})
    assert sheets(finance, draft) == {"pages": [], "problems": ["Rapporten er for lang til ét papir. Del den i to rapporter."]}


def test_a_draft_thrown_away_meanwhile_is_begun_anew_with_what_was_typed(demo: None) -> None:
    one, other = logged_in("finans"), logged_in("controller")
    draft = begun(one)
    page = fields_of(one.get(draft).content.decode())
    other.post(f"{draft}smid-ud/")
    where = one.post(draft, page | {"part-0-text": "Dagens arbejde.", "do": "save"})["Location"]
    assert where != draft
    assert KEPT in (found := text(one, where))
    assert "Dagens arbejde." in found
    gone = one.post(draft, page | {"programme": "findes-ikke"})
    assert gone.status_code == 404


def test_saving_by_itself_tells_the_version_and_where_a_second_window_goes_on(demo: None) -> None:
    finance = logged_in("finans")
    draft = begun(finance)
    page = fields_of(finance.get(draft).content.decode()) | {"do": "keep"}
    quietly = {"X-Requested-With": "fetch"}
    assert finance.post(draft, page | {"part-0-text": "Et"}, headers=quietly).json() == {"version": 1, "moved": ""}
    moved = finance.post(draft, page | {"part-0-text": "To"}, headers=quietly).json()["moved"]
    assert "eller i et andet vindue" in text(finance, moved)
    assert row_of(moved).typed["parts"][0]["text"] == "To"
    assert row_of(draft).typed["parts"][0]["text"] == "Et"


def test_only_the_pages_that_change_are_told_as_changed(demo: None) -> None:
    finance = logged_in("finans")
    draft = begun(finance)
    first = "Et ord. " * 700
    typed(finance, draft, **{"part-0-text": first})
    before = sheets(finance, draft)["pages"]
    last = max(row for row in range(len(row_of(draft).typed["parts"])))
    typed(finance, draft, **{f"part-{last}-text": "Nyt til sidst."}, **{f"part-{last}-kind": "text", f"part-{last}-name": ""})
    after = sheets(finance, draft)["pages"]
    assert before[0] == after[0]
    assert before[-1] != after[-1]


def test_saving_leads_back_to_the_text_as_it_was(demo: None) -> None:
    finance = logged_in("finans")
    draft = begun(finance)
    assert typed(finance, draft, "save") == draft
    assert typed(finance, draft, "down:0") == f"{draft}#part-1"


def test_reasons_are_kept_while_the_text_is_mended(demo: None) -> None:
    finance = logged_in("finans")
    draft = begun(finance)
    typed(finance, draft, number="", **{"part-0-text": "I 2011 er 1,4 mio. kr. opnået. Det kostede 2,5 mio. kr. at flytte."})
    page = finance.get(f"{draft}tjek/").content.decode()
    why = dict.fromkeys(re.findall(r'name="(why-[0-9a-f]+)"', page), "Sådan er det.")
    (bind,) = re.findall(r'value="(bind:[0-9a-f]+)"', page)
    assert finance.post(f"{draft}tjek/", {**why, "do": "back#part-0"})["Location"] == f"{draft}#part-0"
    finance.post(f"{draft}tjek/", {"do": bind})
    assert finance.get(f"{draft}tjek/").content.decode().count(">Sådan er det.</textarea>") == len(why) - 1
    typed(finance, draft, **{"part-0-text": "I 2011 er {{opnået 2011}} opnået. Det kostede 2,5 mio. kr. at flytte i alt."})
    assert "Sådan er det." in finance.get(f"{draft}tjek/").content.decode()


def test_what_was_sent_back_is_taken_up_with_its_reasons(demo: None) -> None:
    finance, controller = logged_in("finans"), logged_in("controller")
    draft = begun(finance)
    typed(finance, draft, number="", case_officer="Enheden", sender="Rådhuset\nKøbenhavn")
    report = sent(finance, draft)
    controller.post(f"/rapporter/{report.pk}/send-tilbage/", {"reason": "Skriv mere."})
    again = finance.post(f"/rapporter/{report.pk}/skriv-videre/")["Location"]
    assert "Står sådan i kilden." in finance.get(f"{again}tjek/").content.decode()
    assert (head := row_of(again).typed["head"])["sender"].splitlines() == ["Rådhuset", "København"]
    assert head["case_officer"] == "Enheden"


def test_what_was_sent_back_stands_in_the_list_until_somebody_writes_on(demo: None) -> None:
    finance, controller, member = (logged_in(name) for name in ("finans", "controller", "medlem"))
    report = sent(finance, begun(finance))
    assert controller.get(f"/rapporter/{report.pk}/rapport.pdf").content.startswith(b"%PDF"), "the very paper"
    assert member.get(f"/rapporter/{report.pk}/rapport.pdf").status_code == 404
    controller.post(f"/rapporter/{report.pk}/send-tilbage/", {"reason": "Skriv, hvad SUF gør."})
    assert "Skriv, hvad SUF gør." in text(finance, "/rapporter/")
    assert "Skriv, hvad SUF gør." not in text(member, "/rapporter/")
    again = finance.post(f"/rapporter/{report.pk}/skriv-videre/")["Location"]
    assert "Skriv, hvad SUF gør." not in text(finance, "/rapporter/")
    typed(finance, again, title="Med SUF")
    assert "Sendt tilbage af controller: Skriv, hvad SUF gør." in text(finance, again)
    finance.post(f"{again}smid-ud/")
    assert "Skriv, hvad SUF gør." in text(finance, "/rapporter/"), "thrown away, it is where it was"


def test_what_stops_the_report_is_told_first(demo: None) -> None:
    finance = logged_in("finans")
    draft = begun(finance)
    typed(finance, draft, number="", **{"part-0-text": "Det kostede 2,5 mio. kr.\n\n##\n\nOrd."})
    found = re.findall(r'<li class="(blocking|acknowledge)"', finance.get(f"{draft}tjek/").content.decode())
    assert found == sorted(found, reverse=True)
    assert {"blocking", "acknowledge"} == set(found)


def test_beginning_twice_at_a_press_begins_one_draft(demo: None) -> None:
    finance, other = logged_in("finans"), logged_in("finans-suf")
    draft = begun(finance)
    assert begun(finance) == draft
    assert begun(other) != draft
    typed(finance, draft, title="Skrevet på")
    assert begun(finance) != draft
    report = Report.objects.get(content__isnull=False)
    again = [finance.post(f"/rapporter/{report.pk}/skriv-videre/")["Location"] for _press in range(2)]
    assert again[0] == again[1]


def test_saying_the_very_same_at_once_is_said_once(demo: None) -> None:
    """A question, a note and an observation; another's, another text and a later one are others."""
    finance, other = (User.objects.get(username=name) for name in ("finans", "controller"))
    later = AT.replace(hour=AT.hour + 1)
    place = FigurePlace(programme=Programme.objects.get(slug=VALBY), year=2011, figure="target", whole=True)
    indicator = Indicator.objects.get()
    seen = {"indicator": indicator, "observed_on": date(2026, 11, 1), "said": "Færre."}
    for by, at, more in ((finance, AT, ""), (finance, AT, ""), (other, AT, ""), (finance, later, ""), (finance, AT, " Nu.")):
        ask(place=place, text=f"Hvorfor?{more}", by=by, at=at)
        write_note(place=place, text=f"Derfor.{more}", by=by, at=at)
        observe(NewObservation(**{**seen, "said": f"Færre.{more}"}), by=by, at=at)
    assert Question.objects.filter(text__startswith="Hvorfor?").count() == 4
    assert Note.objects.filter(text__startswith="Derfor.").count() == 4
    assert Observation.objects.filter(said__startswith="Færre.").count() == 4


def test_an_english_evaluation_is_called_so(demo: None) -> None:
    finance = logged_in("finans")
    page = finance.get(f"{STATUS}udgiv/").content.decode()
    assert "beholder dens sprog" in page
    assert row_of(begun(finance, "evaluering", "en")).typed["head"]["title"].endswith(": evaluation")


def test_a_report_begun_from_the_last_has_no_document_number_of_its(demo: None) -> None:
    finance = logged_in("finans")
    draft = begun(finance, "sidste")
    last = read_latest_with_text(row_of(draft).programme)
    assert last is not None
    assert last.content
    assert last.content["document_number"]
    head = row_of(draft).typed["head"]
    assert (head["case_number"], head["document_number"]) == (last.content["case_number"], "")


def test_of_two_equal_amounts_the_one_that_was_found_is_bound(demo: None) -> None:
    """What costs 1,4 mio. kr. is no saving of 1,4 mio. kr.; where it cannot be told which is meant, neither is touched."""
    finance = logged_in("finans")
    draft = begun(finance)
    costs = "Flytningen kostede 1,4 mio. kr. i alt, og dertil kom inventar, som ingen havde regnet med fra begyndelsen."
    typed(finance, draft, **{"part-0-text": f"{costs} I 2011 er 1,4 mio. kr. opnået."})
    page = finance.get(f"{draft}tjek/").content.decode()
    binds = {do: item for item in page.split("<li ")[1:] for do in re.findall(r'value="(bind:[0-9a-f]+)"', item)}
    (do,) = [do for do, item in binds.items() if "I 2011 er 1,4" in item]
    finance.post(f"{draft}tjek/", {"do": do})
    assert row_of(draft).typed["parts"][0]["text"] == f"{costs} I 2011 er {{{{opnået 2011}}}} opnået."
