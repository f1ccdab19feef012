"""What a cold reading of a page costs on the wire: bytes and requests, counted from the page's own links."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders

MOST_BYTES, MOST_REQUESTS = 60 * 1024, 5


def weigh(answer: Any) -> tuple[int, int, int]:
    """Compressed bytes of a page and all that a browser fetches for it at once; requests; and those to other hosts."""
    addresses = sorted(set(_fetch(_text(answer.content))))
    sizes = [len(answer.content), *(_compress(address) for address in addresses)]
    return sum(sizes), len(sizes), sum(not address.startswith("/") for address in addresses)


def _text(content: bytes) -> str:
    return (gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content).decode()


def _fetch(html: str) -> Iterator[str]:
    yield from re.findall(r'<script[^>]*\bsrc="([^"]+)"', html)
    yield from re.findall(r'<link[^>]*rel="(?:stylesheet|icon|preload)"[^>]*href="([^"]+)"', html)
    yield from re.findall(r'<img[^>]*\bsrc="([^"]+)"', html)


def _compress(address: str) -> int:
    name = re.sub(r"\.[0-9a-f]{12}(\.\w+)$", r"\1", address.removeprefix("/static/"))
    found = finders.find(name)
    return len(gzip.compress(Path(str(found)).read_bytes())) if found else 0
