"""Dividing a target over HTTP: which target, among which units, how much, by which decision; and how it is read afterwards."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from savings.models import Entry, Posting
from savings.vocabulary import Act
from tests.demo import VALBY
from tests.web.conftest import logged_in
from tests.web.recorders import Recorder, unit
from tests.web.test_recording import approved, lines, sent

DECIDED = {"text": "Kravet fordeles", "booked_on": "2026-11-23", "source": "BR 12/27", "source_body": "Borgerrepræsentationen"}
#: The programme's target without a price level, as the form knows it.
WHOLE = "0-0-0"
AMOUNTS = {"amount_unit": "mio. kr", "first": "2011", "last": "2011"}


@pytest.fixture
def finance(demo: None) -> Client:
    return logged_in("finans")


def begun(finance: Client) -> Recorder:
    """A division of the programme's target among the two administrations that take part, at its amounts."""
    recorder = Recorder(finance).begin(Act.DIVIDE)
    recorder.answer("krav", {"target": WHOLE})
    return recorder.answer("enheder", {"units": [unit("SUF"), unit("SOF")]})


def typed(suf: str, sof: str) -> dict[str, str]:
    return {**AMOUNTS, f"c-2011-{unit('SUF')}": suf, f"c-2011-{unit('SOF')}": sof}


def divided(finance: Client) -> Entry:
    recorder = begun(finance).answer("beloeb", typed("1,5", "0,8")).answer("grundlag", DECIDED)
    return sent(recorder)


def flat(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("\u00a0", " ").split())


def test_a_target_is_divided_step_by_step_and_every_page_says_what_moves(finance: Client) -> None:
    recorder = begun(finance)
    assert "af 3.300.000,00 kr." in flat(recorder.page)
    assert "price_level" not in recorder.page
    recorder.answer("beloeb", typed("1,5", "0,8")).answer("grundlag", {**DECIDED, "source": ""})
    assert "Angiv den beslutning, ændringen hviler på." in recorder.page
    recorder.answer("grundlag", DECIDED)
    told = flat(recorder.page)
    assert "Kravet hos Ikke fordelt, 3.300.000,00 kr. (2011)" in told
    assert "Ikke fordelt, 2011 Krav 3,3 −2,3 1,0" in told
    assert "Sundheds- og Omsorgsforvaltningen, 2011 Krav – +1,5 1,5" in told
    entry = sent(recorder)
    assert (entry.act, entry.decision and entry.decision.reference) == ("divide", "BR 12/27")
    assert lines(entry) == [
        ("target", None, 2011, -2_300_000),
        ("target", "SUF", 2011, 1_500_000),
        ("target", "SOF", 2011, 800_000),
    ]


def test_the_controller_reads_what_it_moves_before_and_after(finance: Client) -> None:
    entry = divided(finance)
    controller = logged_in("controller")
    waiting = flat(controller.get("/godkend/").content.decode())
    assert "Ikke fordelt: Krav 2011: 3,3 → 1,0 mio. kr." in waiting
    assert "Socialforvaltningen: Krav 2011: 0,0 → 0,8 mio. kr." in waiting
    approved(entry)
    page = flat(controller.get(f"/bilag/{entry.pk}/").content.decode())
    assert "Fordeler 2011: 2.300.000,00 kr. fra Ikke fordelt til SUF, SOF." in page


def test_the_status_says_how_much_of_the_target_is_divided(finance: Client) -> None:
    path = f"/programmer/{VALBY}/"
    assert "er fordelt på enheder" not in finance.get(path).content.decode()
    approved(divided(finance))
    member = logged_in("medlem")
    assert "Krav i 2011, mio. kr.: 2,3 af 3,3 er fordelt på enheder." in flat(member.get(path).content.decode())
    approved(sent(begun(finance).answer("beloeb", typed("0,5", "0,5")).answer("grundlag", DECIDED)))
    assert "Krav i 2011, mio. kr.: 3,3 af 3,3 er fordelt på enheder." in flat(member.get(path).content.decode())


@pytest.mark.parametrize(
    ("suf", "sof", "told"),
    [
        ("3", "0,5", "2011: du fordeler 3.500.000,00 kr. af et krav på 3.300.000,00 kr.: skriv mindre beløb."),
        ("-1", "0,5", "Det, en enhed får, skrives uden minus."),
        ("", "", "Skriv et beløb i mindst ét år."),
    ],
)
def test_what_cannot_be_divided_is_said_and_what_was_typed_stays(finance: Client, suf: str, sof: str, told: str) -> None:
    recorder = begun(finance).answer("beloeb", typed(suf, sof))
    assert told in flat(recorder.page)
    for text in filter(None, (suf, sof)):
        assert f'value="{text}"' in recorder.page
    assert not Posting.objects.filter(entry__act=Act.DIVIDE).exists()


def test_only_units_under_the_target_are_offered(finance: Client) -> None:
    approved(divided(finance))
    recorder = Recorder(finance).begin(Act.DIVIDE)
    suf = next(key for key in re.findall(r'name="target" value="([^"]+)"', recorder.page) if key.startswith(f"{unit('SUF')}-"))
    page = recorder.answer("krav", {"target": suf}).page
    assert f'value="{unit("PO-VALBY")}"' in page
    assert f'value="{unit("SOF")}"' not in page
    assert f'value="{unit("SUF")}"' not in page


def test_of_a_programme_without_a_target_it_says_so(finance: Client) -> None:
    recorder = Recorder(finance).begin(Act.DIVIDE, programme="koebenhavn-2020")
    recorder.answer("krav", {"target": "0-0-0"})
    assert "krav" in recorder.path


def test_a_unit_of_ones_own_is_divided_by_its_officer_and_the_programme_is_not(demo: None) -> None:
    approved(divided(logged_in("finans")))
    recorder = Recorder(logged_in("finans-suf")).begin(Act.DIVIDE)
    keys = re.findall(r'name="target" value="([^"]+)"', recorder.page)
    assert [key.split("-")[0] for key in keys] == [unit("SUF")]


def test_the_check_and_the_controller_are_told_what_counts_elsewhere_from_now_on(finance: Client) -> None:
    """What SUF has realised counted towards the programme's target, and does so no longer once SUF has one of its own."""
    realised = Recorder(finance).begin().answer("indsats", {"initiative": "none"})
    realised.answer("hvad", {"happened": "realised", "mode": "change", "units": [unit("SUF")]})
    realised.answer("beloeb", {**AMOUNTS, "price_level": "", f"c-2011-{unit('SUF')}": "0,3"})
    approved(sent(realised.answer("grundlag", {**DECIDED, "source_sort": "decision"})))
    told = (
        "Sundheds- og Omsorgsforvaltningen (2011: Opnået (netto) 300.000,00 kr.) tæller fremover med i kravet hos "
        "Sundheds- og Omsorgsforvaltningen og ikke hos programmet som helhed."
    )
    recorder = begun(finance).answer("beloeb", typed("1,5", "0,8")).answer("grundlag", DECIDED)
    assert told in flat(recorder.page)
    entry, controller = sent(recorder), logged_in("controller")
    assert told in flat(controller.get("/godkend/").content.decode())
    assert told in flat(controller.get(f"/bilag/{entry.pk}/").content.decode())
