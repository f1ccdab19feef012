"""From log-in to approved, sent back, corrected, re-profiled, lost and found again: told as the people live it."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone
from playwright.sync_api import Locator

from tests.demo import PASSWORD
from tests.flows.conftest import STATUS, At, Person, changes, millions

SENTENCE = "Færre vikartimer, fra log-ind til status"
#: The cell that the savings of these stories are in.
PENSIONS_2011 = ("realised", "PO-VALBY", "Fælles administration", 2011, None)
#: The cell whose level two people state.
EXPECTED_2011 = ("forecast", "PO-VALBY", None, 2011, None)


def up_to_the_check(finance: Person, *, thousands: str = "100", sentence: str = SENTENCE) -> None:
    """A saving in the pensions office in 2011, typed up to *Tjek dine svar*."""
    finance.go("/registrer/")
    finance.press("Registrer en besparelse")
    finance.page.get_by_label("Program", exact=True).select_option(label="Fælles Borgerservice Valby")
    finance.go_on()
    finance.page.get_by_label("Fælles administration").check()
    finance.go_on()
    finance.page.get_by_label("Opnået: udgiften er faldet, her").check()
    for box in finance.page.get_by_role("group", name="Enheder").get_by_role("checkbox").all():
        box.set_checked("Pensions" in (box.locator("xpath=..").inner_text()))
    finance.go_on()
    finance.page.get_by_label(re.compile("^2011, Pensions")).fill(thousands)
    finance.go_on()
    finance.page.get_by_label("I én sætning").fill(sentence)
    finance.page.get_by_label("Den beslutning eller det dokument, det hviler på").fill("Dokumentnr. 2010-1")
    finance.page.get_by_label("Et andet dokument", exact=True).check()
    finance.page.get_by_label("Det viser også, at beløbene er rigtige").check()
    finance.go_on()


def sent(finance: Person) -> int:
    """Send what was checked; the entry's number."""
    for box in finance.page.get_by_role("checkbox").all():
        box.check()
    finance.press("Send til controlleren")
    found = re.fullmatch(r"Bilag (\d+) er sendt", finance.heading())
    assert found is not None, finance.page.locator("main").inner_text()
    return int(found[1])


def approved(controller: Person, number: int) -> None:
    """Approve an entry from its own page."""
    controller.go(f"/bilag/{number}/")
    controller.press("Godkend")
    assert controller.page.get_by_role("status").inner_text() == f"Bilag {number} er godkendt og tæller med."


def words(place: Locator) -> str:
    """What a place of a page says, with plain spaces."""
    return place.inner_text().replace("\u00a0", " ")


def told_change(text: str, figure: str) -> tuple[Decimal, Decimal]:
    """Before and after as the list of what waits tells them, in kroner: in thousands where tenths of a million do not do."""
    found = re.search(re.escape(figure) + r": ([\d.,]+) → ([\d.,]+) (mio\. kr\.|t\.kr\.)", text.replace("\u00a0", " "))
    assert found is not None, text
    one = {"mio. kr.": 1_000_000, "t.kr.": 1_000}[found[3]]
    before, after = (Decimal(amount.replace(".", "").replace(",", ".")) * one for amount in (found[1], found[2]))
    return before, after


