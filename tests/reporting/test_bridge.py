"""The bridge: whatever happened between two moments, opening and steps lead to the closing, to the øre."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from savings.models import Entry, Report
from savings.projections.bridge import Bridge, BridgeColumn
from savings.recording import (
    Line,
    Refused,
    approve,
    approve_release,
    close_books,
    record_release,
    register_series,
    submit,
)
from savings.recording.new_entry import PlanSelection
from savings.recording.plans import replan
from savings.recording.register import register_document, register_initiative
from savings.recording.reports import NewReport, compose, publish
from savings.reporting import ChangesQuestion, EntriesQuestion, StatusQuestion, read_status
from savings.reporting import bridge as reading
from savings.reporting.bridge import BackToFront, NothingBefore, add_changes, read_bridge
from savings.reporting.entries import read_entries
from savings.vocabulary import VOCABULARY, Act, Kind, Step
from tests.ledger_rooms import AT, BOOKED, Room

LATER = BOOKED + timedelta(days=100)
MIO = 1_000_000


def table(bridge: Bridge, figure: str) -> list[tuple[str, Decimal]]:
    """A column as a reader reads it: opening, each step, closing, in mio. kr."""
    column = column_of(bridge, figure)
    steps = [(step.value, amount / MIO) for step, amount in column.steps.items()]
    return [("opening", column.opening / MIO), *steps, ("closing", column.closing / MIO)]


def column_of(bridge: Bridge, figure: str) -> BridgeColumn:
    return next(column for column in bridge.columns if column.figure == figure)


def line(kind: Kind, mio: str, **facts: Any) -> Line:
    return Line(kind=kind, amount=Decimal(mio) * MIO, **{"year": 2011, **facts})


def published(room: Room, as_of: date = BOOKED, **facts: Any) -> Report:
    report = compose(
        NewReport(programme=room.programme, title="Bilag", as_of=as_of, **{"year": 2011, **facts}), by=room.finance, at=AT
    )
    publish(report=report, by=room.controller, at=AT)
    return report


def test_it_tells_new_targets_realised_and_corrected_apart(room: Room) -> None:
    """3,3 outstanding; a new target of 0,5; 1,4 realised, of which 0,2 wrongly: 2,6 is left."""
    room.approved()
    published(room)
    room.approved([line(Kind.TARGET, "0.5")], LATER)
    wrong = room.approved([line(Kind.REALISED, "1.4")], LATER)
    mended = room.corrected(wrong, [line(Kind.REALISED, "1.2")], LATER, reason="Tastefejl")
    submit(entry=mended, by=room.finance, at=AT)
    approve(entry=mended, by=room.controller, at=AT)

    bridge = read_bridge("proeve", ChangesQuestion(as_of=LATER))

    assert table(bridge, "outstanding") == [
        ("opening", Decimal("3.3")),
        ("target", Decimal("0.5")),
        ("realised", Decimal("-1.4")),
        ("correction", Decimal("0.2")),
        ("closing", Decimal("2.6")),
    ]
    assert bridge.entries == 3


def test_what_moves_from_secured_to_realised_leaves_the_open_as_it_is(room: Room) -> None:
    """1,9 secured, then delivered: secured −1,9, realised +1,9, open still 1,4."""
    room.approved([line(Kind.TARGET, "3.3"), line(Kind.SECURED, "1.9")])
    published(room)
    room.approved([line(Kind.REALISED, "1.9"), line(Kind.SECURED, "-1.9")], LATER, act=Act.REALISE)

    assert table(read_bridge("proeve", ChangesQuestion(as_of=LATER)), "open") == [
        ("opening", Decimal("1.4")),
        ("realised", Decimal("-1.9")),
        ("secured", Decimal("1.9")),
        ("closing", Decimal("1.4")),
    ]


def test_the_report_keeps_what_it_said_and_the_late_entries_are_told_as_late(room: Room) -> None:
    """Booked before the report's date, approved after it: the report said 3,3, and 0,4 of the change is late."""
    room.approved()
    published(room)
    room.approved([line(Kind.REALISED, "0.4")], BOOKED)

    found = column_of(read_bridge("proeve", ChangesQuestion(as_of=LATER)), "outstanding")
    assert (found.opening, found.closing, found.late) == (Decimal(3_300_000), Decimal(2_900_000), Decimal(-400_000))

    known_now = column_of(read_bridge("proeve", ChangesQuestion(since=BOOKED, as_of=LATER)), "outstanding")
    assert (known_now.opening, known_now.closing, known_now.late) == (Decimal(2_900_000), Decimal(2_900_000), Decimal(0))


