"""The trial of kills in its short form: one of each sort that differs, and a look at whether it could fail."""

from __future__ import annotations

from pathlib import Path

from tests.trials.kills import Outcome, judge, run_trial, trial
from tests.trials.writers import Promise, Told


def test_what_was_acknowledged_stands_after_kills_once_and_whole(tmp_path: Path) -> None:
    with trial(tmp_path / "var") as (served, cache):
        outcome = run_trial(served, cache, ["a worker", "the postmaster", "the cache away", "everything"], 120, print)
        assert outcome.recorded > 0
        assert outcome.holds(), str(outcome)
        assert served.starts > 1
        assert cache.asked > 0
        # A promise that the ledger does not hold is found.
        unkept = Outcome()
        judge(served, Told(promises=[Promise("Forsøg 0", number=10**9)]), unkept)
        assert unkept.lost == ["Forsøg 0"]
    assert served.find("everything") == []
