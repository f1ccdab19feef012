"""A packet: several reports as one paper, with a cover, a table of contents, pages numbered through, and bookmarks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from savings.elements.numbers import day
from savings.elements.typesetting.glyphs import Typesetter
from savings.elements.typesetting.typst import compile_pdf
from savings.presentation.paper.status import page_frame, set_texts


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands on the cover: the packet's title, whom it is for, and the day of the meeting."""

    title: str
    to: str
    held_on: date | None


def packet_pdf(cover: Cover, reports: Sequence[Mapping[str, Any]], moment: datetime) -> bytes:
    """The reports as one PDF/UA-1 and PDF/A-3a, in their order; the cover is in the language that is active.

    Args:
        reports: what `report_data` gives of each.
        moment: when the latest of them was published; the file bears it.
    """
    return compile_pdf("report.typ", packet_data(cover, reports), moment)


def packet_data(cover: Cover, reports: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    setter = Typesetter()
    count = ngettext("%(count)s report", "%(count)s reports", len(reports)) % {"count": len(reports)}
    facts = [(_("To:"), cover.to), (_("Meeting"), day(cover.held_on) if cover.held_on else ""), (_("Holds"), count)]
    packet = {
        "kicker": _("Appendices"),
        "title": cover.title,
        "said": cover.to,
        "contents": _("Contents"),
        "facts": [{"label": label, "value": value} for label, value in facts[1:] if value],
    }
    return set_texts(
        {
            **page_frame(), "title": cover.title, "author": list(dict.fromkeys(it["author"] for it in reports)),
            "summary": f"{cover.title}, {count}", "draft": "",
            "packet": packet,
        },
        setter,
    ) | {"reports": _separate_names(reports)}  # fmt: skip


def _separate_names(reports: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The reports with names of their own for their notes and files, since two of them may have the same."""
    apart = []
    for place, report in enumerate(reports, 1):
        # In a table of contents a reader looks for the number that the agenda gives.
        title = f"{report['kicker']}: {report['title']}" if report["kicker"] else report["title"]
        files = [
            {**file, "name": f"{place}-{file['name']}", "description": f"{title} · {file['description']}"}
            for file in report["attachments"]
        ]
        apart.append({**report, "key": f"p{place}", "attachments": files, "title": title, "kicker": ""})
    return apart
