"""Papers of reports: one page against another maker of accessible PDFs, a packet against one page, and memory over a thousand."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from html import escape
from typing import Any

from django.conf import settings
from django.utils import translation

from bench.clock import side_by_side
from bench.filling import SLUG
from bench.measures import Measurement
from savings.composing.compose import build_document
from savings.composing.document import ReportDocument
from savings.manuscript import Block, BlockKind, Manuscript
from savings.presentation.paper.imprint import Imprint
from savings.presentation.paper.packet import Cover, packet_pdf
from savings.presentation.paper.report import report_data, report_pdf
from savings.projections.status import Status
from savings.reporting import StatusQuestion, read_status
from savings.vocabulary import Kind

IMPRINT = Imprint(1, "finans", "controller", datetime(2026, 11, 24, 12, tzinfo=UTC))
Data = dict[str, Any]
TEXT = "## Status\n\nAf kravet på {{krav}} er {{netto opnået}} opnået pr. {{pr}}, og {{udestående}} udestår ({{prisniveau}}).\n"
PROSE = "Enhederne har arbejdet videre med de indsatser, der blev besluttet, og har meldt tilbage om, hvad der er opnået. "
#: A packet of so many pages, of ten reports; each is a text of so many paragraphs and every table there is.
PAGES, REPORTS, PARAGRAPHS = 100, 10, 78


def measure_packets(today: date) -> list[Measurement]:
    """A one-page report against WeasyPrint's PDF/UA of the same words and tables, and a packet of 100 pages against one."""
    numbered = _documents(today)
    with translation.override("da"):
        acts: dict[str, Callable[[], object]] = {"one": lambda: report_pdf(next(numbered), IMPRINT)}
        theirs = _theirs(today)
        if theirs is not None:
            acts["theirs"] = theirs
        taken = side_by_side(acts, 15)
        rows = [_against_theirs(taken)]
        one = taken["one"].p50
        long = _documents(today, paragraphs=PARAGRAPHS)
        packet = side_by_side({"packet": lambda: _packet(long, REPORTS)}, 3)["packet"]
        pages = _pages(_packet(long, REPORTS))
        ratio = packet.p50 / one
    long_packet = Measurement(
        f"packet of {pages} pages", packet.text, f"{ratio:.1f} × one page", "60 ×", ratio <= 60 and pages >= PAGES
    )
    return [*rows, long_packet, measure_memory()]


def _against_theirs(taken: dict[str, Any]) -> Measurement:
    if "theirs" not in taken:
        return Measurement("one-page report PDF", taken["one"].text, "WeasyPrint is not there", "1/4 of WeasyPrint")
    ratio = taken["one"].p50 / taken["theirs"].p50
    said = f"{ratio:.2f} × WeasyPrint's {taken['theirs'].p50 / 1e6:.0f} ms"
    return Measurement("one-page report PDF", taken["one"].text, said, "0.25 ×", ratio <= 0.25)


def _documents(today: date, *, paragraphs: int = 0) -> Iterator[ReportDocument]:
    """The same page (or as long a report as asked for) again and again, its figures others each time."""
    status = read_status(SLUG, StatusQuestion(as_of=today))
    blocks = [Block(BlockKind.TEXT, text=TEXT), Block(BlockKind.TABLE, "headline"), Block(BlockKind.TABLE, "units")]
    if paragraphs:
        more = "".join(f"### Afsnit {number}\n\n{PROSE * 3}\n\n" for number in range(paragraphs))
        blocks += [Block(BlockKind.TABLE, "years"), Block(BlockKind.TABLE, "initiatives"), Block(BlockKind.TEXT, text=more)]
    told = Manuscript(
        title="Status", language="da", dated=today, as_of=today, programmes=(SLUG,), number="Bilag 1", to="Økonomiudvalget",
        case_number="2026-1", blocks=tuple(blocks),
    )  # fmt: skip
    number = 0
    while True:
        number += 1
        yield build_document(told, {SLUG: _vary(status, number)})


def _vary(status: Status, number: int) -> Status:
    cells = tuple(replace(cell, amount=cell.amount + Decimal(1000 * number)) for cell in status.priced)
    shown = replace(status.headline, stated={**status.headline.stated, Kind.TARGET: status.headline.target + 1_000_000 * number})
    return replace(status, priced=cells, headline=shown)


def _packet(documents: Iterator[ReportDocument], count: int) -> bytes:
    datas = [report_data(next(documents), IMPRINT) for _turn in range(count)]
    return packet_pdf(Cover("Bilag", "Økonomiudvalget", None), datas, IMPRINT.at)


