"""The initiatives of a status in the orders that a reader can choose, and page by page."""

from __future__ import annotations

from savings.projections.facts import InitiativeFacts, UnitFacts
from savings.projections.initiatives import ORDERS, _largest_first, select_initiatives
from savings.projections.status import InitiativeLine, StatusFacts, build_status
from savings.vocabulary import VOCABULARY
from tests.ledgers import cells_of
from tests.samples import valby

SAMPLE = valby()
SOF, SUF = (UnitFacts(code, name, None, 0) for code, name in (("SOF", "Socialforvaltningen"), ("SUF", "Sundhedsforvaltningen")))


def initiative(name: str, unit: UnitFacts | None, stage: str = "") -> InitiativeFacts:
    return InitiativeFacts(name, "", unit, "", "", "", "", stage, "")


def lines() -> tuple[InitiativeLine, ...]:
    """Four initiatives and what is on the programme as a whole.

    plan   | – | post  | 2008 | 2
    opnået | – | leje  | 2011 | 0,8
    opnået | – | åben  | 2011 | 1,5
    opnået | – | –     | 2011 | 9
    """
    facts = {name: getattr(SAMPLE, name) for name in StatusFacts.__dataclass_fields__} | {"initiatives": (
        initiative("åben", None), initiative("post", SUF), initiative("leje", SOF), initiative("zoo", SOF, "dropped"),
    )}  # fmt: skip
    return build_status(StatusFacts(**facts), cells_of(lines), year=2011, rows=()).initiatives


def names(order: str, page: int = 1, per_page: int = 50) -> list[str | None]:
    chosen = select_initiatives(lines(), order=order, page=page, per_page=per_page)
    assert chosen.order == order
    return [line.facts and line.facts.name for line in chosen.lines]


def test_the_programmes_own_order_holds_where_no_other_is_asked_for() -> None:
    assert names("") == ["åben", "post", "leje", "zoo", None]


def test_words_go_from_a_to_å_amounts_from_the_largest_and_standings_from_the_worst() -> None:
    assert names("name") == ["leje", "post", "zoo", "åben", None]
    assert names("realised") == ["åben", "leje", "post", "zoo", None]
    assert names("unit") == ["leje", "zoo", "post", "åben", None]
    assert names("standing") == ["post", "åben", "leje", "zoo", None]


def test_the_largest_comes_first_and_what_states_no_amount_after_all_that_do() -> None:
    order = _largest_first(VOCABULARY["realised"])
    assert [order(line) for line in lines()] == [
        (False, -1_500_000), (True, 0), (False, -800_000), (True, 0), (False, -9_000_000),
    ]  # fmt: skip


def test_what_is_on_the_programme_as_a_whole_is_last_in_every_order() -> None:
    assert {order: names(order)[-1] for order in ORDERS} == dict.fromkeys(ORDERS)


def test_a_page_is_cut_from_the_ordered_list() -> None:
    assert [names("name", page, 2) for page in (1, 2, 3, 4)] == [["leje", "post"], ["zoo", "åben"], [None], []]
