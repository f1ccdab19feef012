"""The embedded database lives as long as somebody uses it, and says in one sentence why it cannot."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg2
import psycopg2.extras
import pytest
from django.db import connections
from pytest_django import DjangoDbBlocker

from valby import embedded, leftovers
from valby.database.base import DatabaseWrapper
from valby.embedded import APP, LONGEST_SOCKET, Embedded
from valby.errors import UserError
from valby.programs import NOBODY

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
    process.communicate(timeout=60)


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


# --- After a kill ------------------------------------------------------------------------------------------------


def list_server_processes(var: Path) -> list[int]:
    return [pid for pid in leftovers._list_processes() if leftovers._works_in(pid, var / "postgres")]


def read_postmaster(var: Path) -> int:
    return leftovers.read_pid(var / "postgres" / "postmaster.pid")


def kill(pids: Iterable[int]) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def begin_long_statement(user: Embedded) -> None:
    """A backend that is busy for a minute, and looks at nothing meanwhile."""
    who = user.connection_settings(embedded.SUPERUSER)
    connection = psycopg2.connect(
        host=who["HOST"], port=who["PORT"], user=who["USER"], password=who["PASSWORD"], dbname=who["NAME"], async_=True
    )  # fmt: skip
    psycopg2.extras.wait_select(connection)
    connection.cursor().execute("SELECT sum(sqrt(i)) FROM generate_series(1, 400000000) i")
    time.sleep(0.2)


def test_it_starts_at_the_first_try_though_a_backend_of_the_dead_server_is_still_at_work(var: Path) -> None:
    user, other = Embedded(var), other_process(var)
    begin_long_statement(user)
    kill([read_postmaster(var)])
    end(other, signal.SIGKILL)
    user.hold()
    assert answers(user)
    user.release()


def test_it_starts_at_the_first_try_after_all_of_it_was_killed(var: Path) -> None:
    """Among the killed are some that nobody has waited for yet: their numbers still answer."""
    user, other = Embedded(var), other_process(var)
    kill([read_postmaster(var), *list_server_processes(var)])
    end(other, signal.SIGKILL)
    user.hold()
    assert answers(user)
    user.release()


@pytest.mark.parametrize("lock", ["postmaster.pid", "socket"])
def test_a_lock_file_whose_number_is_anothers_is_no_obstacle(var: Path, lock: str) -> None:
    user, other = Embedded(var), other_process(var)
    kill([read_postmaster(var), *list_server_processes(var)])
    end(other, signal.SIGKILL)
    path = var / "postgres" / lock if lock == "postmaster.pid" else user.socket / ".s.PGSQL.5432.lock"
    path.write_text("\n".join([str(os.getpid()), *path.read_text().splitlines()[1:]]) + "\n")
    user.hold()
    assert answers(user)
    user.release()


def test_a_program_that_reads_its_log_is_not_taken_for_the_server(var: Path) -> None:
    reader = subprocess.Popen(["tail", "-f", str(var / "postgres" / "server.log")], stdout=subprocess.DEVNULL)
    (var / "postgres" / "postmaster.pid").write_text(f"{reader.pid}\n{var / 'postgres'}\n1\n5432\n\n\n 0 0\n")
    user = Embedded(var)
    try:
        user.hold()
        assert answers(user)
        assert reader.poll() is None
    finally:
        user.release()
        reader.kill()
        reader.wait()


def test_a_connection_starts_it_again_when_it_has_died(var: Path, settings: Any, django_db_blocker: DjangoDbBlocker) -> None:
    user = settings.EMBEDDED = Embedded(var)
    user.hold()
    kill([read_postmaster(var)])
    connection = DatabaseWrapper({**connections["default"].settings_dict, **user.connection_settings(APP)}, "scratch")
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
    connection.close()
    user.release()
    assert not answers(user)


def test_many_that_ask_at_once_start_one_server(var: Path) -> None:
    user = Embedded(var)
    user.hold()
    kill([read_postmaster(var)])
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(lambda _number: user.start_again(), range(8)))
    assert answers(user)
    user.release()


def test_whoever_does_not_use_it_does_not_start_it(var: Path) -> None:
    user = Embedded(var)
    assert not user.start_again()
    user.hold()
    user.release()
    assert not user.start_again()
    assert not answers(user)


def test_one_that_is_being_started_for_long_is_told_of(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "PATIENCE", 0.1)
    user = Embedded(var)
    user.hold()
    with user._lock(), pytest.raises(UserError, match="is being started"):
        user.start_again()
    user.release()


# --- Put back from a copy ----------------------------------------------------------------------------------------


def test_data_with_another_owner_says_what_to_run(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if os.geteuid():
        monkeypatch.setattr(embedded.os, "geteuid", lambda: os.getuid() + 1)
        user = Embedded(var)
    else:
        os.chown(var / "postgres", 0, 0)
        user = Embedded(var)
    try:
        with pytest.raises(UserError, match=r"files of another account .* chown -R \d+:\d+ \S+postgres$"):
            user.hold()
    finally:
        monkeypatch.undo()
        if not os.geteuid():
            os.chown(var / "postgres", NOBODY, NOBODY)
        user.release()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to another account")
def test_one_file_with_another_owner_says_what_to_run(var: Path) -> None:
    os.chown(var / "postgres" / "global" / "pg_control", 0, 0)
    user = Embedded(var)
    try:
        with pytest.raises(UserError, match=r"files of another account .* chown -R \d+:\d+ \S+postgres$"):
            user.hold()
    finally:
        os.chown(var / "postgres" / "global" / "pg_control", NOBODY, NOBODY)
        user.release()


def test_data_put_back_open_to_others_is_closed_and_started(var: Path) -> None:
    (var / "postgres").chmod(0o755)
    user = Embedded(var)
    user.hold()
    assert answers(user)
    assert (var / "postgres").stat().st_mode & 0o077 == 0
    user.release()