def test_a_saving_goes_from_log_in_to_the_status_the_paper_and_the_file(at_work: At) -> None:
    finance, controller, member = at_work("finans", anew=True), at_work("controller", anew=True), at_work("medlem")
    before, documented = member.figures(), member.coverage()
    was, will = millions(before["realised"]), millions(before["realised"] + 100_000)
    assert f"er {was} mio. kr. opnået" in member.paper()
    up_to_the_check(finance)
    assert finance.heading() == "Tjek dine svar"
    number = sent(finance)
    assert member.figures() == before
    controller.go("/godkend/")
    item = controller.page.locator("tbody tr", has_text=SENTENCE)
    assert told_change(item.inner_text(), "Opnået (netto) 2011") == (before["realised"], before["realised"] + 100_000)
    item.get_by_role("checkbox").check()
    controller.press("Godkend de valgte bilag")
    assert "1 bilag er godkendt." in controller.page.get_by_role("status").inner_text()
    assert changes(before, member.figures()) == {
        "realised": 100_000, "outstanding": -100_000, "open": -100_000, PENSIONS_2011: 100_000,
    }  # fmt: skip
    assert member.coverage() > documented
    shown = member.go(STATUS).locator("main").inner_text().replace("\u00a0", " ")
    assert f"er {will} mio. kr. opnået" in shown
    assert f"er {will} mio. kr. opnået" in member.paper()
    member.page.get_by_role("link", name=will, exact=True).first.click()
    assert f"Bilag {number}" in member.page.locator("main").inner_text()


def test_what_is_sent_back_is_taken_up_again_with_everything_typed(at_work: At) -> None:
    finance, controller = at_work("finans"), at_work("controller")
    up_to_the_check(finance, sentence="Skal sendes tilbage")
    number = sent(finance)
    controller.go(f"/bilag/{number}/")
    controller.page.get_by_role("link", name="Send tilbage med en begrundelse").click()
    controller.press("Send tilbage")
    assert "Der er problemer" in controller.page.locator("main").inner_text()
    controller.page.get_by_label("Hvorfor det sendes tilbage").fill("Beløbet er for hele forvaltningen")
    controller.press("Send tilbage")
    desk = finance.go("/registrer/").locator("main")
    assert "Beløbet er for hele forvaltningen" in desk.inner_text()
    finance.page.locator("li", has_text="Skal sendes tilbage").get_by_role("button").click()
    assert finance.heading() == "Tjek dine svar"
    finance.page.get_by_role("link", name="Ret Beløb").click()
    field = finance.page.get_by_label(re.compile("^2011, Pensions"))
    assert field.input_value() == "100"
    field.fill("60")
    finance.go_on()
    assert finance.page.get_by_label("I én sætning").input_value() == "Skal sendes tilbage"
    finance.go_on()
    before = finance.figures()
    approved(controller, sent(finance))
    assert changes(before, finance.figures())[PENSIONS_2011] == 60_000
    assert "Beløbet er for hele forvaltningen" not in finance.go("/registrer/").locator("main").inner_text()


def test_a_correction_strikes_the_old_entry_and_changes_the_status_by_the_difference(at_work: At) -> None:
    finance, controller = at_work("finans"), at_work("controller")
    up_to_the_check(finance, thousands="200", sentence="Skal rettes")
    number = sent(finance)
    approved(controller, number)
    before = finance.figures()
    finance.go(f"/bilag/{number}/")
    finance.press("Ret eller flyt")
    finance.page.get_by_label("Beløb i kroner, linje 1").fill("150.000,00")
    finance.go_on()
    finance.page.get_by_label("Hvorfor det rettes").fill("Tastefejl")
    finance.go_on()
    correction = sent(finance)
    approved(controller, correction)
    assert changes(before, finance.figures()) == {
        "realised": -50_000, "outstanding": 50_000, "open": 50_000, PENSIONS_2011: -50_000,
    }  # fmt: skip
    page = finance.go(f"/bilag/{number}/")
    assert page.locator(".struck").count() == 1
    page.get_by_role("link", name=f"bilag {correction}").first.click()
    assert "Tastefejl" in page.locator("main").inner_text()


