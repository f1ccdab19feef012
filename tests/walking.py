"""docs/operate.md walked as it stands: its own commands, in a folder of their own, on a PostgreSQL and an nginx of their own.

What only a machine of one's own has is stood in for: paths are moved under the folder, ports are free ones, and the commands that
change a machine (`apt-get`, `useradd`, `chown`, `sudo`, `systemctl`) are small scripts that do the same inside the folder.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPSConnection
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
HOST = "valby.example.dk"
#: The folders the document names, and where they are here.
FOLDERS = (
    "/opt/valby",
    "/etc/valby",
    "/var/lib/valby",
    "/etc/ssl/valby",
    "/etc/nginx/conf.d",
    "/etc/systemd/system",
    "/srv/backup",
)
NEEDED = ("nginx", "openssl", "curl", "psql", "tar", "setpriv")


def find_missing() -> str:
    """What a walk needs and this machine has not; empty where it has all."""
    names = [name for name in NEEDED if not (shutil.which(name) or Path("/usr/sbin", name).exists())]
    return ", ".join(names if find_server() else [*names, "postgresql"])


def find_server() -> Path | None:
    """The newest PostgreSQL of the system, from 15 on."""
    found = {int(path.parent.name): path for path in Path("/usr/lib/postgresql").glob("*/bin")}
    return found[max(found)] if found and max(found) >= 15 else None


def read_commands(title: str) -> str:
    """The shell commands of a section of the document, in order."""
    text = (ROOT / "docs" / "operate.md").read_text(encoding="utf-8")
    section = re.split(r"^## ", text.split(f"\n## {title}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]
    return "\n".join(re.findall(r"^```sh\n(.*?)^```$", section, re.MULTILINE | re.DOTALL))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Machine:
    """A folder that stands for a machine; everything that is started in it ends with it."""

    folder: Path
    database: int
    application: int
    https: int
    ending: ExitStack

    # -- Making it ---------------------------------------------------------------------------------------------------

    @classmethod
    def make(cls, folder: Path, ending: ExitStack) -> Machine:
        machine = cls(folder, free_port(), free_port(), free_port(), ending)
        for path in FOLDERS:
            machine.place(path).parent.mkdir(parents=True, exist_ok=True)
        for path in ("/etc/nginx/conf.d", "/etc/systemd/system", "/var/lib"):
            (folder / path.lstrip("/")).mkdir(parents=True, exist_ok=True)
        machine._start_database()
        machine._write_programs()
        return machine

    def place(self, path: str) -> Path:
        return self.folder / path.lstrip("/")

    def move(self, text: str) -> str:
        """A text of the document or of a configuration, with this machine's places and ports in it."""
        for path in FOLDERS:
            text = text.replace(path, str(self.place(path)))
        text = text.replace("127.0.0.1:5432", f"127.0.0.1:{self.database}").replace(
            "127.0.0.1:8000", f"127.0.0.1:{self.application}"
        )
        return re.sub(r"listen \[::\].*\n", "", re.sub(r"listen 443\b", f"listen 127.0.0.1:{self.https}", text)).replace(
            "listen 80;", f"listen 127.0.0.1:{free_port()};"
        )

    def _start_database(self) -> None:
        server = find_server()
        assert server is not None
        data = self.folder / "postgres"
        data.mkdir()
        as_postgres = []
        if os.geteuid() == 0:
            shutil.chown(data, "postgres")
            as_postgres = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
            for parent in (self.folder, *self.folder.parents[:3]):
                parent.chmod(parent.stat().st_mode | 0o111)
        quiet = {"stdout": subprocess.DEVNULL, "cwd": "/"}
        subprocess.run(
            [*as_postgres, server / "initdb", "-D", data, "-U", "postgres", "--auth-local=trust", "--auth-host=scram-sha-256"],
            check=True, **quiet,
        )  # fmt: skip
        command = [*as_postgres, server / "postgres", "-D", data, "-p", str(self.database), "-k", data, "-h", "127.0.0.1"]
        running = subprocess.Popen(command, stderr=subprocess.DEVNULL, **quiet)
        self.ending.callback(_end, running, signal.SIGINT)
        ready = f"psql -h {data} -p {self.database} -U postgres -c 'SELECT 1'"
        wait = f"for i in $(seq 100); do {ready} && exit; sleep .1; done; exit 1"
        subprocess.run(["sh", "-c", wait], check=True, stderr=subprocess.DEVNULL, **quiet)

    def _write_programs(self) -> None:
        """The commands that would change a machine, each doing the same inside the folder."""
        curl, python = shutil.which("curl"), f"{sys.executable} -m tests.walking"
        patiently = "--retry 60 --retry-all-errors --retry-delay 1"
        # Owners are not changed: there is one account here.
        without_owners = 'a=(); while (($#)); do case $1 in -o|-g) shift;; *) a+=("$1");; esac; shift; done'
        programs = {
            **dict.fromkeys(("apt-get", "useradd", "chown"), "exit 0"),
            "sudo": f'shift 2; exec "$1" -h {self.folder}/postgres -p {self.database} -U postgres "${{@:2}}"',
            "install": f'{without_owners}; /usr/bin/install "${{a[@]}}"',
            "git": f"cd {ROOT} && {python} archive {self.folder} {self.database} {self.application} {self.https}",
            "python3": f"ln -s {Path(sys.prefix)} .venv",
            "nginx": f'exec /usr/sbin/nginx -c {self.folder}/etc/nginx/nginx.conf "$@"',
            "systemctl": f'echo "$@" >> {self.folder}/systemctl',
            "curl": f'exec {curl} --connect-to {HOST}:443:127.0.0.1:{self.https} {patiently} "$@"',
        }
        (self.folder / "bin").mkdir()
        for name, body in programs.items():
            path = self.folder / "bin" / name
            path.write_text(f"#!/bin/bash\nset -e\n{body}\n", encoding="utf-8")
            path.chmod(0o755)
        temporary = "".join(
            f"{kind}_temp_path {self.folder}/tmp;" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (self.folder / "etc/nginx/nginx.conf").write_text(
            f"daemon off; pid {self.folder}/nginx.pid; error_log {self.folder}/nginx.log;\nevents {{}}\n"
            f"http {{ access_log off; {temporary} include {self.folder}/etc/nginx/conf.d/*.conf; }}\n",
            encoding="utf-8",
        )

    # -- Walking it --------------------------------------------------------------------------------------------------

    def walk(self, commands: str) -> str:
        """Run commands of the document, up to each start of a service, which is then started."""
        commands = self.move(commands).replace("pip install", "pip install --dry-run")
        steps = re.split(r"^(systemctl (?:enable --now valby|reload nginx))$", commands, flags=re.MULTILINE)
        said = ""
        for step in steps:
            if step == "systemctl enable --now valby":
                self._start_application()
            elif step == "systemctl reload nginx":
                self._start(["/usr/sbin/nginx", "-c", str(self.folder / "etc/nginx/nginx.conf")], {}, self.folder)
            else:
                said += self.run(step)
        return said

    def run(self, commands: str) -> str:
        """Commands in the folder of the code, with the settings of whoever upgrades."""
        start = self.place("/opt/valby") if self.place("/opt/valby/manage.py").exists() else ROOT
        files = f"{self.place('/etc/valby')}/*.env"
        environment = f'for f in {files}; do [ -f "$f" ] && {{ set -a; . "$f"; set +a; }}; done; unset VALBY_APP_ROLE'
        done = subprocess.run(
            ["bash", "-eu", "-c", f"{environment}\n{commands}"], cwd=start, capture_output=True, text=True, check=False,
            env=self._clean(),
        )  # fmt: skip
        assert done.returncode == 0, f"{commands}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def run_sql(self, line: str) -> None:
        """A statement of the database's administrator."""
        self.run(f'sudo -u postgres psql --quiet --set ON_ERROR_STOP=1 -c "{line}"')

    def _clean(self) -> dict[str, str]:
        return {"PATH": f"{self.folder}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"}

    def _start_application(self) -> None:
        """As systemd would: what the unit says, with nothing but its file of settings."""
        unit = (self.place("/etc/systemd/system") / "valby.service").read_text(encoding="utf-8")
        asked = dict(re.findall(r"^(ExecStart|EnvironmentFile|WorkingDirectory)=(.+)$", unit, re.MULTILINE))
        lines = Path(asked["EnvironmentFile"]).read_text(encoding="utf-8").splitlines()
        settings = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
        settings |= {"VALBY_BIND": f"127.0.0.1:{self.application}"}
        self._start(asked["ExecStart"].split(), settings, Path(asked["WorkingDirectory"]))

    def _start(self, command: list[str], settings: Mapping[str, str], folder: Path) -> None:
        log = self.ending.enter_context((self.folder / "services.log").open("ab"))
        running = subprocess.Popen(command, cwd=folder, env={**self._clean(), **settings}, stdout=log, stderr=log)
        self.ending.callback(_end, running)

    def browse(self) -> Browser:
        return Browser(self)


class Browser:
    """Somebody who reads and sends forms over HTTPS, trusting the walked certificate alone."""

    def __init__(self, machine: Machine) -> None:
        self._machine, self._cookies = machine, {}
        self._trust = ssl.create_default_context(cafile=machine.place("/etc/ssl/valby") / "fullchain.pem")

    def ask(self, path: str, form: Mapping[str, str] | None = None) -> tuple[int, str]:
        """The status and the page; a redirect is not followed."""
        line = HTTPSConnection(HOST, self._machine.https, timeout=60, context=self._trust)
        line._create_connection = lambda address, *rest: socket.create_connection(("127.0.0.1", address[1]), *rest)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if form is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"https://{HOST}{path}"}
        line.request("GET" if form is None else "POST", path, None if form is None else urlencode(form), headers)
        answer = line.getresponse()
        page = answer.read().decode()
        for name, value in answer.getheaders():
            if name == "Set-Cookie":
                key, _, rest = value.strip().partition("=")
                self._cookies[key] = rest.partition(";")[0]
        line.close()
        return answer.status, page

    def send(self, path: str, on: str = "", **typed: str) -> tuple[int, str]:
        """A form, with the hidden fields that its page has; `on` is the page where the form stands, if not its own."""
        page = self.ask(on or path)[1]
        form = page.split(f'action="{path}"', 1)[1].split("</form>")[0] if on else page
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
        return self.ask(path, {**hidden, **typed})


def _end(process: subprocess.Popen[bytes], by: int = signal.SIGTERM) -> None:
    process.send_signal(by)
    process.wait(timeout=60)


def main(folder: str, *ports: str) -> None:
    """`git archive` of the files as they are now, with this machine's places and ports in the configurations."""
    machine = Machine(Path(folder), *map(int, ports), ExitStack())
    listed = subprocess.run(
        ["/usr/bin/git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    names = [name for name in listed.stdout.splitlines() if (ROOT / name).is_file() and not name.startswith("tests/")]
    moved = machine.folder / "moved"
    for name in names:
        target = moved / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target)
        if name.startswith("deploy/"):
            target.write_text(machine.move(target.read_text(encoding="utf-8")), encoding="utf-8")
    subprocess.run(["tar", "-c", "-C", moved, "."], check=True)


if __name__ == "__main__":
    main(*sys.argv[2:])