def _pages(pdf: bytes) -> int:
    # The tests' reader of PDFs: an installation without them has no bench.
    from pypdfium2 import PdfDocument

    return len(PdfDocument(pdf))


def _theirs(today: date) -> Callable[[], object] | None:
    """WeasyPrint's PDF/UA-1 of the very same paper; None where it, or what it needs, is not installed."""
    try:
        from weasyprint import HTML, Attachment
    except (ImportError, OSError):
        return None
    documents = _documents(today)

    def set_theirs() -> bytes:
        data = report_data(next(documents), IMPRINT)
        files = [Attachment(string=it["text"], name=it["name"], description=it["description"]) for it in data["attachments"]]
        pdf: bytes = HTML(string=_as_html(data)).write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True, attachments=files)
        return pdf

    return set_theirs


#: Our page's own look in few words: a counted foot, amounts to the right, hairlines, a double rule over the total.
_STYLE = """
@page { size: A4; margin: 21mm 22mm 18mm 25mm; @bottom-right { content: 'Side ' counter(page) ' af ' counter(pages) } }
body { font: 10.5pt/1.35 serif; hyphens: auto; color: #1a1a1a } p { max-width: 33em } pre { font-size: 7pt }
h2 { font-size: 13pt; color: #004d99 } caption { text-align: left } table { width: 100%; border-collapse: collapse }
th, td { text-align: left; font-weight: 400; border-top: 0.4pt solid #bfbfbf; padding: 3pt 4pt; vertical-align: top }
.number { text-align: right } .main, .total { font-weight: 600 } .part .wide { padding-left: 1.2em }
.total td { border-top: 2pt double } tr { break-inside: avoid }
"""


def _as_html(data: Data) -> str:
    """What our page says, as a page for another maker: head, text, tables, and how it is verified."""
    head = "".join(f"<dt>{escape(it['label'])}</dt><dd>{escape(it['value'])}</dd>" for it in data["meta"])
    body = "".join(_piece(it) for it in data["pieces"])
    control = data["control"]
    return (
        f"<!doctype html><html lang='da'><head><meta charset='utf-8'><title>Status</title><style>{_STYLE}</style></head><body>"
        f"<p>{escape(data['to']['label'])} {escape(data['to']['name'])}</p><dl>{head}</dl><p>{escape(data['kicker'])}</p>"
        f"<h1>{escape(data['title'])}</h1>{body}<h2>{escape(control['title'])}</h2><p>{escape(control['text'])}</p>"
        f"<pre>{escape(control['command'])}</pre></body></html>"
    )


def _piece(it: Data) -> str:
    if it["is"] == "table":
        return _table(it["table"])
    words = "".join(escape(run["t"]) for run in it["runs"])
    return f"<h2>{words}</h2>" if it["is"] == "heading" else f"<p>{words}</p>"


def _table(data: Data) -> str:
    def row(cells: Sequence[object], tag: str, style: str = "") -> str:
        said = (f'<{tag} class="{kind}">{escape(str(cell))}</{tag}>' for cell, kind in zip(cells, data["kinds"], strict=True))
        return f'<tr class="{style}">{"".join(said)}</tr>'

    heads = row(data["heads"], "th") if data["heads"] else ""
    rows = "".join(row(line["cells"], "td", line["style"]) for line in data["rows"])
    caption = f"{escape(data['caption'])} ({escape(data['note'])})"
    return f"<table><caption>{caption}</caption><thead>{heads}</thead><tbody>{rows}</tbody></table>"


def measure_memory() -> Measurement:
    """A process that sets a thousand reports of differing content, after a fifth of them and at the end."""
    command = [sys.executable, "-m", "bench", "--papers-worker"]
    said = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)  # noqa: S603 - our own
    early, late = (int(word) / 2**20 for word in said.stdout.split()[-2:])
    return Measurement(
        "process after 200 and 1,000 report PDFs",
        f"{early:.0f} and {late:.0f} MiB",
        f"{late / early:.2f} ×",
        "1.1 ×",
        late <= early * 1.1,
    )


def wear_out_typesetter(today: date, read_memory: Callable[[], int]) -> tuple[int, int]:
    """The bytes this process holds after 200 and after 1,000 reports."""
    documents = _documents(today)
    held = []
    with translation.override("da"):
        for turn in range(1, 1001):
            report_pdf(next(documents), IMPRINT)
            if turn in (200, 1000):
                held.append(read_memory())
    return held[0], held[1]
