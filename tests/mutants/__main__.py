"""Run mutmut over the pure rooms and over a seeded sample of the rooms that write: `python -m tests.mutants [pure|sample]`.

mutmut works in a copy of the tree under `var/mutants/`, so that the tree itself stays as it is. It leaves decorated functions
alone, and the figures of a status are properties; in the copy every decorator is therefore applied below its function. What
mutmut cannot change are constants, enum members and the database's rules.

Equivalent mutants, which no test can notice, stand with their reason in `equivalent.txt`. A mutant is known there by its
function and by the line it changes, because its number moves with every edit.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
#: Exit codes of mutmut that mean that a test noticed: it failed, pytest or its process broke, or the time ran out.
NOTICED = {1, 3, 24, -24, 36, 152, 255, -6, -9, -11}
#: Decorators that mutmut handles itself, or that must stay where they are.
LEFT_ALONE = {"staticmethod", "classmethod", "overload"}
CACHES = {"lru_cache", "cache"}


@dataclass(frozen=True)
class Ground:
    """What is changed, by which tests it is watched, and how much of it has to be noticed.

    Attributes:
        size: how many mutants are drawn; None is all.
        goal: the least share that tests notice, equivalent mutants not counted.
        uses_database: whether the tests reach the database, of which there is one, so that mutants take turns.
    """

    name: str
    changed: tuple[str, ...]
    tests: tuple[str, ...]
    options: tuple[str, ...]
    goal: float
    size: int | None = None
    uses_database: bool = False


GROUNDS = {
    ground.name: ground
    for ground in (
        Ground(
            name="pure",
            changed=(
                "savings/money.py", "savings/prices.py", "savings/danish.py", "savings/chain.py", "savings/vocabulary/*.py",
                "savings/projections/*.py", "savings/recording/importing/numbers.py", "savings/elements/numbers.py",
                "savings/web/forms/amounts.py", "savings/web/forms/quantities.py",
            ),
            tests=(
                "tests/test_[gv]*.py", "tests/projections", "tests/recording/importing/test_numbers.py",
                "tests/elements/test_numbers.py", "tests/web/test_amounts_typed.py",
            ),
            options=("-m", "not django_db"),
            goal=0.95,
        ),
        Ground(
            name="sample",
            changed=("savings/recording/*.py", "savings/recording/*/*.py", "savings/auditing/*.py"),
            # The last three act through the pages on drafts, reports and accounts, which have no shorter way.
            tests=(
                "tests/recording", "tests/auditing", "tests/models", "tests/web/test_recording.py", "tests/web/test_composing.py",
                "tests/web/test_administration.py",
            ),
            options=("--reuse-db",),
            goal=0.90,
            size=300,
            uses_database=True,
        ),
    )
}  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__.splitlines()[0])
    parser.add_argument("ground", nargs="*", choices=[*GROUNDS, []], help="which of them; both when none is named")
    parser.add_argument("--seed", type=int, default=2008, help="of the sample")
    parser.add_argument("--size", type=int, help="how many to draw")
    parser.add_argument("--processes", type=int, default=2, help="how many at once; one where tests reach the database")
    asked = parser.parse_args()
    grounds = [GROUNDS[name] for name in asked.ground or GROUNDS]
    return max(run(ground, asked.processes, seed=asked.seed, size=asked.size or ground.size) for ground in grounds)


def run(ground: Ground, processes: int, *, seed: int, size: int | None) -> int:
    """Copy the tree, let mutmut change it, and tell what was not noticed; 1 where the goal is missed."""
    copy = ROOT / "var" / "mutants" / ground.name
    copy_tree(copy, ground)
    children = 1 if ground.uses_database else processes
    command = [sys.executable, str(HERE / "inside.py"), str(children), str(seed), str(size or 0)]
    # The copy's embedded database is its own, so that the tests of the tree can run beside it.
    environment = {name: value for name, value in os.environ.items() if name != "VALBY_VAR_DIR"}
    subprocess.run(command, cwd=copy, env=environment, check=True)
    return print_report(ground, json.loads((copy / "results.json").read_text(encoding="utf-8")))


def copy_tree(copy: Path, ground: Ground) -> None:
    """The tree as git knows it, with mutmut's settings in the copy of `pyproject.toml`."""
    shutil.rmtree(copy, ignore_errors=True)
    listing = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True, text=True
    )
    translations = [str(path.relative_to(ROOT)) for path in (ROOT / "locale").rglob("*.mo")]
    for name in (*listing.stdout.splitlines(), *translations):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, copy / name)
    for pattern in ground.changed:
        for path in copy.glob(pattern):
            path.write_text(move_decorators(path.read_text(encoding="utf-8")), encoding="utf-8")
    with (copy / "pyproject.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n[tool.mutmut]\n")
        for name, values in {
            "source_paths": ["savings", "valby"],
            "also_copy": ["templates", "static", "locale", "docs", "bench", "manage.py"],
            "only_mutate": ground.changed,
            "pytest_add_cli_args": ["-p", "no:cacheprovider", *ground.options],
            "pytest_add_cli_args_test_selection": [
                str(path.relative_to(copy)) for pattern in ground.tests for path in sorted(copy.glob(pattern))
            ],
        }.items():
            settings.write(f"{name} = {json.dumps(list(values))}\n")
        settings.write("use_git_change_detection = false\n")
        # Workers are forked from a process that has run no test: a JVM or a connection survives no fork, and what a test left
        # in a cache would hide a change.
        settings.write('process_isolation = "forkserver"\n')


