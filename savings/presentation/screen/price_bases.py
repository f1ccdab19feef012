"""The price bases of a programme on the screen, each in a sentence with who recorded and approved it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from savings.elements.citations import price_basis_words
from savings.elements.numbers import moment
from savings.projections.price_bases import PriceBasisFacts


@dataclass(frozen=True)
class BasisItem:
    """A price basis in words.

    Attributes:
        waits: whether nobody has approved it; `is_own`: whether the reader recorded it, and so cannot.
    """

    number: int
    text: str
    recorded: str
    waits: bool
    is_own: bool


def build_basis_items(bases: Sequence[PriceBasisFacts], reader: str) -> tuple[BasisItem, ...]:
    """The price bases as a reader (user name) sees them."""
    return tuple(_item(basis, reader) for basis in bases)


def _item(basis: PriceBasisFacts, reader: str) -> BasisItem:
    sentences = [_("Recorded by %(who)s, %(when)s.") % {"who": basis.recorded_by, "when": moment(localtime(basis.recorded_at))}]
    if basis.approved_at is not None:
        facts = {"who": basis.approved_by, "when": moment(localtime(basis.approved_at))}
        sentences.append(_("Approved by %(who)s, %(when)s.") % facts)
    text = price_basis_words(basis)
    return BasisItem(basis.number, text, " ".join(sentences), basis.approved_at is None, basis.recorder == reader)


@dataclass(frozen=True)
class WaitingBasis:
    """A price basis that waits for approval: the page it is approved on, its programme, and a sentence about it."""

    href: str
    programme: str
    text: str


def waiting_bases(waiting: Sequence[tuple[str, str, PriceBasisFacts]], href: Callable[[str], str]) -> tuple[WaitingBasis, ...]:
    """The price bases on the controller's list; `href` leads to those of a programme, by its slug."""
    return tuple(WaitingBasis(href(slug), name, price_basis_words(basis)) for slug, name, basis in waiting)
