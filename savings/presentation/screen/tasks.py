"""A unit's task in a round on the screen: the figures it confirms, its answers, and the list of one's own tasks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from savings.elements.links import EntryLinks
from savings.elements.numbers import KRONER, Scale, day, moment
from savings.elements.table import NumberColumn, OwnWords, Table, TableCell, TableColumn, build_rows, optional_amount, own_words
from savings.elements.words import kind_word, price_level_words
from savings.projections.rounds import ReplyFacts, RoundFacts, State, TaskFacts, TaskReport
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
            "state": TableCell(task_state(task), small=last_answer_words(task.latest)),
        }
        for task in tasks
    )
    return Table(_("Your tasks"), columns, rows) if rows else None


def task_state(task: TaskFacts) -> str:
    if task.round.is_closed and task.state is not State.ANSWERED:
        return _("not answered")
    return str(STATES[task.state])


def reminder_lines(tasks: Iterable[TaskFacts]) -> tuple[str, ...]:
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


def last_answer_words(reply: ReplyFacts | None) -> str:
    if reply is None:
        return ""
    answer = _("%(person)s, %(date)s") % {"person": reply.by, "date": day(reply.at.date())}
    return f"{answer}. {figures_changed_note()}" if reply.moved else answer


def figures_changed_note() -> str:
    return _("The figures have changed since the answer.")


@dataclass(frozen=True)
class Answer:
    """A reply in words; `about` names unit, programme and initiative, `entry` the address and number of its new forecast."""

    about: str
    told: str
    explanation: str
    mitigation: str
    entry: tuple[str, int] | None
    note: str


def figures_note(facts: RoundFacts, scale: Scale, levels: tuple[int | None, ...]) -> str:
    words = {"unit": scale.name, "prices": price_level_words(levels), "date": day(facts.cut_off)}
    return _("%(unit)s, %(prices)s, as of %(date)s; the forecast is the latest, with what waits for approval") % words


def task_amounts(task: TaskReport) -> Iterator[tuple[str, str, Decimal | None]]:
    """Each figure's key, words and amount; None where there is nothing to say."""
    figures = task.figures
    yield "target", kind_word(Kind.TARGET), figures.target if figures.has_target else None
    yield "plan", kind_word(Kind.PLAN), figures.plan if figures.has(Kind.PLAN) else None
    yield "realised", str(NET_REALISED.words), figures.net_realised
    yield "deviation", str(DEVIATION), figures.deviation
    yield "outstanding", str(OUTSTANDING.words), figures.outstanding if figures.has_target else None
    yield "forecast", kind_word(Kind.FORECAST), task.forecast


def describe_answer(task: TaskFacts, reply: ReplyFacts, links: RoundLinks) -> Answer:
    return Answer(
        about=", ".join(filter(None, (task.unit.name, task.programme, reply.initiative))),
        told=f"{reply.by}, {moment(reply.at)}",
        explanation=reply.explanation,
        mitigation=reply.mitigation,
        entry=(links.entry(reply.forecast), reply.forecast) if reply.forecast else None,
        note=figures_changed_note() if reply.moved else "",
    )


@dataclass(frozen=True)
class TaskScreen:
    """The page on which a unit answers."""

    task: TaskFacts
    round_href: str
    entries: str
    state: str
    deadline: str
    behind: str
    table: Table
    answers: Sequence[Answer]


def task_screen(report: TaskReport, links: RoundLinks) -> TaskScreen:
    facts = report.facts
    return TaskScreen(
        task=facts,
        round_href=links.round(facts.round.number),
        entries=links.entries(facts),
        state=task_state(facts),
        deadline=day(facts.round.answer_by),
        behind=_behind(report),
        table=_confirmation_table(report),
        answers=tuple(describe_answer(facts, reply, links) for reply in facts.replies),
    )


def _behind(report: TaskReport) -> str:
    if not report.behind or report.figures.deviation is None:
        return ""
    amount = KRONER.show_with_unit(-report.figures.deviation)
    return _("The unit is %(amount)s behind its plan. Write why, and what is done about it.") % {"amount": amount}


def _confirmation_table(report: TaskReport) -> Table:
    columns = [TableColumn("figure", _("Figure")), NumberColumn("amount", str(KRONER.name))]
    rows = build_rows({"figure": words, "amount": optional_amount(amount)} for _name, words, amount in task_amounts(report))
    caption = _("The unit's figures of %(year)s, with the units under it") % {"year": report.facts.round.year}
    return Table(caption, columns, rows, figures_note(report.facts.round, KRONER, report.price_levels), KRONER)
