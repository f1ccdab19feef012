"""Reports over HTTP: written, checked, sent, published by another, superseded, read without log-in, and joined into a packet."""

from __future__ import annotations

import hashlib
import io
import re
from datetime import UTC, datetime
from decimal import Decimal
from html import unescape
from typing import Any

import pikepdf
import pytest
from django.test import Client

from savings.models import Acknowledgement, Paper, Programme, Publication, Report, ReportDraft, User
from savings.recording import Line, NewEntry, approve, record, submit
from savings.recording.reports import NewReport, compose
from savings.vocabulary import Kind
from tests.demo import VALBY
from tests.verapdf import validate
from tests.web.conftest import logged_in

STATUS = f"/programmer/{VALBY}/"
AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
PASSES: dict[str, list[str]] = {"PDFUA_1": [], "PDFA_3_A": []}
TEXT = "Af kravet på {{krav 2011}} er {{opnået 2011}} opnået, opgjort pr. {{pr}} i {{prisniveau}}."


def text(client: Client, path: str, status: int = 200) -> str:
    """A page's words, without its tags."""
    response = client.get(path)
    assert response.status_code == status, path
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).replace("\u00a0", " ").split())


def fields_of(page: str) -> dict[str, Any]:
    """What a browser would send of the composer's form, field by field."""
    form = page[page.index('id="composer"') :]
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, kind = re.search(r'name="([^"]*)"', tag), re.search(r'type="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and (not kind or kind[1] not in ("radio", "checkbox") or "checked" in tag):
            found[name[1]] = unescape(value[1]) if value else ""
    for name, value in re.findall(r'<textarea name="([^"]*)"[^>]*>(?:&#10;)?(.*?)</textarea>', form, re.DOTALL):
        found[name] = unescape(value)
    for name, options in re.findall(r'<select name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        found[name] = unescape(chosen[1]) if chosen else ""
    return found


def begun(client: Client, start: str = "notat", language: str = "da") -> str:
    """The address of a new draft."""
    where: str = client.post(f"{STATUS}udgiv/", {"start": start, "language": language})["Location"]
    return where


def typed(client: Client, draft: str, do: str = "save", **changes: Any) -> str:
    """The draft's form as it stands, with changes, sent by one of its buttons; where that led."""
    data = fields_of(client.get(draft).content.decode()) | changes | {"do": do}
    where: str = client.post(draft, data)["Location"]
    return where


def sent(client: Client, draft: str, **reasons: str) -> Report:
    """The report that the draft became, each finding acknowledged."""
    page = client.get(f"{draft}tjek/").content.decode()
    why = dict.fromkeys(re.findall(r'name="(why-[0-9a-f]+)"', page), "Står sådan i kilden.")
    response = client.post(f"{draft}tjek/", {**why, **reasons})
    assert response.status_code == 302, re.findall(r"<li><a href=\"#findings\">(.*?)</a>", response.content.decode())
    return Report.objects.get(pk=int(response["Location"].strip("/").split("/")[-1]))


def realised(amount: int) -> None:
    """Something more is realised in Valby's full-effect year, approved."""
    finance, controller = (User.objects.get(username=name) for name in ("finans", "controller"))
    line = Line(kind=Kind.REALISED, year=2011, amount=Decimal(amount))
    entry = record(NewEntry(programme=Programme.objects.get(slug=VALBY), booked_on=AT.date(), lines=[line]), by=finance, at=AT)
    submit(entry=entry, by=finance, at=AT)
    approve(entry=entry, by=controller, at=AT)


def test_a_report_is_written_by_one_and_published_by_another_and_stays_as_it_was(demo: None) -> None:
    finance, controller, member = (logged_in(name) for name in ("finans", "controller", "medlem"))
    draft = begun(finance)
    typed(finance, draft, title="Kvartal", **{"part-0-text": TEXT})
    report = sent(finance, draft)
    assert member.get(f"/rapporter/{report.pk}/").status_code == 404
    assert "3,3 mio. kr. er 1,4 mio. kr. opnået" in text(controller, f"/rapporter/{report.pk}/")
    assert controller.post(f"/rapporter/{report.pk}/udgiv/")["Location"] == f"/rapporter/{report.pk}/"
    before = member.get(f"/rapporter/{report.pk}/rapport.pdf").content

    realised(500_000)

    assert "er 1,4 mio. kr. opnået" in text(member, f"/rapporter/{report.pk}/")
    assert member.get(f"/rapporter/{report.pk}/rapport.pdf").content == before
    assert validate(before) == PASSES
    assert "1,9 mio. kr. opnået (58 %)" in text(member, STATUS)
    assert "1 bilag er godkendt siden rapporten" in text(member, STATUS)
    assert Paper.objects.get(pk=report.pk).sha256 == hashlib.sha256(before).hexdigest()


def test_nobody_publishes_what_they_composed(controller: Client) -> None:
    draft = begun(controller)
    report = sent(controller, draft)
    assert f"/rapporter/{report.pk}/udgiv/" not in controller.get(f"/rapporter/{report.pk}/").content.decode()
    controller.post(f"/rapporter/{report.pk}/udgiv/")
    assert not Publication.objects.filter(report=report).exists()


def test_what_is_typed_stays_typed(demo: None) -> None:
    """A wrong date, a unit that is not there, and a reference that means nothing: kept, told, and nothing is sent."""
    finance = logged_in("finans")
    draft = begun(finance)
    typed(finance, draft, dated="31-02-2008", **{"part-0-text": "Vi <b>sparede</b> {{vrøvl}}."})
    page = finance.get(draft).content.decode()
    assert 'value="31-02-2008"' in page
    assert "Vi &lt;b&gt;sparede&lt;/b&gt; {{vrøvl}}." in page
    assert "Der er problemer" in page
    assert finance.get(f"{draft}tjek/")["Location"] == draft
    typed(finance, draft, dated="2026-11-24")
    assert "vrøvl" in text(finance, f"{draft}tjek/")


def test_parts_are_moved_added_taken_out_and_put_back(demo: None) -> None:
    finance = logged_in("finans")
    draft = begun(finance)
    row = ReportDraft.objects.get(pk=draft.strip("/").split("/")[-1])

    def names() -> list[str]:
        row.refresh_from_db()
        return [part["name"] or "text" for part in row.typed["parts"]]

    assert names() == ["text", "headline", "reservations"]
    typed(finance, draft, "down:0")
    assert names() == ["headline", "text", "reservations"]
    typed(finance, draft, "add:1", **{"add-1": "chart:split:"})
    assert names() == ["headline", "split", "text", "reservations"]
    typed(finance, draft, "remove:2", **{"part-2-text": "Langt og vigtigt"})
    assert names() == ["headline", "split", "reservations"]
    assert "Sæt den ind igen" in text(finance, draft)
    typed(finance, draft, "put-back")
    assert names() == ["headline", "split", "text", "reservations"]
    assert row.typed["parts"][2]["text"] == "Langt og vigtigt"


def test_two_who_write_at_once_lose_nothing(demo: None) -> None:
    finance, controller = logged_in("finans"), logged_in("controller")
    draft = begun(finance)
    hers, his = (fields_of(client.get(draft).content.decode()) for client in (finance, controller))
    finance.post(draft, hers | {"part-0-text": "Hendes", "do": "save"})
    where = controller.post(draft, his | {"part-0-text": "Hans", "do": "save"})["Location"]
    assert where != draft
    assert "Hendes" in finance.get(draft).content.decode()
    assert "Hans" in controller.get(where).content.decode()


def test_the_paper_beside_the_text_is_the_page(demo: None) -> None:
    finance = logged_in("finans")
    draft = begun(finance, "status")
    page = finance.get(f"{draft}side-1.svg")
    assert page["Content-Type"] == "image/svg+xml"
    assert page.content.startswith(b"<svg")
    # Two charts, set in the paper's own fonts: a drawing within the drawing would take the reader's.
    assert page.content.count(b"data:image/png;base64,") == 2
    assert b"data:image/svg" not in page.content
    told = finance.post(
        draft,
        fields_of(finance.get(draft).content.decode()) | {"part-0-text": "Andet", "do": "keep"},
        headers={"X-Requested-With": "fetch"},
    ).json()
    assert told["version"] == 1
    assert finance.get(f"{draft}side-1.svg").content != page.content
    assert finance.get(f"{draft}side-99.svg").status_code == 404
    pdf = finance.get(f"{draft}udkast.pdf").content
    assert validate(pdf) == PASSES


def test_a_finding_is_acknowledged_with_a_name_and_a_reason(demo: None) -> None:
    finance = logged_in("finans")
    draft = begun(finance)
    typed(finance, draft, **{"part-0-text": f"{TEXT} Det kostede 2,5 mio. kr. at flytte."})
    page = finance.post(f"{draft}tjek/", {})
    assert "hvorfor det må stå" in page.content.decode()
    report = sent(finance, draft)
    kept = Acknowledgement.objects.filter(report=report)
    assert any("2,5" in it.excerpt for it in kept)
    assert all(it.by.get_username() == "finans" and it.reason for it in kept)


def test_an_amount_typed_by_hand_is_bound_by_a_press(demo: None) -> None:
    finance = logged_in("finans")
    draft = begun(finance)
    typed(finance, draft, **{"part-0-text": f"{TEXT} I 2011 er 1,4 mio. kr. altså hentet."})
    page = finance.get(f"{draft}tjek/").content.decode()
    (do,) = re.findall(r'value="(bind:[0-9a-f]+)"', page)
    finance.post(f"{draft}tjek/", {"do": do})
    assert "I 2011 er {{opnået 2011}} altså hentet." in finance.get(draft).content.decode()
    assert "bind:" not in finance.get(f"{draft}tjek/").content.decode()


def test_a_report_begins_where_the_last_one_ended(demo: None) -> None:
    finance = logged_in("finans")
    page = finance.get(begun(finance, "sidste")).content.decode()
    assert "## Hvad udvalget bad om" in page
    assert 'value="Bilag 4"' in page


def test_several_programmes_stand_in_one_report(demo: None) -> None:
    finance = logged_in("finans")
    draft = begun(finance)
    typed(finance, draft, beside=["rebild-2023"])
    assert "Tabel: alle rapportens programmer" in finance.get(draft).content.decode()
    typed(
        finance,
        draft,
        "add:1",
        beside=["rebild-2023"],
        **{"add-1": "table:overview:", "part-0-text": "Krav {{krav rebild-2023}}."},
    )
    pdf = finance.get(f"{draft}udkast.pdf").content
    assert validate(pdf) == PASSES
    with pikepdf.open(io.BytesIO(pdf)) as paper:
        assert len(paper.attachments) == 3


def test_what_comes_up_after_it_was_sent_is_put_to_the_publisher(demo: None) -> None:
    """An entry is submitted meanwhile: the controller is told, and publishes with a reason or not at all."""
    finance, controller = logged_in("finans"), logged_in("controller")
    draft = begun(finance)
    report = sent(finance, draft)
    line = Line(kind=Kind.REALISED, year=2011, amount=Decimal(1000))
    by = User.objects.get(username="finans")
    entry = record(NewEntry(programme=Programme.objects.get(slug=VALBY), booked_on=AT.date(), lines=[line]), by=by, at=AT)
    submit(entry=entry, by=by, at=AT)
    page = controller.get(f"/rapporter/{report.pk}/").content.decode()
    (name,) = set(re.findall(r'name="(why-[0-9a-f]+)"', page))
    controller.post(f"/rapporter/{report.pk}/udgiv/")
    assert not Publication.objects.filter(report=report).exists()
    controller.post(f"/rapporter/{report.pk}/udgiv/", {name: "Bilaget godkendes efter mødet."})
    assert Publication.objects.filter(report=report).exists()
    assert Acknowledgement.objects.get(report=report, key=name.removeprefix("why-")).by.get_username() == "controller"


def test_it_is_sent_back_with_a_reason_and_written_on(demo: None) -> None:
    finance, controller = logged_in("finans"), logged_in("controller")
    report = sent(finance, begun(finance))
    controller.post(f"/rapporter/{report.pk}/send-tilbage/", {"reason": "Skriv, hvorfor SUF er bagud."})
    assert "Skriv, hvorfor SUF er bagud." in text(finance, f"/rapporter/{report.pk}/")
    controller.post(f"/rapporter/{report.pk}/udgiv/")
    assert not Publication.objects.filter(report=report).exists()
    again = finance.post(f"/rapporter/{report.pk}/skriv-videre/")["Location"]
    assert TEXT.split()[0] in finance.get(again).content.decode()


def test_a_new_version_takes_its_place_and_leaves_it_readable(demo: None) -> None:
    finance, controller, member = (logged_in(name) for name in ("finans", "controller", "medlem"))
    first = Report.objects.get(content__isnull=False)
    draft = finance.post(f"/rapporter/{first.pk}/skriv-videre/")["Location"]
    page = finance.get(f"{draft}tjek/").content.decode()
    why = dict.fromkeys(re.findall(r'name="(why-[0-9a-f]+)"', page), "Står sådan i kilden.")
    assert finance.post(f"{draft}tjek/", why).status_code == 200, "without a reason for the new version nothing is sent"
    second = sent(finance, draft, reason="En tastefejl i afsnit 2.")
    controller.post(f"/rapporter/{second.pk}/udgiv/")
    assert "nyere udgave" in text(member, f"/rapporter/{first.pk}/")
    assert "En tastefejl i afsnit 2." in text(member, f"/rapporter/{second.pk}/")
    third = finance.post(f"/rapporter/{first.pk}/skriv-videre/")["Location"]
    late = sent(finance, third, reason="Endnu en.")
    controller.post(f"/rapporter/{late.pk}/udgiv/")
    assert not Publication.objects.filter(report=late).exists()


def test_an_open_report_is_for_anybody_and_a_closed_one_is_not(stranger: Client) -> None:
    open_one = Report.objects.get(closed=False)
    page = text(stranger, f"/rapporter/{open_one.pk}/")
    assert "Af det samlede krav på 3,3 mio. kr. er 1,4 mio. kr. opnået" in page
    assert "/bilag/" not in stranger.get(f"/rapporter/{open_one.pk}/").content.decode()
    assert stranger.get(f"/rapporter/{open_one.pk}/rapport.pdf").content.startswith(b"%PDF")
    finance, controller = logged_in("finans"), logged_in("controller")
    closed = sent(finance, begun(finance))
    controller.post(f"/rapporter/{closed.pk}/udgiv/")
    for path in (f"/rapporter/{closed.pk}/", f"/rapporter/{closed.pk}/rapport.pdf", "/rapporter/999/"):
        assert stranger.get(path)["Location"].startswith("/log-ind/")


def test_a_report_is_in_its_own_language_whatever_the_page_is_in(member: Client) -> None:
    member.cookies["sprog"] = "en-gb"
    page = text(member, f"/rapporter/{Report.objects.get(closed=False).pk}/")
    assert "About this report" in page
    assert "Til: Økonomiudvalget" in page
    assert "Tabel 1. Besparelser" in page
    assert "Figur 1. Kravet" in page


def test_a_second_click_sends_it_once(demo: None) -> None:
    finance = logged_in("finans")
    draft = begun(finance)
    report = sent(finance, draft)
    row = ReportDraft.objects.get(report=report)
    stale = ReportDraft(pk=row.pk, programme=row.programme)
    new = NewReport(programme=row.programme, title="Igen", as_of=report.as_of, year=2011)
    assert compose(new, by=User.objects.get(username="finans"), at=AT, draft=stale) == report
    assert finance.post(f"{draft}tjek/")["Location"] == f"/rapporter/{report.pk}/"
    assert not Report.objects.filter(title="Igen").exists()


def test_a_bound_figure_leads_to_the_entries_behind_it(member: Client) -> None:
    page = member.get(f"/rapporter/{Report.objects.get(closed=False).pk}/").content.decode()
    href = unescape(re.findall(r'<a href="([^"]*tal=realised[^"]*)">1,4', page)[0])
    assert "1.400.000" in text(member, href)


def test_the_memo_is_in_the_demo_with_its_odd_date_acknowledged(member: Client) -> None:
    report = Report.objects.get(closed=False)
    assert report.as_of.isoformat() == "2008-10-14"
    kept = Acknowledgement.objects.get(report=report)
    assert "17. oktober" in kept.excerpt
    assert "17. oktober" in text(member, f"/rapporter/{report.pk}/")


def test_a_packet_is_one_paper_with_contents_and_bookmarks(demo: None) -> None:
    finance, controller, member = (logged_in(name) for name in ("finans", "controller", "medlem"))
    second = sent(finance, begun(finance))
    controller.post(f"/rapporter/{second.pk}/udgiv/")
    first = Report.objects.get(closed=False)
    asked = {"titel": "Bilag til punkt 7", "dato": "2026-12-01", f"plads-{second.pk}": "1", f"plads-{first.pk}": "2"}
    pdf = member.get("/rapporter/pakke/", asked).content
    assert validate(pdf) == PASSES
    assert member.get("/rapporter/pakke/", asked).content == pdf
    with pikepdf.open(io.BytesIO(pdf)) as packet:
        with packet.open_outline() as outline:
            titles = [item.title for item in outline.root]
        assert len(packet.pages) >= 6
        assert len(packet.attachments) == 4
    assert titles[-1].startswith("Bilag 4: Fælles Borgerservice Valby")
    assert len(titles) == 3
    for wrong in ({"titel": "", f"plads-{first.pk}": "1"}, {"titel": "Tom"}, {"titel": "x", f"plads-{first.pk}": "nul"}):
        assert "Der er problemer" in text(member, "/rapporter/pakke/?" + "&".join(f"{k}={v}" for k, v in wrong.items()))


@pytest.mark.parametrize("start", ["status", "evaluering", "notat"])
@pytest.mark.parametrize("language", ["da", "en"])
def test_each_start_is_a_paper_at_once(demo: None, start: str, language: str) -> None:
    finance = logged_in("finans")
    draft = begun(finance, start, language)
    assert validate(finance.get(f"{draft}udkast.pdf").content) == PASSES
    assert "{{" not in re.sub(r"(?s)<form.*</form>", "", finance.get(draft).content.decode())