def test_a_plan_is_reprofiled_by_a_decision_and_the_band_is_gone(at_work: At) -> None:
    finance, controller = at_work("finans"), at_work("controller")
    band = "0,0–1,9"
    assert band in finance.go(STATUS).locator("main").inner_text()
    finance.go("/registrer/")
    finance.press("Omfordel en plan")
    finance.page.get_by_label("Program", exact=True).select_option(label="Fælles Borgerservice Valby")
    finance.go_on()
    finance.page.get_by_label(re.compile("Fælles administration")).check()
    finance.go_on()
    for year, thousands in {"2009": "300", "2010": "900"}.items():
        finance.page.get_by_label(f"{year}, Ikke fordelt").fill(thousands)
    finance.go_on()
    finance.page.get_by_label("I én sætning").fill("Planen er fordelt på år")
    finance.go_on()
    assert "Angiv den beslutning, ændringen hviler på." in finance.page.locator(".errors").inner_text()
    finance.page.get_by_label("Den beslutning eller det dokument, det hviler på").fill("BR 12/26")
    finance.go_on()
    before = finance.figures()
    approved(controller, sent(finance))
    decided = {("plan", None, "Fælles administration", year, None): amount for year, amount in ((2009, 300_000), (2010, 900_000))}
    assert changes(before, finance.figures()) == decided
    shown = finance.go(STATUS).locator("main").inner_text()
    assert band not in shown
    assert "BR 12/26" in shown.replace("\u00a0", " ")


def state_expected(person: Person, thousands: str) -> None:
    """A level of what the pensions office is expected to save in 2011, typed up to *Tjek dine svar*."""
    person.go(STATUS)
    person.press("Registrer en besparelse")
    person.page.get_by_label("Programmet som helhed").check()
    person.go_on()
    person.page.get_by_label(re.compile("Forventet:")).check()
    person.page.get_by_label(re.compile("Niveauet er nu")).check()
    for box in person.page.get_by_role("group", name="Enheder").get_by_role("checkbox").all():
        box.set_checked("Pensions" in (box.locator("xpath=..").inner_text()))
    person.go_on()
    person.page.get_by_label(re.compile("^2011, Pensions")).fill(thousands)
    person.go_on()
    person.page.get_by_label("I én sætning").fill(f"Niveau {thousands}")
    person.go_on()
    assert person.heading() == "Tjek dine svar"


def test_of_two_who_state_a_level_the_second_is_told_what_stands_and_the_last_approved_holds(at_work: At) -> None:
    """Stated side by side for one day, each is recorded and can be approved, in whatever order; none is refused or lost."""
    first, second, controller = at_work("finans"), at_work("finans-suf"), at_work("controller")
    state_expected(first, "500")
    state_expected(second, "700")
    numbers = {"500": sent(first)}
    approved(controller, numbers["500"])
    assert first.figures()[EXPECTED_2011] == 500_000
    second.page.reload()
    assert "2011: fra 500.000,00 til 700.000,00 kr." in words(second.page.locator("dl.answers"))
    second.page.get_by_role("link", name="Ret Beløb").click()
    assert second.page.get_by_label(re.compile("^2011, Pensions")).input_value() == "700"
    assert "regnskabet siger 500.000,00" in words(second.page.get_by_role("row", name="2011"))
    second.go_on()
    assert second.page.get_by_label("I én sætning").input_value() == "Niveau 700"
    second.go_on()
    numbers["700"] = sent(second)
    state_expected(first, "600")
    numbers["600"] = sent(first)
    # What was sent last is approved first.
    for before, thousands in (("500", "600"), ("600", "700")):
        waiting = controller.go("/godkend/").locator("tbody tr", has_text=f"Niveau {thousands}")
        change = (Decimal(f"{before}000"), Decimal(f"{thousands}000"))
        assert told_change(waiting.inner_text(), "Forventet 2011") == change
        approved(controller, numbers[thousands])
        assert first.figures()[EXPECTED_2011] == change[1]
    for thousands, number in numbers.items():
        page = controller.go(f"/bilag/{number}/")
        assert controller.heading() == f"Bilag {number} godkendt"
        assert f"{thousands}.000,00" in words(page.get_by_role("table", name="Oplyste niveauer"))


