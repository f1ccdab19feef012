"""What was backed up stands again: every row, every file, the rules, the rights and the chain."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, connections

from savings.backups import restore
from savings.backups.folder import read_backup
from savings.models import Entry, Programme
from savings.recording.acting import ledger_act
from savings.rules import check_rules
from tests.backups.conftest import PDF, Original, run
from tests.ledger_rooms import AT
from tests.moments import take_past_moments
from valby.errors import UserError


def copy(original: Original, tmp_path: Path) -> Path:
    return Path(shutil.copytree(original.backup, tmp_path / "copy"))


def test_an_empty_database_becomes_the_ledger(original: Original, empty: Path, tmp_path: Path) -> None:
    """A backup of what was restored has the same rows to the byte, and the same files."""
    out = run("restore", original.backup)
    assert "Regnskabet holder. Hoved: 3:" in out
    assert (empty / original.digest[:2] / original.digest).read_bytes() == PDF
    run("backup", tmp_path / "again")
    first, second = (read_backup(folder).sums for folder in (original.backup, tmp_path / "again"))
    assert {name: digest for name, digest in first.items() if name != "manifest.json"} == {
        name: digest for name, digest in second.items() if name != "manifest.json"
    }


def test_work_goes_on_where_it_was(original: Original, empty: Path) -> None:
    run("restore", original.backup)
    before = set(Entry.objects.values_list("pk", flat=True))
    take_past_moments(True)
    entry = original.room.approved()
    assert entry.pk > max(before)
    assert "Hoved: 4:" in run("verify_ledger")


def test_numbers_go_on_behind_the_rows_also_where_the_sequences_could_not_be_read(
    original: Original, empty: Path, tmp_path: Path
) -> None:
    """A host that has the application's log-in alone may back up, and may not read them."""
    folder = copy(original, tmp_path)
    write_manifest(folder, sequences={})
    run("restore", folder)
    take_past_moments(True)
    before = set(Entry.objects.values_list("pk", flat=True))
    assert original.room.approved().pk > max(before)


def test_the_rules_and_rights_are_those_of_this_code(original: Original, empty: Path) -> None:
    run("restore", original.backup)
    check_rules(connection)
    with pytest.raises(DatabaseError, match="permission denied"):
        Entry.objects.update(text="x")


def list_constraints() -> list[tuple[str, str, str]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2"
        )
        return list(cursor.fetchall())


def test_keys_and_checks_are_those_of_the_migrations(original: Original, empty: Path) -> None:
    run("migrate", verbosity=0)
    migrated = list_constraints()
    run("restore", original.backup)
    assert list_constraints() == migrated
    assert any("FOREIGN KEY" in definition for _table, _name, definition in migrated)


def test_rows_that_point_nowhere_are_refused(original: Original, empty: Path, tmp_path: Path) -> None:
    """As somebody might write them, who also mends the hashes."""
    folder = copy(original, tmp_path)
    path = folder / "database" / "savings_submission.copy.gz"
    before = restore.compute_digest(path)
    names = read_backup(folder).manifest.columns["savings_submission"]
    first, *others = gzip.decompress(path.read_bytes()).decode().splitlines(keepends=True)
    values = first.split("\t")
    values[names.index("by_id")] = "999999"
    path.write_bytes(gzip.compress("".join(["\t".join(values).rstrip("\n") + "\n", *others]).encode()))
    sums = folder / "SHA256SUMS"
    sums.write_text(sums.read_text().replace(before, restore.compute_digest(path)))
    with pytest.raises(CommandError, match="Nothing was restored, and the database is as it was"):
        run("restore", folder)
    with connections["owner"].cursor() as cursor:
        assert restore._list_tables(cursor) == []


def test_a_database_that_was_only_migrated_counts_as_empty(original: Original, empty: Path) -> None:
    run("migrate", verbosity=0)
    assert "Regnskabet holder" in run("restore", original.backup)


