"""A report as the appendix of a board paper: its head, its parts in the writer's order, and how to check it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from savings.composing.document import (
    Heading,
    Items,
    Line,
    MadeChart,
    MadeList,
    MadeTable,
    Paragraph,
    Piece,
    ReportDocument,
    Run,
    TypedTable,
    words_of,
)
from savings.elements.timestamps import report_moment
from savings.elements.typesetting.glyphs import BREAK, LONGEST_WORD, Typesetter, shows
from savings.elements.typesetting.tables import typeset_table
from savings.elements.typesetting.typst import compile_pdf, render_pages
from savings.presentation.paper.attached import attach_files
from savings.presentation.paper.imprint import Imprint, control_data
from savings.presentation.paper.status import (
    PaperChart,
    letter_head,
    missing_sentence,
    page_frame,
    running_head,
    set_chart,
    set_texts,
)
from savings.presentation.paper.typed_table import MOST_COLUMNS, set_typed_table

Data = dict[str, Any]
#: What a whole paper has of its only report.
FRAME = ("lang", "region", "title", "author", "summary", "page_of", "draft")


def report_pdf(document: ReportDocument, imprint: Imprint | None = None) -> bytes:
    """The report as PDF/UA-1 and PDF/A-3a in the language that is active; without an imprint it is marked as a draft."""
    return compile_pdf("report.typ", _alone(report_data(document, imprint)), moment_of(document, imprint))


def report_pictures(document: ReportDocument) -> list[bytes]:
    """The pages of the draft as SVG pictures: what the PDF will look like."""
    return render_pages("report.typ", _alone(report_data(document, None)))


def moment_of(document: ReportDocument, imprint: Imprint | None) -> datetime:
    """The moment the file bears: when it was published; of a draft the ledger's."""
    if imprint:
        return imprint.at
    return report_moment(document.main)


def _alone(data: Data) -> Data:
    """A report that is no part of a packet."""
    return {"reports": [data], "packet": None} | {name: data[name] for name in FRAME}


def report_data(document: ReportDocument, imprint: Imprint | None) -> Data:
    """What the template is given: texts only, every number already written as the reader writes it."""
    setter = Typesetter()
    manuscript = document.manuscript
    notes = _Notes(document.footnotes)
    page = {
        **page_frame(),
        "title": manuscript.title or _("Report"),
        "author": _author(document),
        "running": running_head(manuscript.case_number, manuscript.number or manuscript.title, manuscript.dated),
        "draft": "" if imprint else _("Draft, not published"),
        "to": {"label": _("To:"), "name": manuscript.to},
        "meta": list(letter_head(manuscript.dated, manuscript.case_number, manuscript.document_number, manuscript.case_officer)),
        "kicker": manuscript.number or _("Appendix"),
        "sender": [line for line in manuscript.sender.splitlines() if line.strip()],
        "summary": _description(document),
    }
    pieces = [_fit_piece(piece, setter) for placed in document.pieces if (piece := _set_piece(placed.piece, notes))]
    # A file's name is no text for the page: nothing in it is to be broken.
    attached = [
        it | {"description": setter.replace_uncovered(it["description"]), "text": text}
        for it, text in attach_files(document, imprint)
    ]
    control = set_texts(control_data(document, imprint), setter)
    return {
        "key": f"r{imprint.number if imprint else 0}",
        **set_texts(page, setter),
        "pieces": _under_their_headings(list(_level_headings(pieces))),
        "attachments": attached,
        "control": control | {"missing": missing_sentence(setter)},
    }


def _author(document: ReportDocument) -> str:
    """Whose paper it is: the sender's first line, else the case officer."""
    manuscript = document.manuscript
    return next((line.strip() for line in manuscript.sender.splitlines() if line.strip()), manuscript.case_officer) or "Valby"


def _description(document: ReportDocument) -> str:
    """What the file says of itself where nobody opens it: its first paragraph."""
    first = next((words_of(placed.piece.runs) for placed in document.pieces if isinstance(placed.piece, Paragraph)), "")
    return first or document.main.programme.name


class _Notes:
    """The footnotes: each is set where it is first called, and later calls refer to it."""

    def __init__(self, texts: Sequence[Line]) -> None:
        self.texts = texts
        self.called: set[int] = set()

    def at(self, number: int) -> Data:
        """A call of a footnote; `runs` is there at the first."""
        first = number not in self.called and 0 < number <= len(self.texts)
        self.called.add(number)
        return {"number": str(number), "runs": _runs(self.texts[number - 1], None) if first else []}


