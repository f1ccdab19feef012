"""What a form offers to choose among: programmes, initiatives, units, references; and what a person's desk holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, Sum

from savings.danish import sort_key
from savings.models import (
    Balance,
    BookingException,
    Closing,
    Draft,
    Entry,
    Initiative,
    PriceSeries,
    Programme,
    ProgrammeUnit,
    Unit,
    User,
)
from savings.models.visibility import select_documents, select_initiatives
from savings.projections.desk import Desk, DraftLine, EntryLine
from savings.reporting.organisation import Organisation
from savings.roles import Role
from savings.vocabulary import Kind, Stage


@dataclass(frozen=True)
class UnitChoice:
    """A unit somebody may record on: its row number (None for *Ikke fordelt*), code, name and depth in the tree."""

    number: int | None
    code: str
    name: str
    depth: int


def read_units_for(person: User, programme: Programme) -> tuple[UnitChoice, ...]:
    """The units a person may record on in a programme: those that take part first, then the others; three queries."""
    organisation = Organisation()
    usual = read_usual_units(programme)
    everywhere = Role.CONTROLLER in person.roles or person.scope is None
    mine = [pk for pk in organisation.facts if everywhere or person.acts_for(pk)]
    units = [(pk, organisation.facts[pk]) for pk in sorted(mine, key=lambda pk: pk not in usual)]
    choices = tuple(UnitChoice(pk, unit.code, unit.name, unit.depth) for pk, unit in units)
    return (*choices, UnitChoice(None, "", "", 0)) if everywhere else choices


def read_usual_units(programme: Programme) -> frozenset[int | None]:
    """The units that the programme's amounts usually stand on: those that take part, or those posted on; two queries."""
    posted = Balance.objects.filter(programme=programme).values_list("unit_id", flat=True)
    return frozenset(posted) | frozenset(read_programme_units(programme))


def read_programme_choices() -> tuple[tuple[str, str], ...]:
    """(slug, name) of every programme, by name."""
    return tuple(sorted(Programme.objects.values_list("slug", "name"), key=lambda row: sort_key(row[1])))


def read_programmes() -> tuple[tuple[int, str, int], ...]:
    """(row number, name, how many initiatives) of every programme, by name; one query."""
    rows = Programme.objects.annotate(count=Count("initiatives")).values_list("pk", "name", "count")
    return tuple(sorted(rows, key=lambda row: sort_key(row[1])))


def read_initiatives(programme: Programme, person: User) -> tuple[Initiative, ...]:
    """The programme's initiatives that the person may see; those that are not dropped come first."""
    rows = select_initiatives(person).filter(programme=programme).select_related("unit").order_by("pk")
    return tuple(sorted(rows, key=lambda row: row.stage == Stage.DROPPED))


def read_initiative_choices(programme: Programme, person: User) -> tuple[tuple[int, str], ...]:
    """(row number, name) of the programme's initiatives that the person may see, by name; one query."""
    return tuple(select_initiatives(person).filter(programme=programme).order_by("name").values_list("pk", "name"))


def read_other_programmes(programme: Programme) -> tuple[tuple[str, str], ...]:
    """(slug, name) of every programme but one, by name; one query."""
    return tuple(Programme.objects.exclude(pk=programme.pk).order_by("name").values_list("slug", "name"))


def read_report_units(programme: Programme) -> tuple[tuple[str, str], ...]:
    """(code, code and name) of the units that take part in a programme, and of those above them, by code; one query."""
    names: dict[str, str] = {}
    for unit in programme.units.select_related("parent__parent__parent"):
        above: Unit | None = unit
        while above is not None:
            names[above.code] = f"{above.code}, {above.name}"
            above = above.parent
    return tuple(sorted(names.items()))


def read_series_choices() -> tuple[tuple[int, str], ...]:
    """(row number, name) of every price series, by name; one query."""
    return tuple(PriceSeries.objects.order_by("name").values_list("pk", "name"))


def read_programme_units(programme: Programme) -> tuple[int, ...]:
    """The row numbers of the units that take part in a programme; one query."""
    return tuple(ProgrammeUnit.objects.filter(programme=programme).values_list("unit_id", flat=True))


def read_unit_codes(person: User) -> tuple[str, ...]:
    """The codes of the units that a person acts for, in order; one query."""
    return tuple(person.units.order_by("code").values_list("code", flat=True))


def read_unit_numbers(person: User) -> tuple[int, ...]:
    """The row numbers of the units that a person acts for; one query."""
    return tuple(person.units.values_list("pk", flat=True))


def read_references(person: User) -> tuple[tuple[str, str], ...]:
    """(reference, title) of the documents that the person may see, decisions first; one query."""
    rows = select_documents(person).order_by("sort", "reference").values_list("reference", "title")
    return tuple(rows[:500])


