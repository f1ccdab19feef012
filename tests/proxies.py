"""The documented web servers, started from their own files in deploy/ on a free port of this machine, without TLS."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DEPLOY = Path(__file__).resolve().parent.parent / "deploy"
HOST = "valby.example.dk"


def find_program(name: str) -> str | None:
    """Where a web server is; Debian keeps nginx where ordinary users do not look."""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin")


def write_nginx(folder: Path, port: int, application: int) -> Path:
    """nginx.conf around deploy/nginx.conf, which then listens on a port of this machine alone."""
    site = (DEPLOY / "nginx.conf").read_text(encoding="utf-8").replace("127.0.0.1:8000", f"127.0.0.1:{application}")
    site = re.sub(r"^server \{\n    listen 80;.*?^\}\n", "", site, flags=re.MULTILINE | re.DOTALL)
    site = re.sub(r"^    (ssl_\w+|listen \[::\]).*\n", "", site, flags=re.MULTILINE)
    site = site.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    whole = folder / "nginx.conf"
    whole.write_text(
        f"daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log; worker_processes 1;\n"
        f"events {{ worker_connections 1024; }}\nhttp {{ access_log off; {temporary}\n{site} }}\n",
        encoding="utf-8",
    )
    return whole


def write_caddy(folder: Path, port: int, application: int) -> Path:
    """deploy/Caddyfile for a port of this machine, which then gets no certificates."""
    text = (DEPLOY / "Caddyfile").read_text(encoding="utf-8").replace("127.0.0.1:8000", f"127.0.0.1:{application}")
    whole = folder / "Caddyfile"
    address = f"http://:{port} {{\n\tbind 127.0.0.1"
    text = text.replace(f"{HOST} {{", address).replace("{\n\tservers", "{\n\tadmin off\n\tauto_https off\n\tservers", 1)
    whole.write_text(text, encoding="utf-8")
    return whole


@contextmanager
def run_proxy(name: str, folder: Path, port: int, application: int) -> Iterator[None]:
    """nginx or caddy before an application, ended by its process."""
    program = find_program(name)
    assert program is not None, f"{name} is not installed"
    if name == "nginx":
        command = [program, "-c", str(write_nginx(folder, port, application))]
    else:
        command = [program, "run", "--adapter", "caddyfile", "--config", str(write_caddy(folder, port, application))]
    with (folder / "proxy.log").open("wb") as log:
        running = subprocess.Popen(command, stdout=log, stderr=log, env={"HOME": str(folder), "PATH": "/usr/bin:/bin"})
    try:
        yield
    finally:
        running.terminate()
        running.wait(timeout=30)
