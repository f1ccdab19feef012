"""bench: pages and papers at 10 thousand and a million postings, side by side with their yardsticks."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connections
from django.utils import timezone

from savings.management.bench.clock import Timing
from savings.management.bench.filling import bench_database, fill, point_at_bench
from savings.management.bench.measures import Row, memory, pages, papers, prepare_client, resident, worn_worker
from savings.management.bench.packets import packets, worn_setter
from savings.management.bench.reading import reading, same_queries, weights
from savings.management.bench.serving import lighthouse, readers, server
from savings.management.bench.writing import writing


class Command(BaseCommand):
    """Prints a table with the limits; exit 1 when one is broken."""

    help = "Measure against the limits, in one run."

    def add_arguments(self, parser: CommandParser) -> None:
        """--postings names the sizes to fill."""
        parser.add_argument("--postings", type=int, nargs="+", default=[10_000, 1_000_000])
        parser.add_argument("--worker", action="store_true", help="be the worker whose memory is measured")
        parser.add_argument("--papers-worker", action="store_true", help="be the process that sets reports")
        parser.add_argument("--server", type=int, default=0, metavar="PORT", help="be the server that is read from")
        parser.add_argument("--no-browser", action="store_true", help="leave out Lighthouse")
        parser.add_argument("--no-memory", action="store_true", help="leave out the 1,000 pages and PDFs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure each size in a database of its own."""
        prepare_client()
        today = timezone.localdate()
        if options["worker"]:
            point_at_bench()
            self.stdout.write(str(worn_worker(today)))
            return
        if options["papers_worker"]:
            point_at_bench()
            self.stdout.write(" ".join(map(str, worn_setter(today, resident))))
            return
        if options["server"]:
            self._serve(options["server"])
            return
        call_command("collectstatic", interactive=False, verbosity=0)
        firsts, asked = [], []
        broken = 0
        for size in options["postings"]:
            with bench_database():
                begun = timezone.now()
                fill(size)
                took = (timezone.now() - begun) / timedelta(seconds=1)
                self.stdout.write(f"\n{size:,} postings (filled in {took:.0f} s); times are p50 / p95")
                rows, taken = pages(today)
                rows += writing(today)
                firsts.append(taken)
                more, queries = reading()
                rows += more
                asked.append(queries)
                if size == options["postings"][-1]:
                    rows += [*papers(today), *packets(today), *weights(), *self._served(options["no_browser"])]
                    rows += [*([] if options["no_memory"] else [memory()])]
                broken += self._print(rows)
        if len(firsts) > 1:
            broken += self._print([_growth(firsts[0], firsts[-1]), same_queries(asked[0], asked[-1])])
        if broken:
            sys.exit(1)

    def _serve(self, port: int) -> None:
        from savings.management.commands.serve import Server

        point_at_bench()
        connections.close_all()
        Server(port, 2, self.stdout).run()

    def _served(self, no_browser: bool) -> list[Row]:
        with server() as served:
            return [*readers(served), *([] if no_browser else lighthouse(served))]

    def _print(self, rows: Iterable[Row]) -> int:
        broken = 0
        for row in rows:
            verdict = {True: "holds", False: "BROKEN", None: ""}[row.holds]
            broken += row.holds is False
            self.stdout.write(f"  {row.what:<52} {row.value:>24}  {row.yardstick:>16}  {row.limit:>28}  {verdict}")
        self.stdout.flush()
        return broken


def _growth(small: Mapping[str, Timing], large: Mapping[str, Timing]) -> Row:
    """The status page at the largest size against the smallest, each in empty views of its own minutes: machines tire."""
    ratios = [(taken["first"].p50 - taken["change"].p50) / taken["empty"].p50 for taken in (small, large)]
    shown = f"{ratios[0]:.1f} and {ratios[1]:.1f} × empty"
    growth = ratios[1] / ratios[0]
    return Row("status page, largest against smallest", shown, f"{growth:.2f} ×", "1.2 ×", growth <= 1.2)
