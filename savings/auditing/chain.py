"""The hash chain: each link's position, predecessor and hash, and whether a printed head is still in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from savings.chain import GENESIS, VERSION, add_approval, canonical, link
from savings.models import Approval, LedgerHead
from savings.models.contents import Row, basis_contents, entry_contents, release_contents

#: Links read at a time; the content of each is a handful of rows.
CHUNK = 500


#: What reads the content of what a link approved, by the column that names it.
_READERS = {"entry_id": entry_contents, "release_id": release_contents, "basis_id": basis_contents}


def find_chain_faults() -> Iterator[str]:
    """Yield one sentence per fault in the chain, from its first link to the head that the database stores."""
    position, digest = 0, GENESIS
    for row, content in _read_links():
        yield from _find_link_faults(row, content, position, digest)
        position, digest = row["position"], row["hash"]
    head = LedgerHead.objects.filter(pk=1).values("position", "hash").first()
    if head != {"position": position, "hash": digest}:
        stored = head["position"] if head else 0
        yield _("head: the ledger ends at link %(found)s, but its head says %(kept)s. Links have been cut or changed.") % {
            "found": position,
            "kept": stored,
        }


def _read_links() -> Iterator[tuple[Row, Row | None]]:
    """Each link with what was approved by it (None where that is gone), in their order."""
    position = 0
    while rows := list(Approval.objects.filter(position__gt=position).order_by("position")[:CHUNK].values()):
        contents = _contents(rows)
        yield from ((row, contents[row["position"]]) for row in rows)
        position = rows[-1]["position"]


def read_links() -> Iterator[tuple[Row, str]]:
    """Each link with the text that its hash covers after the hash before it, in their order."""
    for row, content in _read_links():
        yield row, canonical({**_add_approval(row, content or {}), "version": row["version"]})


def _contents(rows: Sequence[Row]) -> dict[int, Row | None]:
    """What each link approved, by its position; None where that is gone."""
    contents: dict[int, Row | None] = {row["position"]: None for row in rows}
    for column, read in _READERS.items():
        of_this = {row[column]: row["position"] for row in rows if row[column]}
        found = read(list(of_this))
        contents |= {position: found.get(number) for number, position in of_this.items()}
    return contents


def _find_link_faults(row: Row, content: Row | None, before: int, previous: str) -> Iterator[str]:
    name = name_link(row)
    if row["position"] != before + 1:
        yield _("%(name)s: the link before it is missing (link %(position)s follows %(before)s).") % {
            "name": name,
            "position": row["position"],
            "before": before,
        }
    elif row["previous_hash"] != previous:
        yield _("%(name)s: it does not follow the link before it (link %(position)s).") % {
            "name": name,
            "position": row["position"],
        }
    if content is None:
        yield _("%(name)s: what was approved is gone.") % {"name": name}
    elif not 1 <= row["version"] <= VERSION:
        yield _("%(name)s: its content has a form that this version of Valby does not know (%(version)s).") % {
            "name": name,
            "version": row["version"],
        }
    elif _hash_of(row, content) != row["hash"]:
        yield _("%(name)s: the content is not what was approved.") % {"name": name}


def _hash_of(row: Row, content: Row) -> str:
    return link(row["previous_hash"], _add_approval(row, content), row["version"])


def _add_approval(row: Row, content: Row) -> Row:
    return add_approval(content, position=row["position"], by=row["by_id"], at=row["at"])


def name_link(row: Row) -> str:
    """The thing that a link approved, as the faults name it: *entry 12*, *price release 3*, *price basis 1*."""
    if row["entry_id"]:
        return _("entry %(number)s") % {"number": row["entry_id"]}
    if row["release_id"]:
        return _("price release %(number)s") % {"number": row["release_id"]}
    return _("price basis %(number)s") % {"number": row["basis_id"]}


def find_head_faults(position: int, digest: str) -> Iterator[str]:
    """Yield one sentence when the ledger no longer contains a head that was printed."""
    if position == 0 and digest == GENESIS:
        return
    row = Approval.objects.filter(position=position).values("hash").first()
    if row is None:
        yield _("head %(position)s: the ledger has no such link any more. Links have been cut.") % {"position": position}
    elif row["hash"] != digest:
        yield _("head %(position)s: the ledger has another link there. It was rewritten after the paper was printed.") % {
            "position": position
        }
