"""A small stand-in for Redis that can go away and come back: the few words of its protocol that Django's cache speaks."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from tests.trials.served import HOST, find_free_port

OK, NONE = b"+OK\r\n", b"_\r\n"


class StandIn:
    """What is kept stays while it is away, as in a Redis that is restarted."""

    def __init__(self) -> None:
        self.port = find_free_port()
        self.kept: dict[bytes, bytes] = {}
        self.asked = 0
        self.lines: set[socket.socket] = set()

    @property
    def address(self) -> str:
        return f"redis://{HOST}:{self.port}/0"

    @contextmanager
    def running(self) -> Iterator[None]:
        """It answers within the block."""
        self._start()
        try:
            yield
        finally:
            self._stop()

    @contextmanager
    def away(self) -> Iterator[None]:
        """Nobody is there within the block, and open lines are cut."""
        self._stop()
        try:
            yield
        finally:
            self._start()

    def _start(self) -> None:
        stand_in = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                stand_in.lines.add(self.request)
                with suppress(OSError, ValueError):
                    while command := _read_command(self.rfile):
                        self.wfile.write(stand_in.answer(*command))

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = daemon_threads = True

        self._server = Server((HOST, self.port), Handler)
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def _stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        for line in list(self.lines):
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        self.lines.clear()

    def answer(self, word: bytes, *values: bytes) -> bytes:
        """What Redis would say; times of keeping are not looked at."""
        self.asked += 1
        match word.upper():
            case b"GET":
                return _bulk(self.kept.get(values[0]))
            case b"MGET":
                return b"*%d\r\n" % len(values) + b"".join(_bulk(self.kept.get(key)) for key in values)
            case b"SET":
                if b"NX" in values[2:] and values[0] in self.kept:
                    return NONE
                self.kept[values[0]] = values[1]
                return OK
            case b"DEL":
                return b":%d\r\n" % sum(self.kept.pop(key, None) is not None for key in values)
            case b"EXISTS":
                return b":%d\r\n" % sum(key in self.kept for key in values)
            case b"INCRBY":
                self.kept[values[0]] = b"%d" % (int(self.kept.get(values[0], b"0")) + int(values[1]))
                return b":" + self.kept[values[0]] + b"\r\n"
            case b"HELLO":
                return b"%3\r\n+server\r\n+redis\r\n+version\r\n+8.0.0\r\n+proto\r\n:3\r\n"
        return OK


def _read_command(lines: Any) -> list[bytes]:
    """The words of a command; none when the line is closed."""
    head = lines.readline()
    if not head.startswith(b"*"):
        return []
    return [lines.read(int(lines.readline()[1:]) + 2)[:-2] for _ in range(int(head[1:]))]


def _bulk(value: bytes | None) -> bytes:
    return NONE if value is None else b"$%d\r\n%s\r\n" % (len(value), value)
