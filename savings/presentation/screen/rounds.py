"""Rounds on the screen: the list, and a round with who is missing first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from savings.elements.numbers import day, moment, scale_for
from savings.elements.table import NumberColumn, OwnWords, Table, TableCell, TableColumn, build_rows, optional_amount, own_words
from savings.presentation.screen.tasks import (
    Answer,
    RoundLinks,
    describe_answer,
    figures_note,
    last_answer_words,
    task_amounts,
    task_state,
)
from savings.prices import sort_levels
from savings.projections.rounds import ExceptionFacts, RoundFacts, RoundLine, RoundReport, State, TaskFacts


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
    return _("closed") if facts.is_closed else _("open for answers")


@dataclass(frozen=True)
class RoundScreen:
    round: RoundFacts
    state: str
    facts: Sequence[tuple[str, str]]
    progress: str
    table: Table | None
    answers: Sequence[Answer]
    consequence: str
    warnings: Sequence[str]
    exceptions: Table | None


def round_screen(report: RoundReport, links: RoundLinks) -> RoundScreen:
    facts = report.facts
    return RoundScreen(
        round=facts,
        state=round_state(facts),
        facts=tuple(_round_facts(facts)),
        progress=_progress(report),
        table=_figures(report, links),
        answers=tuple(
            describe_answer(task.facts, reply, links)
            for task in report.tasks
            if task.facts.is_open
            for reply in task.facts.replies[:1]
        ),
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
    sentence = _("%(answered)s of %(asked)s have answered.") % {"answered": asked - missing, "asked": asked}
    if late and not report.facts.is_closed:
        return f"{sentence} " + _("The deadline has passed.")
    return sentence


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
    amounts = [NumberColumn(name, label) for name, label, _amount in task_amounts(report.tasks[0])]
    columns = [TableColumn("unit", _("Unit")), TableColumn("state", _("Answer")), *amounts]
    rows = build_rows(
        {
            "unit": TableCell(
                OwnWords(task.facts.unit.name), links.task(task.facts.number) if task.facts.mine else "", task.facts.programme
            ),
            "state": TableCell(task_state(task.facts), small=last_answer_words(task.facts.latest) or _last_reminded(task.facts)),
            **{name: optional_amount(amount) for name, _label, amount in task_amounts(task)},
        }
        for task in report.tasks
    )
    levels = sort_levels(level for task in report.tasks for level in task.price_levels)
    caption = _("Figures of %(year)s by unit") % {"year": report.facts.year}
    note = figures_note(report.facts, scale, levels)
    if not all(task.facts.is_open for task in report.tasks):
        note = "; ".join([note, _("of other units only what is approved")])
    return Table(caption, columns, rows, note, scale)


def _last_reminded(task: TaskFacts) -> str:
    if not task.reminders:
        return ""
    last = task.reminders[0]
    return _("%(person)s was reminded on %(date)s") % {"person": last.person, "date": day(last.at.date())}


def _exceptions(exceptions: Sequence[ExceptionFacts]) -> Table | None:
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
        for row in exceptions
    )
    return Table(_("Who may still record"), columns, rows) if rows else None