def _set_piece(piece: Piece, notes: _Notes) -> Data | None:
    if isinstance(piece, Heading):
        # PDF/UA-1 knows no empty heading; the check tells of it, and a draft is a paper all the same.
        if not shows(words_of(piece.runs)):
            return None
        return {"is": "heading", "level": piece.level, "runs": _runs(piece.runs, notes)}
    if isinstance(piece, Paragraph):
        return {"is": "paragraph", "runs": _runs(piece.runs, notes)}
    if isinstance(piece, Items):
        items = [{"depth": depth, "runs": _runs(runs, notes)} for depth, runs in piece.items]
        return {"is": "items", "ordered": piece.ordered, "items": items}
    if isinstance(piece, TypedTable):
        return set_typed_table(piece, lambda line: _runs(line, notes))
    if isinstance(piece, MadeTable):
        return _set_made_table(piece, notes)
    if isinstance(piece, MadeChart):
        return {"is": "chart", "caption": piece.title, "svg": piece.svg, "text": piece.text, "note": piece.source}
    if isinstance(piece, MadeList):
        return {"is": "list", "title": piece.title, "points": list(piece.points)}
    return None


def _fit_piece(piece: Data, setter: Typesetter) -> Data:
    """The piece with its texts fit for the paper; a drawing is no text, and nothing in it is to be broken."""
    if piece["is"] != "chart":
        return {**set_texts(piece, setter)}
    return (
        piece
        | set_chart(PaperChart(piece["caption"], piece["svg"], piece["text"]), setter)
        | {"note": setter.text(piece["note"])}
    )


def _set_made_table(piece: MadeTable, notes: _Notes) -> Data:
    def set_called(text: str, numbers: tuple[int, ...]) -> Data:
        return {"text": text, "notes": [notes.at(number) for number in numbers]}

    table = typeset_table(piece.table, set_notes=set_called)
    return {"is": "table", "table": table, "landscape": len(piece.table.columns) > MOST_COLUMNS}


def _runs(line: Line, notes: _Notes | None) -> list[Data]:
    is_whole = _has_link_within_word(line)
    return [_run(run, notes, is_whole=is_whole) for run in break_between(line)]


def break_between(line: Line) -> Iterator[Run]:
    """The runs with a place to break before each that goes on with a word too long for a line: one of many styles."""
    length = 0
    for run in line:
        text = run.text
        *_before, last = re.split(r"\s", text)
        if length + len(text) > LONGEST_WORD and length and not text[:1].isspace():
            yield replace(run, text=BREAK + text)
        else:
            yield run
        length = len(last) if last != text else length + len(text)


def _run(run: Run, notes: _Notes | None, *, is_whole: bool) -> Data:
    if run.note and notes is not None:
        return {"note": notes.at(run.note)}
    return {"t": run.text, "b": run.strong, "i": run.emphasised, "l": run.live, "whole": is_whole}


def _has_link_within_word(line: Line) -> bool:
    """Whether a link begins or ends inside a word. Typst 0.15 refuses a paper where it divides a word at a link's end."""
    return any(
        before.live != after.live and before.text[-1:].isalnum() and after.text[:1].isalnum() for before, after in pairwise(line)
    )


def _level_headings(pieces: Sequence[Data]) -> Iterator[Data]:
    """The pieces with headings that never skip a level: a reader's machine takes them for the report's skeleton."""
    level = 1
    for piece in pieces:
        if piece["is"] == "heading":
            level = min(piece["level"], level + 1)
            yield piece | {"level": level}
        elif piece["is"] == "list":
            # A list of the ledger's stands under the writer's heading, where there is one.
            yield piece | {"level": 3 if level > 1 else 2}
            level = max(level, 2)
        else:
            yield piece


def _under_their_headings(pieces: Sequence[Data]) -> list[Data]:
    """The pieces, with the headings right above a table that is turned on its page: they would be alone on the one before."""
    placed: list[Data] = []
    for piece in pieces:
        if "landscape" not in piece:
            placed.append(piece)
            continue
        first = len(placed)
        while piece["landscape"] and first and placed[first - 1]["is"] == "heading":
            first -= 1
        placed[first:] = [piece | {"above": placed[first:]}]
    return placed
