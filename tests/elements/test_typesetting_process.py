"""The typesetter's process: it is ended when it takes too long or falls over, and sets the next paper all the same."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from time import monotonic

import pytest

from savings.elements.typesetting import process
from savings.elements.typesetting.process import CannotBeSet, TookTooLong, TypesettingProcess

#: Sets for minutes.
SLOW = b"#for i in range(99999) { for j in range(99999) { let product = i * j } }"


@pytest.fixture
def setter(tmp_path: Path) -> Iterator[TypesettingProcess]:
    one = TypesettingProcess(tmp_path)
    yield one
    one._end()


def test_a_paper_that_takes_too_long_is_given_up(setter: TypesettingProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "SECONDS", 0.5)
    begun = monotonic()
    with pytest.raises(TookTooLong):
        setter.compile(SLOW, format="pdf")
    assert monotonic() - begun < 30
    monkeypatch.undo()
    assert setter.compile(b"Ord", format="pdf").startswith(b"%PDF")


def test_nobody_waits_for_others_papers_longer_than_that(setter: TypesettingProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "SECONDS", 0.2)
    with setter._lock, pytest.raises(TookTooLong):
        setter.compile(b"Ord", format="pdf")


def test_it_is_started_again_when_it_has_ended(setter: TypesettingProcess) -> None:
    first = setter.compile(b"Ord", format="pdf", timestamp=1)
    assert setter._child is not None
    os.kill(setter._child.process.pid, signal.SIGKILL)
    assert setter.compile(b"Ord", format="pdf", timestamp=1) == first


def test_what_it_refuses_is_told_in_its_words(setter: TypesettingProcess) -> None:
    with pytest.raises(CannotBeSet, match="unknown variable"):
        setter.compile(b"#nobody", format="pdf")
    assert setter.compile(b"Ord", format="pdf").startswith(b"%PDF")


def test_it_ends_with_the_process_that_started_it(setter: TypesettingProcess) -> None:
    setter.compile(b"Ord", format="pdf")
    child = setter._child
    assert child is not None
    assert child.end() == 0
    setter._child = None


def test_many_threads_take_turns(setter: TypesettingProcess) -> None:
    made: list[bytes] = []
    threads = [Thread(target=lambda: made.append(setter.compile(b"Ord", format="pdf", timestamp=1))) for _each in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 8
    assert len(set(made)) == 1
