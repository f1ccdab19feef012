"""A file of a hundred thousand rows against a validated COPY of the same rows, and against LibreOffice opening them."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from time import perf_counter_ns

from django.conf import settings
from django.db import connections
from django.utils import timezone
from openpyxl import Workbook

from bench.measures import Measurement, read_memory
from savings.models import Document, Initiative, Programme, Unit, User
from savings.recording.importing.post import ImportOrder, ImportOutcome, import_file
from savings.vocabulary import VOCABULARY, Kind

ROWS, FEWER, TURNS = 100_000, 10_000, 2
MOST_TIMES, MOST_SLOWER, MOST_MEMORY = 2.0, 1.25, 256
HEAD = ("enhed", "indsats", "art", "år", "beløb", "beløbsenhed", "prisniveau", "varighed", "reference", "tekst")
KINDS = (Kind.TARGET, Kind.PLAN, Kind.FORECAST, Kind.SECURED, Kind.REALISED)
UNITS, YEARS, REFERENCES = 40, 5, 50
#: The rows as a table with the same columns would take them: foreign keys, the checks of a posting, and then who is there twice.
TABLE = """
DROP TABLE IF EXISTS bench_import;
CREATE TABLE bench_import (
    id bigserial PRIMARY KEY,
    programme_id bigint NOT NULL REFERENCES savings_programme, unit_id bigint REFERENCES savings_unit,
    initiative_id bigint REFERENCES savings_initiative, kind varchar(30) NOT NULL, year smallint NOT NULL,
    amount numeric(16, 2) NOT NULL, price_level smallint, duration varchar(30) NOT NULL,
    document_id bigint REFERENCES savings_document, text text NOT NULL,
    CHECK (kind IN ({kinds})), CHECK (year BETWEEN 1900 AND 2199), CHECK (price_level BETWEEN 1900 AND 2199),
    CHECK (kind <> 'offset' OR amount <= 0), CHECK (duration IN ('', 'permanent', 'one_off'))
)
"""
COPY = """
COPY bench_import (programme_id, unit_id, initiative_id, kind, year, amount, price_level, duration, document_id, text) FROM STDIN
"""
DUPLICATES = "SELECT unit_id, initiative_id, kind, year FROM bench_import GROUP BY 1, 2, 3, 4 HAVING count(*) > 1"
SUMS = "SELECT kind, year, sum(amount) FROM bench_import GROUP BY 1, 2"


def list_rows(count: int, *, own_texts: bool = False) -> Iterator[tuple[str, ...]]:
    """Rows as an office has them: initiatives of four units, in five kinds and years, each amount another."""
    for number in range(count):
        cell, place = number % (len(KINDS) * YEARS), number // (len(KINDS) * YEARS)
        initiative, kind = place // 4, KINDS[cell // YEARS]
        amount = f"{1000 + number * 7919 % 99_999_000},{number % 100:02}"
        text = f"Forklaring {number}" if own_texts else f"Forklaring til indsats {initiative % REFERENCES}"
        yield (
            f"E{place % UNITS:03}", f"Indsats nr. {initiative:04}", VOCABULARY.kinds[kind].word_in_files(danish=True),
            str(2023 + cell % YEARS), amount, "kr", "2024", "varig", f"BR {initiative % REFERENCES}/24", text,
        )  # fmt: skip


def write_file(count: int, *, own_texts: bool = False) -> bytes:
    """The rows as a text file."""
    return "\n".join(";".join(row) for row in (HEAD, *list_rows(count, own_texts=own_texts))).encode()


def measure_importing(today: date) -> list[Measurement]:
    """Recording and approving, chain, totals and trail included; each turn into a programme of its own."""
    many, few, own = write_file(ROWS), write_file(FEWER), write_file(FEWER, own_texts=True)
    imports, copies, fewer, owns = [], [], [], []
    for turn in range(TURNS):
        imports.append(_time_import(many, today, f"bench-import-{turn}"))
        copies.append(_time_copy(f"bench-import-{turn}"))
        fewer.append(_time_import(few, today, f"bench-few-{turn}"))
        owns.append(_time_import(own, today, f"bench-own-{turn}"))
    ours, copy, slower = min(imports), min(copies), min(owns) / min(fewer)
    memory = _measure_memory()
    return [
        Measurement("validated COPY of 100,000 rows", _say(copy)),
        Measurement("import of 100,000 rows", _say(ours), f"{ours / copy:.1f} × COPY", f"{MOST_TIMES} ×",
                    ours <= MOST_TIMES * copy),
        *_compare_with_office(ours),
        Measurement("10,000 rows, each with its own text", _say(min(owns)), f"{slower:.2f} × shared texts", f"{MOST_SLOWER} ×",
                    slower <= MOST_SLOWER),
        Measurement("memory while 100,000 rows are imported", f"{memory} MiB", "", f"{MOST_MEMORY} MiB", memory <= MOST_MEMORY),
    ]  # fmt: skip


def _say(taken: int) -> str:
    return f"{taken / 1e9:.2f} s"


def _time_import(data: bytes, today: date, slug: str) -> int:
    begun = perf_counter_ns()
    import_rows(data, today, slug)
    return perf_counter_ns() - begun


def import_rows(data: bytes, today: date, slug: str) -> ImportOutcome:
    """Import a file into a programme that is new."""
    people = {user.username: user for user in User.objects.filter(username__in=("finans", "controller"))}
    order = ImportOrder(
        programme=slug, by=people["finans"], approve_by=people["controller"], at=timezone.now(), booked_on=today, create=True
    )
    outcome = import_file("bench.csv", data, order)
    if outcome.faults:
        raise RuntimeError(str(outcome.faults[0]))
    return outcome


def _time_copy(slug: str) -> int:
    """The same rows, already numbered, by COPY into a table that checks them; then duplicates, sums and the commit."""
    programme = Programme.objects.get(slug=slug)
    units = dict(Unit.objects.values_list("code", "pk"))
    initiatives = dict(Initiative.objects.filter(programme=programme).values_list("name", "pk"))
    documents = dict(Document.objects.values_list("reference", "pk"))
    lines = (
        f"{programme.pk}\t{units[unit]}\t{initiatives[initiative]}\t{VOCABULARY.parse_kind(kind).value}\t{year}\t"
        f"{amount.replace(',', '.')}\t{level}\tpermanent\t{documents[reference]}\t{text}\n"
        for unit, initiative, kind, year, amount, _unit, level, _duration, reference, text in list_rows(ROWS)
    )
    data = io.StringIO("".join(lines))
    with connections["owner"].cursor() as cursor:
        cursor.execute(TABLE.format(kinds=", ".join(f"'{kind.value}'" for kind in Kind)))
        begun = perf_counter_ns()
        cursor.execute("BEGIN")
        cursor.cursor.copy_expert(COPY, data)
        for query in (DUPLICATES, SUMS):
            cursor.execute(query)
            cursor.fetchall()
        cursor.execute("COMMIT")
        return perf_counter_ns() - begun


def _compare_with_office(ours: int) -> list[Measurement]:
    """The time that headless LibreOffice takes to open the rows as a workbook, without its start; none where it is missing."""
    office = shutil.which("soffice")
    if office is None:
        return []
    with tempfile.TemporaryDirectory() as folder:
        times = [_time_office(office, Path(folder), count) for count in (1, ROWS)]
    opening = times[1] - times[0]
    verdict = ours <= opening
    return [Measurement("LibreOffice opens them as a workbook", _say(opening), f"{ours / opening:.2f} × that", "1 ×", verdict)]


def _time_office(office: str, folder: Path, count: int) -> int:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Data")
    for row in (HEAD, *list_rows(count)):
        sheet.append([*row[:4], float(row[4].replace(",", ".")) if row[4] != HEAD[4] else row[4], *row[5:]])
    path = folder / f"{count}.xlsx"
    book.save(path)
    # `--cat` writes what it has opened as text, which is the least that makes it open a file without a window.
    command = [office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--cat", str(path)]
    subprocess.run(command, capture_output=True, check=True)  # noqa: S603 - our own; the first start makes the profile
    begun = perf_counter_ns()
    subprocess.run(command, capture_output=True, check=True)  # noqa: S603 - our own
    return perf_counter_ns() - begun


def _measure_memory() -> int:
    command = [sys.executable, "-m", "bench", "--import-worker"]
    said = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)  # noqa: S603 - our own
    return int(said.stdout.split()[-1]) >> 20


def wear_out_importer(today: date) -> int:
    """The most memory, in bytes, that this process held while it imported."""
    import resource

    data = write_file(ROWS)
    import_rows(data, today, "bench-memory")
    return max(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, read_memory())
