"""The trail's chain: every link of it, and every row of every linked table against its last link."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connection, models
from django.utils.translation import gettext as _

from savings.auditing.tables import ADDED, CHANGING, IN_LEDGER_CHAIN, OUTSIDE_COLUMNS
from savings.chain import GENESIS, canonical
from savings.models import LedgerHead, TrailLink

#: Links read at a time.
CHUNK = 2000
#: The version of the links' form.
VERSION = 1


class Link(NamedTuple):
    """A row of `TrailLink`."""

    position: int
    table: str
    act: str
    keys: list[int]
    digest: str
    hash: str


_LINKS = 'SELECT position, "table", act, keys, digest, hash FROM savings_traillink'


class LinkedTable:
    """Reads rows of a table in their canonical form."""

    def __init__(self, model: type[models.Model]) -> None:
        meta = model._meta
        self.name, self.key = meta.db_table, meta.pk.column
        fields = [field for field in meta.concrete_fields if (self.name, field.column) not in OUTSIDE_COLUMNS]
        self.columns = [str(field.column) for field in fields]
        # JSON is hashed as PostgreSQL writes it, and would be another text once Python has read it.
        named = (f't."{field.column}"' + ("::text" if isinstance(field, models.JSONField) else "") for field in fields)
        self._select = f'SELECT t."{self.key}", {", ".join(named)} FROM "{self.name}" t'
        entry = IN_LEDGER_CHAIN.get(self.name)
        # What is approved is compared with the ledger's chain, which covers the same columns.
        self._waits = f'NOT EXISTS (SELECT 1 FROM savings_approval a WHERE a.entry_id = t."{entry}")' if entry else "true"

    def read_all(self) -> Iterator[tuple[int, str]]:
        """Each row's key and canonical form."""
        return self._read("")

    def read_outside_ledger(self, keys: list[int]) -> dict[int, str]:
        """The canonical form, by key, of those of the rows that are there and that the ledger's chain does not cover."""
        return dict(self._read(f' WHERE t."{self.key}" = ANY(%s) AND {self._waits}', keys))

    def _read(self, where: str, *values: list[int]) -> Iterator[tuple[int, str]]:
        with connection.cursor() as cursor:
            cursor.execute(self._select + where, values)
            while rows := cursor.fetchmany(CHUNK):
                for key, *row in rows:
                    yield key, canonical(dict(zip(self.columns, map(_digest_bytes, row), strict=True)))

    def find_unlinked(self) -> list[int]:
        """The keys of rows that no link knows."""
        return self._compare("{rows} EXCEPT {links}")

    def find_gone(self) -> list[int]:
        """The keys that links know, and that no row has."""
        return self._compare("{links} EXCEPT {rows}")

    def _compare(self, statement: str) -> list[int]:
        links = 'SELECT unnest(keys) FROM savings_traillink WHERE "table" = %s'
        with connection.cursor() as cursor:
            cursor.execute(
                statement.format(rows=f'SELECT "{self.key}" FROM "{self.name}"', links=links) + " ORDER BY 1", [self.name]
            )
            return [key for (key,) in cursor.fetchall()]


def _digest_bytes(value: Any) -> Any:
    return hashlib.sha256(value).hexdigest() if isinstance(value, bytes | memoryview) else value


def read_linked_tables() -> dict[str, LinkedTable]:
    """The tables that have links, by name."""
    tables = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    return {name: LinkedTable(tables[name]) for name in (*ADDED, *sorted(CHANGING))}


