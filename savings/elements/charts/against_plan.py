"""Realised against plan, year by year: what came beside what should have come, and by how much they differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from savings.elements.charts.svg import BLUE, INK, ORANGE, SOFT_INK, WHITE, Canvas, element, hatch, mark_data, text, text_width
from savings.elements.numbers import MINUS, Scale, number
from savings.elements.sentences import scale_of
from savings.money import ZERO
from savings.projections.cells import group_cells
from savings.projections.figures import Figures
from savings.projections.measures import compute_figures_by_year
from savings.projections.status import Status
from savings.vocabulary import Kind
from savings.vocabulary.figures import NET_REALISED


@dataclass(frozen=True)
class PlanYear:
    """One year, in kroner: net realised (None where nothing is stated) and the plan between its latest and earliest reading."""

    year: int
    net: Decimal | None
    low: Decimal
    high: Decimal

    @property
    def is_band(self) -> bool:
        """Whether nobody decided how much of the plan comes this year."""
        return self.low != self.high

    @property
    def deviation(self) -> Decimal | None:
        """Net realised − plan; None in a year whose plan is a band that the net lies in."""
        net = self.net or ZERO
        if net < self.low:
            return net - self.low
        return net - self.high if net > self.high or not self.is_band else None


@dataclass(frozen=True)
class AgainstPlanDrawing:
    """The chart's one description."""

    years: tuple[PlanYear, ...]
    scale: Scale
    title: str
    words: str


def describe_against_plan(status: Status) -> AgainstPlanDrawing | None:
    """The years that have a plan; None where there is none.

    Only the initiatives that have a plan are held against it: one that brought more than its own does not deliver another's.
    """
    groups = group_cells(status.priced, lambda cell: cell.initiative)
    planned = [cell for cells in groups.values() if any(cell.kind is Kind.PLAN for cell in cells) for cell in cells]
    by_year = compute_figures_by_year(planned, status.grid.years)
    years = tuple(_year(year, by_year[year]) for year in status.grid.years)
    years = tuple(year for year in years if year.low or year.high)
    if not years:
        return None
    scale = scale_of(status)
    words = " ".join(_words(year, scale) for year in years)
    return AgainstPlanDrawing(years, scale, _("Realised against plan, of the initiatives that have one"), words)


def _year(year: int, figures: Figures) -> PlanYear:
    # A plan that lowers what was planned before has its earliest reading below its latest.
    low, high = sorted((figures.plan, figures.plan + figures.plan_early))
    return PlanYear(year, NET_REALISED.read(figures), low, high)


def _words(year: PlanYear, scale: Scale) -> str:
    facts = {"year": year.year, "plan": plan_words(year, scale)}
    if year.net is None:
        # Nothing said is not the same as nothing saved.
        sentence = _("%(year)s: nothing recorded as realised, plan %(plan)s") % facts
    else:
        sentence = _("%(year)s: net realised %(net)s, plan %(plan)s") % {**facts, "net": scale.show(year.net)}
    return f"{sentence}, {_deviation(year, scale)}." if year.deviation else f"{sentence}."


def plan_words(year: PlanYear, scale: Scale) -> str:
    """The plan of a year: its amount, or its ends where nobody decided."""
    return f"{scale.show(year.low)}–{scale.show(year.high)}" if year.is_band else scale.show(year.high)


def _deviation(year: PlanYear, scale: Scale) -> str:
    return _("deviation %(amount)s") % {"amount": _add_sign(year.deviation or ZERO, scale)}


def _add_sign(amount: Decimal, scale: Scale) -> str:
    amount_words = number(scale.round(amount), scale.places)
    return amount_words if amount_words.startswith(MINUS) or not amount else f"+{amount_words}"


#: A year is a row: its name, its bar on the line of its plan, and the deviation at the end of the row.
ROW, BAR, TOP, EDGE, GAP, FOOT, SWATCH = 34, 16, 24, 6, 10, 22, 18
#: How much room the bars need; a column of numbers stands only where they have it. The deviation always stands.
ENOUGH = 100


def draw_against_plan(drawing: AgainstPlanDrawing, identity: str, width: int, font: str) -> SafeString:
    """The drawing: a row for each year, net realised as a bar, the plan as a mark or a hatched band."""
    plan = _AgainstPlanPlot(drawing, identity, width)
    return Canvas(identity, width, plan.height, font).render(plan.parts(), title=drawing.title, words=drawing.words)


