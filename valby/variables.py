"""Environment variables: reading one, and what each may hold."""

from __future__ import annotations

import importlib.util
import os
import re
import sys
from collections.abc import Callable
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import TypeVar
from urllib.parse import urlsplit

import environ

T = TypeVar("T")

#: The values of these are never printed, not even when they are malformed.
SECRET = {"VALBY_SECRET_KEY", "VALBY_EMAIL_URL", "DATABASE_URL", "VALBY_OWNER_DATABASE_URL", "VALBY_CACHE_URL"}


def read(name: str, parse: Callable[[str], T], default: T, wanted: str) -> T:
    """A variable's value, or its default when it is unset or empty; anything malformed ends the start in one sentence."""
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    try:
        return parse(text)
    except (ValueError, KeyError, environ.ImproperlyConfigured):
        sys.exit(f"Valby: {name} is {mask(name, text)}, but {wanted} is wanted.")


def mask(name: str, text: str) -> str:
    """A value as far as others may see it: of a secret address its scheme, of a secret key its length."""
    if name not in SECRET:
        return repr(text)
    scheme = re.match(r"[a-z0-9+]{1,20}://", text)
    return f"'{scheme[0]}…'" if scheme else f"a text of {len(text)} characters"


def parse_switch(text: str) -> bool:
    """On or off, and nothing in between."""
    return {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}[text.lower()]


def parse_names(text: str) -> list[str]:
    """Names separated by commas."""
    return [name.strip() for name in text.split(",") if name.strip()]


def parse_origins(text: str) -> list[str]:
    """Addresses separated by commas, each with its scheme."""
    parts = parse_names(text)
    if not all(urlsplit(origin).scheme in ("http", "https") and urlsplit(origin).netloc for origin in parts):
        raise ValueError(text)
    return parts


def parse_networks(text: str) -> list[IPv4Network | IPv6Network]:
    """Addresses and networks separated by commas; a network is written without bits beyond its mask; `none` is an empty list."""
    if text.lower() == "none":
        return []
    networks = [ip_network(part) for part in parse_names(text)]
    if not networks or any(network.prefixlen == 0 for network in networks):
        raise ValueError(text)
    return networks


def parse_hosts(text: str) -> list[str]:
    """Host names separated by commas, without scheme, port or path; *.example.dk is written .example.dk."""
    parts = parse_names(text)
    if not parts or not all(re.fullmatch(r"\.?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*|\[[0-9A-Fa-f:]+\]", name) for name in parts):
        raise ValueError(text)
    return parts


def parse_identifier(text: str) -> str:
    """A role's name: letters, digits and underscores."""
    if not text.isidentifier() or not text.isascii() or len(text) > 63:
        raise ValueError(text)
    return text


def parse_server(text: str) -> dict[str, object]:
    """A PostgreSQL server's address as Django wants it."""
    address = urlsplit(text)
    if address.scheme not in ("postgres", "postgresql") or address.fragment or address.port == 0:
        raise ValueError(text)
    config = environ.Env.db_url_config(text)
    if not config.get("NAME"):
        raise ValueError(text)
    return {**config, "ENGINE": "django.db.backends.postgresql"}


def parse_key(text: str) -> str:
    """A key of at least 50 characters, five of them different."""
    if len(text) < 50 or len(set(text)) < 5:
        raise ValueError(text)
    return text


def parse_hours(text: str) -> int:
    """A time in whole hours."""
    if not 1 <= int(text) <= 24:
        raise ValueError(text)
    return int(text)


def parse_minutes(text: str) -> int:
    """A time in whole minutes, up to a day."""
    if not 5 <= int(text) <= 24 * 60:
        raise ValueError(text)
    return int(text)


def parse_second_factor(text: str) -> str:
    """Whose log-in takes a second factor."""
    if text not in ("vouching", "all", "none"):
        raise ValueError(text)
    return text


def parse_mail(text: str) -> dict[str, object]:
    """A mail server's address as Django wants it."""
    if urlsplit(text).scheme not in ("smtp", "smtp+tls", "smtp+ssl") or not urlsplit(text).hostname:
        raise ValueError(text)
    return dict(environ.Env.email_url_config(text))


def parse_count(text: str) -> int:
    """A number of processes or threads."""
    if not 1 <= int(text) <= 64:
        raise ValueError(text)
    return int(text)


def parse_seconds(text: str) -> int:
    """A time in whole seconds; 0 is none."""
    if not 0 <= int(text) <= 3600:
        raise ValueError(text)
    return int(text)


def parse_address(text: str) -> str:
    """An address to listen on, with its port."""
    host, _, port = text.rpartition(":")
    ip_address(host.strip("[]"))
    if not 1 <= int(port) <= 65535:
        raise ValueError(text)
    return text


def parse_log(text: str) -> str:
    """How the log is written."""
    return {"text": "text", "json": "json"}[text.lower()]


def parse_megabytes(text: str) -> int:
    """A size in whole megabytes."""
    if not 1 <= int(text) <= 200:
        raise ValueError(text)
    return int(text)


def parse_cache(text: str) -> dict[str, object]:
    """A redis server's address, as Django wants it."""
    address = urlsplit(text)
    if address.scheme not in ("redis", "rediss") or not address.hostname:
        raise ValueError(text)
    if importlib.util.find_spec("redis") is None:
        sys.exit("Valby: VALBY_CACHE_URL names a redis server, but its package is missing. Run: .venv/bin/pip install redis")
    return {"BACKEND": "valby.shared_cache.SharedCache", "LOCATION": text}
