"""A round's tasks: who is late, who is in time, and who is behind the plan."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from savings.projections.facts import UnitFacts
from savings.projections.figures import EMPTY, Figures
from savings.projections.rounds import (
    ReplyFacts,
    RoundFacts,
    RoundReport,
    State,
    TaskFacts,
    TaskReport,
    is_behind,
    state_of,
)
from savings.vocabulary import Kind

AT = datetime(2008, 10, 14, tzinfo=UTC)
DUE = date(2008, 10, 31)
ROUND = RoundFacts(1, "Efterår", 2008, date(2008, 10, 1), date(2008, 9, 30), DUE, "finans", AT)
UNIT = UnitFacts("SUF", "Sundhed", None, 0)


def reply(by: str) -> ReplyFacts:
    return ReplyFacts(by, AT, 1, False, "", "", None)


def task(*replies: ReplyFacts, figures: Figures = EMPTY) -> TaskReport:
    facts = TaskFacts(1, ROUND, "proeve", "Prøve", UNIT, State.MISSING, replies=replies)
    return TaskReport(facts, figures, None, (None,), 1)


@pytest.mark.parametrize(
    ("replies", "today", "state"),
    [
        ((), date(2008, 10, 31), State.MISSING),
        ((), date(2008, 11, 1), State.LATE),
        ((reply("a"),), date(2008, 11, 1), State.ANSWERED),
        ((reply("a"),), date(2008, 10, 1), State.ANSWERED),
    ],
)
def test_a_task_is_in_time_through_its_last_day(replies: tuple[ReplyFacts, ...], today: date, state: State) -> None:
    assert state_of(replies, DUE, today) is state


@pytest.mark.parametrize(
    ("plan", "realised", "offset", "behind"), [(2, 1, 0, True), (2, 2, 0, False), (2, 2, -1, True), (0, -1, 0, False)]
)
def test_a_unit_is_behind_when_less_is_left_of_what_came_than_was_planned(
    plan: int, realised: int, offset: int, behind: bool
) -> None:
    figures = Figures({Kind.PLAN: Decimal(plan), Kind.REALISED: Decimal(realised), Kind.OFFSET: Decimal(offset)})
    assert is_behind(figures) is behind
    assert task(figures=figures).behind is behind


def test_the_newest_answer_stands_and_who_has_none_is_missing() -> None:
    answered, silent = task(reply("ny"), reply("gammel")), task()
    assert answered.facts.latest == reply("ny")
    assert RoundReport(ROUND, (answered, silent), (), (), 0).missing == (silent,)


def test_a_round_is_closed_from_the_moment_it_was() -> None:
    assert not ROUND.is_closed
    assert RoundFacts(1, "", 2008, DUE, DUE, DUE, "", AT, "finans", AT, "Slut").is_closed