def test_a_database_that_is_used_is_refused_unless_told(original: Original, empty: Path) -> None:
    run("restore", original.backup)
    with ledger_act(original.room.finance, AT):
        Programme.objects.update(name="Ny tid")
    with pytest.raises(CommandError, match=r"not empty: there are rows in \w.* add --replace, which throws away everything"):
        run("restore", original.backup)
    assert Programme.objects.get().name == "Ny tid"
    run("restore", original.backup, replace=True)
    assert Programme.objects.get().name != "Ny tid"


def test_what_breaks_off_leaves_the_database_as_it_was(original: Original, empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("restore", original.backup)
    with ledger_act(original.room.finance, AT):
        Programme.objects.update(name="Ny tid")

    def break_off(*_arguments: object, **_options: object) -> None:
        raise DatabaseError("server closed the connection")

    with monkeypatch.context() as patch:
        patch.setattr(restore, "call_command", break_off)
        with pytest.raises(CommandError, match="the database is as it was"):
            run("restore", original.backup, replace=True)
    assert Programme.objects.get().name == "Ny tid"
    assert "Regnskabet holder" in run("verify_ledger")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("damage", [cut, flip, Path.unlink])
@pytest.mark.parametrize("part", ["manifest.json", "SHA256SUMS", "database/savings_posting.copy.gz", "files"])
def test_a_damaged_backup_is_known(original: Original, tmp_path: Path, damage: Callable[[Path], None], part: str) -> None:
    folder = copy(original, tmp_path)
    damage(folder / part if part != "files" else folder / "files" / original.digest[:2] / original.digest)
    with pytest.raises(UserError, match=r"(damaged|incomplete|no whole backup).* Take another one\."):
        read_backup(folder)


def test_a_backup_is_read_to_its_end_before_anything_is_touched(original: Original, empty: Path, tmp_path: Path) -> None:
    folder = copy(original, tmp_path)
    cut(folder / "files" / original.digest[:2] / original.digest)
    with pytest.raises(UserError, match="is damaged"):
        run("restore", folder)
    with connections["owner"].cursor() as cursor:
        assert restore._list_tables(cursor) == []
    assert not empty.exists()


def write_manifest(folder: Path, **changes: Any) -> None:
    """Change a backup's manifest, and the hash of it."""
    manifest = folder / "manifest.json"
    before = read_backup(folder).sums["manifest.json"]
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | changes))
    sums = folder / "SHA256SUMS"
    sums.write_text(sums.read_text().replace(before, restore.compute_digest(manifest)))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"format": 2}, "this version of Valby reads form 1"),
        ({"migrations": [["savings", "0099_later"]]}, r"another version of Valby \(.*savings.0099_later"),
        ({"hash": "0" * 64}, "head of ledger or trail in the backup is not the one its manifest names"),
        ({"trail_hash": "0" * 64}, "head of ledger or trail in the backup is not the one its manifest names"),
        ({"files": 2}, "does not name an attached file"),
    ],
)
def test_a_backup_that_this_code_cannot_restore_is_refused(
    original: Original, empty: Path, tmp_path: Path, changes: dict[str, Any], sentence: str
) -> None:
    folder = copy(original, tmp_path)
    write_manifest(folder, **changes)
    with pytest.raises(UserError, match=sentence):
        run("restore", folder)
    with connections["owner"].cursor() as cursor:
        assert restore._list_tables(cursor) == []


def test_tables_with_other_columns_are_refused(original: Original, empty: Path, tmp_path: Path) -> None:
    folder = copy(original, tmp_path)
    columns = read_backup(folder).manifest.columns
    write_manifest(folder, columns=columns | {"savings_unit": [*columns["savings_unit"], "colour"]})
    with pytest.raises(UserError, match="its table savings_unit has other columns"):
        run("restore", folder)
    with connections["owner"].cursor() as cursor:
        assert restore._list_tables(cursor) == []


def test_a_backup_is_looked_at_without_restoring_it(original: Original, empty: Path) -> None:
    assert "The backup is whole" in run("restore", original.backup, check=True)
    with connections["owner"].cursor() as cursor:
        assert restore._list_tables(cursor) == []