def test_a_session_that_ends_in_the_middle_loses_nothing(at_work: At) -> None:
    finance = at_work("finans")
    finance.go(STATUS)
    finance.press("Registrer en besparelse")
    finance.page.get_by_label("En ny indsats").check()
    finance.page.get_by_text("Beskriv den nye indsats").click()
    finance.page.get_by_label("Den nye indsats' navn").fill("Fælles »vikarpulje« & mere")
    finance.page.context.clear_cookies(name="sessionid")
    finance.go_on()
    assert "Det, du skrev, er gemt" in finance.page.locator("main").inner_text()
    finance.page.fill("[name=username]", "finans")
    finance.page.fill("[name=password]", PASSWORD)
    finance.press("Log ind")
    finance.press("Send det igen")
    assert finance.heading() == "Hvad er der sket?"
    finance.page.get_by_role("link", name="Tilbage").click()
    assert finance.page.get_by_label("Den nye indsats' navn").input_value() == "Fælles »vikarpulje« & mere"


def test_it_all_works_without_javascript(at_work: At) -> None:
    finance = at_work("finans", javascript=False)
    up_to_the_check(finance, sentence="Uden JavaScript")
    sent(finance)


def test_a_round_is_answered_closed_and_opened_for_one(at_work: At) -> None:
    """Opened by the controller, answered by the unit, closed; then only the one with an exception gets in."""
    controller, finance, other = at_work("controller"), at_work("finans-suf"), at_work("finans")
    today = timezone.localdate()
    page = controller.go("/runder/ny/")
    typed = {
        "name": "Opfølgning 1",
        "year": "2011",
        "starts_on": str(today - timedelta(days=300)),
        "cut_off": str(today),
        "answer_by": str(today + timedelta(days=8)),
    }
    for field, value in typed.items():
        page.fill(f"[name={field}]", value)
    for box in page.locator("[name=tasks]").all():
        box.set_checked("Pensions" in box.locator("xpath=..").inner_text())
    page.locator("main button.primary").click()
    number = re.search(r"/runder/(\d+)/", page.url)
    assert number is not None, page.locator("main").inner_text()
    finance.go("/runder/").get_by_role("table").first.get_by_role("link").first.click()
    finance.page.locator("[name=confirmed]").check()
    finance.page.locator("main button.primary").click()
    if "Der er problemer" in finance.page.locator("main").inner_text():
        # Behind its plan, a unit says why and what it does about it.
        finance.page.locator("[name=explanation]").fill("Omorganiseringen har forsinket det.")
        finance.page.locator("[name=mitigation]").fill("Vi flytter to årsværk.")
        finance.page.locator("main button.primary").click()
    assert "Alle 1 har svaret." in controller.go(f"/runder/{number[1]}/").locator("main").inner_text()
    closing = controller.page.locator("form[action$='/luk/']")
    closing.locator("[name=reason]").fill("Alle har svaret")
    closing.get_by_role("button").click()
    for somebody in (finance, other):
        up_to_the_check(somebody, sentence="Ind i en lukket runde")
        assert f"Regnskabet er lukket til og med {today:%d-%m-%Y}" in somebody.page.locator(".errors").inner_text()
    exception = controller.go(f"/runder/{number[1]}/").locator("form[action$='/undtagelse/']")
    wanted = exception.locator("[name=person] option", has_text="finans-suf").get_attribute("value")
    exception.locator("[name=person]").select_option(wanted)
    for box in exception.locator("[name=programmes]").all():
        box.check()
    exception.locator("[name=until]").fill(str(today + timedelta(days=38)))
    exception.locator("[name=reason]").fill("Bilaget kom for sent")
    exception.get_by_role("button").click()
    finance.go_on()
    assert finance.heading() == "Tjek dine svar"
    approved(controller, sent(finance))
    other.go_on()
    assert "Regnskabet er lukket" in other.page.locator(".errors").inner_text()
