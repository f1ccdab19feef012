"""The export: whoever has it and Python alone can follow the chain, add the figures up, and find any change."""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from django.db.models import Sum

from savings.auditing.export import LedgerExport, write_export, writing
from savings.models import Balance, Posting, User
from savings.recording import Line
from savings.reporting import StatusQuestion, read_status
from savings.vocabulary import Kind
from tests.auditing.worlds import make_world
from tests.backups.test_taking import in_another_connection
from tests.ledger_rooms import AT, Room
from valby.errors import UserError

pytestmark = pytest.mark.django_db(databases=["default", "owner"], transaction=True)


@pytest.fixture
def world(tmp_path: Path, settings: Any) -> Room:
    settings.FILES_DIR = tmp_path / "files"
    return make_world()


@pytest.fixture
def exported(world: Room, tmp_path: Path) -> LedgerExport:
    for _ in range(3):
        world.approved()
    return write_export(tmp_path / "export", at=AT)


def verify(folder: Path, *arguments: str) -> tuple[int, str, list[dict[str, str]]]:
    """The exit code of the verifier beside the files, what it says, and its figures; it has nothing of Valby, and no packages."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "verify_export.py", *arguments],
        cwd=folder,
        env={},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr, list(csv.DictReader(StringIO(done.stdout), delimiter=";"))


def test_what_was_exported_holds_and_says_the_same_as_the_ledger(exported: LedgerExport) -> None:
    code, told, figures = verify(exported.place)
    assert (code, figures != []) == (0, True)
    assert exported.head in told
    assert exported.digest in told
    counted = {
        (slug, unit or "", str(year), str(level or ""), kind): amount
        for slug, unit, year, level, kind, amount in Balance.objects.values_list(
            "programme__slug", "unit__code", "year", "price_level", "kind"
        ).annotate(total=Sum("amount"))
        if amount
    }
    told_figures = {
        (row["programme"], row["unit"], row["year"], row["price_level"], kind.value): Decimal(row[kind])
        for row in figures for kind in Kind if Decimal(row[kind])
    }  # fmt: skip
    assert told_figures == counted


def test_its_figures_as_of_a_day_are_those_of_the_page(world: Room, tmp_path: Path) -> None:
    world.approved(
        [Line(kind=Kind.REALISED, year=2011, amount=Decimal("123456.78"), unit=world.unit)], AT.date().replace(year=2010)
    )
    folder = write_export(tmp_path / "export", at=AT).place
    for day in ("2008-12-31", "2010-12-31"):
        code, _told, figures = verify(folder, "--as-of", day)
        status = read_status(world.programme.slug, StatusQuestion(as_of=AT.date().fromisoformat(day), is_past=True))
        of_2011 = [row for row in figures if row["programme"] == world.programme.slug and row["year"] == "2011"]
        for name in ("target", "realised", "net_realised", "outstanding", "documented"):
            shown = status.grid.total.year(2011)
            assert sum(Decimal(row[name]) for row in of_2011) == getattr(shown, name), (day, name)
        assert code == 0


def change(name: str, act: Callable[[list[bytes]], list[bytes]]) -> Callable[[Path], None]:
    """What changes the lines of a file."""

    def write(folder: Path) -> None:
        (folder / name).write_bytes(b"".join(act((folder / name).read_bytes().splitlines(keepends=True))))

    return write


def replace_in(lines: list[bytes], old: bytes, new: bytes) -> list[bytes]:
    assert any(old in line for line in lines)
    return [line.replace(old, new, 1) for line in lines]


CHANGES = {
    "an amount": change("links.txt", lambda lines: replace_in(lines, b'"amount":"800000.00"', b'"amount":"900000.00"')),
    "one byte of a text": change("links.txt", lambda lines: replace_in(lines, b"Husleje", b"Huslejf")),
    "one byte of a hash": change(
        "links.txt", lambda lines: [(b"0" if lines[0][:1] != b"0" else b"1") + lines[0][1:], *lines[1:]]
    ),
    "a file's hash": change("links.txt", lambda lines: replace_in(lines, b'"sha256":"', b'"sha256":"0')),
    "the first link is gone": change("links.txt", lambda lines: lines[1:]),
    "a middle link is gone": change("links.txt", lambda lines: [lines[0], *lines[2:]]),
    "the last link is gone": change("links.txt", lambda lines: lines[:-1]),
    "two links change places": change("links.txt", lambda lines: [lines[1], lines[0], *lines[2:]]),
    "a link stands twice": change("links.txt", lambda lines: [lines[0], *lines]),
    "a unit has another name": change("units.jsonl", lambda lines: replace_in(lines, b'"code":"SUF"', b'"code":"SOF"')),
    "a programme is gone": change("programmes.jsonl", lambda lines: lines[1:]),
    "nonsense": change("links.txt", lambda lines: [*lines, b"\xff\x00{"]),
}


@pytest.mark.parametrize("name", sorted(CHANGES))
def test_any_change_is_found_with_a_sentence(exported: LedgerExport, name: str) -> None:
    CHANGES[name](exported.place)
    code, told, figures = verify(exported.place)
    assert (code, figures) == (1, [])
    assert "Traceback" not in told
    assert told.splitlines()[-1].startswith("The export does not hold")
    assert len(told.splitlines()) >= 2


@pytest.mark.parametrize(
    "name", sorted(name for name in CHANGES if name not in ("a unit has another name", "a programme is gone"))
)
def test_it_is_found_also_where_the_manifest_was_made_to_fit(exported: LedgerExport, name: str) -> None:
    CHANGES[name](exported.place)
    fit_manifest(exported.place)
    code, told, _figures = verify(exported.place)
    assert code == 1
    assert "link" in told or "head:" in told


def fit_manifest(folder: Path, **facts: str) -> None:
    """As a forger would: the manifest says of each file what it is now."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8")) | facts
    for name, told in manifest["files"].items():
        data = (folder / name).read_bytes()
        told |= {"sha256": hashlib.sha256(data).hexdigest(), "lines": data.count(b"\n") + (not data.endswith(b"\n"))}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def test_a_cut_tail_whose_manifest_fits_is_found_by_a_printed_head(exported: LedgerExport) -> None:
    lines = (exported.place / "links.txt").read_bytes().splitlines(keepends=True)
    CHANGES["the last link is gone"](exported.place)
    earlier = f"{len(lines) - 1}:{lines[-2].split(b' ')[0].decode()}"
    fit_manifest(exported.place, ledger_head=earlier)
    assert verify(exported.place)[0] == 0
    assert verify(exported.place, "--head", earlier)[0] == 0
    code, told, _figures = verify(exported.place, "--head", exported.head)
    assert code == 1
    assert "has no such link" in told