def find_trail_faults() -> Iterator[str]:
    """Yield one sentence per link that does not follow, and per row that is not as its last link says."""
    tables = read_linked_tables()
    last: dict[tuple[str, int], Link] = {}
    position, digest = 0, GENESIS
    for links in _read_links():
        for row in links:
            yield from _find_link_faults(row, position, digest)
            position, digest = row.position, row.hash
        last |= {(row.table, row.keys[0]): row for row in links if row.table in CHANGING and row.keys}
        added = sorted((row for row in links if row.table not in CHANGING), key=lambda row: row.table)
        for name, of_table in groupby(added, key=lambda row: row.table):
            yield from _find_added_faults(tables.get(name), list(of_table))
    head = LedgerHead.objects.filter(pk=1).values_list("trail_position", "trail_hash").first()
    if head != (position, digest):
        yield _("trail: its chain ends at link %(found)s, but the head says %(kept)s. Links have been cut or changed.") % {
            "found": position,
            "kept": head[0] if head else 0,
        }
    for name in ADDED:
        yield from (_say_gone(name, key) for key in tables[name].find_gone())
        yield from (_say_unlinked(name, key) for key in tables[name].find_unlinked())
    for name in sorted(CHANGING):
        yield from _find_changed_rows(tables[name], {key: row for (table, key), row in last.items() if table == name})


def _read_links() -> Iterator[list[Link]]:
    position = 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(f"{_LINKS} WHERE position > %s ORDER BY position LIMIT %s", [position, CHUNK])
            links = [Link(*row) for row in cursor.fetchall()]
            if not links:
                return
            yield links
            position = links[-1].position


def _find_link_faults(row: Link, before: int, previous: str) -> Iterator[str]:
    if row.position != before + 1:
        yield _("trail: link %(position)s follows %(before)s; those between are gone.") % {
            "position": row.position, "before": before,
        }  # fmt: skip
    if _hash_link(row, previous) != row.hash:
        yield _("trail: link %(position)s is not the one that was made.") % {"position": row.position}


def _hash_link(row: Link, previous: str) -> str:
    """As savings/rules/links.sql writes it; spelled out, for there are several to each entry."""
    content = (
        f'{{"act":"{row.act}","digest":"{row.digest}","keys":[{",".join(map(str, row.keys))}],"position":{row.position},'
        f'"table":"{row.table}","version":{VERSION}}}'
    )
    return hashlib.sha256(f"{previous}\n{content}".encode()).hexdigest()


def _find_added_faults(table: LinkedTable | None, links: list[Link]) -> Iterator[str]:
    """Compare rows that were added once, all that a link covers together, with the link's digest."""
    if table is None:
        yield from (_("trail: link %(position)s is of no table.") % {"position": row.position} for row in links)
        return
    rows = table.read_outside_ledger([key for row in links for key in row.keys])
    for row in links:
        found = [rows[key] for key in row.keys if key in rows]
        # Those that are gone are found all at once.
        if row.act != "insert" or (len(found) == len(row.keys) and _digest(found) != row.digest):
            yield _say_changed(table.name, ", ".join(map(str, row.keys)))


def _find_changed_rows(table: LinkedTable, last: Mapping[int, Link]) -> Iterator[str]:
    """Compare every row of a table whose rows change with its last link."""
    standing = {key for key, row in last.items() if row.act != "delete"}
    for key, text in table.read_all():
        if key not in standing:
            yield _say_unlinked(table.name, key)
        elif _digest([text]) != last[key].digest:
            yield _say_changed(table.name, key)
        standing.discard(key)
    yield from (_say_gone(table.name, key) for key in sorted(standing))


def _digest(texts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def _say_gone(table: str, key: object) -> str:
    return _("%(table)s %(key)s: the row is gone.") % {"table": table, "key": key}


def _say_changed(table: str, key: object) -> str:
    return _("%(table)s %(key)s: the row is not as it was last written by Valby.") % {"table": table, "key": key}


def _say_unlinked(table: str, key: object) -> str:
    return _("%(table)s %(key)s: the row was added past Valby.") % {"table": table, "key": key}


def find_trail_head_faults(position: int, digest: str) -> Iterator[str]:
    """Yield one sentence when the trail's chain no longer contains a head that was printed."""
    if position == 0 and digest == GENESIS:
        return
    kept = TrailLink.objects.filter(position=position).values_list("hash", flat=True).first()
    if kept is None:
        yield _("trail head %(position)s: the trail has no such link any more. Links have been cut.") % {"position": position}
    elif kept != digest:
        yield _("trail head %(position)s: the trail has another link there. It was rewritten after the paper was printed.") % {
            "position": position
        }
