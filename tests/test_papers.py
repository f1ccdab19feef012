"""The tests themselves: no paper that one of them sets gets past the reference validator."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import pikepdf
import pytest

from savings.elements.typesetting import typst
from savings.presentation.paper.status import status_pdf
from tests import samples
from tests.papers import Papers, Watched, looked_at


def untagged(pdf: bytes) -> bytes:
    """The paper without what a screen reader needs."""
    stripped = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        del document.Root.StructTreeRoot
        del document.Root.MarkInfo
        document.save(stripped)
    return stripped.getvalue()


@dataclass
class Careless:
    """A compiler that leaves the tags out."""

    compiler: Any

    def compile(self, *given: Any, **asked: Any) -> Any:
        made = self.compiler.compile(*given, **asked)
        return untagged(made) if asked.get("pdf_standards") else made


def test_every_paper_set_in_a_test_is_kept_until_it_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    own = Papers()
    compiler = Watched(typst._compiler(), own)
    monkeypatch.setattr(typst, "_compiler", lambda: compiler)
    paper = status_pdf(samples.empty())
    assert list(own.unseen.values()) == [paper]
    assert own.faults() == []
    status_pdf(samples.empty())
    assert not own.unseen, "the same bytes are looked at once"


def test_a_test_that_sets_a_paper_without_tags_is_in_error(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "every_paper_is_valid" in request.fixturenames
    own = Papers()
    compiler = Watched(Careless(typst._compiler()), own)
    monkeypatch.setattr(typst, "_compiler", lambda: compiler)
    looking = looked_at(own)
    next(looking)
    status_pdf(samples.empty())
    with pytest.raises(AssertionError, match="PDFUA_1"):
        next(looking)
