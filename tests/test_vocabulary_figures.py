"""How a vocabulary orders its figures and how a figure is read from sums, told with a small vocabulary of its own."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from savings.projections.measures import compute_figures
from savings.vocabulary import Figure, Kind, KindFigure, Place, Sums, Vocabulary
from savings.vocabulary.acts import Step
from tests.ledgers import cells_of, mio


def kind(posts: Kind, **facts: Any) -> KindFigure:
    """A kind called by its code, and its step by its code in capitals."""
    words = {"words": posts.value, "step": posts.value.upper(), "happening": "", "written": (posts.value,)}
    return KindFigure(posts=posts, code=posts.value, **{**words, **facts})


TARGET = kind(Kind.TARGET, places=Place.UNITS)
REALISED = kind(Kind.REALISED, places=Place.UNITS, after={Place.UNITS: "", Place.RECORDING: "", Place.STEPS: "offset"})
OFFSET = kind(Kind.OFFSET, after={Place.KINDS: "target"})
NET = Figure(code="net", words="", terms=((REALISED, 1), (OFFSET, 1)), places=Place.UNITS | Place.PAPER)
LEFT = Figure(code="left", words="", terms=((TARGET, 1), (NET, -1)), needs_target=True, places=Place.UNITS)
SHOWN = Figure(
    code="shown",
    words="",
    terms=((REALISED, 1),),
    evidenced=True,
    is_measured=True,
    after={Place.UNITS: "target"},
    places=Place.UNITS,
)
UNSHOWN = Figure(code="unshown", words="", terms=((REALISED, 1),), evidenced=False, is_measured=True)
EARLY = Figure(code="early", words="", terms=((TARGET, 1), (REALISED, -1)), is_early=True)
RATE = Figure(code="rate", words="", formula=lambda sums: REALISED.amount(sums) / 2, is_ratio=True)
SMALL = Vocabulary((TARGET, REALISED, OFFSET, NET, LEFT, SHOWN, RATE))


def codes(figures: Any) -> list[str]:
    return [figure.code for figure in figures]


def test_figures_stand_as_declared_but_for_those_with_an_order_of_their_own() -> None:
    assert codes(SMALL.at(Place.UNITS)) == ["realised", "target", "shown", "net", "left"]
    assert codes(SMALL.at(Place.PAPER)) == ["net"]
    assert SMALL.at(Place.UNITS) is SMALL.at(Place.UNITS)


def test_one_follows_another_that_follows_a_third() -> None:
    third = Figure(code="third", words="", places=Place.PAPER, after={Place.PAPER: "second"})
    second = Figure(code="second", words="", places=Place.PAPER, after={Place.PAPER: "first"})
    twin = Figure(code="twin", words="", places=Place.PAPER, after={Place.PAPER: "first"})
    first = Figure(code="first", words="", places=Place.PAPER)
    last = Figure(code="last", words="", places=Place.PAPER)
    assert codes(Vocabulary((third, second, first, last, twin)).at(Place.PAPER)) == ["first", "second", "third", "twin", "last"]


def test_kinds_have_an_order_for_the_ledger_for_who_records_and_for_the_steps() -> None:
    assert list(SMALL.kinds.items()) == [(Kind.TARGET, TARGET), (Kind.OFFSET, OFFSET), (Kind.REALISED, REALISED)]
    assert SMALL.recorded == (REALISED, TARGET, OFFSET)
    assert list(SMALL.steps.items()) == [
        (Kind.TARGET, "TARGET"), (Kind.OFFSET, "OFFSET"), (Kind.REALISED, "REALISED"),
        *((step, step.words) for step in Step),
    ]  # fmt: skip


def test_what_has_entries_is_the_kinds_and_what_adds_them_up() -> None:
    assert codes(SMALL.with_entries) == ["target", "offset", "realised", "net", "left", "shown"]


def test_a_figure_is_found_by_its_code() -> None:
    assert SMALL["net"] is NET
    assert "net" in SMALL
    assert "gone" not in SMALL
    with pytest.raises(KeyError):
        SMALL["gone"]


def test_a_word_leads_to_its_kind_whatever_its_letters_size_and_the_others_are_named() -> None:
    assert SMALL.parse_kind(" OFFSET ") is Kind.OFFSET
    with pytest.raises(ValueError, match=r"^target, offset, realised$"):
        SMALL.parse_kind("net")


def test_a_figure_stands_on_the_kinds_of_what_it_adds_up_with_their_signs() -> None:
    assert TARGET.kinds == {Kind.TARGET: 1}
    assert LEFT.kinds == {Kind.TARGET: 1, Kind.REALISED: -1, Kind.OFFSET: -1}
    assert RATE.kinds == {}
    assert (REALISED.kind, LEFT.kind) == (Kind.REALISED, None)


SUMS = Sums(
    stated={Kind.TARGET: Decimal(10), Kind.REALISED: Decimal(6), Kind.OFFSET: Decimal(-1)},
    early={Kind.TARGET: Decimal(3), Kind.REALISED: Decimal(2)},
    evidenced={Kind.REALISED: Decimal(4)},
    measured={"shown": Decimal(4), "unshown": Decimal(2)},
    is_asked=True,
)


@pytest.mark.parametrize(("figure", "amount"), [(TARGET, 10), (NET, 5), (LEFT, 5), (SHOWN, 4), (UNSHOWN, 2), (EARLY, 4 + 3 - 2)])
def test_a_figure_adds_up_its_terms_with_or_without_evidence_and_what_may_come_early(figure: Figure, amount: int) -> None:
    assert figure.amount(SUMS) == figure.read(SUMS) == amount
    assert figure.amount(Sums()) == 0
    assert figure.read(Sums()) is None
    assert not figure.is_stated(Sums())


def test_a_ratio_is_read_by_its_formula() -> None:
    assert RATE.read(SUMS) == 3


def test_what_needs_a_target_says_nothing_without() -> None:
    without = Sums(stated={Kind.REALISED: Decimal(6)})
    assert (LEFT.read(without), NET.read(without)) == (None, 6)
    assert LEFT.amount(without) == -6


def test_what_only_may_come_early_is_not_stated_and_a_sum_of_nothing_is() -> None:
    early = Sums(early={Kind.TARGET: Decimal(3)})
    assert (TARGET.read(early), EARLY.read(early)) == (None, 3)
    assert early.has(Kind.TARGET)
    nothing = Sums(stated={Kind.TARGET: Decimal(0)})
    assert (TARGET.read(nothing), EARLY.is_stated(nothing)) == (0, False)
    assert (Sums().is_empty, early.is_empty, nothing.is_empty) == (True, False, False)


def test_the_parts_of_a_figure_are_its_sums_without_their_signs() -> None:
    assert list(LEFT.parts(SUMS)) == [10, 6, -1]
    assert list(SHOWN.parts(SUMS)) == [4]
    assert list(EARLY.parts(SUMS)) == [10, 3, 6, 2]


def test_the_sum_of_a_kind_is_told_with_and_without_evidence() -> None:
    told = [(SUMS.of(each), SUMS.of(each, True), SUMS.of(each, False)) for each in (Kind.REALISED, Kind.OFFSET, Kind.PLAN)]
    assert told == [(6, 4, 2), (-1, 0, -1), (0, 0, 0)]


def test_a_forecast_of_which_only_the_ends_are_known_may_come_early() -> None:
    """
    forventet | – | – | 2009–2011 | 1,9
    plan      | – | – | 2009–2011 | 1
    """
    cells = cells_of(test_a_forecast_of_which_only_the_ends_are_known_may_come_early)
    early, late = (compute_figures(cells, year) for year in (2010, 2011))
    assert [mio(amount) for amount in (early.forecast_early, early.plan_early, early.forecast)] == ["1.9", "1", "0"]
    assert [mio(amount) for amount in (late.forecast_early, late.plan_early, late.forecast)] == ["0", "0", "1.9"]
