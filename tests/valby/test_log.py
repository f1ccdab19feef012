"""A happening is one line of the log, in either form, with the request it belongs to; nobody writes a second by what he types."""

from __future__ import annotations

import json
import logging
import sys

import pytest

from savings.web.request_id import RequestIdMiddleware
from valby.log import CountedElsewhere, JsonLine, TextLine, request_id


@pytest.fixture
def record() -> logging.LogRecord:
    try:
        RequestIdMiddleware(fail)(None)  # type: ignore[arg-type]
    except AttributeError:
        fault = sys.exc_info()
    return logging.LogRecord("django.request", logging.ERROR, __file__, 1, "Not Found: %s", ("/x\n2026 forged",), fault)


def fail(_request: object) -> object:
    raise AssertionError


def test_text_is_one_line_with_fault_and_place(record: logging.LogRecord) -> None:
    token = request_id.set("a1b2c3d4")
    line = TextLine().format(record)
    request_id.reset(token)
    assert "\n" not in line
    assert "ERROR django.request a1b2c3d4 Not Found: /x\\n2026 forged" in line
    assert "AttributeError: 'NoneType' object has no attribute 'headers'" in line
    assert "savings/web/request_id.py:" in line


def test_json_is_one_object_with_the_same(record: logging.LogRecord) -> None:
    line = json.loads(JsonLine().format(record))
    assert line.keys() == {"time", "level", "logger", "request", "message", "error", "places"}
    assert (line["level"], line["logger"], line["request"]) == ("ERROR", "django.request", "")
    assert line["places"][0].startswith("savings/web/request_id.py:")


@pytest.mark.parametrize(("status", "written"), [(404, True), (413, False), (429, False), (503, True)])
def test_a_flood_is_not_told_line_by_line(record: logging.LogRecord, status: int, written: bool) -> None:
    record.status_code = status
    assert CountedElsewhere().filter(record) is written
