"""What a cold reading of the status page costs on the wire: bytes and requests, counted from the page's own links."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

from django.contrib.staticfiles import finders

from savings.management.bench.measures import PAGE, Row, client

MOST_BYTES, MOST_REQUESTS = 60 * 1024, 5


def wire() -> Iterator[Row]:
    """The compressed page and every file a browser fetches for it before the reader asks for more."""
    page = client().get(PAGE)
    addresses = sorted(set(_fetched(_text(page.content))))
    sizes = [len(page.content), *(_compressed(address) for address in addresses)]
    total = sum(sizes)
    foreign = [address for address in addresses if not address.startswith("/")]
    yield Row(
        "status page with chart, over the wire", f"{total / 1024:.1f} KiB", "", f"{MOST_BYTES // 1024} KiB", total <= MOST_BYTES
    )
    yield Row("requests, cold", str(len(sizes)), "", str(MOST_REQUESTS), len(sizes) <= MOST_REQUESTS)
    yield Row("of them to other hosts", str(len(foreign)), "", "0", not foreign)


def _text(content: bytes) -> str:
    return (gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content).decode()


def _fetched(html: str) -> Iterator[str]:
    yield from re.findall(r'<script[^>]*\bsrc="([^"]+)"', html)
    yield from re.findall(r'<link[^>]*rel="(?:stylesheet|icon|preload)"[^>]*href="([^"]+)"', html)
    yield from re.findall(r'<img[^>]*\bsrc="([^"]+)"', html)


def _compressed(address: str) -> int:
    name = re.sub(r"\.[0-9a-f]{12}(\.\w+)$", r"\1", address.removeprefix("/static/"))
    found = finders.find(name)
    return len(gzip.compress(Path(str(found)).read_bytes())) if found else 0
