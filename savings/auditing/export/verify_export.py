"""Verify an export of a Valby ledger, and add its figures up again. It needs Python 3.11 or newer, and nothing of Valby.

    python3 -I -S verify_export.py [--as-of 2026-12-31] [--head 17:3fa9...] > figures.csv

links.txt holds the ledger, a link a line: its hash, a space, and its content as JSON (sorted keys, no spaces). A link's hash
is the SHA-256 of the hash before it (64 zeros before the first), a line break and the content. A content is an approved entry
with its postings, evidence, documents and their files' hashes, or another approved thing, such as a release of prices. The
programmes, units, initiatives and people are JSON, a row a line: the names of what the links call by number. manifest.json
has the heads of both chains, and the SHA-256 and the number of lines of each file.

What is hashed is held by the last link's hash, the head. So compare the head that is printed here with one on a paper that
Valby made earlier (`--head`, as often as one likes). The names are held by the digest of the manifest, which
`manage.py export_ledger` printed.

The figures are annual effects in kroner, by price level and not restated. A saving is documented cell by cell, by no more
than what was realised.
"""

import argparse
import csv
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, TextIO

KINDS = ("target", "plan", "forecast", "expected_offset", "secured", "realised", "offset", "elsewhere")
COLUMNS = ("programme", "unit", "year", "price_level", *KINDS, "documented", "net_realised", "outstanding", "open")

#: By programme, unit, year and price level: the sum of each kind, and of each initiative's realised and evidenced part.
Sums = defaultdict[tuple[Any, ...], defaultdict[Any, Decimal]]


def verify_files(folder: Path, manifest: dict[str, Any]) -> Iterator[str]:
    """A sentence for each file that is not the one that was exported."""
    for name, told in manifest["files"].items():
        digest, lines = hashlib.sha256(), 0
        try:
            with (folder / name).open("rb") as file:
                for line in file:
                    digest.update(line)
                    lines += 1
        except OSError as error:
            yield f"{name}: it cannot be read ({error.strerror})."
            continue
        if (digest.hexdigest(), lines) != (told["sha256"], told["lines"]):
            yield f"{name}: it is not the file that was exported ({lines} lines, {told['lines']} were)."


def verify_links(folder: Path, manifest: dict[str, Any], printed: set[str], add: Callable[[Any], None]) -> Iterator[str]:
    """A sentence per fault in the chain; `add` is called with the content of each link."""
    position, digest = 0, "0" * 64
    seen: set[str] = set()
    with (folder / "links.txt").open("rb") as file:
        for line in file:
            position += 1
            told, _, content = line.rstrip(b"\n").partition(b" ")
            digest_before, digest = digest, told.decode("ascii", "replace")
            if hashlib.sha256(digest_before.encode() + b"\n" + content).hexdigest() != digest:
                yield f"link {position}: its content is not what was approved, or it does not follow the link before it."
            try:
                link = json.loads(content)
                number = link["approval"]["position"]
                add(link)
            except (ValueError, KeyError, TypeError, ArithmeticError) as error:
                yield f"link {position}: its content cannot be read ({error})."
                continue
            if number != position:
                yield f"link {position}: it says that it is link {number}; links are gone or stand in another order."
            made = link.get("entry") or link.get("release") or link.get("basis") or {}
            if made.get("recorded_by_id") == link["approval"]["by_id"]:
                yield f"link {position}: it was approved by its own recorder."
            seen |= {f"{position}:{digest}"} & printed
    if f"{position}:{digest}" != manifest["ledger_head"]:
        yield f"head: the ledger ends at {position}:{digest}, and the manifest says {manifest['ledger_head']}."
    for head in sorted(printed - seen):
        yield f"head {head}: the ledger has no such link. It was rewritten, or cut, after that was printed."


def make_adder(sums: Sums, as_of: str) -> Callable[[Any], None]:
    """A function that adds a link's postings to `sums`, by programme, unit, year and price level, and by kind."""

    def add(link: Any) -> None:
        for posting in link.get("postings", ()):
            if not as_of or posting["booked_on"] <= as_of:
                place = (link["entry"]["programme_id"], posting["unit_id"], posting["year"], posting["price_level"])
                cell = sums[place]
                cell[posting["kind"]] += Decimal(posting["amount"])
                if posting["evidenced"]:
                    cell["evidence", posting["initiative_id"]] += Decimal(posting["amount"])
                if posting["kind"] == "realised":
                    cell["realised", posting["initiative_id"]] += Decimal(posting["amount"])

    return add


def write_figures(folder: Path, sums: Sums, out: TextIO) -> None:
    """The figures as CSV."""
    names = {
        what: {row["id"]: row[column] for row in map(json.loads, (folder / f"{what}.jsonl").open(encoding="utf-8"))}
        for what, column in (("programmes", "slug"), ("units", "code"))
    }
    rows: list[list[Any]] = []
    for (programme, unit, year, level), cell in sums.items():
        net = cell["realised"] + cell["offset"]
        # Never more than was realised, cell by cell; a saving that was taken back shows nothing.
        parts = [max(min(cell["evidence", key[1]], amount), Decimal(0)) for key, amount in [*cell.items()]
                 if isinstance(key, tuple) and key[0] == "realised"]  # fmt: skip
        open_ = cell["target"] - net - cell["secured"] - cell["elsewhere"]
        row = [names["programmes"].get(programme, programme), names["units"].get(unit, ""), year, level or ""]
        rows.append([*row, *(cell[kind] for kind in KINDS), sum(parts, Decimal(0)), net, cell["target"] - net, open_])
    rows.sort(key=lambda row: [str(value) for value in row[:4]])
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)


def main() -> None:
    """Verify what lies beside this file. Exit 1 with a sentence per fault."""
    parser = argparse.ArgumentParser(description="Verify an export of a Valby ledger, and add its figures up again.")
    parser.add_argument("--as-of", default="", metavar="DATE", help="count what is booked on or before that day (all)")
    parser.add_argument("--head", action="append", default=[], help="a head as a paper prints it: is it still there?")
    asked, folder = parser.parse_args(), Path(__file__).resolve().parent
    written = (folder / "manifest.json").read_bytes()
    manifest, sums = json.loads(written), Sums(lambda: defaultdict(Decimal))
    printed = {head.strip().lower() for head in asked.head}
    faults = [*verify_files(folder, manifest), *verify_links(folder, manifest, printed, make_adder(sums, asked.as_of))]
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        sys.exit(f"The export does not hold: {len(faults)} faults.")
    write_figures(folder, sums, sys.stdout)
    head, digest = manifest["ledger_head"], hashlib.sha256(written).hexdigest()
    print(f"The export holds. Head of the ledger: {head}. Digest of the manifest: {digest}", file=sys.stderr)


if __name__ == "__main__":
    main()