def read_planned(programme: Programme) -> tuple[tuple[int | None, str, Decimal], ...]:
    """(row number, name, kroner in the last year) of each initiative with an approved plan; None is the whole programme."""
    rows = Balance.objects.filter(programme=programme, kind=Kind.PLAN.value).values_list(
        "initiative_id", "initiative__name", "year"
    )
    plans: dict[int | None, tuple[str, Decimal]] = {}
    for number, name, _year, amount in rows.annotate(total=Sum("amount")).exclude(total=0).order_by("year"):
        plans[number] = (name or "", amount)
    return tuple((number, name, amount) for number, (name, amount) in plans.items())


@dataclass(frozen=True)
class TargetChoice:
    """A target that can be divided: its unit (None for *Ikke fordelt*), initiative and price level, and kroner by year."""

    unit: int | None
    initiative: int | None
    initiative_name: str
    price_level: int | None
    amounts: Mapping[int, Decimal]

    @property
    def key(self) -> str:
        """What it is chosen by in a form."""
        return f"{self.unit or 0}-{self.initiative or 0}-{self.price_level or 0}"


def read_targets_to_divide(programme: Programme, units: Sequence[UnitChoice]) -> tuple[TargetChoice, ...]:
    """The approved targets above zero on these units, in their order; one query."""
    columns = ("unit_id", "initiative_id", "initiative__name", "price_level", "year")
    rows = Balance.objects.filter(programme=programme, kind=Kind.TARGET.value).values_list(*columns)
    amounts: dict[tuple[int | None, int | None, str, int | None], dict[int, Decimal]] = {}
    for unit, initiative, name, level, year, amount in rows.annotate(total=Sum("amount")).filter(total__gt=0).order_by("year"):
        amounts.setdefault((unit, initiative, name or "", level), {})[year] = amount
    places = {unit.number: place for place, unit in enumerate(sorted(units, key=lambda unit: unit.number is not None))}
    mine = [(target, by_year) for target, by_year in amounts.items() if target[0] in places]
    return tuple(TargetChoice(*target, by_year) for target, by_year in sorted(mine, key=lambda row: places[row[0][0]]))


def read_units_below(units: Sequence[UnitChoice], above: int | None) -> tuple[UnitChoice, ...]:
    """Those of the units that lie under one (its row number; None is the programme), in tree order; two queries."""
    organisation = Organisation()
    under = organisation.under(organisation.facts[above].code) if above is not None else None
    mine = {unit.number: unit for unit in units}
    codes = [(pk, facts.code) for pk, facts in organisation.facts.items() if pk in mine and pk != above]
    return tuple(mine[pk] for pk, code in codes if under is None or code in under)


def read_closed_through(programme: Programme, person: User, today: date) -> date | None:
    """The last day that is closed to this person for booking; None when no books are closed."""
    own = Q(programme=None) | Q(programme=programme)
    excepted = BookingException.objects.filter(person=person, until__gte=today).values("closing")
    days = Closing.objects.filter(own).exclude(pk__in=excepted).values_list("through", flat=True)
    return max(days, default=None)


#: How many of the entries that were approved lately lie on a desk.
LATELY = 10


def read_desk(person: User) -> Desk:
    """The desk of a person; five queries."""
    drafts = Draft.objects.filter(owner=person, entry=None).select_related("programme").order_by("-changed_at")[:50]
    mine = Entry.objects.filter(recorded_by=person).select_related("programme", "recorded_by", "refusal__by", "approval")
    taken_up = Draft.objects.filter(owner=person, about__isnull=False, about__refusal__isnull=False).values("about")
    sent_back = mine.filter(refusal__outcome="rejected").exclude(pk__in=taken_up).order_by("-refusal__at")[:50]
    return Desk(
        drafts=tuple(_draft(draft) for draft in drafts),
        sent_back=tuple(_entry(entry) for entry in sent_back),
        waiting=tuple(_entry(entry) for entry in mine.waiting().order_by("pk")[:200]),
        approved=tuple(_entry(entry) for entry in mine.approved().order_by("-approval__at")[:LATELY]),
    )


def _draft(draft: Draft) -> DraftLine:
    typed: Mapping[str, Sequence[str]] = draft.answers.get("grundlag", {})
    text = (typed.get("text") or [""])[0]
    return DraftLine(draft.pk, draft.act, draft.programme.name if draft.programme else "", text, draft.changed_at)


def _entry(entry: Entry) -> EntryLine:
    refusal = getattr(entry, "refusal", None)
    return EntryLine(
        entry.pk, entry.programme.name, entry.act, entry.text, entry.recorded_by.display_name(),
        refusal.at if refusal else entry.recorded_at,
        refusal.reason if refusal else "", refusal.by.display_name() if refusal else "",
    )  # fmt: skip