def test_a_missing_file_is_told(exported: LedgerExport) -> None:
    (exported.place / "units.jsonl").unlink()
    code, told, _figures = verify(exported.place)
    assert code == 1
    assert "units.jsonl: it cannot be read" in told
    assert "Traceback" not in told


def test_no_secret_leaves_with_it(world: Room, tmp_path: Path) -> None:
    """Not a password's hash, a second factor, a recovery code, or where somebody can be written to."""
    User.objects.using("owner").filter(pk=world.finance.pk).update(password="scrypt$hemmelighed", email="fie@valby.invalid")
    folder = write_export(tmp_path / "export", at=AT).place
    whole = "".join(path.read_text(encoding="utf-8") for path in folder.iterdir())
    for secret in ("hemmelig", "scrypt$", "d" * 64, "fie@valby.invalid"):
        assert secret not in whole, secret
    assert "finans" in whole


def test_what_is_recorded_meanwhile_is_not_half_in_it(world: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read, links = writing.read_links, Posting.objects.filter(entry__approval__isnull=False).count()

    def approve_and_read() -> Any:
        for number, row in enumerate(read()):
            if not number:
                in_another_connection(lambda: world.approved())
            yield row

    monkeypatch.setattr(writing, "read_links", approve_and_read)
    export = write_export(tmp_path / "export", at=AT)
    assert Posting.objects.filter(entry__approval__isnull=False).count() == links + 1
    assert verify(export.place, "--head", export.head)[0] == 0


def test_a_zip_holds_the_same_and_the_command_says_what_to_compare(world: Room, tmp_path: Path) -> None:
    told = StringIO()
    call_command("export_ledger", str(tmp_path / "export.zip"), stdout=told)
    ZipFile(tmp_path / "export.zip").extractall(tmp_path / "unpacked")
    code, heard, _figures = verify(tmp_path / "unpacked")
    assert code == 0
    head, digest = (line.rsplit(" ", 1)[1] for line in told.getvalue().splitlines()[-2:])
    assert head in heard
    assert digest in heard


def test_nothing_is_written_over_and_what_breaks_off_leaves_nothing(
    exported: LedgerExport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sorted(exported.place.iterdir())
    with pytest.raises(UserError, match="is there already"):
        write_export(exported.place, at=AT)

    def break_off() -> Any:
        yield from ()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing, "read_links", break_off)
    for place in (tmp_path / "ny", tmp_path / "ny.zip"):
        with pytest.raises(OSError, match="No space"):
            write_export(place, at=AT)
    assert sorted(exported.place.iterdir()) == before
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "files") == ["export"]
