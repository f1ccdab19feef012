"""Published reports: the figures frozen with each are those of the postings up to its link, and its file is unchanged."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from savings.models import Approval, Paper, Posting, Publication, ReportRefusal

#: The amount and the number of standing lines by what they are of.
Sums = dict[tuple[Any, ...], tuple[Decimal, int]]


def find_report_faults() -> Iterator[str]:
    """Yield one sentence per published report whose figures, link, file or four eyes do not hold."""
    published = list(Publication.objects.select_related("report").order_by("pk"))
    for row in published:
        facts = {"number": row.pk}
        if row.by_id == row.report.composed_by_id:
            yield _("report %(number)s: published by its own composer.") % facts
        if row.position and not Approval.objects.filter(position=row.position, hash=row.hash).exists():
            yield _("report %(number)s: the ledger's link it names is not in the chain.") % facts
        yield from _find_paper_faults(row)
        frozen = {tuple(key): (Decimal(amount), lines) for *key, amount, lines in row.sums}
        if frozen != _add_up(row):
            yield _("report %(number)s: its frozen figures are not those of the postings up to its link.") % facts


def _find_paper_faults(row: Publication) -> Iterator[str]:
    """Yield a sentence where a report with a text of its own lacks its file or has another, or was sent back before."""
    paper = Paper.objects.filter(pk=row.pk).first()
    facts = {"number": row.pk}
    if paper is None and row.report.content is not None:
        yield _("report %(number)s: its published file is gone.") % facts
    if paper is not None and hashlib.sha256(bytes(paper.pdf)).hexdigest() != paper.sha256:
        yield _("report %(number)s: its published file is not the one that was published.") % facts
    if ReportRefusal.objects.filter(pk=row.pk).exists():
        yield _("report %(number)s: published though it was sent back.") % facts


def _add_up(row: Publication) -> Sums:
    approved = Posting.objects.approved(link=row.position).as_of(row.report.as_of)
    rows = approved.filter(entry__programme=row.report.programme_id)
    sums: Sums = defaultdict(lambda: (Decimal(0), 0))
    columns = ("kind", "unit_id", "initiative_id", "year", "price_level", "earliest_year", "evidenced", "amount", "lines")
    for *key, amount, lines in rows.values_list(*columns).iterator(chunk_size=5000):
        before = sums[tuple(key)]
        sums[tuple(key)] = (before[0] + amount, before[1] + lines)
    return {key: held for key, held in sums.items() if any(held)}
