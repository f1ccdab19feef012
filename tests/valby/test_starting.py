"""What stands in the way of `make run` is told in one sentence."""

from __future__ import annotations

import socket

import pytest
from django.core.management.base import CommandError
from django.db import OperationalError

from savings.management.commands.serve import _port
from valby.errors import UserError
from valby.private import report_os_errors
from valby.startup import exit_with_message


def test_a_port_in_use_is_named_with_the_way_out() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        with pytest.raises(CommandError, match=f"Port {port} is in use. Choose another"):
            _port(port)


@pytest.mark.parametrize("port", ["", "http", "0", "65536", "-1"])
def test_what_is_no_port_is_refused(port: str) -> None:
    with pytest.raises(CommandError, match="from 1 to 65535"):
        _port(port)


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        (UserError("the disk is full."), "Valby: the disk is full."),
        (OperationalError("connection refused\nIs it running?"), "Valby: the database does not do its work: connection refused"),
    ],
)
def test_trouble_is_one_sentence_and_no_traceback(trouble: Exception, sentence: str) -> None:
    with pytest.raises(SystemExit) as ended, exit_with_message():
        raise trouble
    assert ended.value.code == sentence


def test_ctrl_c_ends_without_a_word() -> None:
    with pytest.raises(SystemExit) as ended, exit_with_message():
        raise KeyboardInterrupt
    assert ended.value.code == 130


def test_a_full_disk_is_told_whoever_meets_it(tmp_path) -> None:
    with pytest.raises(UserError, match="is full"), report_os_errors(tmp_path):
        raise OSError(28, "No space left on device")
