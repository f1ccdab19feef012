"""Sending a finished draft: it becomes a submitted entry, once, with the initiative and the documents it names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from savings.models import Document, Draft, Entry, Evidence, Initiative, User
from savings.recording.acting import ledger_act
from savings.recording.correct import correct
from savings.recording.divide import divide
from savings.recording.drafts import mark_recorded
from savings.recording.files import StoredFile, attach
from savings.recording.new_entry import Line, NewEntry, NewEvidence
from savings.recording.plans import replan
from savings.recording.realise import realise_secured
from savings.recording.record import record
from savings.recording.register import register_document, register_initiative
from savings.recording.review import submit
from savings.vocabulary import Act


@dataclass(frozen=True, kw_only=True)
class CitedDocument:
    """A document as somebody names it: by its reference, with what is known of it should it be new, and the page."""

    reference: str
    is_decision: bool = False
    body: str = ""
    decided_on: date | None = None
    page: str = ""
    note: str = ""
    file: StoredFile | None = None


@dataclass(frozen=True, kw_only=True)
class DraftOrder:
    """What a draft asks for: the entry, and what has to be registered before it can be recorded.

    Attributes:
        entry: without the documents and, where there is a `new_initiative`, without the initiative.
        new_initiative: the facts of an initiative to register, which the lines without one then belong to.
        source: what the entry rests on; `proofs`: what shows its amounts to be true.
        taken: what targets above give to the entry's lines (*heraf*), which makes it a division; an initiative with the number 0
            is the new one.
        keeps_evidence: whether a correction rests on the evidence of what it corrects, too.
    """

    entry: NewEntry
    new_initiative: Mapping[str, Any] | None = None
    source: CitedDocument | None = None
    proofs: tuple[CitedDocument, ...] = ()
    keeps_evidence: bool = False
    taken: tuple[Line, ...] = ()

    @property
    def unregistered(self) -> Initiative | None:
        """What stands for the new initiative until it is registered: a row with the number 0."""
        return None if self.new_initiative is None else Initiative(pk=0, name=self.new_initiative["name"])


#: How each act is recorded; `record` where none is named.
_ACTS: dict[str, Callable[..., Entry]] = {
    Act.CORRECTION: correct,
    Act.REALISE: realise_secured,
    Act.DIVIDE: divide,
    Act.DROP: replan,
    Act.REPROFILE: replan,
    Act.REPLACE: replan,
}


def record_draft(draft: Draft, order: DraftOrder, *, by: User, at: datetime) -> Entry:
    """Record and submit what a draft asks for. Sent again, it is the same entry.

    Raises:
        PlanMovedMeanwhile: when the plan has moved since its recorder looked; nothing is written.
        Refused, NotMoney: as `record`; nothing is written.
    """
    with ledger_act(by, at, order.entry.reason):
        recorded = Draft.objects.select_for_update(of=("self",)).select_related("entry").get(pk=draft.pk).entry
        if recorded is not None:
            return recorded
        entry = _register_named(order, draft.pk, by=by, at=at)
        act = record if order.taken else _ACTS.get(entry.act, record)
        recorded = act(entry, by=by, at=at)
        submit(entry=recorded, by=by, at=at)
        mark_recorded(draft, recorded)
    return recorded


def _register_named(order: DraftOrder, key: UUID, *, by: User, at: datetime) -> NewEntry:
    """The entry with its initiative and documents, which are registered where they are new."""
    entry, source, initiative = order.entry, order.source, _register_initiative(order, by, at)
    taken = [
        replace(line, initiative=initiative) if line.initiative is not None and not line.initiative.pk else line
        for line in order.taken
    ]
    return replace(
        entry,
        key=key,
        lines=[*taken, *(replace(line, initiative=line.initiative or initiative) for line in entry.lines)],
        levels=[replace(line, initiative=line.initiative or initiative) for line in entry.levels],
        statements=[replace(statement, initiative=statement.initiative or initiative) for statement in entry.statements],
        decision=_register_document(source, by, at) if source else None,
        page=source.page if source else "",
        evidence=[*_copy_evidence(order), *(_register_evidence(proof, by, at) for proof in order.proofs)],
    )


def _register_initiative(order: DraftOrder, by: User, at: datetime) -> Initiative | None:
    if order.new_initiative is None:
        return None
    facts = dict(order.new_initiative)
    name = facts.pop("name")
    return register_initiative(by=by, at=at, programme=order.entry.programme, name=name, is_proposed=True, **facts)


def _register_document(cited: CitedDocument, by: User, at: datetime) -> Document:
    sort = Document.Sort.DECISION if cited.is_decision else Document.Sort.DOCUMENT
    facts = {"sort": sort, "body": cited.body, "decided_on": cited.decided_on}
    document = register_document(by=by, at=at, reference=cited.reference, **facts)
    if cited.file is not None:
        attach(document=document, file=cited.file, by=by, at=at)
    return document


def _register_evidence(cited: CitedDocument, by: User, at: datetime) -> NewEvidence:
    return NewEvidence(document=_register_document(cited, by, at), page=cited.page, note=cited.note)


def _copy_evidence(order: DraftOrder) -> list[NewEvidence]:
    if order.entry.corrects is None or not order.keeps_evidence:
        return []
    rows = Evidence.objects.filter(entry=order.entry.corrects).select_related("document").order_by("pk")
    return [NewEvidence(document=row.document, page=row.page, note=row.note) for row in rows]
