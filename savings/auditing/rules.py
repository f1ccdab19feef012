"""The rules of the ledger: rows that the database would have refused, unless somebody had switched its rules off."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.functional import Promise
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from savings.models import BookingException, Closing, Entry, Posting, StatedLevel, Statement, Waiting
from valby.role_settings import read_role_settings


def find_setting_faults() -> Iterator[str]:
    """Yield one sentence per setting on the roles that the application uses; any role can change its own."""
    for setting in read_role_settings(connection):
        yield _g("role %(setting)s: set past Valby. Take it away with ALTER ROLE … RESET ALL.") % {"setting": setting}


def find_rule_faults() -> Iterator[str]:
    """Yield one sentence per entry that breaks a rule of the ledger, by its number."""
    for rows, sentence in _list_rules():
        for number in rows.order_by("pk").values_list("pk", flat=True):
            yield _g("entry %(number)s") % {"number": number} + ": " + str(sentence)


def _list_rules() -> Iterator[tuple[QuerySet[Entry], Promise]]:
    entries = Entry.objects.all()
    # The day of recording is taken in the office's time zone, as the database takes it (valby_check_books_open).
    approved = entries.approved().annotate(recorded_on=TruncDate("recorded_at"))
    yield approved.filter(approval__by=F("recorded_by")), _("approved by its own recorder.")
    yield approved.filter(submission__isnull=True), _("approved without having been submitted.")
    yield approved.refused(), _("both approved and refused.")
    yield approved.filter(~_exists(Posting) & ~_exists(StatedLevel) & ~_exists(Statement)), _("approved, but it has no lines.")
    yield approved.filter(Exists(_find_closings())), _("booked in a period that was closed when it was approved.")
    yield entries.filter(_waits() & ~_exists(Waiting)), _("it waits for approval, but is not on the list.")
    yield entries.filter(~_waits() & _exists(Waiting)), _("it is on the list of what waits, but does not wait.")


def _exists(model: type[Posting] | type[StatedLevel] | type[Statement] | type[Waiting]) -> Exists:
    return Exists(model._default_manager.filter(entry=OuterRef("pk")))


def _waits() -> Q:
    return Q(submission__isnull=False, approval__isnull=True, refusal__isnull=True)


def _find_closings() -> QuerySet[Closing]:
    own = Q(programme=None) | Q(programme=OuterRef("programme"))
    excepted = BookingException.objects.filter(
        closing=OuterRef("pk"), person=OuterRef(OuterRef("recorded_by")), until__gte=OuterRef(OuterRef("recorded_on"))
    )
    closed = Closing.objects.filter(own, through__gte=OuterRef("booked_on"), at__lt=OuterRef("approval__at"))
    return closed.filter(~Exists(excepted))
