"""Runs inside a copy of the tree, where mutmut finds its settings: make the mutants, draw the sample, run it, write it down."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

import mutmut.__main__ as mutmut
from mutmut.mutation.data import SourceFileMutationData
from mutmut.utils.file_utils import walk_mutatable_files


def main(children: int, seed: int, size: int) -> None:
    Path("mutants").mkdir()
    with mutmut.CatchOutput(spinner_title="Generating mutants"):
        mutmut.copy_src_dir()
        mutmut.copy_also_copy_files()
        mutmut.setup_source_paths()
        mutmut.create_mutants(children)
    names = sorted(read_exit_codes())
    sample = random.Random(seed).sample(names, min(size, len(names))) if size else []
    mutmut._run(sample, children)
    codes = read_exit_codes()
    results = [
        {"function": function_of(name), "exit": codes[name] or 0, "diff": mutmut.get_diff_for_mutant(name)}
        for name in sample or names
    ]
    Path("results.json").write_text(json.dumps(results, indent=1), encoding="utf-8")


def read_exit_codes() -> dict[str, int | None]:
    """The exit code of each mutant, None before it was tried."""
    codes: dict[str, int | None] = {}
    for path in walk_mutatable_files():
        data = SourceFileMutationData(path=path)
        data.load()
        codes |= data.exit_code_by_key
    return codes


def function_of(name: str) -> str:
    """`savings.money:kroner` for `savings.money.x_kroner__mutmut_3`; a method has its class before it."""
    module, _, rest = name.rpartition(".")
    function = rest.rpartition("__mutmut_")[0]
    return f"{module}:{function.removeprefix('x_').removeprefix('xǁ').replace('ǁ', '.')}"


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
