"""docs/security.md: every item of ASVS 5.0, levels 1 and 2, stands there once, and what it names as proof is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
#: The numbers of the items of levels 1 and 2, by section; those that are missing are of level 3.
ITEMS = """
1.1:1-2 1.2:1-9 1.3:1-11 1.4:1-3 1.5:1-2 2.1:1-3 2.2:1-3 2.3:1-4 2.4:1 3.2:1-2 3.3:1-4 3.4:1-6 3.5:1-5 3.7:1-2 4.1:1-3
4.2:1 4.3:1-2 4.4:1-4 5.1:1 5.2:1-3 5.3:1-2 5.4:1-3 6.1:1-3 6.2:1-12 6.3:1-4 6.4:1-4 6.5:1-5 6.6:1-3 6.8:1-4 7.1:1-3
7.2:1-4 7.3:1-2 7.4:1-5 7.5:1-2 7.6:1-2 8.1:1-2 8.2:1-3 8.3:1 8.4:1 9.1:1-3 9.2:1-4 10.1:1-2 10.2:1-2 10.3:1-4 10.4:1-11
10.5:1-5 10.6:1-2 10.7:1-3 11.1:1-2 11.2:1-3 11.3:1-3 11.4:1-4 11.5:1 11.6:1 12.1:1-3 12.2:1-2 12.3:1-4 13.1:1 13.2:1-5
13.3:1-2 13.4:1-5 14.1:1-2 14.2:1-4 14.3:1-3 15.1:1-3 15.2:1-3 15.3:1-7 16.1:1 16.2:1-5 16.3:1-4 16.4:1-3 16.5:1-3
17.1:1 17.2:1-4 17.3:1-2
"""
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([12]) \| ([^|]+) \| (met|partly|not met) \| ([^|]+) \|$", re.MULTILINE)
ROWS = ROW.findall(TEXT)
#: The rows under the last heading: items, separated by commas, and why they do not apply.
LEFT_OUT = re.findall(r"^\| ((?:\d+\.\d+\.\d+(?:, )?)+) \| ([^|]+) \|$", TEXT, re.MULTILINE)


def listed(items: str) -> Iterator[str]:
    """The items' numbers: `1.1:1-2,4` is 1.1.1, 1.1.2 and 1.1.4."""
    for section, numbers in (part.split(":") for part in items.split()):
        for stretch in numbers.split(","):
            first, _, last = stretch.partition("-")
            yield from (f"{section}.{number}" for number in range(int(first), int(last or first) + 1))


def test_every_item_of_levels_1_and_2_stands_once() -> None:
    told = [number for number, *_rest in ROWS] + [number for items, _why in LEFT_OUT for number in items.split(", ")]
    assert sorted(told) == sorted(listed(ITEMS))


def test_what_is_met_names_where_and_what_is_not_says_why() -> None:
    nowhere = [
        number for number, _level, _what, state, how in ROWS if state == "met" and "`" not in how and not how.startswith("as ")
    ]
    assert nowhere == []
    assert [number for number, _level, _what, state, how in ROWS if state != "met" and len(how) < 10] == []


def test_each_file_and_test_that_it_names_is_there() -> None:
    missing = []
    for name in re.findall(r"`([\w./-]+\.(?:py|md|html|js|toml|lock|sql|conf|yaml)(?:::\w+)?)`", TEXT):
        path, _, test = name.partition("::")
        if not (ROOT / path).is_file() or (test and f"def {test}(" not in (ROOT / path).read_text(encoding="utf-8")):
            missing.append(name)
    assert missing == []


def test_the_counts_at_the_top_are_those_of_the_rows() -> None:
    states = [state for _number, _level, _what, state, _how in ROWS]
    left_out = sum(len(items.split(", ")) for items, _why in LEFT_OUT)
    counts = (*(states.count(state) for state in ("met", "partly", "not met")), left_out)
    found = re.search(r"(\d+) are met, (\d+) partly, (\d+) not; (\d+) do not apply", " ".join(TEXT.split()))
    assert found is not None
    assert tuple(map(int, found.groups())) == counts
