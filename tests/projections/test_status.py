"""The status of a programme: its rows in their order, its price levels, its initiatives and what stands on none of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from savings.projections.cells import Cell
from savings.projections.facts import InitiativeFacts, UnitFacts
from savings.projections.standing import Standing
from savings.projections.status import Status, StatusFacts, build_status, codes_under
from savings.vocabulary import Kind
from tests.ledgers import cells_of, mio
from tests.samples import valby

SAMPLE = valby()
#: The facts of the memo's status, with two initiatives of our own.
FACTS = StatusFacts(**{
    **{name: getattr(SAMPLE, name) for name in StatusFacts.__dataclass_fields__},
    "initiatives": tuple(InitiativeFacts(name, "", None, "", "", "", "", stage, "") for name, stage in
                         (("leje", "under_way"), ("post", "dropped"))),
})  # fmt: skip


def read(cells: Sequence[Cell], *, year: int = 2011, rows: Sequence[str] = ()) -> Status:
    return build_status(FACTS, cells, year=year, rows=rows)


def test_what_is_no_sum_is_shown_as_it_was_given() -> None:
    shown = read([])
    for name in StatusFacts.__dataclass_fields__:
        if name != "initiatives":
            assert getattr(shown, name) == getattr(FACTS, name)
    assert shown.year == 2011


def test_headline_grid_and_phase_in_are_of_the_same_cells() -> None:
    """
    krav   | –   | –    | 2011 | 3,3
    opnået | SUF | leje | 2010 | 0,4
    opnået | SUF | leje | 2011 | 0,8
    """
    cells = cells_of(test_headline_grid_and_phase_in_are_of_the_same_cells)
    shown = read(cells, rows=["SOF"])
    assert (mio(shown.headline.target), mio(shown.headline.realised)) == ("3.3", "0.8")
    assert [row.unit for row in shown.grid.rows] == ["SOF", "SUF", None]
    assert [(it.year, mio(it.figures.realised)) for it in shown.phase_in] == [(2010, "0.4"), (2011, "0.8")]
    assert shown.priced == cells


def test_cells_are_listed_by_kind_unit_initiative_year_and_level_and_what_names_none_comes_last() -> None:
    """
    opnået | –   | –    | 2011 | 1
    opnået | SUF | –    | 2011 | 1
    opnået | SUF | post | 2011 | 1
    opnået | SUF | leje | 2011 | 1 | 2010
    opnået | SUF | leje | 2011 | 1 | 2009
    opnået | SUF | leje | 2010 | 1
    opnået | SOF | –    | 2011 | 1
    opnået | ØKF | –    | 2011 | 1
    krav   | –   | –    | 2011 | 1
    """
    cells = cells_of(test_cells_are_listed_by_kind_unit_initiative_year_and_level_and_what_names_none_comes_last)
    listed = [(cell.kind.value, cell.unit, cell.initiative, cell.year, cell.price_level) for cell in read(cells).cells]
    assert listed == [
        ("target", None, None, 2011, None),
        ("realised", "SOF", None, 2011, None),
        ("realised", "SUF", "leje", 2010, None),
        ("realised", "SUF", "leje", 2011, 2009),
        ("realised", "SUF", "leje", 2011, 2010),
        ("realised", "SUF", "post", 2011, None),
        ("realised", "SUF", None, 2011, None),
        ("realised", "ØKF", None, 2011, None),
        ("realised", None, None, 2011, None),
    ]


def test_what_has_no_price_level_is_marked_only_beside_what_has_one() -> None:
    """
    opnået | SUF | leje | 2011 | 1
    opnået | SUF | leje | 2011 | 2 | 2016
    opnået | SUF | leje | 2011 | 4 | 2009
    """
    loose, *levelled = cells_of(test_what_has_no_price_level_is_marked_only_beside_what_has_one)
    assert (read([loose]).price_levels, read([loose]).unlevelled) == ((None,), ())
    assert read([loose, levelled[0]]).unlevelled == (loose,)
    assert (read([loose, *levelled]).price_levels, read([loose, *levelled]).unlevelled) == ((2009, 2016, None), (loose,))


def test_an_initiative_stands_as_of_the_status_date_and_its_figures_are_of_the_year_asked_for() -> None:
    """
    plan   | SUF | leje | 2010 | 1
    plan   | SUF | leje | 2011 | 2
    opnået | SUF | leje | 2011 | 0,5
    opnået | SUF | –    | 2011 | 0,25
    """
    cells = cells_of(test_an_initiative_stands_as_of_the_status_date_and_its_figures_are_of_the_year_asked_for)
    early, late = (build_status(replace(FACTS, as_of=date(year, 6, 1)), cells, year=2011, rows=()) for year in (2010, 2011))
    assert [line.standing for line in early.initiatives] == [Standing.ON_TRACK, Standing.DROPPED, None]
    assert [line.standing for line in late.initiatives] == [Standing.BEHIND, Standing.DROPPED, None]
    assert [line.facts and line.facts.name for line in early.initiatives] == ["leje", "post", None]
    assert [mio(line.figures.realised) for line in early.initiatives] == ["0.5", "0", "0.25"]
    assert len(build_status(FACTS, cells[:3], year=2011, rows=()).initiatives) == 2


def test_the_full_effect_year_decides_what_is_delivered() -> None:
    """
    plan   | SUF | leje | 2011 | 2
    opnået | SUF | leje | 2011 | 2
    """
    cells = cells_of(test_the_full_effect_year_decides_what_is_delivered)
    assert read(cells).initiatives[0].standing is Standing.DELIVERED
    later = replace(FACTS, programme=replace(FACTS.programme, full_effect_year=2012))
    assert build_status(later, cells, year=2011, rows=()).initiatives[0].standing is Standing.ON_TRACK


def test_a_unit_is_called_by_its_name_and_what_is_unknown_by_its_code() -> None:
    shown = replace(read([]), units=(UnitFacts("SUF", "Sundhed", None, 0), UnitFacts("SOF", "Social", None, 0)))
    assert [shown.unit_name(code) for code in ("SOF", "GL", None)] == ["Social", "GL", None]


def test_the_units_under_one_are_those_of_its_branch() -> None:
    tree = [UnitFacts(code, code, parent, 0) for code, parent in (("A", None), ("B", "A"), ("C", "B"), ("D", None), ("E", "D"))]
    assert codes_under(tree, "A") == {"A", "B", "C"}
    assert codes_under(tree, "D") == {"D", "E"}
    assert codes_under(tree, "C") == {"C"}


def test_every_kind_has_a_place_in_the_list() -> None:
    cells = [Cell(kind, None, None, 2011, None, Decimal(1)) for kind in reversed(Kind)]
    assert [cell.kind for cell in read(cells).cells] == list(Kind)
