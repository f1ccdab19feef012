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
import math
import os
import secrets
import shlex
import shutil
import stat
import time
from contextlib import AbstractContextManager, suppress
from functools import cached_property
from pathlib import Path
from typing import IO, Any

import psycopg2

from valby import programs
from valby.errors import UserError
from valby.leftovers import end_orphans, is_server, read_pid, remove_stale_lock
from valby.private import FULL, hold_lock, read_or_create, report_os_errors, write_private
from valby.signals import defer_termination, ignore_termination

OWNER, APP, SUPERUSER, DATABASE = "valby_owner", "valby_app", "postgres", "valby"
PORT = 5432
#: A Unix socket's path holds 107 bytes on Linux and 103 elsewhere.
LONGEST_SOCKET = 103
#: Characters that pg_ctl passes to a shell, or that PostgreSQL reads as a list.
FORBIDDEN = set("\"'`$\\,\n")
START_SECONDS = 60
PATIENCE = 5  # seconds that a request waits for another one to start the server again
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
            "ENGINE": "valby.database", "NAME": DATABASE, "USER": role,
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

    def start_again(self) -> bool:
        """Start the server once more where it died while we, or the process we were forked from, use it; False where not.

        Raises:
            UserError: when it cannot be started, or somebody else has been starting it for some seconds.
        """
        if self._users is None or self._holder not in (os.getpid(), os.getppid()):
            return False
        with report_os_errors(self.var), defer_termination(), self._lock(PATIENCE):
            self._start_and_connect()
        return True

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

    def _lock(self, patience: float = math.inf) -> AbstractContextManager[None]:
        """Let nobody else start or stop the server meanwhile."""
        return hold_lock(self.var / "start.lock", patience, "the embedded database is being started. Try again in a moment.")

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
        self._clear_leftovers()
        options = {"listen_addresses": "", "unix_socket_directories": self.socket, "unix_socket_permissions": "0700"}
        arguments = shlex.join(word for name, value in options.items() for word in ("-c", f"{name}={value}"))
        self._start_in_log(arguments)

    def _start_in_log(self, arguments: str) -> None:
        """Start, and start again while orphans that are hidden from us hold the dead server's memory."""
        until = time.monotonic() + START_SECONDS
        while True:
            logged = self.log.stat().st_size if self.log.exists() else 0
            done = self._run("pg_ctl", "start", "-D", self.data, "-l", self.log, "-o", arguments, "-w", "-t", START_SECONDS)
            if not done.code:
                return
            said = self.log.read_bytes()[logged:].decode(errors="replace") if self.log.exists() else ""
            if "is still in use" not in said or time.monotonic() > until:
                raise UserError(self._explain_failure("pg_ctl", done.output + said))
            time.sleep(0.2)

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
            done = self._run(
                "initdb", "-D", unfinished, "-U", SUPERUSER, "--pwfile", password, "--auth=scram-sha-256", "--data-checksums",
                "--encoding=UTF8", "--no-locale", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
            )  # fmt: skip
        finally:
            password.unlink(missing_ok=True)
        if done.code:
            raise UserError(self._explain_failure("initdb", done.output))
        unfinished.rename(self.data)

    def _check_owner_and_version(self) -> None:
        account = self._find_account()
        if self.data.stat().st_uid != (account[0] if account else os.geteuid()):
            raise UserError(self._tell_owner())
        # Copied back without its rights it would be open to others, and PostgreSQL would refuse it.
        self.data.chmod(0o700)
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
        """Wait for a server that is starting or stopping, and connect; None when no server runs."""
        until = time.monotonic() + START_SECONDS
        while (pid := read_pid(self.data / "postmaster.pid")) and is_server(pid, self.data):
            if (connection := self._connect()) is not None:
                return connection
            if time.monotonic() > until:
                raise UserError(f"the server that process {pid} runs in {self.data} does not answer. End it, and try again.")
            time.sleep(0.1)
        return None

    def _clear_leftovers(self) -> None:
        """Clear away what a killed server left, now that none runs and the lock lets nobody else start one."""
        until = time.monotonic() + START_SECONDS
        while end_orphans(self.data) and time.monotonic() < until:
            time.sleep(0.05)
        remove_stale_lock(self.data / "postmaster.pid", self.data)
        remove_stale_lock(self.socket / f".s.PGSQL.{PORT}.lock", self.data)

    # -- Running the programs ------------------------------------------------------------------------------------

    def _run(self, program: str, *arguments: object) -> programs.ProgramResult:
        return programs.run(program, *arguments, account=self._find_account(), reach=[self.var])

    def _explain_failure(self, program: str, output: str) -> str:
        if "No space left" in output:
            return FULL.format(var=self.var)
        if "Permission denied" in output or "wrong ownership" in output:
            return self._tell_owner()
        return f"the embedded database did not start ({program}: {programs.find_reason(output)}). See {self.log}."

    def _tell_owner(self) -> str:
        """What to do about data that was put back with another owner."""
        user, group = self._find_account() or (os.geteuid(), os.getegid())
        return (
            f"{self.data} holds files of another account than number {user}, which PostgreSQL runs as here. "
            f"Run as root: chown -R {user}:{group} {shlex.quote(str(self.data))}"
        )

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
