"""Writing an export: each approved link as it was hashed, the names it needs, and a manifest; in one snapshot, row by row."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.db import connection, transaction

from savings.auditing.chain import read_links
from savings.chain import canonical, format_head, format_trail_head
from savings.models import Initiative, LedgerHead, Programme, Unit, User
from valby import VERSION
from valby.durable import create_synced, make_folder, sync_folder
from valby.errors import UserError

FORMAT = 1
VERIFIER = Path(__file__).with_name("verify_export.py")
#: Of an account its names alone: passwords, addresses and second factors are nobody's evidence.
PEOPLE = ("id", "username", "first_name", "last_name")
#: How a file of the export is opened by its name.
OpenFile = Callable[[str], AbstractContextManager[BinaryIO]]


@dataclass(frozen=True)
class LedgerExport:
    """What was written: where, the head of the ledger in it, the number of links, and the SHA-256 of its manifest."""

    place: Path
    head: str
    links: int
    digest: str


def write_export(place: Path, *, at: datetime) -> LedgerExport:
    """Write the whole ledger, as it stands at one moment, to a folder or (where its name ends in .zip) a file not there yet.

    It stands under another name until it is whole.

    Raises:
        UserError: when there is something at that place already.
        OSError: when it cannot be written; a full disk among others.
    """
    if place.exists():
        raise UserError(f"{place} is there already. Name another place.")
    unfinished = place.with_name(f"{place.name}.unfinished")
    _remove(unfinished)
    make_folder(place.parent)
    try:
        if place.suffix.lower() == ".zip":
            with create_synced(unfinished) as file, ZipFile(file, "w", ZIP_DEFLATED) as archive:
                export = _write(place, lambda name: archive.open(name, "w", force_zip64=True), at)  # type: ignore[arg-type,return-value]
        else:
            make_folder(unfinished)
            export = _write(place, lambda name: create_synced(unfinished / name), at)
        unfinished.rename(place)
    finally:
        _remove(unfinished)
    sync_folder(place.parent)
    return export


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _write(place: Path, open_file: OpenFile, at: datetime) -> LedgerExport:
    with transaction.atomic():
        # One unmoving picture, whatever is recorded meanwhile.
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0")
        files = {name: _write_lines(open_file, name, lines) for name, lines in _list_files()}
        head = LedgerHead.objects.get(pk=1)
    files[VERIFIER.name] = _write_lines(open_file, VERIFIER.name, VERIFIER.read_text(encoding="utf-8").splitlines())
    ledger_head = format_head(head.position, head.hash)
    manifest = {
        "format": FORMAT, "valby": VERSION, "at": at.isoformat(), "ledger_head": ledger_head,
        "trail_head": format_trail_head(head.trail_position, head.trail_hash), "files": files,
    }  # fmt: skip
    data = (json.dumps(manifest, indent=1, ensure_ascii=False) + "\n").encode()
    with open_file("manifest.json") as file:
        file.write(data)
    return LedgerExport(place, ledger_head, head.position, hashlib.sha256(data).hexdigest())


def _list_files() -> Iterator[tuple[str, Iterable[str]]]:
    yield "links.txt", (f"{row['hash']} {content}" for row, content in read_links())
    yield "programmes.jsonl", _read_rows(Programme.objects.order_by("pk").values().iterator())
    yield "units.jsonl", _read_rows(Unit.objects.order_by("pk").values().iterator())
    yield "initiatives.jsonl", _read_rows(Initiative.objects.order_by("pk").values().iterator())
    yield "people.jsonl", _read_rows(User.objects.order_by("pk").values(*PEOPLE).iterator())


def _read_rows(rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
    return map(canonical, rows)


def _write_lines(open_file: OpenFile, name: str, lines: Iterable[str]) -> dict[str, object]:
    """Write a file line by line; what the manifest says of it."""
    digest, count = hashlib.sha256(), 0
    with open_file(name) as file:
        for count, line in enumerate(lines, 1):  # noqa: B007 - counted here, told below
            data = f"{line}\n".encode()
            digest.update(data)
            file.write(data)
    return {"sha256": digest.hexdigest(), "lines": count}
