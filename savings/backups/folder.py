"""The folder of a backup: what lies where, its manifest, and the hashes by which it is known to be whole.

    manifest.json            what it is a backup of, and when
    database/<table>.copy.gz the rows of a table, as PostgreSQL's COPY writes them
    files/ab/abcd…           the attached files under their hashes, as in the store
    SHA256SUMS               the hash of each of these; `sha256sum -c SHA256SUMS` reads it, too

No schema, role or right is in it. They are made by the migrations and rules of the code that restores it, so it fits a
server of any version and whatever the roles are called there.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from savings.chain import format_head, format_trail_head
from savings.models.documents import SHA256
from valby.durable import compute_digest
from valby.errors import UserError

FORMAT = 1
MANIFEST, SUMS = "manifest.json", "SHA256SUMS"


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What a backup is of.

    Attributes:
        version, rules: of the code that made it; `rules` is the digest of the database's rules.
        at: the moment (ISO 8601) of the snapshot, and `server` the version of PostgreSQL it was taken from.
        position, hash: the ledger's head.
        trail_position, trail_hash: the trail's head.
        migrations: each migration that was applied, as app and name, in their order.
        columns: of each table, by its name; a table without rows has its columns, too.
        rows: the number of rows of each table.
        sequences: the number that each sequence gave last.
        files: how many attached files there are.
        missing: hashes of attached files that were gone or damaged in the store already.
    """

    version: str
    rules: str
    at: str
    server: int
    position: int
    hash: str
    trail_position: int
    trail_hash: str
    migrations: list[list[str]]
    columns: dict[str, list[str]]
    rows: dict[str, int]
    sequences: dict[str, int]
    files: int
    missing: list[str]

    def dump(self) -> str:
        """As it stands in the folder."""
        return json.dumps({"format": FORMAT, **asdict(self)}, indent=1, sort_keys=True) + "\n"

    @property
    def heads(self) -> tuple[str, str]:
        """The heads of ledger and trail, as papers print them."""
        return format_head(self.position, self.hash), format_trail_head(self.trail_position, self.trail_hash)


@dataclass(frozen=True)
class Backup:
    """A folder that was found whole: its manifest, and the hash of each file in it by its path."""

    folder: Path
    manifest: Manifest
    sums: Mapping[str, str]

    def find_table(self, table: str) -> Path:
        """Where a table's rows are."""
        return self.folder / table_path(table)

    def list_files(self) -> list[tuple[str, Path]]:
        """The attached files: the hash, and where the bytes lie."""
        return [(digest, self.folder / name) for name, digest in self.sums.items() if name.startswith("files/")]


def table_path(table: str) -> str:
    """The place of a table's rows in a backup."""
    return f"database/{table}.copy.gz"


def file_path(digest: str) -> str:
    """The place of an attached file in a backup."""
    return f"files/{digest[:2]}/{digest}"


def write_sums(sums: Mapping[str, str]) -> str:
    """The hashes as `sha256sum` writes them."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items()))


def read_backup(folder: Path) -> Backup:
    """Read all of a backup, every byte of it included.

    Raises:
        UserError: what is missing or damaged.
    """
    if not folder.is_dir():
        raise UserError(f"{folder} is no folder. Name the folder of a backup.")
    if not (folder / SUMS).is_file():
        raise UserError(f"{folder} is no whole backup: it has no {SUMS}. Take another one.")
    sums = _parse_sums(folder)
    for name, digest in sums.items():
        path = folder / name
        if not path.is_file():
            raise UserError(f"the backup is incomplete: {path} is missing. Take another one.")
        if compute_digest(path) != digest:
            raise UserError(f"the backup is damaged: {path} is not what was written. Take another one.")
    return _check_whole(Backup(folder, _parse_manifest(folder), sums))


def _parse_sums(folder: Path) -> dict[str, str]:
    sums = {}
    for line in (folder / SUMS).read_text(encoding="utf-8", errors="replace").splitlines():
        digest, _, name = line.partition("  ")
        if not re.fullmatch(SHA256, digest) or not re.fullmatch(r"manifest\.json|database/\w+\.copy\.gz|files/\w\w/\w+", name):
            raise UserError(f"the backup is damaged: {folder / SUMS} has a line that is none of a backup. Take another one.")
        sums[name] = digest
    return sums


def _parse_manifest(folder: Path) -> Manifest:
    try:
        facts: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        found = facts.pop("format")
        if found != FORMAT:
            raise UserError(f"the backup has form {found}, and this version of Valby reads form {FORMAT}. Use a newer Valby.")
        return Manifest(**facts)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise UserError(f"the backup is damaged: {folder / MANIFEST} cannot be read. Take another one.") from error


def _check_whole(backup: Backup) -> Backup:
    """Refuse a list of hashes that was cut short: the manifest says what must be in it."""
    manifest = backup.manifest
    wanted = {MANIFEST, *(table_path(table) for table in manifest.columns)}
    missing = sorted(wanted - backup.sums.keys())
    files = backup.list_files()
    if missing or len(files) != manifest.files or any(path.name != digest for digest, path in files):
        what = missing[0] if missing else "an attached file"
        raise UserError(f"the backup is incomplete: {SUMS} in {backup.folder} does not name {what}. Take another one.")
    return backup


def check_new(folder: Path) -> None:
    """Refuse to write a backup into what is there already.

    Raises:
        UserError: it says what to do.
    """
    if folder.exists() and (not folder.is_dir() or os.listdir(folder)):
        raise UserError(f"{folder} is there already and not empty. Name a new folder for each backup.")
