"""serve: everything from a fresh checkout to a page on the screen."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser, OutputWrapper
from django.db import connections
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from savings.demo.people import ACCOUNTS
from savings.models import Programme, User
from valby.private import hold_lock, report_os_errors
from valby.serving import build_options
from valby.startup import begin_serving

HOST = "127.0.0.1"


class Command(BaseCommand):
    """Prepare, load the demo the first time, and serve until Ctrl-C."""

    help = "Set everything up and serve on 127.0.0.1."

    def add_arguments(self, parser: CommandParser) -> None:
        """--port, else the variable PORT, else 8000."""
        parser.add_argument("--port", default=os.environ.get("PORT") or "8000")
        parser.add_argument("--workers", type=int, help="instead of VALBY_WORKERS")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, load the demo the first time, then serve."""
        port = _port(options["port"])
        # Of two that start at once the second waits, and finds everything prepared.
        with report_os_errors(settings.VAR_DIR), hold_lock(settings.VAR_DIR / "prepare.lock"):
            call_command("prepare", verbosity=0)
            self._provide_demo()
        connections.close_all()
        begin_serving()
        Server(port, options["workers"], self.stdout).run()

    def _provide_demo(self) -> None:
        if settings.EMBEDDED is None:
            return
        if not Programme.objects.exists():
            self._load_demo()
        elif User.objects.filter(username__in=ACCOUNTS).exists():
            self.stdout.write(f"Demo accounts: {', '.join(ACCOUNTS)}. Password: as told the first time.")

    def _load_demo(self) -> None:
        # In a process of its own: it sets papers, and what the compiler's threads hold would be held for ever in our workers.
        loading = subprocess.run([sys.executable, sys.argv[0], "load_demo"], capture_output=True, text=True, check=False)  # noqa: S603
        self.stdout.write(loading.stdout.rstrip())
        if loading.returncode:
            raise CommandError(loading.stderr.strip() or "The demo could not be loaded.")


def _port(text: str) -> int:
    """The port, when it is one and nobody else has it."""
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise CommandError(f"PORT is {text!r}, but a number from 1 to 65535 is wanted.")
    with socket.socket() as probe:
        # As the server itself does, so that a port just left is no port in use.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(text)))
        except OSError as error:
            busy = error.errno == errno.EADDRINUSE
            why = "is in use" if busy else f"cannot be used ({error.strerror})"
            raise CommandError(f"Port {text} {why}. Choose another: make run PORT=8001") from error
    return int(text)


class Server(BaseApplication):
    """Gunicorn in this process, so that Ctrl-C ends server and database in order."""

    def __init__(self, port: int, workers: int | None, out: OutputWrapper) -> None:
        self._out, self._address = out, f"{HOST}:{port}"
        self._options = {**build_options(), "bind": self._address, "when_ready": self._ready, "graceful_timeout": 15}
        if workers:
            self._options["workers"] = workers
        super().__init__()

    def _ready(self, arbiter: Arbiter) -> None:
        """Say where the pages are, now that they can be asked for."""
        # A closed terminal ends the server; gunicorn alone would reload and live on unseen.
        signal.signal(signal.SIGHUP, lambda _number, _frame: arbiter.signal(signal.SIGTERM, None))
        self._out.write(f"Valby is on http://{self._address}/ (Ctrl-C ends it)")
        self._out.flush()

    def load_config(self) -> None:
        """The same options as gunicorn.conf.py's, and our own."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application, loaded in each worker."""
        from valby.wsgi import application

        return application
