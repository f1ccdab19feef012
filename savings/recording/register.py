"""Registering what belongs to the amounts: units, programmes, initiatives, documents, milestones.

Each `register_` function finds by the name that is unique and registers what is new; it never changes what is there. The
trail names the person who did it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from savings.models import Document, Initiative, Milestone, Programme, ProgrammeUnit, Unit, User
from savings.recording.acting import ledger_act
from savings.recording.permissions import require_role
from savings.recording.refusals import NameTaken
from savings.roles import Role


def register_unit(*, by: User, at: datetime, code: str, **facts: Any) -> Unit:
    """The unit with that code, registered if it is new; `facts` are the other fields."""
    with ledger_act(by, at):
        return Unit.objects.get_or_create(code=code, defaults=facts)[0]


def register_programme(*, by: User, at: datetime, slug: str, units: Iterable[Unit] = (), **facts: Any) -> Programme:
    """The programme with that slug, registered with its participating units if it is new.

    Args:
        facts: the other fields of `Programme`; what is left out is *not stated*.
    """
    with ledger_act(by, at):
        programme, new = Programme.objects.get_or_create(slug=slug, defaults=facts)
        if new:
            ProgrammeUnit.objects.bulk_create(ProgrammeUnit(programme=programme, unit=unit) for unit in units)
    return programme


def register_initiative(*, by: User, at: datetime, programme: Programme, name: str, **facts: Any) -> Initiative:
    """The initiative of that name in the programme, registered if it is new; `facts` are the other fields."""
    with ledger_act(by, at):
        return Initiative.objects.get_or_create(programme=programme, name=name, defaults=facts)[0]


def register_units(units: Iterable[Unit], *, by: User, at: datetime) -> None:
    """New units, all at once; those above them are registered already."""
    with ledger_act(by, at):
        Unit.objects.bulk_create(units)


def register_initiatives(
    programme: Programme, named: Sequence[tuple[str, Mapping[str, Any]]], *, is_proposed: bool, by: User, at: datetime
) -> list[Initiative]:
    """New initiatives of a programme, all at once: each by its name and what is known of it."""
    if not named:
        return []
    with ledger_act(by, at):
        return Initiative.objects.bulk_create(
            Initiative(programme=programme, name=name, is_proposed=is_proposed, **facts) for name, facts in named
        )


def register_documents(references: Iterable[str], *, by: User, at: datetime) -> dict[str, Document]:
    """The documents with these references, those registered that are new; by reference."""
    wanted = set(references)
    with ledger_act(by, at):
        found = {document.reference: document for document in Document.objects.filter(reference__in=wanted)}
        new = Document.objects.bulk_create(Document(reference=reference) for reference in sorted(wanted - found.keys()))
    return found | {document.reference: document for document in new}


def register_document(*, by: User, at: datetime, reference: str, **facts: Any) -> Document:
    """The decision or document with that reference, registered if it is new; `facts` are the other fields."""
    with ledger_act(by, at):
        return Document.objects.get_or_create(reference=reference, defaults=facts)[0]


def register_milestone(*, by: User, at: datetime, programme: Programme, title: str, **facts: Any) -> Milestone:
    """The milestone of that title in the programme, registered if it is new; `facts` are the other fields."""
    with ledger_act(by, at):
        return Milestone.objects.get_or_create(programme=programme, title=title, defaults=facts)[0]


def open_unit(*, by: User, at: datetime, code: str, **facts: Any) -> Unit:
    """A new unit, made by an administrator.

    Raises:
        NotYourRole: when `by` is none.
        NameTaken: when a unit has that code, whatever the case of its letters.
    """
    require_role(by, Role.ADMINISTRATOR)
    with ledger_act(by, at):
        _require_free(Unit.objects.filter(code__iexact=code), code)
        return register_unit(by=by, at=at, code=code, **facts)


def open_programme(*, by: User, at: datetime, slug: str, **facts: Any) -> Programme:
    """A new programme, made by an administrator.

    Raises:
        NotYourRole: when `by` is none.
        NameTaken: when a programme has that slug.
    """
    require_role(by, Role.ADMINISTRATOR)
    with ledger_act(by, at):
        _require_free(Programme.objects.filter(slug=slug), slug)
        return register_programme(by=by, at=at, slug=slug, **facts)


def open_initiative(*, by: User, at: datetime, programme: Programme, name: str, **facts: Any) -> Initiative:
    """A new initiative, made by an administrator; finance staff make theirs by recording on it.

    Raises:
        NotYourRole: when `by` is none.
        NameTaken: when the programme has an initiative of that name.
    """
    require_role(by, Role.ADMINISTRATOR)
    with ledger_act(by, at):
        _require_free(Initiative.objects.filter(programme=programme, name=name), name)
        return register_initiative(by=by, at=at, programme=programme, name=name, **facts)


def _require_free(rows: QuerySet[Unit] | QuerySet[Programme] | QuerySet[Initiative], name: str) -> None:
    """Check the name again under the lock: two people at once may both have found it free at the form."""
    if rows.exists():
        raise NameTaken(name)


def change(thing: Unit | Programme | Initiative, *, by: User, at: datetime, why: str = "", **facts: Any) -> None:
    """Change what is known of a unit, a programme or an initiative; codes and slugs are permanent.

    Raises:
        NameTaken: when the programme has another initiative of that name.
        Refused: when `by` is no administrator, or the database refuses, e.g. a unit that would stand above itself.
    """
    require_role(by, Role.ADMINISTRATOR)
    with ledger_act(by, at, why):
        for name, value in facts.items():
            setattr(thing, name, value)
        if isinstance(thing, Initiative):
            others = Initiative.objects.filter(programme_id=thing.programme_id, name=thing.name).exclude(pk=thing.pk)
            _require_free(others, thing.name)
        thing.save(update_fields=list(facts))


def change_programme(programme: Programme, units: Iterable[Unit], *, by: User, at: datetime, why: str = "", **facts: Any) -> None:
    """Change what is known of a programme and who takes part in it, as one act for one reason.

    Raises:
        NotYourRole: when `by` is no administrator.
    """
    require_role(by, Role.ADMINISTRATOR)
    with ledger_act(by, at, why):
        change(programme, by=by, at=at, why=why, **facts)
        set_programme_units(programme, units, by=by, at=at, why=why)


def set_programme_units(programme: Programme, units: Iterable[Unit], *, by: User, at: datetime, why: str = "") -> None:
    """Let exactly these units take part in the programme; the ledger keeps what is posted on others."""
    require_role(by, Role.ADMINISTRATOR)
    with ledger_act(by, at, why):
        wanted = {unit.pk for unit in units}
        current = set(ProgrammeUnit.objects.filter(programme=programme).values_list("unit_id", flat=True))
        ProgrammeUnit.objects.filter(programme=programme, unit__in=current - wanted).delete()
        ProgrammeUnit.objects.bulk_create(ProgrammeUnit(programme=programme, unit_id=pk) for pk in sorted(wanted - current))
