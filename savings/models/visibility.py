"""Who may see which object: the one place that says so, as filters that every reader uses.

What somebody else has vouched for is everybody's with an account. What is not vouched for is for whoever recorded it, for
finance staff of a unit it stands on, for controllers and for auditors, and for nobody else: to them it is not there. A file is
for these alone even after the approval, and follows the entries of whoever attached it: to name its document on an entry of
one's own opens nothing. `person` is None for readers of all kinds at once, as a page that is cached for all has them.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from savings.models.documents import Attachment, Document
from savings.models.indicators import Indicator, Observation
from savings.models.kept import Balance
from savings.models.ledger import Entry, Evidence, Posting, StatedLevel, Statement
from savings.models.people import User
from savings.models.price_bases import PriceBasis
from savings.models.prices import PriceRelease, PriceSeries
from savings.models.programmes import Initiative, Milestone, Programme
from savings.models.remarks import Note
from savings.models.reports import Report
from savings.models.rounds import RoundReply
from savings.models.trail import TrailItem
from savings.roles import Role

#: Who follows all that waits, in every unit.
FOLLOWERS = frozenset({Role.CONTROLLER, Role.AUDITOR})
#: Who records, and writes reports together.
RECORDERS = frozenset({Role.FINANCE, Role.CONTROLLER})


def select_entries(person: User | None) -> QuerySet[Entry]:
    """The entries somebody may read: those that count, and those that are the person's to follow."""
    counts = Q(approval__isnull=False)
    return Entry.objects.filter(counts) if person is None else Entry.objects.filter(counts | _follows(person))


def select_followed_entries(person: User) -> QuerySet[Entry]:
    """The entries that are the person's to follow, approved or not: their own, and those of their units."""
    return Entry.objects.filter(_follows(person))


def _follows(person: User) -> Q:
    if person.roles & FOLLOWERS:
        return Q(pk__isnull=False)
    own = Q(recorded_by=person)
    if Role.FINANCE not in person.roles:
        return own
    here: dict[str, Any] = {"entry": OuterRef("pk")}
    if person.scope is not None:
        here["unit__in"] = person.scope
    return own | Q(_says(**here))


def _says(**limits: Any) -> Any:
    """Whether a line, a stated level or a statement is within the limits."""
    models = (Posting, StatedLevel, Statement)
    return reduce(or_, (Exists(model._default_manager.filter(**limits)) for model in models))


def select_documents(person: User | None) -> QuerySet[Document]:
    """The decisions and documents that something rests on which the person may read, and those that nothing names yet."""
    if person is not None and person.roles & FOLLOWERS:
        return Document.objects.all()
    entries = select_entries(person)
    rests = Exists(entries.filter(decision=OuterRef("pk")))
    shows = Exists(Evidence.objects.filter(document=OuterRef("pk"), entry__in=entries))
    source = Exists(Milestone.objects.filter(source=OuterRef("pk")))
    effects = Exists(select_indicators(person).filter(source=OuterRef("pk")))
    observed = Exists(select_observations(person).filter(source=OuterRef("pk")))
    named = Exists(Entry.objects.filter(decision=OuterRef("pk"))) | Exists(Evidence.objects.filter(document=OuterRef("pk")))
    named |= Exists(Indicator.objects.filter(source=OuterRef("pk"))) | Exists(Observation.objects.filter(source=OuterRef("pk")))
    return Document.objects.filter(Q(rests) | Q(shows) | Q(source) | Q(effects) | Q(observed) | ~Q(named))


def select_files(person: User) -> QuerySet[Attachment]:
    """The files somebody may open: those they attached, and those that came with an entry that is theirs to follow."""
    if person.roles & FOLLOWERS:
        return Attachment.objects.all()
    followed = select_followed_entries(person)
    rests = Exists(followed.filter(recorded_by=OuterRef("by"), decision=OuterRef("document")))
    evidence = Evidence.objects.filter(document=OuterRef("document"), entry__recorded_by=OuterRef("by"), entry__in=followed)
    return Attachment.objects.filter(Q(by=person) | Q(rests) | Q(Exists(evidence)))


