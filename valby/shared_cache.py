"""A cache shared by processes that pages can do without: while it is away, pages read the ledger, and one line says so."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger("valby.cache")
#: How long a cache that did not answer is left alone, and how long one is waited for.
PAUSE_SECONDS, WAIT_SECONDS = 15.0, 0.5


class SharedCache(RedisCache):
    """Django's, which answers as an empty one while the server is away."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = {"socket_connect_timeout": WAIT_SECONDS, "socket_timeout": WAIT_SECONDS}
        super().__init__(server, {**params, "OPTIONS": options})
        self._away_until = 0.0

    def _ask(self, act: Callable[..., Any], fallback: Any, *values: Any, **named: Any) -> Any:
        if time.monotonic() < self._away_until:
            return fallback
        try:
            answer = act(*values, **named)
        except (RedisError, OSError) as error:
            if not self._away_until:
                logger.warning("The shared cache does not answer, and is done without: %s", error)
            self._away_until = time.monotonic() + PAUSE_SECONDS
            return fallback
        if self._away_until:
            logger.warning("The shared cache answers again.")
            self._away_until = 0.0
        return answer

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """The value, or the default."""
        return self._ask(super().get, default, key, default, version=version)

    def get_many(self, keys: Any, version: int | None = None) -> dict[str, Any]:
        """What is there of these."""
        return dict(self._ask(super().get_many, {}, keys, version=version))

    def set(self, key: str, value: Any, *values: Any, **named: Any) -> None:
        """Keep it, if somebody is there to."""
        self._ask(super().set, None, key, value, *values, **named)

    def set_many(self, data: dict[str, Any], *values: Any, **named: Any) -> list[Any]:
        """Keep them; those that were not are told."""
        return list(self._ask(super().set_many, list(data), data, *values, **named))

    def add(self, key: str, value: Any, *values: Any, **named: Any) -> bool:
        """Keep it unless something is; nothing is, in a cache that is away."""
        return bool(self._ask(super().add, True, key, value, *values, **named))

    def touch(self, *values: Any, **named: Any) -> bool:
        """Whether it was there."""
        return bool(self._ask(super().touch, False, *values, **named))

    def delete(self, key: str, version: int | None = None) -> bool:
        """Whether it was there."""
        return bool(self._ask(super().delete, False, key, version=version))

    def delete_many(self, keys: Any, version: int | None = None) -> None:
        """Forget them."""
        self._ask(super().delete_many, None, keys, version=version)

    def has_key(self, key: str, version: int | None = None) -> bool:
        """Whether it is there."""
        return bool(self._ask(super().has_key, False, key, version=version))

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Add to a number.

        Raises:
            ValueError: when it is not there.
        """
        count = self._ask(super().incr, None, key, delta, version=version)
        if count is None:
            raise ValueError(f"Key {key!r} not found")
        return int(count)

    def clear(self) -> None:
        """Forget everything."""
        self._ask(super().clear, None)
