"""Rounds on the screen: the list, a round with who is missing first, and the figures a unit confirms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from savings.faces.numbers import DASH, KRONER, Scale, day, moment, scale_for
from savings.faces.screen.tables import Cell, Head, Sheet, sheet
from savings.faces.wording import kind_word, price_level_words
from savings.kinds import Kind
from savings.projections.rounds import (
    ExceptionFacts,
    ReplyFacts,
    RoundFacts,
    RoundLine,
    RoundReport,
    State,
    TaskFacts,
    TaskReport,
)
from savings.vocabulary.figures import NET_REALISED, OUTSTANDING


class Addressed(Protocol):
    """Where the links lead."""

    def round(self, number: int) -> str:
        """One round."""

    def task(self, number: int) -> str:
        """The answer to a task."""

    def entry(self, number: int) -> str:
        """One entry."""

    def entries(self, task: TaskFacts) -> str:
        """The entries behind a unit's figures."""


STATES: dict[State, Promise] = {
    State.LATE: gettext_lazy("answer is late"),
    State.MISSING: gettext_lazy("answer is missing"),
    State.ANSWERED: gettext_lazy("answered"),
}
DEVIATION = gettext_lazy("Deviation from the plan")


def rounds_sheet(rounds: Sequence[RoundLine], links: Addressed) -> Sheet | None:
    """Every round; None where there is none."""
    if not rounds:
        return None
    heads = [
        Head("name", _("Round"), numeric=False),
        Head("year", _("Year")),
        Head("cut_off", _("Cut-off date"), numeric=False),
        Head("answer_by", _("Answer by"), numeric=False),
        Head("answered", _("Answered")),
        Head("state", _("State"), numeric=False),
    ]
    rows = [
        {
            "name": Cell(line.facts.name, links.round(line.facts.number), own_words=True),
            "year": Cell(str(line.facts.year)),
            "cut_off": Cell(day(line.facts.cut_off)),
            "answer_by": Cell(day(line.facts.answer_by)),
            "answered": Cell(_("%(answered)s of %(asked)s") % {"answered": line.answered, "asked": line.tasks}),
            "state": Cell(round_state(line.facts)),
        }
        for line in rounds
    ]
    return sheet(_("All rounds"), heads, rows)


def round_state(facts: RoundFacts) -> str:
    """Open or closed."""
    return _("closed") if facts.is_closed else _("open for answers")


def tasks_sheet(tasks: Sequence[TaskFacts], links: Addressed) -> Sheet | None:
    """What the reader has to answer; None where there is nothing."""
    if not tasks:
        return None
    heads = [
        Head("unit", _("Unit"), numeric=False),
        Head("programme", _("Programme"), numeric=False),
        Head("round", _("Round"), numeric=False),
        Head("answer_by", _("Answer by"), numeric=False),
        Head("state", _("State"), numeric=False),
    ]
    rows = [
        {
            "unit": Cell(task.unit.name, links.task(task.number), own_words=True),
            "programme": Cell(task.programme, own_words=True),
            "round": Cell(task.round.name, own_words=True),
            "answer_by": Cell(day(task.round.answer_by)),
            "state": Cell(_state(task), small=_answered(task.latest)),
        }
        for task in tasks
    ]
    return sheet(_("Your tasks"), heads, rows)


def _state(task: TaskFacts) -> str:
    if task.round.is_closed and task.state is not State.ANSWERED:
        return _("not answered")
    return str(STATES[task.state])


def reminded(tasks: Iterable[TaskFacts]) -> tuple[str, ...]:
    """One line for each task the reader was reminded of and has not answered."""
    return tuple(
        _("%(person)s reminded you on %(date)s to answer for %(unit)s in %(round)s, by %(by)s.")
        % {
            "person": task.reminders[0].by, "date": day(task.reminders[0].at.date()), "unit": task.unit.name,
            "round": task.round.name, "by": day(task.round.answer_by),
        }
        for task in tasks
        if task.reminders and task.state is not State.ANSWERED
    )  # fmt: skip


def _answered(reply: ReplyFacts | None) -> str:
    if reply is None:
        return ""
    told = _("%(person)s, %(date)s") % {"person": reply.by, "date": day(reply.at.date())}
    return f"{told}. {_moved()}" if reply.moved else told


def _moved() -> str:
    return _("The figures have changed since the answer.")


