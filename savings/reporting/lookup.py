"""The rows that acts take, each found by what an address or a form names it by."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from savings.models import (
    Closing,
    Document,
    Draft,
    Entry,
    Indicator,
    Initiative,
    LogInSession,
    Note,
    Observation,
    Posting,
    PriceBasis,
    PriceRelease,
    PriceSeries,
    Programme,
    Question,
    Report,
    ReportDraft,
    RoleProposal,
    Round,
    RoundTask,
    StatedLevel,
    Statement,
    Unit,
    User,
)
from savings.models.visibility import select_documents, select_indicators

Row = TypeVar("Row", bound=Model)


class NotFound(LookupError):
    """Nothing is known by that name or number; a page answers with 404."""


class UnknownProgramme(NotFound):
    """No programme has that slug."""


def _find(rows: QuerySet[Row], **named: object) -> Row:
    row = rows.filter(**named).first()
    if row is None:
        raise NotFound(named)
    return row


def find_programme(slug: str) -> Programme:
    """The programme of that slug; one query.

    Raises:
        UnknownProgramme: when there is none.
    """
    programme = Programme.objects.filter(slug=slug).first()
    if programme is None:
        raise UnknownProgramme(slug)
    return programme


def find_programmes(slugs: Collection[str]) -> tuple[Programme, ...]:
    """The programmes of those slugs, without those that there are not; one query."""
    return tuple(Programme.objects.filter(slug__in=slugs))


def find_programme_by_number(number: int) -> Programme:
    """The programme with that row number, or `NotFound`."""
    return _find(Programme.objects.all(), pk=number)


def find_initiative(number: int, programme: Programme) -> Initiative:
    """The initiative of the programme with that row number, or `NotFound`."""
    return _find(Initiative.objects.all(), pk=number, programme=programme)


def find_unit(number: int) -> Unit:
    """The unit with that row number, or `NotFound`."""
    return _find(Unit.objects.all(), pk=number)


def find_unit_by_code(code: str) -> Unit | None:
    """The unit with that code; None for an empty code, and where no unit has it."""
    return Unit.objects.filter(code=code).first() if code else None


def find_units(numbers: Iterable[int | None]) -> Mapping[int | None, Unit]:
    """The units with those row numbers, by their numbers; one query. None among them stands for no unit, and is left out."""
    return dict(Unit.objects.in_bulk([number for number in numbers if number is not None]))


def find_user(number: int) -> User:
    """The account with that row number, or `NotFound`."""
    return _find(User.objects.all(), pk=number)


def find_log_in_session(number: int, person: User) -> LogInSession:
    """The person's session with that row number, or `NotFound`."""
    return _find(LogInSession.objects.filter(person=person), pk=number)


def find_role_proposal(number: int) -> RoleProposal:
    """The proposed role with that row number, or `NotFound`."""
    return _find(RoleProposal.objects.filter(by__isnull=False), pk=number)


def find_document(reference: str, person: User) -> Document | None:
    """The document with that reference, in whatever case it is written; None where the person sees none."""
    return select_documents(person).filter(reference__iexact=reference).first()


def find_draft(draft_id: UUID, owner: User) -> Draft:
    """The draft of that id, which is its owner's alone: to others it is `NotFound`."""
    return _find(Draft.objects.select_related("programme", "about__programme", "entry"), pk=draft_id, owner=owner)


def find_entry(number: int) -> Entry:
    """The entry with that number, with its programme and recorder, or `NotFound`."""
    return _find(Entry.objects.select_related("programme", "recorded_by"), pk=number)


def find_entries(numbers: Collection[int]) -> dict[int, Entry]:
    """The entries with those numbers, by their numbers, without those that there are not; one query."""
    return dict(Entry.objects.in_bulk(numbers))


def find_own_entry(number: int, recorder: User) -> Entry:
    """The entry with that number, where that person recorded it, or `NotFound`."""
    return _find(Entry.objects.all(), pk=number, recorded_by=recorder)