def select_initiatives(person: User | None) -> QuerySet[Initiative]:
    """The initiatives that an administrator opened or an approved entry stands on, and those proposed by what one follows."""
    if person is not None and person.roles & (FOLLOWERS | {Role.ADMINISTRATOR}):
        return Initiative.objects.all()
    own = OuterRef("pk")
    # The totals hold a cell of each initiative that an amount was ever approved for, and are few.
    approved = Exists(Balance.objects.filter(initiative=own)) | Exists(Statement.objects.approved().filter(initiative=own))
    stands = Q(is_proposed=False) | Q(approved)
    if person is None:
        return Initiative.objects.filter(stands)
    followed = _says(initiative=own, entry__in=select_followed_entries(person))
    return Initiative.objects.filter(stands | Q(followed))


def select_indicators(person: User | None) -> QuerySet[Indicator]:
    """The effects of which something is confirmed; for who records or follows, also those that wait to be observed."""
    if person is not None and person.roles & (RECORDERS | FOLLOWERS):
        return Indicator.objects.all()
    return Indicator.objects.filter(Exists(Observation.objects.filter(indicator=OuterRef("pk"), confirmation__isnull=False)))


def select_observations(person: User | None) -> QuerySet[Observation]:
    """What is confirmed of effects; what waits is for its recorder, its unit's finance staff, and who follows all."""
    confirmed = Q(confirmation__isnull=False)
    if person is None:
        return Observation.objects.filter(confirmed)
    if person.roles & FOLLOWERS:
        return Observation.objects.all()
    own = Q(recorded_by=person)
    if Role.FINANCE in person.roles:
        own |= Q(indicator__initiative__unit__in=person.scope) if person.scope is not None else Q(pk__isnull=False)
    return Observation.objects.filter(confirmed | own)


def select_releases(person: User) -> QuerySet[PriceRelease]:
    """The price releases that count; for who records or follows, those that wait, too."""
    releases = PriceRelease.objects.all()
    return releases if person.roles & (RECORDERS | FOLLOWERS) else releases.approved()


def select_series(person: User) -> QuerySet[PriceSeries]:
    """The price series of which the person may see a release, or that a programme uses; all, for who records or follows."""
    if person.roles & (RECORDERS | FOLLOWERS):
        return PriceSeries.objects.all()
    used = Exists(Programme.objects.filter(price_series=OuterRef("pk")))
    return PriceSeries.objects.filter(Q(used) | Q(Exists(select_releases(person).filter(series=OuterRef("pk")))))


def select_price_bases(person: User) -> QuerySet[PriceBasis]:
    """The price bases that count; for who records or follows, those that wait, too."""
    bases = PriceBasis.objects.all()
    return bases if person.roles & (RECORDERS | FOLLOWERS) else bases.approved()


def select_notes(person: User) -> QuerySet[Note]:
    """The notes that are the person's to follow, whatever was decided of them."""
    if person.roles & FOLLOWERS:
        return Note.objects.all()
    own = Q(by=person)
    if Role.FINANCE not in person.roles:
        return Note.objects.filter(own)
    return Note.objects.all() if person.scope is None else Note.objects.filter(own | Q(unit__in=person.scope))


def select_reports(person: User | None) -> QuerySet[Report]:
    """The published reports; for who has no account, the open ones with a text; for who writes them, those that wait, too."""
    if person is None:
        return Report.objects.filter(publication__isnull=False, closed=False, content__isnull=False)
    return Report.objects.all() if person.roles & RECORDERS else Report.objects.filter(publication__isnull=False)


def select_trail(person: User) -> QuerySet[TrailItem]:
    """The trail; an administrator's is of people and of what is set up, and not of what may wait for somebody to vouch for it."""
    if person.roles & FOLLOWERS:
        return TrailItem.objects.all()
    return TrailItem.objects.exclude(subject__in=("entry", "note", "report", "pricerelease", "pricebasis")).exclude(
        act__in=("answered", "observed", "attached")
    )


def select_vouched_replies() -> QuerySet[RoundReply]:
    """The answers of rounds that everybody may read: whoever closes a round vouches for what it was told."""
    return RoundReply.objects.filter(task__round__closing__isnull=False)


def find_sight(person: User) -> frozenset[int] | None:
    """The units whose answers in an open round the person may read (row numbers); None is all."""
    return None if person.roles & FOLLOWERS else person.scope if Role.FINANCE in person.roles else frozenset()