def test_another_price_level_is_a_step_of_its_own(room: Room) -> None:
    """100 in 2020-p/l, reported so; read in 2021-p/l with 10 % a year: the level brings 10, the new target 11."""
    with_prices(room, {2021: Decimal(10)})
    room.approved([line(Kind.TARGET, "100", price_level=2020)])
    published(room, price_level=2020)
    room.approved([line(Kind.TARGET, "10", price_level=2020)], LATER)

    found = read_bridge("proeve", ChangesQuestion(as_of=LATER, price_level=2021))
    assert table(found, "target") == [
        ("opening", Decimal(100)),
        ("target", Decimal(11)),
        ("price_level", Decimal(10)),
        ("closing", Decimal(121)),
    ]


def test_it_is_limited_to_a_unit(room: Room) -> None:
    room.approved([line(Kind.TARGET, "1", unit=room.unit), line(Kind.TARGET, "2")])
    published(room)
    room.approved([line(Kind.REALISED, "0.5", unit=room.unit), line(Kind.REALISED, "0.3")], LATER)

    found = column_of(read_bridge("proeve", ChangesQuestion(as_of=LATER, unit="SUF")), "outstanding")
    assert (found.opening, found.closing) == (Decimal(1_000_000), Decimal(500_000))
    status = add_changes(read_status("proeve", StatusQuestion(as_of=LATER, unit="SUF")))
    assert status.since is not None
    assert column_of(status.since, "outstanding").closing == Decimal(500_000)


def test_without_a_report_it_begins_where_the_books_were_last_closed(room: Room) -> None:
    room.approved()
    close_books(through=BOOKED, by=room.controller, at=AT, reason="Kvartal", programme=room.programme)
    room.approved([line(Kind.REALISED, "0.5")], LATER)
    assert read_bridge("proeve", ChangesQuestion(as_of=LATER)).since.as_of == BOOKED


def test_without_either_there_is_nothing_to_begin_from(room: Room) -> None:
    with pytest.raises(NothingBefore):
        read_bridge("proeve", ChangesQuestion(as_of=LATER))


def test_it_refuses_to_begin_after_it_ends(room: Room) -> None:
    with pytest.raises(BackToFront):
        read_bridge("proeve", ChangesQuestion(since=LATER, as_of=BOOKED))