def find_own_refused_entry(number: int, recorder: User) -> Entry:
    """The entry with that number and its draft, where that person recorded it and it was sent back or withdrawn."""
    return _find(Entry.objects.refused().select_related("draft"), pk=number, recorded_by=recorder)


def find_approved_entry(number: int) -> Entry:
    """The approved entry with that number and its programme, or `NotFound`."""
    return _find(Entry.objects.approved().select_related("programme"), pk=number)


def find_own_lines(entry: Entry, *, most: int) -> tuple[bool, list[Posting] | list[StatedLevel]]:
    """What the entry itself stated, in its order and at most so many; two queries. It is levels (True) or lines."""
    levels = StatedLevel.objects.filter(entry=entry).select_related("unit", "initiative").order_by("pk")
    own = Posting.objects.filter(entry=entry, takes_back=None, derived=False).select_related("unit", "initiative").order_by("pk")
    stated = list(levels[:most])
    return (True, stated) if stated else (False, list(own[:most]))


def find_statements(entry: Entry) -> list[Statement]:
    """What the entry says without an amount, in its order; one query."""
    return list(Statement.objects.filter(entry=entry).select_related("unit", "initiative").order_by("pk"))


def find_indicator(number: int, person: User) -> Indicator:
    """The indicator with that number and its programme, or `NotFound` where the person sees none."""
    return _find(select_indicators(person).select_related("programme"), pk=number)


def find_observation(number: int) -> Observation:
    """The observation with that number, or `NotFound`."""
    return _find(Observation.objects.all(), pk=number)


def find_note(number: int) -> Note:
    """The note with that number, with its place and question, or `NotFound`."""
    return _find(Note.objects.select_related("programme", "unit", "question"), pk=number)


def find_question(number: int) -> Question:
    """The question with that number and its place, or `NotFound`."""
    return _find(Question.objects.select_related("programme", "unit"), pk=number)


def find_series(number: int) -> PriceSeries:
    """The price series with that row number, or `NotFound`."""
    return _find(PriceSeries.objects.all(), pk=number)


def find_basis(number: int) -> PriceBasis:
    """The price basis with that number and its programme, or `NotFound`."""
    return _find(PriceBasis.objects.select_related("programme"), pk=number)


def find_release(number: int) -> PriceRelease:
    """The price release with that number, or `NotFound`."""
    return _find(PriceRelease.objects.all(), pk=number)


def find_report(number: int) -> Report:
    """The report with that number, published or not, or `NotFound`."""
    return _find(Report.objects.select_related("programme", "composed_by", "supersedes", "publication"), pk=number)


def find_report_draft(draft_id: UUID) -> ReportDraft:
    """The draft of a report of that id, or `NotFound`."""
    return _find(ReportDraft.objects.select_related("programme", "changed_by", "supersedes"), pk=draft_id)


def find_round(number: int) -> Round:
    """The round with that number, or `NotFound`."""
    return _find(Round.objects.all(), pk=number)


def find_asked(pairs: Collection[tuple[int, int]]) -> list[tuple[Programme, Unit]]:
    """Whom a round shall ask, from the row numbers of programme and unit; two queries."""
    programmes = Programme.objects.in_bulk({programme for programme, _unit in pairs})
    units = find_units({unit for _programme, unit in pairs})
    return [(programmes[programme], units[unit]) for programme, unit in pairs]


def find_tasks(numbers: Collection[int | str]) -> tuple[RoundTask, ...]:
    """The tasks of rounds with those numbers, with what they are about; one query."""
    return tuple(RoundTask.objects.filter(pk__in=numbers).select_related("round", "programme", "unit"))


def find_closings(numbers: Collection[int | str]) -> tuple[Closing, ...]:
    """The closings with those row numbers; one query."""
    return tuple(Closing.objects.filter(pk__in=numbers))