@dataclass(frozen=True)
class Answer:
    """A reply in words; `about` names unit and programme, `entry` the address and number of its new forecast."""

    about: str
    told: str
    explanation: str
    mitigation: str
    entry: tuple[str, int] | None
    note: str


@dataclass(frozen=True)
class RoundScreen:
    """The page of a round."""

    number: int
    name: str
    state: str
    facts: Sequence[tuple[str, str]]
    reason: str
    is_closed: bool
    progress: str
    table: Sheet | None
    answers: Sequence[Answer]
    consequence: str
    warnings: Sequence[str]
    exceptions: Sheet | None


def round_screen(report: RoundReport, links: Addressed) -> RoundScreen:
    """The page of a round."""
    facts = report.facts
    return RoundScreen(
        number=facts.number,
        name=facts.name,
        state=round_state(facts),
        facts=tuple(_round_facts(facts)),
        reason=facts.closing_reason,
        is_closed=facts.is_closed,
        progress=_progress(report),
        table=_figures(report, links),
        answers=tuple(_answer(task.facts, reply, links) for task in report.tasks for reply in task.facts.replies[:1]),
        consequence=_("Nothing can be booked on or before %(date)s in the round's programmes afterwards. This cannot be undone.")
        % {"date": day(facts.cut_off)},
        warnings=tuple(_warnings(report)),
        exceptions=_exceptions(report.exceptions),
    )


def _round_facts(facts: RoundFacts) -> Iterator[tuple[str, str]]:
    yield _("Year"), str(facts.year)
    yield _("Cut-off date"), day(facts.cut_off)
    yield _("Begins"), day(facts.starts_on)
    yield _("Answer by"), day(facts.answer_by)
    yield _("Opened by"), f"{facts.opened_by}, {moment(facts.opened_at)}"
    if facts.closed_by and facts.closed_at:
        yield _("Closed by"), f"{facts.closed_by}, {moment(facts.closed_at)}"


def _progress(report: RoundReport) -> str:
    asked, missing = len(report.tasks), len(report.missing)
    if not missing:
        return _("All %(asked)s have answered.") % {"asked": asked}
    late = sum(task.facts.state is State.LATE for task in report.missing)
    said = _("%(answered)s of %(asked)s have answered.") % {"answered": asked - missing, "asked": asked}
    if late and not report.facts.is_closed:
        return f"{said} " + _("The deadline has passed.")
    return said


def _warnings(report: RoundReport) -> Iterator[str]:
    if report.missing:
        yield _("Answers that are missing: %(number)s. A closed round takes no more answers.") % {"number": len(report.missing)}
    if report.waiting:
        yield _(
            "Entries booked on or before the cut-off date that wait for approval: %(number)s."
            " They cannot be approved once the round is closed."
        ) % {"number": report.waiting}


def _figures(report: RoundReport, links: Addressed) -> Sheet | None:
    if not report.tasks:
        return None
    scale = scale_for(
        amount for task in report.tasks for amount in (task.figures.target, task.figures.plan, task.figures.realised)
    )
    heads = [
        Head("unit", _("Unit"), numeric=False),
        Head("state", _("Answer"), numeric=False),
        Head("target", kind_word(Kind.TARGET)),
        Head("plan", kind_word(Kind.PLAN)),
        Head("realised", str(NET_REALISED.words)),
        Head("deviation", str(DEVIATION)),
        Head("outstanding", str(OUTSTANDING.words)),
        Head("forecast", kind_word(Kind.FORECAST)),
    ]
    rows = [
        {
            "unit": Cell(
                task.facts.unit.name,
                links.task(task.facts.number) if task.facts.mine else "",
                task.facts.programme,
                own_words=True,
            ),
            "state": Cell(_state(task.facts), small=_answered(task.facts.latest) or _last_reminded(task.facts)),
            **{name: Cell(_shown(amount, scale)) for name, _label, amount in _amounts(task)},
        }
        for task in report.tasks
    ]
    levels = {level for task in report.tasks for level in task.price_levels}
    ordered = tuple(sorted(levels, key=lambda level: (level is None, level or 0)))
    return sheet(
        _("Figures of %(year)s by unit") % {"year": report.facts.year}, heads, rows, said=_said(report.facts, scale, ordered)
    )


