"""Reading the lists of packages and their locks, as pip does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import Marker

ROOT = Path(__file__).resolve().parent.parent
#: `name[extra]==version`, perhaps for some systems only.
PIN = re.compile(
    r"^(?P<name>[A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?==(?P<version>[^\s;\\]+)(?:\s*;\s*(?P<marker>[^\\]+))?", re.MULTILINE
)


@dataclass(frozen=True)
class Pin:
    """One package at one version.

    Attributes:
        marker: for which systems; empty for all.
        hashes: the SHA-256 (hex) of every file it is published as; a list has none.
    """

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]

    @property
    def is_for_here(self) -> bool:
        """Whether it is installed on this system and Python."""
        return not self.marker or Marker(self.marker).evaluate()


def normalize(name: str) -> str:
    """A package's name as the index has it, however it is written."""
    return re.sub(r"[-_.]+", "-", name).lower()


def read_pins(path: Path) -> dict[str, Pin]:
    """The packages of a list or a lock, by their names."""
    text = path.read_text(encoding="utf-8")
    found = list(PIN.finditer(text))
    ends = [match.start() for match in found[1:]] + [len(text)]
    pins = {}
    for match, end in zip(found, ends, strict=True):
        hashes = re.findall(r"--hash=sha256:([0-9a-f]{64})", text[match.end() : end])
        name, marker = normalize(match["name"]), (match["marker"] or "").strip()
        pins[name] = Pin(name, match["version"], marker, tuple(hashes))
    return pins
