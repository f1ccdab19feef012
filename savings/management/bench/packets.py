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

from savings.faces.paper.packet import Cover, packet_pdf
from savings.faces.paper.report import Imprint, report_data, report_pdf
from savings.faces.report.composed import composed
from savings.faces.report.document import Document, MadeTable
from savings.management.bench.clock import side_by_side
from savings.management.bench.filling import SLUG
from savings.management.bench.measures import Row
from savings.manuscript import Block, Manuscript, Part
from savings.projections.status import Status
from savings.reporting import read_status

IMPRINT = Imprint(1, "finans", "controller", datetime(2026, 11, 24, 12, tzinfo=UTC))
TEXT = "## Status\n\nAf kravet på {{krav}} er {{netto opnået}} opnået pr. {{pr}}, og {{udestående}} udestår ({{prisniveau}}).\n"
PROSE = "Enhederne har arbejdet videre med de indsatser, der blev besluttet, og har meldt tilbage om, hvad der er opnået. "
#: A packet of so many pages, of ten reports; each is a text of so many paragraphs and every table there is.
PAGES, REPORTS, PARAGRAPHS = 100, 10, 78


def packets(today: date) -> list[Row]:
    """A one-page report against WeasyPrint's PDF/UA of the same words and table, and a packet of 100 pages against one."""
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
    said = f"{ratio:.1f} × one page"
    return [*rows, Row(f"packet of {pages} pages", packet.shown, said, "60 ×", ratio <= 60 and pages >= PAGES), memory()]


def _against_theirs(taken: dict[str, Any]) -> Row:
    if "theirs" not in taken:
        return Row("one-page report PDF", taken["one"].shown, "WeasyPrint is not there", "1/4 of WeasyPrint")
    ratio = taken["one"].p50 / taken["theirs"].p50
    said = f"{ratio:.2f} × WeasyPrint's {taken['theirs'].p50 / 1e6:.0f} ms"
    return Row("one-page report PDF", taken["one"].shown, said, "0.25 ×", ratio <= 0.25)


def _documents(today: date, *, paragraphs: int = 0) -> Iterator[Document]:
    """The same page (or as long a report as asked for) again and again, its figures others each time."""
    status = read_status(SLUG, as_of=today)
    blocks = [Block(Part.TEXT, text=TEXT), Block(Part.TABLE, "headline"), Block(Part.TABLE, "units")]
    if paragraphs:
        more = "".join(f"### Afsnit {number}\n\n{PROSE * 3}\n\n" for number in range(paragraphs))
        blocks += [Block(Part.TABLE, "years"), Block(Part.TABLE, "initiatives"), Block(Part.TEXT, text=more)]
    told = Manuscript(
        title="Status", language="da", dated=today, as_of=today, programmes=(SLUG,), number="Bilag 1", to="Økonomiudvalget",
        case_number="2026-1", blocks=tuple(blocks),
    )  # fmt: skip
    number = 0
    while True:
        number += 1
        yield composed(told, {SLUG: _changed(status, number)})


def _changed(status: Status, number: int) -> Status:
    cells = tuple(replace(cell, amount=cell.amount + Decimal(1000 * number)) for cell in status.priced)
    shown = replace(status.headline, target=status.headline.target + 1_000_000 * number)
    return replace(status, priced=cells, headline=shown)


def _packet(documents: Iterator[Document], count: int) -> bytes:
    datas = [report_data(next(documents), IMPRINT) for _turn in range(count)]
    return packet_pdf(Cover("Bilag", "Økonomiudvalget", None), datas, IMPRINT.at)


def _pages(pdf: bytes) -> int:
    # The tests' reader of PDFs: an installation without them has no bench.
    from pypdfium2 import PdfDocument

    return len(PdfDocument(pdf))


def _theirs(today: date) -> Callable[[], object] | None:
    """WeasyPrint's PDF/UA-1 of the same words and the same table; None where it, or what it needs, is not installed."""
    try:
        from weasyprint import HTML
    except (ImportError, OSError):
        return None
    documents = _documents(today)

    def made() -> bytes:
        pdf: bytes = HTML(string=_as_html(next(documents))).write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)
        return pdf

    return made


def _as_html(document: Document) -> str:
    """What our page says, as a page for another maker."""
    tables = "".join(_table(placed.piece) for placed in document.pieces if isinstance(placed.piece, MadeTable))
    words = "".join(f"<p>{escape(run.text)}</p>" for placed in document.pieces for run in getattr(placed.piece, "runs", ()))
    return (
        "<!doctype html><html lang='da'><head><meta charset='utf-8'><title>Status</title><style>@page { size: A4 }</style></head>"
        f"<body><h1>Status</h1>{words}{tables}</body></html>"
    )


def _table(table: MadeTable) -> str:
    def row(cells: Sequence[object], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{escape(str(cell))}</{tag}>" for cell in cells) + "</tr>"

    heads = row(table.data["heads"], "th") if table.data["heads"] else ""
    rows = "".join(row(line["cells"], "td") for line in table.data["rows"])
    return f"<table><caption>{escape(table.data['caption'])}</caption><thead>{heads}</thead><tbody>{rows}</tbody></table>"


def memory() -> Row:
    """A process that sets a thousand reports of differing content, after a fifth of them and at the end."""
    command = [sys.executable, "manage.py", "bench", "--papers-worker"]
    said = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)  # noqa: S603 - our own
    early, late = (int(word) / 2**20 for word in said.stdout.split()[-2:])
    return Row(
        "process after 200 and 1,000 report PDFs",
        f"{early:.0f} and {late:.0f} MiB",
        f"{late / early:.2f} ×",
        "1.1 ×",
        late <= early * 1.1,
    )


def worn_setter(today: date, resident: Callable[[], int]) -> tuple[int, int]:
    """The bytes this process holds after 200 and after 1,000 reports."""
    documents = _documents(today)
    held = []
    with translation.override("da"):
        for turn in range(1, 1001):
            report_pdf(next(documents), IMPRINT)
            if turn in (200, 1000):
                held.append(resident())
    return held[0], held[1]
