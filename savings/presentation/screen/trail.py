"""The trail on the screen and in files: acts, things and columns in the reader's words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from savings.elements.numbers import DASH
from savings.elements.table import (
    Cells,
    Clauses,
    NumberColumn,
    OwnWords,
    Phrase,
    Table,
    TableCell,
    TableColumn,
    build_rows,
    own_words,
)
from savings.elements.words import DURATIONS, ENTRY_ACTS, HORIZONS, STAGES, Words
from savings.presentation.screen.office import ROLES
from savings.projections.trail import Trail, TrailFacts
from savings.vocabulary import VOCABULARY

ACTS: dict[str, Words] = {
    "recorded": _("recorded"),
    "submitted": _("sent to be approved"),
    "approved": _("approved"),
    "rejected": _("sent back"),
    "withdrawn": _("withdrawn"),
    "created": pgettext_lazy("trail", "made"),
    "changed": pgettext_lazy("trail", "changed"),
    "deleted": pgettext_lazy("trail", "deleted"),
    "attached": _("attached a file"),
    "opened": pgettext_lazy("trail", "opened"),
    "asked": _("asked a unit"),
    "answered": _("answered"),
    "reminded": _("reminded"),
    "closed": pgettext_lazy("trail", "closed"),
    "exception": _("allowed an exception"),
    "published": _("published"),
    "acknowledged": _("acknowledged a finding"),
    "discarded": _("threw away a draft of a report"),
    "observed": _("observed"),
    "proposed": pgettext_lazy("trail", "proposed a role"),
    "confirmed": pgettext_lazy("trail", "confirmed a role"),
    "logged_in": pgettext_lazy("trail", "logged in"),
    "failed": pgettext_lazy("trail", "wrote a wrong password"),
    "locked": pgettext_lazy("trail", "was locked out"),
    "refused": pgettext_lazy("trail", "was refused a page"),
    "unlocked": pgettext_lazy("trail", "unlocked"),
    "questioned": pgettext_lazy("trail", "asked a question"),
}
SUBJECTS: dict[str, Words] = {
    "entry": _("Entry"),
    "unit": _("Unit"),
    "programme": _("Programme"),
    "initiative": _("Initiative"),
    "milestone": _("Milestone"),
    "document": _("Document"),
    "user": _("Account"),
    "round": _("Round"),
    "books": _("The books"),
    "priceseries": _("Price series"),
    "pricerelease": _("Price points"),
    "pricebasis": _("Price basis"),
    "report": _("Report"),
    "indicator": _("Indicator"),
    "question": _("Question"),
    "note": _("Note"),
    "stranger": _("Unknown name"),
}
#: What is done without being logged in; the database's role that wrote it down says nothing.
STRANGERS = frozenset({"failed", "locked", "refused"})
COLUMNS: dict[str, Words] = {
    "name": _("name"), "code": _("code"), "parent_id": _("under"), "unit_id": _("unit"), "unit": _("unit"),
    "role": _("role"),
    "stage": _("stage"), "horizon": _("horizon"), "duration": _("duration"), "baseline": _("baseline"),
    "responsible": _("responsible"), "description": _("description"), "valid_from": _("valid from"),
    "valid_to": _("valid to"),
    "slug": _("address"), "summary": _("summary"), "case_number": _("case number"), "document_number": _("document number"),
    "full_effect_year": _("full-effect year"), "first_year": _("first year"), "last_year": _("last year"),
    "opened_on": _("opened on"), "reference": _("reference"), "title": _("title"), "body": _("body"),
    "decided_on": _("decided on"), "username": _("user name"), "first_name": _("first name"), "last_name": _("last name"),
    "email": _("e-mail"), "is_active": _("switched on"), "is_example": _("a made-up example"),
    "every_unit": _("the whole organisation"), "password": _("password"),
    "booked_on": _("counts from"), "text": _("text"), "reason": _("reason"), "act": _("act"), "decision_id": _("rests on"),
    "position": _("link"), "hash": _("hash"), "through": _("closed through"), "person_id": _("person"), "until": _("until"),
    "explanation": _("explanation"), "mitigation": _("mitigation"), "behind": _("behind plan"), "cut_off": _("cut-off"),
    "answer_by": _("answer by"), "starts_on": _("begins on"), "year": _("year"), "note": _("note"), "sha256": _("SHA-256"),
    "programme_id": _("programme"), "address": _("address"), "page": _("page"), "addressee": _("addressee"),
    "case_officer": _("case officer"), "full_effect_year_reading": _("our reading of the full-effect year"),
    "duration_reading": _("our reading of the duration"), "opened_precision": _("precision of the opening"),
    "price_series_id": _("price series"), "is_superuser": _("superuser"), "due": _("due"), "due_by": _("due by"),
    "source": _("source"), "source_id": _("source"), "sort": _("sort"), "link": _("address"), "reading": _("our reading"),
    "corrects_id": _("corrects entry"), "forecast_id": _("forecast in entry"), "round_id": _("round"), "size": _("size in bytes"),
    "content_type": _("sort of file"), "as_of": _("as of"), "price_level": _("price level"), "level": _("price level"),
    "announced_on": _("announced on"), "observed_on": _("observed on"),
    "value": _("value"), "said": _("in words"), "measure": _("measured in"), "wanted": _("wanted"),
    "baseline_said": _("baseline in words"), "initiative_id": _("initiative"), "whole": _("the programme as a whole"),
    "second_factor": _("second factor"), "recovery_code": _("recovery code"),
    "from_address": _("from address"), "page_name": _("page"), "times": _("times"),
    "has_temporary_password": _("password chosen by another"),
    "figure": _("figure"), "question_id": _("answers question"), "is_proposed": _("came with an entry"),
    "begun_by_id": _("begun by"), "begun_at": _("begun"), "changed_by_id": _("last changed by"), "changed_at": _("last changed"),
    "parts": _("parts"),
}  # fmt: skip
_SWITCH: dict[str, Words] = {"True": _("yes"), "False": _("no")}
#: What the values of some columns are called; those of the others are the office's own words.
VALUES: dict[str, Mapping[str, Words]] = {
    "role": {role.value: words for role, words in ROLES.items()},
    "stage": STAGES, "horizon": HORIZONS, "duration": DURATIONS, "act": ENTRY_ACTS,
    "opened_precision": {"day": _("the day"), "month": _("the month"), "year": _("the year")},
    "is_active": _SWITCH, "every_unit": _SWITCH, "is_superuser": _SWITCH, "has_temporary_password": _SWITCH, "behind": _SWITCH,
    "is_example": _SWITCH,
    "sort": {"decision": _("decision"), "document": _("document")},
    "whole": _SWITCH, "is_proposed": _SWITCH, "figure": {figure.code: figure.words for figure in VOCABULARY.with_entries},
    "second_factor": {"on": _("set up")}, "recovery_code": {"used": pgettext_lazy("trail", "used"), "new": _("new ones")},
    "password": {"…": _("the one before"), "(new)": _("a new one")},
}  # fmt: skip
#: Columns of Django's own that say nothing to a reader, and row numbers of what the label names.
UNTOLD = {"date_joined", "is_staff", "task_id", "document_id", "closing_id", "series_id"}


@dataclass(frozen=True)
class TrailScreen:
    """A page of the trail."""

    table: Table | None
    shown: str
    total: int


def trail_screen(trail: Trail, *, page: int, per_page: int, entry_href: Callable[[int], str]) -> TrailScreen:
    """The trail's page, newest first."""
    first = (page - 1) * per_page
    facts = {"first": first + 1, "last": first + len(trail.items), "total": trail.total}
    table = trail_table(trail.items, entry_href, sort="descending") if trail.items else None
    return TrailScreen(table, _g("Showing %(first)s to %(last)s of %(total)s acts") % facts if trail.items else "", trail.total)


