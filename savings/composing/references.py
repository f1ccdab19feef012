"""References to figures in a report's text, such as `{{udestående 2011 SUF}}`: how they are read, and what they stand for.

A reference is typed in Danish or English, whatever the report's language; it names a figure and, where it is not the
report's own, the year, the unit and the programme. What is printed comes from the ledger, so a text cannot disagree with
its tables.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from savings.composing.document import Bound
from savings.elements.numbers import SCALES, Scale, day, percent
from savings.elements.sentences import scale_of
from savings.elements.words import price_level_words
from savings.manuscript import CHARTS, TABLES, Manuscript
from savings.projections.figures import EMPTY, Figures
from savings.projections.status import Status
from savings.vocabulary import Figure, KindFigure, Place

#: What is no figure is called in two languages, too: a report must be read the same for good.
CHANGE = ("ændring i", "change in", "ændring")
DATE, PRICES, YEAR = ("pr", "as of", "dato"), ("prisniveau", "price level"), ("år", "year")
PLANNED = ("planlagt", "planned")
TABLE, CHART = ("tabel", "table"), ("figur", "figure", "chart")
NAMES: dict[str, tuple[str, ...]] = {
    "headline": ("hovedtal", "headline"),
    "units": ("enheder", "units"),
    "years": ("år", "years"),
    "initiatives": ("indsatser", "initiatives"),
    "since": ("siden", "since"),
    "overview": ("oversigt", "overview"),
    "documents": ("dokumenter", "documents"),
    "split": ("fordeling", "split"),
    "phase-in": ("indfasning", "phase-in"),
    "against-plan": ("mod-plan", "against-plan"),
    "bridge": ("bro", "bridge"),
}
UNALLOCATED_WORDS = ("ikke fordelt", "not allocated")
#: The unit an amount is printed in, where the writer wants another than the tables have.
IN = {"i kr": "kr", "i 1.000 kr": "1.000 kr", "i mio. kr": "mio. kr", "i mio": "mio. kr", "i tusind": "1.000 kr"}
_YEAR = re.compile(r"(?:19|20|21)\d\d")
IN |= {words.replace("i ", "in ", 1): unit for words, unit in IN.items()}


@dataclass(frozen=True)
class Sources:
    """What the references of a report can refer to: its manuscript, its statuses by slug, and its numbered parts.

    Attributes:
        numbers: the numbers of the tables and charts, by sort ("table", "chart"), name and programme.
    """

    manuscript: Manuscript
    statuses: Mapping[str, Status]
    numbers: Mapping[tuple[str, str, str], int]

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures that can be referred to, in the order of the list."""
        return self.statuses[self.manuscript.programmes[0]].vocabulary.at(Place.REFERENCES)


class NotUnderstood(ValueError):
    """A reference that means nothing here; its text says why."""


def bind_references(typed: str, sources: Sources) -> tuple[str, Bound]:
    """What is printed for a reference, and what it is. One that means nothing is printed as it was typed, and says why."""
    typed = " ".join(typed.split())
    try:
        return _read_reference(typed, sources)
    except NotUnderstood as why:
        return "{{" + typed + "}}", Bound(typed, trouble=str(why))


def _read_reference(typed: str, sources: Sources) -> tuple[str, Bound]:
    words = typed.casefold().removesuffix(".")
    if bound := _one_word(words, typed, sources):
        return bound
    known: tuple[str, ...]
    for sort, names, known in (("table", TABLE, TABLES), ("chart", CHART, CHARTS)):
        if rest := _after(words, names):
            return _cross(typed, sort, rest, known, sources)
    if rest := _after(words, PLANNED):
        return _read_planned_date(typed, rest)
    return _figure(typed, words, sources)


def _one_word(words: str, typed: str, sources: Sources) -> tuple[str, Bound] | None:
    main = sources.statuses[sources.manuscript.programmes[0]]
    if words in DATE:
        return day(main.as_of), Bound(typed, "date")
    if words in PRICES:
        return price_level_words(main.price_levels), Bound(typed, "words")
    if words in YEAR:
        return str(main.year), Bound(typed, "words")
    return None


def _after(words: str, names: tuple[str, ...]) -> str:
    """What follows one of the names; empty where the words begin with none of them."""
    return next((words[len(name) :].strip() for name in names if words.startswith(f"{name} ")), "")


def _read_planned_date(typed: str, rest: str) -> tuple[str, Bound]:
    """A date that is marked as planned: 17-10-2009 or 2009-10-17."""
    match = re.fullmatch(r"(\d{4})-(\d\d?)-(\d\d?)", rest) or re.fullmatch(r"(\d\d?)[-./](\d\d?)[-./](\d{4})", rest)
    if match:
        parts = [int(part) for part in match.groups()]
        year, month, number = parts if parts[0] > 31 else parts[::-1]
        try:
            return day(date(year, month, number)), Bound(typed, "date", planned=True)
        except ValueError:
            pass
    raise NotUnderstood(_("“%(word)s” is no date. Write it as 17-10-2009.") % {"word": rest})


def _cross(typed: str, sort: str, rest: str, known: tuple[str, ...], sources: Sources) -> tuple[str, Bound]:
    words = rest.split()
    slug = words.pop() if len(words) > 1 and words[-1] in sources.statuses else sources.manuscript.programmes[0]
    wanted = " ".join(words)
    name = next((name for name in known if wanted == name or wanted in NAMES.get(name, ())), "")
    number = sources.numbers.get((sort, name, slug))
    if number is None:
        raise NotUnderstood(
            _("The report has no such table or chart: “%(word)s”. Add it, or take the reference out.") % {"word": rest}
        )
    printed = (_("table %(number)s") if sort == "table" else _("figure %(number)s")) % {"number": number}
    return printed.replace(" ", "\u00a0"), Bound(typed, sort, figure=name, programme=slug)


