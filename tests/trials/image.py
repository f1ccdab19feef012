"""`python -m tests.trials.image`: the steps of deploy/Containerfile in a bare Debian, where no container engine is at hand.

As root, with debootstrap: the image is a folder, RUN is chroot, and what the image starts runs as its account, on a read-only
file system with /data and /tmp of its own, against a PostgreSQL of this machine.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from tests.walking import ROOT, Machine, find_server, free_port

RELEASES = {"bookworm-slim": "bookworm", "trixie-slim": "trixie"}
#: What this machine needs to reach the package registries, and no image of an office does.
CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"
REACHING = ("http_proxy", "https_proxy", "no_proxy", "PIP_CERT", "PIP_INDEX_URL", "PIP_DEFAULT_TIMEOUT")


def read_steps() -> list[tuple[str, str]]:
    """The instructions of the Containerfile, in order."""
    text = (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8")
    lines = re.sub(r"\\\n\s*", "", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)).splitlines()
    return [tuple(line.split(" ", 1)) for line in lines if line]  # type: ignore[misc]


class Image:
    """A folder that becomes the image."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.work, self.account = folder, "/", "0"
        self.environment = {name: os.environ[name] for name in REACHING if name in os.environ}
        self.environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

    def build(self) -> list[str]:
        """Carry out every step; returns what the image starts."""
        command: list[str] = []
        for word, rest in read_steps():
            print(f"{word} {rest[:100]}", flush=True)
            match word:
                case "FROM":
                    self._begin(RELEASES[rest.rpartition(":")[2]])
                case "RUN":
                    self.run(["sh", "-ec", rest])
                case "COPY":
                    *sources, target = rest.split()
                    for source in sources:
                        self._copy(ROOT / source, target)
                case "ENV":
                    self.environment |= dict(pair.split("=", 1) for pair in shlex.split(rest))
                case "WORKDIR":
                    self.work = rest
                    (self.folder / rest.lstrip("/")).mkdir(parents=True, exist_ok=True)
                case "USER":
                    self.account = rest
                case "CMD":
                    command = [str(part) for part in re.findall(r'"([^"]+)"', rest)]
                case "VOLUME" | "EXPOSE" | "STOPSIGNAL" | "HEALTHCHECK":
                    pass
                case _:
                    raise AssertionError(f"no step of ours: {word}")
        return command

    def _begin(self, release: str) -> None:
        subprocess.run(["debootstrap", "--variant=minbase", release, self.folder], check=True, stdout=subprocess.DEVNULL)
        shutil.copy("/etc/resolv.conf", self.folder / "etc/resolv.conf")
        (self.folder / CERTIFICATES.lstrip("/")).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CERTIFICATES, self.folder / CERTIFICATES.lstrip("/"))

    def _copy(self, source: Path, target: str) -> None:
        place = self.folder / self.work.lstrip("/") / target
        if source.is_dir():
            shutil.copytree(source, place, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
        else:
            shutil.copy(source, place / source.name)

    def run(self, command: list[str]) -> None:
        """A step, as root."""
        shutil.copy(CERTIFICATES, self.folder / CERTIFICATES.lstrip("/"))
        shell = f"mount -t proc proc /proc; cd {self.work}; exec {shlex.join(command)}"
        isolated = ["unshare", "--mount", "--fork", "chroot", self.folder, "sh", "-c", shell]
        subprocess.run(isolated, check=True, env=self.environment, stdout=subprocess.DEVNULL)

    def start(self, command: list[str], settings: dict[str, str]) -> subprocess.Popen[bytes]:
        """What the image runs: its account, a read-only file system, /tmp in memory, /data to write to."""
        within = f"cd {self.work}; exec setpriv --reuid={self.account} --regid={self.account} --clear-groups --no-new-privs "
        within += f"--bounding-set=-all {shlex.join(command)}"
        mounts = (
            f"mount --bind {self.folder} {self.folder}; mount -t tmpfs tmpfs {self.folder}/tmp; "
            f"mount --bind {self.folder}/data {self.folder}/data; mount -t proc proc {self.folder}/proc; "
            f"mount -o remount,bind,ro {self.folder}; exec chroot {self.folder} sh -c {shlex.quote(within)}"
        )
        return subprocess.Popen(
            ["unshare", "--mount", "--fork", "--kill-child", "sh", "-ec", mounts], env={**self.environment, **settings}
        )


def main() -> int:
    """0 when the image is made, prepares its database, serves and says that it is ready."""
    if os.geteuid() or not shutil.which("debootstrap") or find_server() is None:
        print("Not tried: root, debootstrap and a PostgreSQL of the system are wanted.")
        return 0
    with ExitStack() as ending:
        folder = Path(ending.enter_context(tempfile.TemporaryDirectory()))
        image = Image(folder / "image")
        command = image.build()
        (folder / "machine").mkdir()
        machine = Machine.make(folder / "machine", ending)
        address = f"127.0.0.1:{machine.database}/valby"
        sql = "CREATE ROLE {0} LOGIN PASSWORD 'x';"
        for line in (sql.format("valby_owner"), sql.format("valby_web"), "CREATE DATABASE valby OWNER valby_owner"):
            machine.run(f'sudo -u postgres psql -c "{line}"')
        settings = {
            "DATABASE_URL": f"postgresql://valby_web:x@{address}", "VALBY_BIND": f"127.0.0.1:{free_port()}", "VALBY_HTTPS": "1",
            "VALBY_SECRET_KEY": "only-for-this-trial-0123456789-abcdefghijklmnopqrstuvwxyz",
            "VALBY_ALLOWED_HOSTS": "valby.example.dk",
        }  # fmt: skip
        owner = {"VALBY_OWNER_DATABASE_URL": f"postgresql://valby_owner:x@{address}"}
        prepare = [".venv/bin/python", "manage.py", "prepare", "--only", "database"]
        assert image.start(prepare, settings | owner).wait() == 0
        settings |= {"VALBY_APP_ROLE": "valby_web"}
        serving = image.start(command, settings)
        try:
            for _turn in range(30):
                time.sleep(1)
                if image.start([".venv/bin/python", "-m", "valby.ask_health"], settings).wait() == 0:
                    print("The image serves, and is ready.")
                    return 0
            return 1
        finally:
            # unshare is deaf, and ends when its child does.
            for child in Path(f"/proc/{serving.pid}/task/{serving.pid}/children").read_text().split():
                os.kill(int(child), signal.SIGTERM)
            serving.wait(timeout=60)


if __name__ == "__main__":
    sys.exit(main())
