"""Rounds on the screen: the list, a round with who is missing first, and the figures a unit confirms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from savings.elements.links import EntryLinks
from savings.elements.numbers import KRONER, Scale, day, moment, scale_for
from savings.elements.table import NumberColumn, OwnWords, Table, TableCell, TableColumn, build_rows, optional_amount, own_words
from savings.elements.words import kind_word, price_level_words, sorted_levels
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
from savings.vocabulary import Kind
from savings.vocabulary.figures import NET_REALISED, OUTSTANDING


class RoundLinks(EntryLinks, Protocol):
    """Where the links lead."""

    def round(self, number: int) -> str:
        """One round."""

    def task(self, number: int) -> str:
        """The answer to a task."""

    def entries(self, task: TaskFacts) -> str:
        """The entries behind a unit's figures."""


STATES: dict[State, Promise] = {
    State.LATE: gettext_lazy("answer is late"),
    State.MISSING: gettext_lazy("answer is missing"),
    State.ANSWERED: gettext_lazy("answered"),
}
DEVIATION = gettext_lazy("Deviation from the plan")


def rounds_table(rounds: Sequence[RoundLine], links: RoundLinks) -> Table | None:
    """Every round; None where there is none."""
    columns = [
        TableColumn("name", _("Round")),
        NumberColumn("year", _("Year")),
        TableColumn("cut_off", _("Cut-off date")),
        TableColumn("answer_by", _("Answer by")),
        NumberColumn("answered", _("Answered")),
        TableColumn("state", _("State")),
    ]
    rows = build_rows(
        {
            "name": TableCell(OwnWords(line.facts.name), links.round(line.facts.number)),
            "year": line.facts.year,
            "cut_off": line.facts.cut_off,
            "answer_by": line.facts.answer_by,
            "answered": _("%(answered)s of %(asked)s") % {"answered": line.answered, "asked": line.tasks},
            "state": round_state(line.facts),
        }
        for line in rounds
    )
    return Table(_("All rounds"), columns, rows) if rows else None


def round_state(facts: RoundFacts) -> str:
    """Open or closed."""
    return _("closed") if facts.is_closed else _("open for answers")


def tasks_table(tasks: Sequence[TaskFacts], links: RoundLinks) -> Table | None:
    """What the reader has to answer; None where there is nothing."""
    columns = [
        TableColumn("unit", _("Unit")),
        TableColumn("programme", _("Programme")),
        TableColumn("round", _("Round")),
        TableColumn("answer_by", _("Answer by")),
        TableColumn("state", _("State")),
    ]
    rows = build_rows(
        {
            "unit": TableCell(OwnWords(task.unit.name), links.task(task.number)),
            "programme": own_words(task.programme),
            "round": own_words(task.round.name),
            "answer_by": task.round.answer_by,
            "state": TableCell(_state(task), small=_answered(task.latest)),
        }
        for task in tasks
    )
    return Table(_("Your tasks"), columns, rows) if rows else None


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
    table: Table | None
    answers: Sequence[Answer]
    consequence: str
    warnings: Sequence[str]
    exceptions: Table | None


def round_screen(report: RoundReport, links: RoundLinks) -> RoundScreen:
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


def _figures(report: RoundReport, links: RoundLinks) -> Table | None:
    if not report.tasks:
        return None
    scale = scale_for(
        amount for task in report.tasks for amount in (task.figures.target, task.figures.plan, task.figures.realised)
    )
    amounts = [NumberColumn(name, label) for name, label, _amount in _amounts(report.tasks[0])]
    columns = [TableColumn("unit", _("Unit")), TableColumn("state", _("Answer")), *amounts]
    rows = build_rows(
        {
            "unit": TableCell(
                OwnWords(task.facts.unit.name), links.task(task.facts.number) if task.facts.mine else "", task.facts.programme
            ),
            "state": TableCell(_state(task.facts), small=_answered(task.facts.latest) or _last_reminded(task.facts)),
            **{name: optional_amount(amount) for name, _label, amount in _amounts(task)},
        }
        for task in report.tasks
    )
    levels = sorted_levels(level for task in report.tasks for level in task.price_levels)
    caption = _("Figures of %(year)s by unit") % {"year": report.facts.year}
    return Table(caption, columns, rows, _said(report.facts, scale, levels), scale)


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


def _answer(task: TaskFacts, reply: ReplyFacts, links: RoundLinks) -> Answer:
    return Answer(
        about=f"{task.unit.name}, {task.programme}",
        told=f"{reply.by}, {moment(reply.at)}",
        explanation=reply.explanation,
        mitigation=reply.mitigation,
        entry=(links.entry(reply.forecast), reply.forecast) if reply.forecast else None,
        note=_moved() if reply.moved else "",
    )


def _exceptions(found: Sequence[ExceptionFacts]) -> Table | None:
    columns = [
        TableColumn("person", _("Person")),
        TableColumn("programme", _("Programme")),
        TableColumn("until", _("Until and with")),
        TableColumn("reason", _("Reason")),
        TableColumn("by", _("Granted by"), small=_("Granted on")),
    ]
    rows = build_rows(
        {
            "person": row.person,
            "programme": own_words(row.programme),
            "until": row.until,
            "reason": own_words(row.reason),
            "by": TableCell(row.by, small=row.at.date()),
        }
        for row in found
    )
    return Table(_("Who may still record"), columns, rows) if rows else None


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
    table: Table
    answers: Sequence[Answer]


def task_screen(report: TaskReport, links: RoundLinks) -> TaskScreen:
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


def _confirmed(report: TaskReport) -> Table:
    columns = [TableColumn("figure", _("Figure")), NumberColumn("amount", str(KRONER.name))]
    rows = build_rows({"figure": words, "amount": optional_amount(amount)} for _name, words, amount in _amounts(report))
    caption = _("The unit's figures of %(year)s, with the units under it") % {"year": report.facts.round.year}
    return Table(caption, columns, rows, _said(report.facts.round, KRONER, report.price_levels), KRONER)