def _figure(typed: str, words: str, sources: Sources) -> tuple[str, Bound]:
    changed = _after(words, CHANGE)
    figure, rest = _split_name(changed or words, sources)
    asked = _read_figure_reference(rest, sources)
    where = Bound(typed, "amount", figure.code, asked.year, asked.unit or "", asked.status.programme.slug)
    if changed:
        return _change(where, asked)
    exact = _exact_amount(figure, asked.figures)
    early = asked.figures.early.get(figure.posts) if isinstance(figure, KindFigure) else None
    if exact is not None and early:
        # Of a plan of which only the ends are known, no one amount of a year between them is a fact.
        facts = {
            "year": asked.year,
            "least": asked.scale.show_with_unit(exact),
            "most": asked.scale.show_with_unit(exact + early),
        }
        raise NotUnderstood(
            _("Between %(least)s and %(most)s comes in %(year)s; no more is decided. Show it by the table of years.") % facts
        )
    if exact is None:
        facts = {"figure": figure.words, "year": asked.year}
        raise NotUnderstood(_("Nothing is recorded that gives %(figure)s in %(year)s. Choose another figure.") % facts)
    if figure.is_ratio:
        return percent(exact), replace(where, sort="ratio", exact=exact)
    return asked.scale.show_with_unit(exact), replace(where, exact=exact)


def _change(where: Bound, asked: _FigureReference) -> tuple[str, Bound]:
    since = asked.status.since
    column = next((it for it in since.columns if it.figure == where.figure), None) if since and since.year == asked.year else None
    if column is None or asked.unit is not None:
        why = _("There is no earlier published report to take the change from, or it does not tell of this figure and year.")
        raise NotUnderstood(why)
    exact = column.closing - column.opening
    printed = asked.scale.show_with_unit(exact)
    return f"+{printed}" if exact > 0 else printed, replace(where, figure=f"change {where.figure}", exact=exact)


def _split_name(words: str, sources: Sources) -> tuple[Figure, str]:
    """The figure that the words begin with, by its longest name, and what follows it."""
    names = [(name, figure) for figure in sources.figures for name in figure.references]
    for name, figure in sorted(names, key=lambda it: -len(it[0])):
        if words == name or words.startswith(f"{name} "):
            return figure, words[len(name) :].strip()
    raise NotUnderstood(_("“%(word)s” is no figure. Choose one from the list of figures.") % {"word": words})


@dataclass(frozen=True)
class _FigureReference:
    """Whose figures a reference asks for; the unit is None for the whole of it, empty for *Ikke fordelt*."""

    status: Status
    year: int
    unit: str | None
    scale: Scale

    @property
    def figures(self) -> Figures:
        """Those of the row of the status' grid, so that a text and a table say the same."""
        grid = self.status.grid
        if self.unit is None:
            return grid.total.year(self.year)
        rows = (row for row in grid.rows if row.unit == (self.unit or None) and not row.is_own)
        row = next(rows, None)
        return row.year(self.year) if row else EMPTY


def _read_figure_reference(words: str, sources: Sources) -> _FigureReference:
    """Year, unit, programme and unit of amount, in any order; each has the report's own where it is not said."""
    status, rest = _programme(words, sources)
    unit, rest = _unit(rest, status)
    scale, rest = _scale(rest)
    years = []
    for word in rest.split():
        if not re.fullmatch(r"\d{4}", word):
            why = _("“%(word)s” is neither a year, a unit's code nor a programme of this report. Correct it or take it out.")
            raise NotUnderstood(why % {"word": word})
        years.append(int(word))
    if len(years) > 1:
        why = _("It names two years, %(one)s and %(other)s. A figure is of one year: take one of them out.")
        raise NotUnderstood(why % {"one": years[0], "other": years[1]})
    year = years[0] if years else status.year
    return _FigureReference(status, year, unit, SCALES[scale] if scale else scale_of(status))


def _scale(words: str) -> tuple[str, str]:
    """The unit of amount that is asked for, and what is left; empty where none is."""
    for name, wanted in sorted(IN.items(), key=lambda it: -len(it[0])):
        match = re.search(rf"(?<!\S){re.escape(name)}\.?(?!\S)", words)
        if match:
            return wanted, f"{words[: match.start()]} {words[match.end() :]}".strip()
    return "", words


def _programme(words: str, sources: Sources) -> tuple[Status, str]:
    for word in words.split():
        if word in sources.statuses:
            return sources.statuses[word], " ".join(other for other in words.split() if other != word)
    return sources.statuses[sources.manuscript.programmes[0]], words


def _unit(words: str, status: Status) -> tuple[str | None, str]:
    for said in UNALLOCATED_WORDS:
        if said in words:
            return "", words.replace(said, "").strip()
    for code in sorted((unit.code for unit in status.units), key=len, reverse=True):
        # A code may look like a year, and is one only beside another: the first of the two is the year.
        matches = list(re.finditer(rf"(?<!\S){re.escape(code.casefold())}(?!\S)", words))
        if _YEAR.fullmatch(code) and len(re.findall(r"(?<!\S)(?:19|20|21)\d\d(?!\S)", words)) < 2:
            continue
        if matches:
            return code, f"{words[: matches[-1].start()]} {words[matches[-1].end() :]}".strip()
    return None, words


def _exact_amount(figure: Figure, sums: Figures) -> Decimal | None:
    """The figure in kroner, or the ratio; None where nothing recorded gives it.

    A kind of which only part may come early is zero, and not None as in a table: the band is told instead.
    """
    return figure.amount(sums) if figure.is_stated(sums) else figure.read(sums)