class _AgainstPlanPlot:
    """Where things lie on one sheet."""

    def __init__(self, drawing: AgainstPlanDrawing, identity: str, width: int) -> None:
        self.drawing, self.identity, self.scale = drawing, identity, drawing.scale
        self.names = _rows_of_names(drawing, width)
        self.left = Decimal(EDGE + text_width("2000") + GAP)
        self.heads, self.ends, self.right = self._columns(width)
        self.top = TOP + 18 * (max(len(lines) for lines in self.heads.values()) - 1 if self.heads else 0)
        self.floor = self.top + ROW * len(drawing.years)
        self.height = self.floor + FOOT * len(self.names)
        amounts = [ZERO, *(amount for year in drawing.years for amount in (year.net or ZERO, year.low, year.high))]
        self.low, self.high = min(amounts), max(amounts)

    def _columns(self, width: int) -> tuple[dict[str, list[str]], dict[str, Decimal], Decimal]:
        """The columns of numbers there is room for: their heads, where each ends, and where the bars end."""
        heads, ends, right = {}, {}, Decimal(width - EDGE)
        for part, head in (("deviation", _("deviation")), ("plan", _("plan")), ("net", _("net realised"))):
            numbers = [words for year in self.drawing.years if (words := self._number(year, part))]
            wide = max(text_width(words, bold=True) for words in (*head.split(), *numbers)) + GAP
            if numbers and (part == "deviation" or right - wide - self.left >= ENOUGH):
                heads[part], ends[part], right = head.split()[:2], right, right - wide
        return heads, ends, right - GAP

    def _number(self, year: PlanYear, part: str) -> str:
        """What stands in a column; nothing where nothing is stated."""
        if part == "plan":
            return plan_words(year, self.scale)
        if part == "net":
            return "" if year.net is None else self.scale.show(year.net)
        return "" if year.deviation is None else _add_sign(year.deviation, self.scale)

    def x(self, amount: Decimal) -> Decimal:
        return self.left + (amount - self.low) / ((self.high - self.low) or Decimal(1)) * (self.right - self.left)

    def parts(self) -> Iterator[str]:
        yield element("defs", hatch(f"{self.identity}-band", SOFT_INK, gap=5))
        yield text(str(self.scale.name), EDGE, 13, fill=SOFT_INK)
        for part, lines in self.heads.items():
            for place, line in enumerate(lines):
                yield text(line, self.ends[part], 13 + 18 * place, text_anchor="end", fill=SOFT_INK)
        for index, year in enumerate(self.drawing.years):
            yield from self._row(year, self.top + ROW * index)
        zero = self.x(ZERO)
        yield element("line", x1=zero, x2=zero, y1=self.top, y2=self.floor, stroke=INK, stroke_width=1)
        for index, names in enumerate(self.names):
            yield from self._names(names, self.floor + FOOT * (index + 1) - 7)

    def _row(self, year: PlanYear, top: int) -> Iterator[str]:
        line = top + 19
        yield text(str(year.year), EDGE, line)
        if year.is_band:
            left, right = self.x(year.low), self.x(year.high)
            look = {"fill": f"url(#{self.identity}-band)", "stroke": SOFT_INK, "stroke_width": 1}
            yield element(
                "rect", x=left, y=top + 3, width=right - left, height=BAR + 10, **look, **self._data(year, "plan", year.high)
            )
        net = year.net or ZERO
        if net:
            left, right = sorted((self.x(ZERO), self.x(net)))
            yield element("rect", x=left, y=top + 8, width=right - left, height=BAR, fill=BLUE, **self._data(year, "net", net))
        if not year.is_band:
            x = self.x(year.high)
            yield element("line", x1=x, x2=x, y1=top + 2, y2=top + BAR + 14, stroke=WHITE, stroke_width=7)
            tick = {"stroke": INK, "stroke_width": 3}
            yield element("line", x1=x, x2=x, y1=top + 2, y2=top + BAR + 14, **tick, **self._data(year, "plan", year.high))
        for part, end in self.ends.items():
            words = self._number(year, part)
            short = part == "deviation" and year.deviation is not None and year.deviation < 0
            look = {"font_weight": "600" if part == "deviation" else None, "fill": ORANGE if short else INK}
            if words:
                yield text(words, end, line, text_anchor="end", data_label=f"{part}-{year.year}", **look)

    def _data(self, year: PlanYear, part: str, amount: Decimal) -> dict[str, object]:
        name, written = (
            (_("plan"), plan_words(year, self.scale)) if part == "plan" else (_("net realised"), self.scale.show(amount))
        )
        words = f"{year.year}: {name} {written} {self.scale.name}"
        return mark_data(part, amount, words, year=year.year, figure="plan_early" if part == "plan" else None)

    def _names(self, names: Sequence[tuple[str, str]], line: int) -> Iterator[str]:
        """What is what, in a row beneath."""
        x = Decimal(EDGE)
        for part, words in names:
            if part == "plan":
                yield element("line", x1=x + 6, x2=x + 6, y1=line - 12, y2=line + 2, stroke=INK, stroke_width=3)
            else:
                look = {"fill": BLUE} if part == "net" else {"fill": f"url(#{self.identity}-band)", "stroke": SOFT_INK}
                yield element("rect", x=x, y=line - 11, width=12, height=12, **look)
            yield text(words, x + SWATCH, line, fill=SOFT_INK)
            x += SWATCH + text_width(words) + 14


def _rows_of_names(drawing: AgainstPlanDrawing, width: int) -> list[list[tuple[str, str]]]:
    """The bar, the mark, and the band where there is one, in as few rows as hold their names."""
    parts = [("net", _("net realised")), ("plan", _("plan"))]
    if any(year.is_band for year in drawing.years):
        parts.append(("band", _("years not decided")))
    rows: list[list[tuple[str, str]]] = [[]]
    used = EDGE
    for part, words in parts:
        need = SWATCH + text_width(words)
        if rows[-1] and used + need > width - EDGE:
            rows.append([])
            used = EDGE
        rows[-1].append((part, words))
        used += need + 14
    return rows
