"""The large programme's entries: what was decided, planned, secured, realised, offset and forecast, year after year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from savings.demo.example.acts import ExampleEntry, ExampleLine
from savings.demo.example.documents import name_accounts, name_budget
from savings.demo.example.drawing import BEGUN, FIRST, LARGE, LAST, NEW_PRICES, OLD_PRICES, Saving
from savings.demo.example.organisation import ADMINISTRATIONS, list_codes
from savings.vocabulary import Act, Kind

#: The administrations that say what they expect of the year that has just begun.
FORECASTING = tuple(ADMINISTRATIONS)[:6]
MILLION = Decimal(1_000_000)


def list_entries(random: Random, drawn: tuple[Saving, ...]) -> list[ExampleEntry]:
    """All that is approved, by the day it is booked on; corrections come after all they correct."""
    entries = [
        *_list_targets(random, drawn), *_list_plans(drawn), *_list_secured(drawn), *_list_realised(drawn),
        *_list_offsets(random, drawn), *_list_elsewhere(random, drawn), *_list_forecasts(random, drawn),
        *_list_expected_offsets(random, drawn),
    ]  # fmt: skip
    entries.sort(key=lambda entry: entry.booked_on)
    return [*entries, *_list_corrections(random, entries), *_list_undecided(drawn)]


def _list_targets(random: Random, drawn: tuple[Saving, ...]) -> Iterator[ExampleEntry]:
    """What is asked for: of the whole programme, of most administrations, and of each unit more or less than it plans."""
    for prices, first in ((OLD_PRICES, FIRST), (NEW_PRICES, NEW_PRICES)):
        whole = [_ask(prices, year, MILLION * (2 + year - first)) for year in range(first, LAST + 1)]
        decided: dict[str, Any] = {"booked_on": date(first - 1, 10, 12), "decision": name_budget(first)}
        yield _enter("Krav på tværs, som endnu ikke er fordelt", whole, **decided)
        for code, name in ADMINISTRATIONS.items():
            share = MILLION * random.choice((0, 1, 1, 2, 3)) / 2
            own = [_ask(prices, year, share + share * (year - first) / 4, code) for year in range(first, LAST + 1)]
            if share:
                yield _enter(f"Krav til {name}, som ikke er fordelt på enhederne", own, **decided)
            below = [line for unit in list_codes(code) for line in _ask_unit(random, drawn, unit, prices)]
            yield _enter(f"Krav til enhederne i {name}", below, **decided)


def _ask_unit(random: Random, drawn: tuple[Saving, ...], unit: str, prices: int) -> Iterator[ExampleLine]:
    factor = Decimal(random.choice((60, 80, 100, 110, 130))) / 100
    for year in range(FIRST, LAST + 1):
        planned = sum(
            (each.planned for each in drawn
             if each.initiative.unit == unit and each.price_level == prices and each.starts <= year <= each.ends), Decimal(0),
        )  # fmt: skip
        if planned:
            yield _ask(prices, year, (planned * factor).quantize(Decimal(1000)), unit)


def _ask(prices: int, year: int, amount: Decimal, unit: str = "") -> ExampleLine:
    return ExampleLine(kind=Kind.TARGET, year=year, amount=amount, price_level=prices, unit=unit)


def _list_plans(drawn: tuple[Saving, ...]) -> Iterator[ExampleEntry]:
    for (code, starts), group in _group(drawn, lambda each: each.starts).items():
        lines = [
            replace(line, earliest_year=each.starts - 1 if each.is_banded and line.year > each.starts - 1 else None)
            for each in group for line in each.list_lines(Kind.PLAN, each.planned, each.starts)
        ]  # fmt: skip
        text = f"Indfasning af de indsatser i {ADMINISTRATIONS[code]}, der begynder i {starts}"
        yield _enter(text, lines, booked_on=date(min(starts, BEGUN) - 1, 11, 20), decision=name_budget(min(starts, BEGUN)))


def _list_secured(drawn: tuple[Saving, ...]) -> Iterator[ExampleEntry]:
    """Half of what shall begin from the last year on is out of the frame; some of it is realised from there."""
    late = [each for each in drawn if each.starts >= BEGUN - 1 and each.starts % 2 == len(each.initiative.name) % 2]
    for (code, _all), group in _group(late, lambda each: 0).items():
        lines = [line for each in group for line in each.list_lines(Kind.SECURED, each.planned, each.starts)]
        text = f"Indarbejdet i rammen for {ADMINISTRATIONS[code]}"
        yield _enter(text, lines, booked_on=date(BEGUN - 1, 11, 21), decision=name_budget(BEGUN))
        moved = [each for each in group if each.comes == BEGUN]
        if moved:
            lines = [line for each in moved for line in each.list_lines(Kind.REALISED, each.realised, BEGUN)]
            yield _enter(f"Sikret, og nu opnået i {ADMINISTRATIONS[code]}", lines, booked_on=date(BEGUN, 1, 30), act=Act.REALISE)


def _list_realised(drawn: tuple[Saving, ...]) -> Iterator[ExampleEntry]:
    """What came in a year is booked at its end, with the accounts as evidence or without; of the year begun there is little."""
    come = [each for each in drawn if each.comes is not None and each.comes < BEGUN]
    for (code, (year, is_documented)), group in _group(come, lambda each: (each.comes, each.is_documented)).items():
        lines = [line for each in group for line in each.list_lines(Kind.REALISED, each.realised, year)]
        yield _enter(
            f"Opnået i {ADMINISTRATIONS[code]} fra {year}", lines, booked_on=date(year, 12, 31),
            evidence=name_accounts(year) if is_documented else "",
        )  # fmt: skip


def _list_offsets(random: Random, drawn: tuple[Saving, ...]) -> Iterator[ExampleEntry]:
    """New costs; in the first year of some initiatives more than they save, so that the year is below zero."""
    for code, name in ADMINISTRATIONS.items():
        own = [each for each in drawn if each.administration == code and each.comes is not None and each.comes < BEGUN]
        for each in random.sample(own, min(6, len(own))):
            first = each.comes or FIRST
            lasting = -(each.realised * random.choice((10, 25)) / 100).quantize(Decimal(1))
            lines = list(each.list_lines(Kind.OFFSET, lasting, first))
            lines[0] = replace(lines[0], amount=random.choice((lasting, -each.realised * 2)))
            yield _enter(f"Licenser og drift i {name}: {each.initiative.name}", lines, booked_on=date(first, 12, 31))


def _list_elsewhere(random: Random, drawn: tuple[Saving, ...]) -> Iterator[ExampleEntry]:
    lost = [each for each in drawn if each.comes is None and each.starts < BEGUN]
    for each in random.sample(lost, min(5, len(lost))):
        lines = list(each.list_lines(Kind.ELSEWHERE, (each.planned / 2).quantize(Decimal(1)), each.starts))
        text = f"Fundet på andre konti end planlagt: {each.initiative.name}"
        yield _enter(text, lines, booked_on=date(BEGUN - 1, 12, 1))
    said = "En del af kravet er fundet i administrationen på tværs. Beløbet er ikke oplyst."
    yield _enter("Realiseret andetsteds uden beløb", [], booked_on=date(BEGUN - 1, 12, 2), statement=said)


def _list_forecasts(random: Random, drawn: tuple[Saving, ...]) -> Iterator[ExampleEntry]:
    """Stated levels: of last year twice, of the year begun once, and only by some administrations, some units and initiatives."""
    for year, days in ((BEGUN - 1, (date(BEGUN - 1, 2, 28), date(BEGUN - 1, 9, 30))), (BEGUN, (date(BEGUN, 1, 31),))):
        for day in days:
            for code in FORECASTING:
                running = [each for each in drawn if each.administration == code and each.starts <= year <= each.ends]
                told = [each for each in running if not each.initiative.unit.endswith("UDV")]
                lines = [
                    replace(next(each.list_lines(Kind.FORECAST, each.planned, year)), amount=_guess(random, each))
                    for each in told
                ]  # fmt: skip
                text = f"Forventning til {year} i {ADMINISTRATIONS[code]}"
                yield _enter(text, lines, booked_on=day, act=Act.LEVEL)


def _list_expected_offsets(random: Random, drawn: tuple[Saving, ...]) -> Iterator[ExampleEntry]:
    """New costs that are expected of the year that has begun, of some of what is forecast."""
    for code in FORECASTING:
        running = [each for each in drawn if each.administration == code and each.starts <= BEGUN <= each.ends]
        lines = [
            next(each.list_lines(Kind.EXPECTED_OFFSET, -(each.planned / 5).quantize(Decimal(1)), BEGUN))
            for each in random.sample(running, min(4, len(running)))
        ]  # fmt: skip
        yield _enter(f"Forventede licenser og lån i {ADMINISTRATIONS[code]}", lines, booked_on=date(BEGUN, 1, 31))


def _guess(random: Random, each: Saving) -> Decimal:
    believed = each.realised if each.comes is not None else each.planned / 2
    return (believed * random.choice((85, 95, 100, 105)) / 100).quantize(Decimal(1))


def _list_corrections(random: Random, entries: list[ExampleEntry]) -> Iterator[ExampleEntry]:
    """Four realised years that were counted wrong."""
    able = [n for n, entry in enumerate(entries) if entry.text.startswith("Opnået") and entry.booked_on.year < BEGUN - 2]
    for place in sorted(random.sample(able, 4)):
        wrong = entries[place]
        lines = [replace(line, amount=(line.amount * 9 / 10).quantize(Decimal(1))) for line in wrong.lines]
        yield _enter(
            f"Rettelse: {wrong.text}", lines, act=Act.CORRECTION, corrects=place, evidence=wrong.evidence,
            booked_on=date(wrong.booked_on.year + 1, 4, 15), reason="En tiendedel var talt med to gange.",
        )  # fmt: skip


def _list_undecided(drawn: tuple[Saving, ...]) -> Iterator[ExampleEntry]:
    """What waits for a controller, and one entry that was sent back."""
    waiting = [each for each in drawn if each.comes is None and each.starts <= BEGUN][:7]
    for number, each in enumerate(waiting):
        lines = list(each.list_lines(Kind.REALISED, each.realised, BEGUN)) if each.ends >= BEGUN else []
        if lines:
            yield _enter(
                f"Meldt opnået i 2026: {each.initiative.name}", lines, booked_on=date(BEGUN, 2, 5), is_approved=False,
                sent_back="Vedlæg den aftale, som beløbet er regnet ud fra." if number == 3 else "",
            )  # fmt: skip


def _group(drawn: Iterable[Saving], key: Callable[[Saving], Any]) -> dict[tuple[str, Any], list[Saving]]:
    groups: dict[tuple[str, Any], list[Saving]] = defaultdict(list)
    for each in drawn:
        groups[each.administration, key(each)].append(each)
    return dict(sorted(groups.items(), key=str))


def _enter(text: str, lines: list[ExampleLine], **facts: Any) -> ExampleEntry:
    return ExampleEntry(programme=LARGE, text=text, lines=tuple(lines), **facts)
