"""The embedded database lives as long as somebody uses it, and says in one sentence why it cannot."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from valby import embedded
from valby.embedded import APP, LONGEST_SOCKET, Embedded
from valby.errors import UserError

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cluster made once for this file; its path is so long that no socket fits beside the data."""
    var = tmp_path_factory.mktemp("v" * LONGEST_SOCKET) / "var"
    user = Embedded(var)
    user.hold()
    user.release()
    yield var
    shutil.rmtree(user.socket)


@pytest.fixture
def var(made: Path) -> Iterator[Path]:
    yield made
    last = Embedded(made)
    last.hold()
    last.release()


def answers(user: Embedded) -> bool:
    who = user.connection_settings(APP)
    try:
        psycopg2.connect(host=who["HOST"], port=who["PORT"], user=APP, password=who["PASSWORD"], dbname=who["NAME"]).close()
    except psycopg2.OperationalError:
        return False
    return True


def other_process(var: Path) -> subprocess.Popen[str]:
    """Another process that uses the database until it is told to end."""
    script = (
        "import sys; from pathlib import Path; from valby.embedded import Embedded\n"
        "from valby.signals import exit_on_termination\n"
        f"exit_on_termination(); Embedded(Path({str(var)!r})).hold(); print('held', flush=True); sys.stdin.read()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def end(process: subprocess.Popen[str], number: int) -> None:
    process.send_signal(number)
    process.communicate(timeout=20)


def test_the_last_one_out_stops_it(var: Path) -> None:
    user = Embedded(var)
    user.hold()
    other = other_process(var)
    user.release()
    assert answers(user)
    end(other, signal.SIGTERM)
    assert not answers(user)


def test_one_left_over_from_a_killed_process_is_used_again(var: Path) -> None:
    end(other_process(var), signal.SIGKILL)
    user = Embedded(var)
    assert answers(user)
    note = (var / "postgres" / "postmaster.pid").read_text()
    user.hold()
    assert (var / "postgres" / "postmaster.pid").read_text() == note
    user.release()
    assert not answers(user)


@pytest.mark.parametrize("whose", ["another", "nobody"])
def test_a_note_left_by_a_dead_server_is_no_obstacle(var: Path, whose: str) -> None:
    """After a power cut the number in the note may be anybody's."""
    number = os.getpid() if whose == "another" else 2**22 + 1
    (var / "postgres" / "postmaster.pid").write_text(f"{number}\n{var / 'postgres'}\n1\n5432\n\n\n 0 0\n")
    user = Embedded(var)
    user.hold()
    assert answers(user)
    user.release()


def test_a_socket_that_does_not_fit_in_var_has_a_private_folder_elsewhere(var: Path) -> None:
    user = Embedded(var)
    assert not user.socket.is_relative_to(var)
    assert len(str(user.socket / ".s.PGSQL.5432")) <= LONGEST_SOCKET
    assert user.socket.stat().st_mode & 0o077 == 0


def test_a_socket_folder_laid_by_somebody_else_is_not_followed(var: Path, tmp_path: Path) -> None:
    user = Embedded(var)
    shutil.rmtree(user.socket)
    user.socket.symlink_to(tmp_path)
    before = tmp_path.stat()
    try:
        with pytest.raises(UserError, match="is not a folder of ours"):
            user.hold()
    finally:
        user.release()
        user.socket.unlink()
    assert (tmp_path.stat().st_uid, tmp_path.stat().st_mode) == (before.st_uid, before.st_mode)


def test_data_and_passwords_are_for_their_owner_only(var: Path) -> None:
    assert (var / "passwords.json").stat().st_mode & 0o077 == 0
    assert (var / "postgres").stat().st_mode & 0o077 == 0
    assert not (var / "initial-password").exists()


def test_nobody_enters_without_the_password(var: Path) -> None:
    user = Embedded(var)
    user.hold()
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(host=str(user.socket), port=5432, user=APP, password="guess", dbname="valby")
    user.release()


def test_data_of_another_version_is_left_alone(var: Path) -> None:
    version = var / "postgres" / "PG_VERSION"
    ours = version.read_text()
    version.write_text("17\n")
    user = Embedded(var)
    try:
        with pytest.raises(UserError, match="made by PostgreSQL 17, and this is PostgreSQL 18"):
            user.hold()
    finally:
        version.write_text(ours)
        user.release()


def test_data_without_its_passwords_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    with pytest.raises(UserError, match=r"passwords\.json is missing"):
        _passwords = Embedded(tmp_path).passwords


def test_damaged_passwords_are_told_of(tmp_path: Path) -> None:
    (tmp_path / "passwords.json").write_text(json.dumps({"half": 1})[:-3])
    with pytest.raises(UserError, match="is damaged"):
        _passwords = Embedded(tmp_path).passwords


def test_a_full_disk_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage:
        free = 5 * 1024**2

    monkeypatch.setattr(embedded.shutil, "disk_usage", lambda _path: Usage)
    user = Embedded(tmp_path / "var")
    with pytest.raises(UserError, match="is full"):
        user.hold()
    user.release()


def test_a_folder_that_may_not_be_written_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="set VALBY_VAR_DIR"):
        _passwords = Embedded(tmp_path / "file" / "var").passwords
