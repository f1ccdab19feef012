"""Frozen dataclasses as plain values that JSON can hold, and back again, for what must be stored for good."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")


class NotPlain(ValueError):
    """The plain values do not fit the requested type."""


def to_plain(value: Any) -> Any:
    """Turn a value into dicts, lists, strings, numbers and None. Amounts and dates become strings, exact to the last digit."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [to_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {to_plain(key): to_plain(each) for key, each in value.items()}
    if isinstance(value, str | int | NoneType):
        return value
    raise NotPlain(f"{type(value).__name__} has no plain form")


def from_plain(kind: type[T], plain: Any) -> T:
    """Rebuild a value of a type from its plain form.

    Raises:
        NotPlain: when the plain values do not fit the type: a name is missing or unknown, or a value has another type.
    """
    value: T = _read(kind, plain)
    return value


def _read(kind: Any, plain: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _one_of(get_args(kind), plain)
    if origin is tuple:
        return _tuple(get_args(kind), plain)
    if is_dataclass(kind) and isinstance(kind, type):
        return _record(kind, plain)
    if kind in (str, int, bool):
        if type(plain) is not kind:
            raise NotPlain(f"{plain!r} is no {kind.__name__}")
        return plain
    try:
        return _word(kind, plain)
    except (ValueError, TypeError, ArithmeticError) as error:
        raise NotPlain(f"{plain!r} is no {kind}") from error


def _word(kind: Any, plain: Any) -> Any:
    """A value whose plain form is one string."""
    if not isinstance(plain, str):
        raise NotPlain(f"{plain!r} is no {kind}")
    return kind.fromisoformat(plain) if kind in (date, datetime) else kind(plain)


def _one_of(kinds: tuple[Any, ...], plain: Any) -> Any:
    if plain is None and NoneType in kinds:
        return None
    (kind,) = (kind for kind in kinds if kind is not NoneType)
    return _read(kind, plain)


def _tuple(kinds: tuple[Any, ...], plain: Any) -> tuple[Any, ...]:
    if not isinstance(plain, list):
        raise NotPlain(f"{plain!r} is no list")
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(_read(kinds[0], each) for each in plain)
    if len(kinds) != len(plain):
        raise NotPlain(f"{plain!r} does not have {len(kinds)} values")
    return tuple(_read(kind, each) for kind, each in zip(kinds, plain, strict=True))


def _record(kind: type[Any], plain: Any) -> Any:
    if not isinstance(plain, dict):
        raise NotPlain(f"{plain!r} is no {kind.__name__}")
    hints = _hints(cast(Hashable, kind))
    if unknown := plain.keys() - hints.keys():
        raise NotPlain(f"{kind.__name__} has no {sorted(unknown)}")
    try:
        return kind(**{name: _read(hints[name], each) for name, each in plain.items()})
    except TypeError as error:
        raise NotPlain(f"{kind.__name__}: {error}") from error


@lru_cache(maxsize=128)
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