def _last_reminded(task: TaskFacts) -> str:
    if not task.reminders:
        return ""
    last = task.reminders[0]
    return _("%(person)s was reminded on %(date)s") % {"person": last.person, "date": day(last.at.date())}


def _said(facts: RoundFacts, scale: Scale, levels: tuple[int | None, ...]) -> str:
    words = {"unit": scale.name, "prices": price_level_words(levels), "date": day(facts.cut_off)}
    return _("%(unit)s, %(prices)s, as of %(date)s; the forecast is the latest, with what waits for approval") % words


def _amounts(task: TaskReport) -> Iterator[tuple[str, str, Decimal | None]]:
    """Each figure's key, words and amount; None where there is nothing to say."""
    figures = task.figures
    yield "target", kind_word(Kind.TARGET), figures.target if figures.has_target else None
    yield "plan", kind_word(Kind.PLAN), figures.plan if figures.has(Kind.PLAN) else None
    yield "realised", str(NET_REALISED.words), figures.net_realised
    yield "deviation", str(DEVIATION), figures.deviation
    yield "outstanding", str(OUTSTANDING.words), figures.outstanding if figures.has_target else None
    yield "forecast", kind_word(Kind.FORECAST), task.forecast


def _shown(amount: Decimal | None, scale: Scale) -> str:
    return DASH if amount is None else scale.show(amount)


def _answer(task: TaskFacts, reply: ReplyFacts, links: Addressed) -> Answer:
    return Answer(
        about=f"{task.unit.name}, {task.programme}",
        told=f"{reply.by}, {moment(reply.at)}",
        explanation=reply.explanation,
        mitigation=reply.mitigation,
        entry=(links.entry(reply.forecast), reply.forecast) if reply.forecast else None,
        note=_moved() if reply.moved else "",
    )


def _exceptions(found: Sequence[ExceptionFacts]) -> Sheet | None:
    if not found:
        return None
    heads = [
        Head("person", _("Person"), numeric=False),
        Head("programme", _("Programme"), numeric=False),
        Head("until", _("Until and with"), numeric=False),
        Head("reason", _("Reason"), numeric=False),
        Head("by", _("Granted by"), numeric=False, small=_("Granted on")),
    ]
    rows = [
        {
            "person": Cell(row.person),
            "programme": Cell(row.programme, own_words=True),
            "until": Cell(day(row.until)),
            "reason": Cell(row.reason, own_words=True),
            "by": Cell(row.by, small=day(row.at.date())),
        }
        for row in found
    ]
    return sheet(_("Who may still record"), heads, rows)


@dataclass(frozen=True)
class TaskScreen:
    """The page on which a unit answers."""

    number: int
    round: tuple[str, str]
    unit: str
    programme: str
    entries: str
    state: str
    cut_off: str
    year: int
    deadline: str
    is_closed: bool
    behind: str
    table: Sheet
    answers: Sequence[Answer]


def task_screen(report: TaskReport, links: Addressed) -> TaskScreen:
    """The page on which a unit answers."""
    facts = report.facts
    return TaskScreen(
        number=facts.number,
        round=(facts.round.name, links.round(facts.round.number)),
        unit=facts.unit.name,
        programme=facts.programme,
        entries=links.entries(facts),
        state=_state(facts),
        cut_off=day(facts.round.cut_off),
        year=facts.round.year,
        deadline=day(facts.round.answer_by),
        is_closed=facts.round.is_closed,
        behind=_behind(report),
        table=_confirmed(report),
        answers=tuple(_answer(facts, reply, links) for reply in facts.replies),
    )


def _behind(report: TaskReport) -> str:
    if not report.behind or report.figures.deviation is None:
        return ""
    amount = KRONER.show_with_unit(-report.figures.deviation)
    return _("The unit is %(amount)s behind its plan. Write why, and what is done about it.") % {"amount": amount}


def _confirmed(report: TaskReport) -> Sheet:
    heads = [Head("figure", _("Figure"), numeric=False), Head("amount", str(KRONER.name))]
    rows = [{"figure": Cell(words), "amount": Cell(_shown(amount, KRONER))} for _name, words, amount in _amounts(report)]
    caption = _("The unit's figures of %(year)s, with the units under it") % {"year": report.facts.round.year}
    return sheet(caption, heads, rows, said=_said(report.facts.round, KRONER, report.price_levels))
