"""The whole run: pages and papers at 10 thousand and a million postings, side by side with their yardsticks."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from django.core.management import call_command
from django.core.management.base import OutputWrapper
from django.db import connections
from django.utils import timezone

from bench.clock import Timing
from bench.filling import bench_database, fill, point_at_bench
from bench.importing import measure_importing, wear_out_importer
from bench.large import fill_large, measure_large
from bench.measures import (
    Measurement,
    measure_memory,
    measure_pages,
    measure_papers,
    prepare_client,
    read_memory,
    wear_out_worker,
)
from bench.packets import measure_packets, wear_out_typesetter
from bench.pressing import measure_pressing, record_on
from bench.reading import compare_queries, measure_reading, measure_weights
from bench.serving import measure_lighthouse, measure_readers, run_server
from bench.writing import measure_writing
from savings.demo.people import register_people


def run(arguments: Sequence[str]) -> None:
    """Print a table with the limits; exit 1 when one is broken."""
    options = _parse(arguments)
    prepare_client()
    today = timezone.localdate()
    if options.worker:
        point_at_bench()
        print(wear_out_worker(today))
    elif options.papers_worker:
        point_at_bench()
        print(*wear_out_typesetter(today, read_memory))
    elif options.recorders:
        point_at_bench()
        record_on()
    elif options.import_worker:
        point_at_bench()
        print(wear_out_importer(today))
    elif options.server:
        _serve(options.server)
    elif _measure(options, today):
        sys.exit(1)


def _parse(arguments: Sequence[str]) -> Namespace:
    parser = ArgumentParser("bench", description="Measure against the limits, in one run.")
    parser.add_argument("--postings", type=int, nargs="*", default=[10_000, 1_000_000], help="the sizes to fill")
    parser.add_argument("--worker", action="store_true", help="be the worker whose memory is measured")
    parser.add_argument("--papers-worker", action="store_true", help="be the process that sets reports")
    parser.add_argument("--import-worker", action="store_true", help="be the process that imports")
    parser.add_argument("--no-import", action="store_true", help="leave out the import of 100,000 rows")
    parser.add_argument("--server", type=int, default=0, metavar="PORT", help="be the server that is read from")
    parser.add_argument("--no-large", action="store_true", help="leave out the programmes of 6,000 and 100,000 cells")
    parser.add_argument("--pressing", action="store_true", help="let readers, recorders and an approver press for two minutes")
    parser.add_argument("--recorders", action="store_true", help="be those who record and approve")
    parser.add_argument("--no-browser", action="store_true", help="leave out Lighthouse")
    parser.add_argument("--no-memory", action="store_true", help="leave out the 1,000 pages and PDFs")
    return parser.parse_args(arguments)


def _measure(options: Namespace, today: date) -> int:
    """Measure each size in a database of its own; the number of broken limits."""
    call_command("prepare", only="files", verbosity=0)
    timings, query_counts = [], []
    broken = 0
    for size in options.postings:
        with bench_database():
            begun = timezone.now()
            fill(size)
            took = (timezone.now() - begun) / timedelta(seconds=1)
            print(f"\n{size:,} postings (filled in {took:.0f} s); times are p50 / p95")
            rows, timing = measure_pages(today)
            timings.append(timing)
            rows += measure_writing(today)
            reading_rows, queries = measure_reading()
            rows += reading_rows
            query_counts.append(queries)
            if size == options.postings[-1]:
                rows += _rows_of_the_largest(options, today)
            broken += _print(rows)
    if not options.no_import:
        broken += _print(_measure_import(today))
    if not options.no_large:
        broken += _print(_measure_large(options, today))
    if len(timings) > 1:
        broken += _print([_growth(timings[0], timings[-1]), compare_queries(query_counts[0], query_counts[-1])])
    return broken


def _measure_import(today: date) -> list[Measurement]:
    """Files of many rows, in a database of their own."""
    with bench_database():
        register_people("bench")
        print("\nFiles of 10,000 and 100,000 rows; the best of two")
        return measure_importing(today)


def _measure_large(options: Namespace, today: date) -> list[Measurement]:
    """Programmes of many cells, in a database of their own."""
    with bench_database():
        fill_large()
        print("\nProgrammes of 6,000 and 100,000 cells; times are p50 / p95")
        rows = measure_large(today)
        if options.pressing:
            with run_server() as served:
                rows += measure_pressing(served)
        return rows


def _rows_of_the_largest(options: Namespace, today: date) -> list[Measurement]:
    """What is measured once, at the largest size."""
    rows = [*measure_papers(today), *measure_packets(today), *measure_weights()]
    with run_server() as served:
        rows += measure_readers(served)
        if not options.no_browser:
            rows += measure_lighthouse(served)
    if not options.no_memory:
        rows.append(measure_memory())
    return rows


def _serve(port: int) -> None:
    from savings.management.commands.serve import Server

    point_at_bench()
    connections.close_all()
    Server(port, 2, OutputWrapper(sys.stdout)).run()


def _print(rows: Iterable[Measurement]) -> int:
    """Print the rows; the number of broken limits."""
    broken = 0
    for row in rows:
        verdict = {True: "holds", False: "BROKEN", None: ""}[row.holds]
        broken += row.holds is False
        print(f"  {row.what:<52} {row.value:>24}  {row.yardstick:>16}  {row.limit:>28}  {verdict}", flush=True)
    return broken


def _growth(small: Mapping[str, Timing], large: Mapping[str, Timing]) -> Measurement:
    """The status page at the largest size against the smallest, each in empty views of its own minutes: machines tire."""
    ratios = [(taken["first"].p50 - taken["change"].p50) / taken["empty"].p50 for taken in (small, large)]
    shown = f"{ratios[0]:.1f} and {ratios[1]:.1f} × empty"
    growth = ratios[1] / ratios[0]
    return Measurement("status page, largest against smallest", shown, f"{growth:.2f} ×", "1.2 ×", growth <= 1.2)
