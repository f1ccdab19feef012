"""Whatever is sent to a form: never a 500, nothing half-written, and each error names a field that is there.

`VALBY_POSTS` says how many posts are generated; `make trials` sends twenty thousand.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from html.parser import HTMLParser

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from savings.models import Draft, Entry, Initiative, Unit
from tests.web.conftest import logged_in
from tests.web.recorders import Recorder, initiative, typed_saving, unit

POSTS = int(os.environ.get("VALBY_POSTS", "600"))
AT_A_TIME = 5
ANSWERS = {200, 302, 400, 403, 404, 405, 409, 413}

JUNK = st.one_of(
    st.sampled_from([
        "", " ", "0", "-0", "-1", "1", "1e9", "NaN", "Infinity", "1.234", "1,234", "1.234,5", "99999999999999,99",
        "9" * 20,
        "0,001", "9" * 400, "\x00", "a\x00b", "\ufffd", "\u202e", "‮kr", "<script>alert(1)</script>", "{{ 7*7 }}", "%s%n",
        "' OR 1=1 --",
        "2026-11-23", "2026-02-30", "0001-01-01", "9999-12-31", "1899", "2200", "2011", "on", "None",
        "null", "[]", "Ø" * 5000,
        "\r\n", "😀" * 50, "٣", "²", "Ⅷ", "١٢٣٤",
    ]),
    st.text(max_size=60),
    st.integers(-(10**30), 10**30).map(str),
    st.decimals(allow_nan=True, places=3).map(str),
)  # fmt: skip
#: What each step's form asks; most fields of a post are among these.
ASKED = {
    "program": ["programme"],
    "indsats": ["initiative", "name", "unit", "horizon", "duration", "baseline"],
    "erstatning": ["initiative", "name", "unit", "horizon", "duration", "baseline"],
    "hvad": ["happened", "mode", "units"],
    "beloeb": ["amount_unit", "price_level", "first", "last", "varig", "earliest", "saying", "do"],
    "grundlag": ["text", "reason", "booked_on", "source", "source_sort", "source_body", "source_date", "source_page", "same",
                 "proof", "proof_page", "proof_note", "keep", "drop_file", "kept", "file"],
    "plan": ["plan", "from_year"],
    "linjer": [f"l{n}-{field}" for n in (0, 3, 5, 99) for field in ("kind", "unit", "initiative", "year", "level", "amount")],
    "tjek": ["yes1", "yes2", "yes3"],
    "ny": ["act", "programme"],
    "godkend-flere": ["entry"],
    "send-tilbage": ["reason"],
}  # fmt: skip
ANYWHERE = ["version", "do", "csrfmiddlewaretoken", "carried", "__proto__", "l0-", "c-2011", "next"]
STEPS = ("program", "indsats", "hvad", "beloeb", "grundlag", "linjer", "plan", "erstatning", "tjek", "findes-ikke")
DEEDS = ("godkend", "send-tilbage", "tag-op", "ret", "traek-tilbage", "filer/1", "filer/99999999999999999999")
PEOPLE = ("finans", "finans-suf", "controller", "medlem", "revisor", "admin")


@dataclass
class Ground:
    """What the posts are aimed at: drafts in all stages, entries in all states, and values that fit."""

    drafts: list[str]
    entries: list[int]
    fitting: list[str]


@pytest.fixture
def ground(demo: None) -> Ground:
    """Two people's drafts, an entry that waits, one sent back, one approved."""
    drafts = []
    for name in ("finans", "finans-suf"):
        recorder = Recorder(logged_in(name)).begin()
        drafts.append(recorder.draft)
        typed_saving(recorder, {2011: "100"})
        drafts.append(Recorder(logged_in(name)).begin().draft)
    finance = logged_in("finans")
    for act in ("drop", "reprofile", "replace"):
        recorder = Recorder(finance).begin(act).answer("plan", {"plan": initiative("Fælles administration")})
        drafts.append(recorder.draft)
    division = Recorder(finance).begin("divide").answer("krav", {"target": "0-0-0"})
    drafts += [division.draft, division.answer("enheder", {"units": [unit("SUF")]}).draft]
    level = Recorder(finance).begin().answer("indsats", {"initiative": "none"})
    level.answer("hvad", {"happened": "forecast", "mode": "level", "units": [unit("SUF")]})
    drafts.append(level.draft)
    rent = Entry.objects.get(text__startswith="Huslejenedsættelse")
    correction = Recorder(finance)
    correction._took(finance.post(f"/bilag/{rent.pk}/ret/"))
    drafts.append(correction.draft)
    waiting = typed_saving(Recorder(finance).begin(), {2011: "7"})
    waiting.answer("tjek", {})
    rows = *Unit.objects.values_list("pk", flat=True), *Initiative.objects.values_list("pk", flat=True)
    keys = [str(pk) for pk in rows]
    fitting = [*keys, "none", "new", "realised", "realise", "plan", "offset", "change", "level", "kr", "1.000 kr", "mio. kr",
               "BR 320/07", "decision", "document", "faelles-borgerservice-valby", "leave", "years",
               "record", "drop", "divide", "0-0-0", "100", "2011", "on"]  # fmt: skip
    return Ground(drafts, list(Entry.objects.values_list("pk", flat=True)), fitting)


