"""bench: pages and papers at 10 thousand and a million postings, side by side with their yardsticks."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from savings.management.bench.filling import bench_database, fill
from savings.management.bench.measures import Row, memory, pages, papers, prepare_client
from savings.management.bench.wire import wire


class Command(BaseCommand):
    """Prints a table with the limits; exit 1 when one is broken."""

    help = "Measure against the limits, in one run."

    def add_arguments(self, parser: CommandParser) -> None:
        """--postings names the sizes to fill."""
        parser.add_argument("--postings", type=int, nargs="+", default=[10_000, 1_000_000])
        parser.add_argument("--no-memory", action="store_true", help="leave out the 1,000 pages and PDFs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure each size in a database of its own."""
        prepare_client()
        today = timezone.localdate()
        firsts = []
        broken = 0
        for size in options["postings"]:
            with bench_database():
                begun = timezone.now()
                fill(size)
                took = (timezone.now() - begun) / timedelta(seconds=1)
                self.stdout.write(f"\n{size:,} postings (filled in {took:.0f} s); times are p50 / p95")
                rows, first = pages(today)
                firsts.append(first)
                if size == options["postings"][-1]:
                    rows += [*papers(today), *wire(), *([] if options["no_memory"] else [memory(today)])]
                broken += self._print(rows)
        if len(firsts) > 1:
            ratio = firsts[-1].p50 / firsts[0].p50
            text = f"{firsts[0].shown} and {firsts[-1].shown}"
            broken += self._print([Row("status page, largest against smallest", text, f"{ratio:.2f} ×", "1.2 ×", ratio <= 1.2)])
        if broken:
            sys.exit(1)

    def _print(self, rows: Iterable[Row]) -> int:
        broken = 0
        for row in rows:
            verdict = {True: "holds", False: "BROKEN", None: ""}[row.holds]
            broken += row.holds is False
            self.stdout.write(f"  {row.what:<52} {row.value:>24}  {row.yardstick:>16}  {row.limit:>28}  {verdict}")
        self.stdout.flush()
        return broken
