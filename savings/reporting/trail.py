"""Reading the trail: a page of it, everything about one thing, or all of it for a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.timezone import make_aware

from savings.models import Document, Initiative, PriceSeries, Programme, TrailItem, Unit, User
from savings.models.visibility import select_trail
from savings.projections.trail import Trail, TrailFacts


@dataclass(frozen=True, kw_only=True)
class TrailAsked:
    """What of the trail is asked for; what is left empty limits nothing.

    Attributes:
        first, last: days, in the office's time.
        person: a user name; programme: a slug; text: somewhere in the label or the reason.
        subject, number: a sort of thing, and one of them by its row number.
    """

    first: date | None = None
    last: date | None = None
    person: str = ""
    act: str = ""
    subject: str = ""
    number: int | None = None
    programme: str = ""
    text: str = ""


def read_trail(asked: TrailAsked, person: User, *, page: int = 1, per_page: int = 50) -> Trail:
    """A page of the trail as the person may see it, newest first; eight queries at most."""
    items = _find_asked(asked, select_trail(person))
    rows = list(items[(page - 1) * per_page : page * per_page])
    return Trail(tuple(_facts(rows)), items.count())


def read_trail_rows(asked: TrailAsked, person: User, *, most: int) -> tuple[TrailFacts, ...]:
    """The trail for a file, as the person may see it, newest first, at most so many rows."""
    return tuple(_facts(list(_find_asked(asked, select_trail(person))[:most])))


def count_trail(asked: TrailAsked, person: User) -> int:
    """How many acts there are of what is asked for, as far as the person may see them."""
    return _find_asked(asked, select_trail(person)).count()


def read_trail_of(subject: str, number: int) -> tuple[TrailFacts, ...]:
    """Everything that was done to one thing, oldest first; for whoever may read the thing."""
    items = _find_asked(TrailAsked(subject=subject, number=number), TrailItem.objects.all())
    return tuple(reversed(tuple(_facts(list(items[:500])))))


def _find_asked(asked: TrailAsked, items: QuerySet[TrailItem]) -> QuerySet[TrailItem]:
    wanted = Q()
    if asked.first:
        wanted &= Q(at__gte=_midnight(asked.first))
    if asked.last:
        wanted &= Q(at__lt=_midnight(asked.last + timedelta(days=1)))
    if asked.person:
        wanted &= Q(by__username=asked.person) | Q(actor=asked.person)
    if asked.text:
        wanted &= Q(label__icontains=asked.text) | Q(why__icontains=asked.text)
    exact = {"act": asked.act, "subject": asked.subject, "programme__slug": asked.programme, "subject_id": asked.number}
    wanted &= Q(**{name: value for name, value in exact.items() if value not in ("", None)})
    return items.filter(wanted).select_related("by", "programme").order_by("-at", "-pk")


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time()))


def _facts(rows: list[TrailItem]) -> Iterator[TrailFacts]:
    names = _Names(rows)
    for row in rows:
        yield TrailFacts(
            at=row.at, by=row.by.get_username() if row.by else "", actor=row.actor, act=row.act, subject=row.subject,
            number=row.subject_id, label=row.label, programme=row.programme.name if row.programme else "",
            before=names.of(row.before), after=names.of(row.after), why=row.why,
        )  # fmt: skip


#: What is named by a row number in which columns, and the column of it that says what it is.
_NAMED: tuple[tuple[type[Model], str, tuple[str, ...]], ...] = (
    (Unit, "code", ("unit_id", "parent_id")),
    (User, "username", ("person_id", "begun_by_id", "changed_by_id")),
    (Programme, "slug", ("programme_id",)),
    (Initiative, "name", ("initiative_id",)),
    (Document, "reference", ("decision_id", "document_id", "source_id")),
    (PriceSeries, "name", ("price_series_id",)),
)


class _Names:
    """What row numbers in the columns stand for, looked up once for all rows."""

    def __init__(self, rows: list[TrailItem]) -> None:
        columns = {name for row in rows for name in (*(row.before or {}), *(row.after or {}))}
        self._by_column: dict[str, Mapping[int, str]] = {}
        for model, label, named in _NAMED:
            if columns.intersection(named):
                labels = dict(model._default_manager.values_list("pk", label))
                self._by_column |= dict.fromkeys(named, labels)

    def of(self, columns: Mapping[str, Any] | None) -> dict[str, str]:
        """The columns with what their values stand for."""
        return {name: self._name(name, value) for name, value in (columns or {}).items() if name != "id"}

    def _name(self, column: str, value: Any) -> str:
        if value is None:
            return ""
        return self._by_column.get(column, {}).get(value, str(value)) if isinstance(value, int) else str(value)