class Errors(HTMLParser):
    """The links of the error summary, and every id on the page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.within = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.ids.add(said.get("id") or "")
        if tag == "div" and (self.within or said.get("class") == "errors"):
            self.within += 1
        if self.within and tag == "a":
            self.links.append(said.get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "div" and self.within:
            self.within -= 1


def errors_lead_somewhere(page: str) -> None:
    """Each error of the summary leads to a field that is on the page, or to the step where it can be put right."""
    found = Errors()
    found.feed(page)
    for link in found.links:
        assert link.startswith("/") or link.removeprefix("#") in found.ids, (link, sorted(found.ids))


def nothing_is_half_written() -> None:
    """Every entry is sent and says something, and no draft became an entry that is not there."""
    assert not Entry.objects.filter(submission=None).exists()
    assert not Entry.objects.filter(postings=None, statements=None).exists()
    assert not Draft.objects.filter(entry__isnull=False, entry__submission=None).exists()


POST = st.tuples(
    st.sampled_from(PEOPLE), st.integers(0, 10**6), st.sampled_from([*STEPS, *DEEDS, "godkend-flere", "ny", "smid-ud"]),
    st.lists(st.tuples(st.integers(0, 10**6), st.one_of(st.integers(0, 10**6), JUNK)), max_size=12), st.booleans(),
)  # fmt: skip


@pytest.mark.parametrize("share", range(2))
def test_no_post_breaks_anything(ground: Ground, share: int) -> None:
    clients = {name: logged_in(name) for name in PEOPLE}
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = clients["finans"].cookies
    keys = (0, *ground.fitting[:2], 10**17)
    grid = [f"{sort}-{year}-{key}" for sort in "csm" for year in (2008, 2011, 1899) for key in keys]
    asked = {**ASKED, "beloeb": [*ASKED["beloeb"], *grid]}
    everything = [*ANYWHERE, *(name for names in asked.values() for name in names)]

    def path_of(choice: int, deed: str) -> str:
        if deed in STEPS:
            return f"/registrer/{ground.drafts[choice % len(ground.drafts)]}/{deed}/"
        if deed == "smid-ud":
            return f"/registrer/{ground.drafts[1]}/smid-ud/" if choice % 97 == 0 else "/registrer/ny/"
        if deed in ("ny", "godkend-flere"):
            return "/registrer/ny/" if deed == "ny" else "/godkend/"
        numbers = [*ground.entries, 0, 2**31, 2**63, 10**19]
        return f"/bilag/{numbers[choice % len(numbers)]}/{deed}/"

    @settings(max_examples=max(1, POSTS // 2 // AT_A_TIME), deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(POST, min_size=AT_A_TIME, max_size=AT_A_TIME))
    def send(posts: list[tuple[str, int, str, list[tuple[int, object]], bool]]) -> None:
        for name, choice, deed, fields, forged in posts:
            data: dict[str, list[str]] = {}
            for place, value in fields:
                places = everything if place % 7 == 0 else asked.get(deed, everything)
                text = ground.fitting[value % len(ground.fitting)] if isinstance(value, int) else str(value)
                data.setdefault(places[place // 7 % len(places)], []).append(text.encode("utf-8", "replace").decode())
            client = strict if forged and choice % 10 == 0 else clients[name]
            response = client.post(path_of(choice, deed), data)
            assert response.status_code in ANSWERS, (response.status_code, path_of(choice, deed), data)
            if client is strict:
                assert response.status_code == 403
            elif response.status_code in (200, 400, 409):
                page = response.content.decode()
                errors_lead_somewhere(page)
                assert not re.search(r"This field is required|Dette felt er påkrævet|Traceback", page)
        nothing_is_half_written()

    send()
