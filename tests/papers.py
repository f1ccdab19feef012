"""Every paper that a test sets is kept, and held to PDF/UA-1 and PDF/A-3a when the test is over."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import pytest

from savings.elements.typesetting import typst
from tests.verapdf import validate


@dataclass
class Papers:
    """The papers that were set and not yet looked at, each once: the same bytes are the same paper."""

    unseen: dict[str, bytes] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    lock: Lock = field(default_factory=Lock)

    def keep(self, pdf: bytes) -> None:
        """Called by whatever thread sets a paper, a served site's among them."""
        digest = hashlib.sha256(pdf).hexdigest()
        with self.lock:
            if digest not in self.seen:
                self.unseen[digest] = pdf

    def faults(self) -> list[str]:
        """What the validator says of each paper since the last time; empty when all of them pass both standards."""
        with self.lock:
            papers, self.unseen = self.unseen, {}
            self.seen |= papers.keys()
        failed = {digest: validate(pdf) for digest, pdf in papers.items()}
        return [f"{digest[:12]}: {said}" for digest, said in failed.items() if any(said.values())]


@dataclass
class Watched:
    """The paper's compiler, and a copy of each PDF that it makes under a standard."""

    compiler: Any
    papers: Papers

    def compile(self, *given: Any, **asked: Any) -> Any:
        """What the compiler makes; pictures and the empty papers in between promise nothing and are not kept."""
        made = self.compiler.compile(*given, **asked)
        if asked.get("pdf_standards"):
            self.papers.keep(made)
        return made


@contextmanager
def watched(papers: Papers) -> Iterator[None]:
    """While it lasts, every paper of this process is kept."""
    watched = Watched(typst._compiler(), papers)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typst, "_compiler", lambda: watched)
        yield


def looked_at(papers: Papers) -> Iterator[None]:
    """The course of a test: whatever it sets, and then the look at it."""
    yield
    faults = papers.faults()
    assert not faults, "\n".join(faults)
