"""The embedded database: a real PostgreSQL from a wheel, with its data in `var/` and two roles as in production.

Only the wheel's programs are used. Its own helper trusts every local connection, opens up parent directories and makes a
system user when run as root. This module asks for passwords (scram-sha-256), listens on a private Unix socket only, and
changes nothing above `var/`.
"""

from __future__ import annotations

import atexit
import fcntl
import hashlib
import json
import os
import secrets
import shlex
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import IO, Any

import psycopg2

from valby import programs
from valby.errors import UserError
from valby.private import FULL, read_or_create, report_os_errors, write_private
from valby.signals import defer_termination, ignore_termination

OWNER, APP, SUPERUSER, DATABASE = "valby_owner", "valby_app", "postgres", "valby"
PORT = 5432
#: A Unix socket's path holds 107 bytes on Linux and 103 elsewhere.
LONGEST_SOCKET = 103
#: Characters that pg_ctl passes to a shell, or that PostgreSQL reads as a list.
FORBIDDEN = set("\"'`$\\,\n")
START_SECONDS = 60
#: Free bytes needed for a new cluster with its first write-ahead log, and for a start.
ROOM_TO_CREATE, ROOM_TO_START = 160 * 1024**2, 24 * 1024**2


class Embedded:
    """One cluster in a `var/` directory, shared by all processes that use it."""

    def __init__(self, var: Path) -> None:
        self.var = var.absolute()
        self.data = self.var / "postgres"
        self.log = self.data / "server.log"
        self._users: IO[str] | None = None
        self._holder = 0

    # -- What the settings need before anything runs -------------------------------------------------------------

    @cached_property
    def passwords(self) -> dict[str, str]:
        """The roles' passwords, made once; only the owner of `var/` may read them."""
        path = self.var / "passwords.json"
        if FORBIDDEN & set(str(self.var)):
            raise UserError(
                f"{self.var} has a quote, comma, $ or \\ in its name. Set VALBY_VAR_DIR to a folder with a plain name."
            )
        if self.data.exists() and not path.exists():
            raise UserError(f"{path} is missing, and {self.data} opens with no other passwords. Put it back from a backup.")
        try:
            return dict(json.loads(read_or_create(path, _new_passwords)))
        except ValueError as error:
            raise UserError(f"{path} is damaged. Put it back from a backup.") from error

    @cached_property
    def socket(self) -> Path:
        """The directory of the Unix socket: in `var/`, or in a private temporary one where that path is too long."""
        near = self.var / "socket"
        if len(os.fsencode(near / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET:
            return near
        # Not TMPDIR, which may differ between two processes that must meet.
        return Path("/tmp") / f"valby-{hashlib.sha256(os.fsencode(self.var)).hexdigest()[:16]}"  # noqa: S108 - ours, and checked

    def connection_settings(self, role: str) -> dict[str, object]:
        """The connection settings of a role, in Django's form."""
        return {
            "ENGINE": "django.db.backends.postgresql", "NAME": DATABASE, "USER": role,
            "PASSWORD": self.passwords[role], "HOST": str(self.socket), "PORT": str(PORT),
        }  # fmt: skip

    # -- Starting and stopping -----------------------------------------------------------------------------------

    def hold(self) -> None:
        """Start the server unless it runs, and count as one of its users until this process ends.

        Raises:
            UserError: when it cannot be started; the message says why.
        """
        if self._users is not None:
            return  # this process, or the one it was forked from and shares the open file with
        _passwords = self.passwords
        with report_os_errors(self.var), defer_termination(), self._lock():
            self._users = (self.var / "users.lock").open("a")
            fcntl.flock(self._users, fcntl.LOCK_SH)
            self._holder = os.getpid()
            atexit.register(self._release_at_exit)
            os.register_at_fork(after_in_child=lambda: atexit.unregister(self._release_at_exit))
            self._start_and_connect()

    def release(self) -> None:
        """Stop being a user; the last one stops the server. A forked child, which is no user itself, stops nothing."""
        if self._users is None or self._holder != os.getpid():
            return
        with defer_termination(), self._lock():
            with suppress(BlockingIOError):
                fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._run("pg_ctl", "stop", "-D", self.data, "-m", "fast", "-w", "-t", START_SECONDS)
            self._users.close()
            self._users = None
        atexit.unregister(self._release_at_exit)

    def _release_at_exit(self) -> None:
        ignore_termination()
        self.release()

    @contextmanager
    def _lock(self) -> Iterator[None]:
        with (self.var / "start.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _start_and_connect(self) -> None:
        connection = self._connect() or self._await_running_server()
        if connection is None:
            self._start_server()
            connection = self._connect()
        if connection is None:
            raise UserError(f"the embedded database started but does not answer. See {self.log}.")
        _create_roles_and_database(connection, self.passwords)
        connection.close()

    def _start_server(self) -> None:
        new = not (self.data / "PG_VERSION").exists()
        if shutil.disk_usage(self.var).free < (ROOM_TO_CREATE if new else ROOM_TO_START):
            raise UserError(FULL.format(var=self.var))
        if new:
            self._create_cluster()
        self._check_owner_and_version()
        self._make_private_directory(self.socket)
        options = {"listen_addresses": "", "unix_socket_directories": self.socket, "unix_socket_permissions": "0700"}
        arguments = shlex.join(word for name, value in options.items() for word in ("-c", f"{name}={value}"))
        self._run_or_fail("pg_ctl", "start", "-D", self.data, "-l", self.log, "-o", arguments, "-w", "-t", START_SECONDS)

    def _create_cluster(self) -> None:
        """Make the cluster under another name first, so that a broken attempt is never taken for one."""
        unfinished = self.data.with_name("postgres.new")
        if unfinished.exists():
            shutil.rmtree(unfinished)
        self._make_private_directory(unfinished)
        password = self.var / "initial-password"
        write_private(password, self.passwords[SUPERUSER])
        self._give_to_account(password)
        try:
            self._run_or_fail(
                "initdb", "-D", unfinished, "-U", SUPERUSER, "--pwfile", password, "--auth=scram-sha-256", "--data-checksums",
                "--encoding=UTF8", "--no-locale", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
            )  # fmt: skip
        finally:
            password.unlink(missing_ok=True)
        unfinished.rename(self.data)

    def _check_owner_and_version(self) -> None:
        owner = self.data.stat().st_uid
        if os.geteuid() not in (0, owner):
            raise UserError(f"{self.data} belongs to another account (number {owner}). Run as that, or set VALBY_VAR_DIR.")
        version = (self.data / "PG_VERSION").read_text(encoding="ascii").strip()
        if version != (ours := programs.read_major_version()):
            raise UserError(
                f"{self.data} was made by PostgreSQL {version}, and this is PostgreSQL {ours}. "
                f"Dump it with version {version} and restore it, or move the folder away to begin anew."
            )

    # -- A server that is there already --------------------------------------------------------------------------

    def _connect(self) -> Any:
        """A connection as the superuser, or None where nobody answers."""
        try:
            connection = psycopg2.connect(
                host=str(self.socket), port=PORT, user=SUPERUSER, password=self.passwords[SUPERUSER],
                dbname="postgres", connect_timeout=5,
            )  # fmt: skip
        except psycopg2.OperationalError as error:
            if "password authentication failed" in str(error):
                raise UserError(f"{self.var / 'passwords.json'} does not fit {self.data}. Put it back from a backup.") from error
            return None
        connection.autocommit = True
        return connection

    def _await_running_server(self) -> Any:
        """Wait for a server that is starting or stopping, and connect; remove a stale PID file whose PID was reused.

        Returns None when no server runs.
        """
        pid_file = self.data / "postmaster.pid"
        until = time.monotonic() + START_SECONDS
        while (pid := _read_pid(pid_file)) and self._is_ours(pid):
            if (connection := self._connect()) is not None:
                return connection
            if time.monotonic() > until:
                raise UserError(f"the server that process {pid} runs in {self.data} does not answer. End it, and try again.")
            time.sleep(0.1)
        # PostgreSQL itself removes the PID file of a dead process; one whose PID now is another program's would stop it.
        if pid and _is_alive(pid):
            pid_file.unlink(missing_ok=True)
        return None

    def _is_ours(self, pid: int) -> bool:
        try:
            return os.fsencode(self.data) in Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return not Path("/proc/self").exists() and _is_alive(pid)

    # -- Running the programs ------------------------------------------------------------------------------------

    def _run_or_fail(self, program: str, *arguments: object) -> None:
        done = self._run(program, *arguments)
        if done.code:
            raise UserError(self._explain_failure(program, done.output))

    def _run(self, program: str, *arguments: object) -> programs.ProgramResult:
        return programs.run(program, *arguments, account=self._find_account(), reach=[self.var])

    def _explain_failure(self, program: str, output: str) -> str:
        log = self.log.read_text(encoding="utf-8", errors="replace")[-2000:] if self.log.exists() else ""
        if "No space left" in output + log:
            return FULL.format(var=self.var)
        lines = [line.strip() for line in (output + log).splitlines() if line.strip()] or ["it said nothing"]
        telling = [line for line in lines if "FATAL" in line or "error:" in line] or lines
        return f"the embedded database did not start ({program}: {telling[-1]}). See {self.log}."

    def _find_account(self) -> tuple[int, int] | None:
        """The account that the server runs under when root starts it: the owner of its data, or else nobody."""
        if os.geteuid() != 0:
            return None
        status = self.data.stat() if self.data.exists() else None
        return (status.st_uid, status.st_gid) if status and status.st_uid else (programs.NOBODY, programs.NOBODY)

    def _make_private_directory(self, directory: Path) -> None:
        """Make a private directory for the server. One that is there already and is a link or another's is refused."""
        with suppress(FileExistsError):
            directory.mkdir(mode=0o700)
        status = directory.lstat()
        account = self._find_account()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid not in {os.geteuid(), *(account or ())[:1]}:
            raise UserError(f"{directory} is not a folder of ours. Take it away, and try again.")
        directory.chmod(0o700)
        self._give_to_account(directory)

    def _give_to_account(self, path: Path) -> None:
        if account := self._find_account():
            os.chown(path, *account, follow_symlinks=False)


def _new_passwords() -> str:
    return json.dumps({role: secrets.token_urlsafe(24) for role in (SUPERUSER, OWNER, APP)})


def _create_roles_and_database(connection: Any, passwords: dict[str, str]) -> None:
    """Make the two roles and the database where they are missing, so that a first start that was broken off is completed."""
    with connection.cursor() as cursor:
        for role, rights in ((OWNER, "CREATEDB"), (APP, "")):
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE ROLE {role} LOGIN {rights} PASSWORD %s", [passwords[role]])
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")


def _read_pid(pid_file: Path) -> int:
    """The process number in a server's PID file, or 0."""
    try:
        return int(pid_file.read_text(encoding="utf-8").split()[0])
    except (OSError, ValueError, IndexError):
        return 0


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
