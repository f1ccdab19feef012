"""Every reading page: its server time against the empty view, its queries, and what it costs on the wire."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.clock import side_by_side
from bench.filling import SLUG
from bench.measures import PAGE, Measurement, after_change, client, get
from bench.wire import MOST_BYTES, MOST_REQUESTS, weigh
from savings.models import Document, Entry, Initiative, Report

#: Each page may cost this many empty views, first after a change and read again.
FIRST, AGAIN, TURNS = 40, 10, 15


def addresses() -> dict[str, str]:
    """The reading pages by name; the ledger's own numbers are looked up."""
    entry = Entry.objects.filter(programme__slug=SLUG, approval__isnull=False).order_by("-pk")[0].pk
    initiative = Initiative.objects.filter(programme__slug=SLUG).order_by("pk")[0].pk
    return {
        "overview": "/",
        "overview, one year": "/?aar=2024&soeg=1",
        "status": PAGE,
        "status of a unit": f"{PAGE}?enhed=E1&aar=2023",
        "charts": f"{PAGE}diagrammer/",
        "what has changed": f"{PAGE}siden/",
        "unit": "/enheder/E1/",
        "initiative": f"{PAGE}indsatser/{initiative}/",
        "decision": f"/beslutninger/{Document.objects.order_by('pk')[0].pk}/",
        "entries behind a figure": f"{PAGE}bilag/?tal=realised&aar=2024&enhed=E1&fra=2025-06-01",
        "one entry": f"/bilag/{entry}/",
        "reports": "/rapporter/",
        "published report": f"/rapporter/{Report.objects.filter(content__isnull=False).order_by('pk')[0].pk}/",
        "published figures": f"/rapporter/{Report.objects.filter(content__isnull=True).order_by('pk')[0].pk}/",
        "questions": "/spoergsmaal/",
        "price series": "/prisindeks/",
        "how to read the figures": "/saadan-laeses-tallene/",
    }


def measure_reading() -> tuple[list[Measurement], dict[str, int]]:
    """A row for the time and one for the weight of each page; and how many queries each took, for the other size."""
    reader, rows, queries = client(), [], {}
    for name, address in addresses().items():
        read = get(reader, address)
        acts = {
            "empty": get(reader, "/tom/"), "change": after_change(lambda: None), "first": after_change(read), "again": read,
        }  # fmt: skip
        taken = side_by_side(acts, TURNS)
        empty = taken["empty"].p50
        with CaptureQueriesContext(connection) as found:
            after_change(read)()
        queries[name] = len(found) - 1
        first, again = (taken["first"].p50 - taken["change"].p50) / empty, taken["again"].p50 / empty
        # Pages that are made anew for each reader have no second reading that could be quicker.
        is_kept = again < first / 2
        holds = first <= FIRST and (again <= AGAIN or not is_kept)
        shown, limit = f"{first:.1f} ×, {again:.1f} ×", f"{FIRST} × and {AGAIN} ×"
        rows.append(Measurement(f"{name} ({queries[name]} queries)", taken["first"].text, shown, limit, holds))
    return rows, queries


def measure_weights() -> Iterator[Measurement]:
    """What each page costs a cold browser: bytes and requests, none of them to others."""
    reader = client()
    for name, address in addresses().items():
        size, requests, foreign = weigh(reader.get(address))
        shown = f"{size / 1024:.1f} KiB, {requests} requests"
        holds = size <= MOST_BYTES and requests <= MOST_REQUESTS and not foreign
        yield Measurement(f"{name}, over the wire", shown, "", f"{MOST_BYTES // 1024} KiB, {MOST_REQUESTS}", holds)


def compare_queries(small: dict[str, int], large: dict[str, int]) -> Measurement:
    """Whether no page asks the database more often at the larger size."""
    other = [name for name, count in large.items() if small[name] < count]
    return Measurement("pages that ask more often of a larger ledger", ", ".join(other) or "none", "", "none", not other)