def move_decorators(source: str) -> str:
    """The same module with each decorator of a function applied below it: `name = property(name)`.

    Caches of functions are left out: what they kept before a change would hide it.
    """
    lines = source.splitlines()
    added: dict[int, list[str]] = {}
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef) or not node.decorator_list:
            continue
        names = [ast.unparse(decorator) for decorator in node.decorator_list]
        if LEFT_ALONE & set(names) or any("." in name.partition("(")[0] for name in names):
            continue
        for number in range(node.decorator_list[0].lineno, node.lineno):
            lines[number - 1] = ""
        indent = " " * node.col_offset
        assert node.end_lineno is not None
        added[node.end_lineno] = [
            f"{indent}{node.name} = {name}({node.name})" for name in reversed(names) if name.partition("(")[0] not in CACHES
        ]
    return "\n".join(line for number, text in enumerate(lines, start=1) for line in [text, *added.get(number, [])]) + "\n"


@dataclass(frozen=True)
class Change:
    """One mutant: its function, and the lines it takes away and puts in."""

    function: str
    removed: str
    put_in: str

    def __str__(self) -> str:
        return f"{self.function}\n  - {self.removed}\n  + {self.put_in}"


def read_equivalents() -> dict[Change, str]:
    """The listed mutants that no test can notice, with the reason; blocks of four lines with an empty one between."""
    found = {}
    for block in (HERE / "equivalent.txt").read_text(encoding="utf-8").split("\n\n"):
        lines = [line for line in block.splitlines() if not line.startswith("#")]
        if lines:
            function, removed, put_in, *reason = lines
            found[Change(function.strip(), removed.strip()[2:].strip(), put_in.strip()[2:].strip())] = " ".join(reason).strip()
    return found


def read_changes(results: Sequence[dict[str, str | int]]) -> Iterator[tuple[Change, int]]:
    for result in results:
        diff = [line for line in str(result["diff"]).splitlines() if not line.startswith(("---", "+++", "@@"))]
        removed = " ".join(line[1:].strip() for line in diff if line.startswith("-"))
        put_in = " ".join(line[1:].strip() for line in diff if line.startswith("+"))
        yield Change(str(result["function"]), removed, put_in), int(result["exit"])


def print_report(ground: Ground, results: Sequence[dict[str, str | int]]) -> int:
    equivalents, noticed, missed = read_equivalents(), Counter[str](), Counter[str]()
    for change, code in read_changes(results):
        module = change.function.rpartition(":")[0]
        if code in NOTICED:
            noticed[module] += 1
        elif change not in equivalents:
            missed[module] += 1
            print(f"\n{'not run' if code == 33 else 'survived'}: {change}")
    print()
    for module in sorted(noticed | missed):
        print(f"{module:45} {noticed[module]:5} of {noticed[module] + missed[module]:5}")
    of = noticed.total() + missed.total()
    score = noticed.total() / of if of else 1.0
    print(f"\n{ground.name}: {noticed.total()} of {of} mutants noticed, {score:.1%} (goal {ground.goal:.0%})")
    return 0 if score >= ground.goal else 1


if __name__ == "__main__":
    sys.exit(main())