def test_a_status_whose_report_the_ledger_contradicts_says_so_instead_of_telling_of_changes(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The frozen sums say 3,4 where the postings say 3,3, as they would had somebody changed either past the rules."""
    room.approved()
    report = published(room)
    frozen = reading.read_frozen(report.pk)
    monkeypatch.setattr(
        reading, "read_frozen", lambda number, year: [replace(cell, amount=Decimal(3_400_000)) for cell in frozen]
    )

    status = add_changes(read_status("proeve", StatusQuestion(as_of=LATER)))
    assert status.since is None
    assert status.contradicted is not None
    assert status.contradicted.number == report.pk


def test_the_number_of_queries_does_not_grow_with_the_entries(room: Room) -> None:
    room.approved()
    published(room)
    status = read_status("proeve", StatusQuestion(as_of=LATER))
    with CaptureQueriesContext(connection) as few:
        add_changes(status)
    for _turn in range(5):
        room.approved([line(Kind.REALISED, "0.1", unit=room.unit)], LATER)
    status = read_status("proeve", StatusQuestion(as_of=LATER))
    with CaptureQueriesContext(connection) as many:
        add_changes(status)
    assert len(few) == len(many) <= 8


def test_every_step_opens_to_entries_that_add_up_to_it(room: Room) -> None:
    room.approved()
    report = published(room)
    wrong = room.approved([line(Kind.REALISED, "1.4"), line(Kind.OFFSET, "-0.1")], LATER)
    mended = room.corrected(wrong, [line(Kind.REALISED, "1.2")], LATER, reason="Tastefejl")
    submit(entry=mended, by=room.finance, at=AT)
    approve(entry=mended, by=room.controller, at=AT)

    for column in read_bridge("proeve", ChangesQuestion(as_of=LATER)).columns:
        for step, amount in column.steps.items():
            assert behind(column.figure, step, since_report=report.pk) == amount


def behind(figure: str, step: Step, **begin: Any) -> Decimal:
    signs = VOCABULARY[figure].kinds
    found = read_entries("proeve", EntriesQuestion(as_of=LATER, kinds=tuple(signs), year=2011, step=step, **begin))
    return sum((signs[kind] * amount for (kind, _level), amount in found.sums.items()), Decimal(0))


def with_prices(room: Room, changes: dict[int, Decimal]) -> None:
    series = register_series(by=room.finance, at=AT, name="Prøveindeks", source="Prøve")
    release = record_release(series=series, changes=changes, by=room.finance, at=AT)
    approve_release(release=release, by=room.controller, at=AT)
    room.programme.price_series = series
    room.programme.save()


def test_with_many_entries_since_the_page_tells_the_difference_in_one_step(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same opening and closing as when each is read, and one step between them."""
    room.approved([line(Kind.TARGET, "3.3"), line(Kind.REALISED, "0.2", unit=room.unit)])
    published(room)
    room.approved([line(Kind.TARGET, "0.5")], LATER)
    room.approved([line(Kind.REALISED, "0.4", unit=room.unit)], BOOKED)
    for unit in (None, "SUF"):
        few = add_changes(read_status("proeve", StatusQuestion(as_of=LATER, unit=unit))).since
        with monkeypatch.context() as patch:
            patch.setattr(reading, "MANY", 1)
            many = add_changes(read_status("proeve", StatusQuestion(as_of=LATER, unit=unit))).since
        assert few is not None
        assert many is not None
        assert (many.entries, many.and_more) == (1, True)
        assert [(c.figure, c.opening, c.closing) for c in many.columns] == [(c.figure, c.opening, c.closing) for c in few.columns]
        for column in many.columns:
            assert set(column.steps) <= {Step.TOGETHER}
            assert column.opening + column.steps.get(Step.TOGETHER, Decimal(0)) == column.closing
        assert any(column.steps for column in many.columns)


DAYS = [BOOKED + timedelta(days=days) for days in (0, 30, 60, 90)]
LEVELS = (None, 2020, 2021, 2023)
amounts = st.integers(1, 10**9).map(lambda ore: Decimal(ore) / 100)
acts = st.one_of(
    st.tuples(
        st.just("record"), st.sampled_from(list(Kind)), amounts, st.sampled_from(LEVELS), st.sampled_from(DAYS), st.booleans()
    ),
    st.tuples(st.just("correct"), amounts, st.sampled_from(DAYS)),
    st.tuples(st.just("reprofile"), amounts, st.sampled_from(DAYS)),
    st.tuples(st.just("drop"), st.sampled_from(DAYS)),
    st.tuples(st.just("prices"), st.integers(-300, 900).map(lambda change: Decimal(change) / 100)),
    st.tuples(st.just("publish"), st.sampled_from(DAYS), st.sampled_from(LEVELS)),
)


class Story:
    """A history as it happens, act by act; what the ledger refuses did not happen."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.initiative = register_initiative(by=room.finance, at=AT, programme=room.programme, name="Indsats")
        self.decision = register_document(by=room.finance, at=AT, reference="BR 1/08", sort="decision")
        self.correctable: list[Entry] = []

    def play(self, act: tuple[Any, ...]) -> None:
        name, *facts = act
        try:
            with transaction.atomic():
                getattr(self, name)(*facts)
        except (Refused, ValueError):
            pass

    def record(self, kind: Kind, amount: Decimal, level: int | None, day: date, of_unit: bool) -> None:
        stated = -amount if kind is Kind.OFFSET else amount
        unit = self.room.unit if of_unit else None
        lines = [Line(kind=kind, year=2011, amount=stated, unit=unit, initiative=self.initiative, price_level=level)]
        self.correctable.append(self.room.approved(lines, day, decision=self.decision))

    def correct(self, amount: Decimal, day: date) -> None:
        if self.correctable:
            wrong = self.correctable.pop()
            told = wrong.postings.get()
            sign = -1 if told.kind == Kind.OFFSET.value else 1
            right = Line(kind=Kind(told.kind), year=2011, amount=sign * amount, unit=told.unit, initiative=told.initiative,
                         price_level=told.price_level)  # fmt: skip
            self.vouched(self.room.corrected(wrong, [right], day, reason="Rettes"))

    def reprofile(self, amount: Decimal, day: date) -> None:
        self.replanned("reprofile", [Line(kind=Kind.PLAN, year=2011, amount=amount, initiative=self.initiative)], day)

    def drop(self, day: date) -> None:
        self.replanned("drop", [], day)

    def replanned(self, act: str, instead: list[Line], day: date) -> None:
        plan = PlanSelection(initiative=self.initiative)
        new = self.room.new_entry(instead, day, act=act, plan=plan, decision=self.decision, text="x")
        self.vouched(replan(new, by=self.room.finance, at=AT))

    def prices(self, change: Decimal) -> None:
        series = self.room.programme.price_series
        assert series is not None
        release = record_release(series=series, changes={2021: change}, by=self.room.finance, at=AT)
        approve_release(release=release, by=self.room.controller, at=AT)

    def publish(self, day: date, level: int | None) -> None:
        published(self.room, day, price_level=level)

    def vouched(self, entry: Entry) -> None:
        submit(entry=entry, by=self.room.finance, at=AT)
        approve(entry=entry, by=self.room.controller, at=AT)


@given(st.lists(acts, max_size=12), st.sampled_from(LEVELS), st.sampled_from([None, "SUF"]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happened_the_bridge_adds_up(
    room: Room, history: list[tuple[Any, ...]], level: int | None, unit: str | None
) -> None:
    with transaction.atomic():
        with_prices(room, {2021: Decimal(3), 2022: Decimal(2), 2023: Decimal("1.5")})
        story = Story(room)
        for act in history:
            story.play(act)
        begins: list[dict[str, Any]] = [{"since": DAYS[0]}, {"since": DAYS[1]}]
        begins += [{"since_report": number} for number in Report.objects.filter(as_of__lte=DAYS[-1]).values_list("pk", flat=True)]
        for begin in begins:
            bridge = read_bridge("proeve", ChangesQuestion(as_of=DAYS[-1], price_level=level, unit=unit, **begin))
            closing = read_status("proeve", StatusQuestion(as_of=DAYS[-1], price_level=level, unit=unit)).headline
            for column in bridge.columns:
                assert abs(column.opening + sum(column.steps.values()) - column.closing) < Decimal("0.005")
                assert abs(column.closing - getattr(closing, column.figure)) < Decimal("0.005")
                if "since_report" in begin:
                    assert_the_opening_is_what_was_published(begin["since_report"], column, unit)
        latest = add_changes(read_status("proeve", StatusQuestion(as_of=DAYS[-1], price_level=level, unit=unit)))
        assert latest.contradicted is None
        if latest.since:
            again = read_bridge("proeve", ChangesQuestion(as_of=DAYS[-1], price_level=level, unit=unit))
            assert latest.since == replace(again, head=latest.since.head)
        transaction.set_rollback(True)
    room.programme.price_series = None


def assert_the_opening_is_what_was_published(number: int, column: BridgeColumn, unit: str | None) -> None:
    told = Report.objects.select_related("publication").get(pk=number)
    asked = StatusQuestion(as_of=told.as_of, price_level=told.price_level, unit=unit, link=told.publication.position)
    then = read_status("proeve", asked)
    assert abs(column.opening - getattr(then.headline, column.figure)) < Decimal("0.005")
