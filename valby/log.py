"""The log: one line for each happening, as text or as JSON, with the number of the request it belongs to."""

from __future__ import annotations

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

#: The request that is being answered; empty outside of one.
request_id: ContextVar[str] = ContextVar("request_id", default="")
ROOT = Path(__file__).resolve().parent.parent
#: Our own places in a traceback, the nearest to the fault first; what is further away is seldom of use.
PLACES = 6


def build_logging(style: str) -> dict[str, Any]:
    """The configuration of `logging` for Django and gunicorn alike.

    Args:
        style: `text` or `json`.
    """
    ours = {"handlers": ["console"], "level": "WARNING", "propagate": False}
    loggers = ("django", "valby", "waitress", "gunicorn.error")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": {"text": "valby.log.TextLine", "json": "valby.log.JsonLine"}[style]}},
        "filters": {"counted": {"()": "valby.log.CountedElsewhere"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["counted"]}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        # A queue of requests is no fault, and waitress would say its length each time.
        "loggers": {**dict.fromkeys(loggers, ours), "waitress.queue": {"level": "ERROR"}},
    }


class CountedElsewhere(logging.Filter):
    """Leaves out the line for each single request of a flood; what refuses it says so once a minute."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is written."""
        return record.name != "django.request" or getattr(record, "status_code", 0) not in (413, 429)


class TextLine(logging.Formatter):
    """`2026-11-28T20:15:02+00:00 ERROR django.request 4f1c Server Error: / | ValueError: why | savings/x.py:12 read`."""

    def format(self, record: logging.LogRecord) -> str:
        """The whole happening in one line."""
        parts = [f"{_moment(record)} {record.levelname} {record.name} {request_id.get() or '-'} {_message(record)}"]
        if error := _error(record):
            parts += [error, *([" < ".join(places)] if (places := _places(record)) else [])]
        return " | ".join(parts)


class JsonLine(logging.Formatter):
    """An object a line: `time`, `level`, `logger`, `request`, `message`, and with an error `error` and `places`."""

    def format(self, record: logging.LogRecord) -> str:
        """The whole happening in one line."""
        line: dict[str, object] = {
            "time": _moment(record), "level": record.levelname, "logger": record.name, "request": request_id.get(),
            "message": _message(record),
        }  # fmt: skip
        if error := _error(record):
            line |= {"error": error, "places": _places(record)}
        return json.dumps(line, ensure_ascii=False)


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _message(record: logging.LogRecord) -> str:
    """What is said, in one line: nobody can forge a second one by what he types."""
    return escape(record.getMessage())


def escape(text: str) -> str:
    """A text without line breaks and other control characters."""
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in text)


def _error(record: logging.LogRecord) -> str:
    """The kind of the fault and the first line of what it says; of a DisallowedHost and the like the message says it already."""
    error = record.exc_info[1] if record.exc_info else None
    if error is None or str(error) == record.getMessage():
        return ""
    return escape(f"{type(error).__name__}: {(str(error).strip().splitlines() or [''])[0]}")


def _places(record: logging.LogRecord) -> list[str]:
    """Where it was met in our own code, the nearest first; where that is nowhere, where it was raised."""
    trace: TracebackType | None = record.exc_info[2] if record.exc_info else None
    frames = traceback.extract_tb(trace)
    packages = ("savings/", "valby/")
    named = [(frame.filename.removeprefix(f"{ROOT}/"), frame) for frame in reversed(frames)]
    ours = [(name, frame) for name, frame in named if name.startswith(packages)] or named[:1]
    return [f"{name}:{frame.lineno} {frame.name}" for name, frame in ours[:PLACES]]
