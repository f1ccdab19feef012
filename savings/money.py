"""Amounts in kroner: one constructor, one rounding rule, and a split that adds up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal, InvalidOperation

ZERO = Decimal(0)
ORE = Decimal("0.01")
#: The largest amount a posting can hold, in kroner: numeric(16, 2) in the database.
LARGEST = Decimal("99999999999999.99")

#: Kroner per unit. The keys are the words that the import and the forms accept.
UNITS: dict[str, Decimal] = {"kr": Decimal(1), "1.000 kr": Decimal(1_000), "mio. kr": Decimal(1_000_000)}


class NotMoney(ValueError):
    """The value is not an amount that the ledger can hold."""


def kroner(value: Decimal | int | str) -> Decimal:
    """Turn a value into an amount in kroner, exact to the øre.

    Raises:
        NotMoney: when `value` is a float, is no finite number, has more than two decimals, or is too large to store.
    """
    if isinstance(value, bool) or not isinstance(value, Decimal | int | str):
        raise NotMoney(f"{value!r} is not an exact amount")
    try:
        amount = Decimal(value)
    except InvalidOperation as error:
        raise NotMoney(f"{value!r} is not a number") from error
    if not amount.is_finite():
        raise NotMoney(f"{value!r} is not a finite number")
    if abs(amount) > LARGEST:
        raise NotMoney(f"{value!r} is larger than the ledger can hold")
    exact = amount.quantize(ORE)
    if exact != amount:
        raise NotMoney(f"{value!r} has a fraction of an øre")
    return exact


def round_half_up(value: Decimal, places: int = 0) -> Decimal:
    """Round half up (away from zero on a tie): the one rounding rule of pages, papers and files."""
    result = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return result if result else abs(result)


def round_to_sum(values: Sequence[Decimal], places: int = 0, *, to: Decimal | None = None) -> tuple[Decimal, ...]:
    """Round the values so that they add up to their own rounded sum, by largest remainder.

    Each becomes its floor or one step above it; the steps go to the largest remainders, ties to the first.

    Args:
        to: another sum that they shall add up to, such as the difference of two amounts that are rounded separately. It
            may differ from their own by a step or two, which go to the values with the largest remainders.
    """
    step = Decimal(1).scaleb(-places)
    floors = [value.quantize(step, rounding=ROUND_FLOOR) for value in values]
    wanted = round_half_up(sum(values, ZERO), places) if to is None else to
    missing = int((wanted - sum(floors, ZERO)) / step)
    order = sorted(range(len(values)), key=lambda i: (floors[i] - values[i], i))
    whole, rest = divmod(missing, len(values) or 1)
    raised = set(order[:rest])
    return tuple(floor + step * (whole + (i in raised)) for i, floor in enumerate(floors))


def total(amounts: Iterable[Decimal]) -> Decimal:
    """Add the amounts up; a Decimal also when there are none."""
    return sum(amounts, ZERO)