def trail_table(items: Sequence[TrailFacts], entry_href: Callable[[int], str], *, sort: str = "") -> Table:
    columns = [
        TableColumn("at", _g("When"), sort=sort),
        TableColumn("by", _g("Who")),
        TableColumn("act", _g("Did")),
        TableColumn("of", _g("To what"), small=_g("Name")),
        TableColumn("change", _g("From what to what")),
        TableColumn("why", _g("Why")),
    ]
    return Table(_g("Trail"), columns, build_rows(_act(item, entry_href) for item in items))


def _act(item: TrailFacts, entry_href: Callable[[int], str]) -> Cells:
    href = entry_href(item.number) if item.subject == "entry" else ""
    changes = _changes(item)
    return {
        "at": item.at,
        "by": who(item),
        "act": ACTS.get(item.act, item.act),
        "of": TableCell(thing(item), href, own_words(item.label) or ""),
        "change": changes if changes.phrases else None,
        "why": own_words(item.why),
    }


def program_trail_table(items: Sequence[TrailFacts]) -> Table:
    """The acts for programs: what they were done to in columns of its own."""
    columns = [
        TableColumn("at", _g("When")),
        TableColumn("by", _g("Who")),
        TableColumn("act", _g("Did")),
        TableColumn("subject", _g("To what")),
        NumberColumn("number", _g("Number")),
        TableColumn("label", _g("Name")),
        TableColumn("programme", _g("Programme")),
        TableColumn("change", _g("From what to what")),
        TableColumn("why", _g("Why")),
    ]
    rows = build_rows(
        {
            "at": item.at,
            "by": who(item),
            "act": ACTS.get(item.act, item.act),
            "subject": SUBJECTS.get(item.subject, item.subject),
            "number": item.number,
            "label": item.label,
            "programme": item.programme,
            "change": _changes(item),
            "why": item.why,
        }
        for item in items
    )
    return Table(_g("Trail"), columns, rows, for_programs=True)


def who(item: TrailFacts) -> str:
    """Who did it; the database's role where it was done past the application."""
    if not item.by and item.act in STRANGERS:
        return _g("somebody not logged in")
    return item.by or _g("database role %(role)s") % {"role": item.actor}


def thing(item: TrailFacts) -> str:
    """The thing by its sort and number."""
    return f"{SUBJECTS.get(item.subject, item.subject)} {item.number}"


def _changes(item: TrailFacts) -> Clauses:
    """Each column's change; what the office wrote is Danish in every language of the page, our own words are in the page's."""
    return Clauses(tuple(Phrase((f"{column_word(name)}: ", _own(name, was, became))) for name, was, became in changes(item)))


def _own(name: str, was: str, became: str) -> str | OwnWords:
    words = change_words(name, was, became)
    return words if name in VALUES else OwnWords(words)


def change_words(name: str, was: str, became: str) -> str:
    """A column's values, from what to what; what was not there before is only named."""
    words = VALUES.get(name, {})
    before, after = (str(words.get(value, value)) for value in (was, became))
    return f"{before} → {after or DASH}" if before else after


def changes(item: TrailFacts) -> Iterator[tuple[str, str, str]]:
    """(column, before, after) of each column that changed; of what was made, the columns that say something."""
    for name in dict.fromkeys((*item.before, *item.after)):
        was, became = item.before.get(name, ""), item.after.get(name, "")
        if was != became and name not in UNTOLD:
            yield name, was, became


def column_word(name: str) -> str:
    return str(COLUMNS.get(name, name))
