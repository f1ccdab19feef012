"""The web server's way in: a request gets a thread when all of it is there, so slow and idle connections hold up nobody.

Gunicorn starts, watches and replaces the processes; in each of them waitress reads requests and sends responses without
blocking, and hands whole requests to a few threads. What waitress leaves open is added here: a time by which a request must
have arrived, a size by address, and room for new connections when all are taken.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.buffers import OverflowableBuffer
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.receiver import FixedStreamReceiver
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher
from waitress.utilities import RequestEntityTooLarge

from valby.limits import DISCARDED_BYTES, HEADER_BYTES, LOG_INS, find_body_limit

#: Seconds in which the headers must be there; a body gets its own time, by its size at the slowest line we wait for.
HEADER_SECONDS, SLOWEST_BYTES = 15, 32 * 2**10
#: Open connections of one process, and the bytes that bodies on their way may take on its disk together.
CONNECTIONS, SPOOL_BYTES = 500, 256 * 2**20

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class DiscardingReceiver(FixedStreamReceiver):
    """Reads a body that is too large to its end, and keeps none of it."""

    def received(self, data: bytes) -> int:
        """Count what came."""
        taken = min(len(data), self.remain)
        self.remain -= taken
        self.completed = self.remain == 0
        return int(taken)


class Arrival(HTTPRequestParser):
    """A request on its way in, which knows by when it must be there and how large it may be."""

    limit = 0

    def __init__(self, adj: Adjustments) -> None:
        super().__init__(adj)
        self.deadline = time.monotonic() + HEADER_SECONDS

    def parse_header(self, header_plus: bytes) -> None:
        """As waitress', and decide about the body before any of it is kept."""
        super().parse_header(header_plus)
        self.limit = find_body_limit(self.path, is_known=settings.SESSION_COOKIE_NAME in self.headers.get("COOKIE", ""))
        self.deadline += min(self.limit, self.content_length or self.limit) / SLOWEST_BYTES
        if self.content_length > self.limit:
            self._refuse_body()

    def _refuse_body(self) -> None:
        """The application gets the request without its body, and answers 413 by the length it announces."""
        asks_first = self.headers.get("EXPECT", "").lower() == "100-continue"
        if asks_first or self.content_length > DISCARDED_BYTES:
            self.expect_continue, self.body_rcv = False, None
            self.headers["CONNECTION"] = "close"
        else:
            self.body_rcv = DiscardingReceiver(self.content_length, OverflowableBuffer(0))

    def received(self, data: bytes) -> int:
        """As waitress'; a body that announces no length is counted."""
        consumed = int(super().received(data))
        if self.chunked and self.body_bytes_received > self.limit:
            self.error, self.completed = RequestEntityTooLarge(f"more than {self.limit} bytes"), True
        return consumed

    @property
    def kept_bytes(self) -> int:
        """What its body will take."""
        return 0 if isinstance(self.body_rcv, DiscardingReceiver) else max(self.content_length, self.body_bytes_received)


class Connection(HTTPChannel):
    """One connection; it waits for a request, receives one, or is sent a response."""

    parser_class = Arrival

    def __init__(self, *values: Any, **named: Any) -> None:
        super().__init__(*values, **named)
        # Waitress reads as much again each time a little of it was taken: megabytes, for a reader who is near.
        self.sendbuf_len: int = min(self.sendbuf_len, 2**17)

    def received(self, data: bytes) -> bool:
        """As waitress'; where bodies on their way already fill the room for them, another large one is turned away."""
        went_on = bool(super().received(data))
        if self.request is not None and self.request.kept_bytes > 2**20:
            arriving = [other.request for other in self.server.active_channels.values() if other.request is not None]
            self.will_close |= sum(request.kept_bytes for request in arriving) > SPOOL_BYTES
        return went_on

    @property
    def is_waiting(self) -> bool:
        """Whether nothing is being done for it, nor sent to it."""
        return not self.requests and not self.total_outbufs_len

    @property
    def waiting_since(self) -> float:
        """The moment (by the clock of `time.monotonic`) at which the latest arrival must be there, or the last thing happened."""
        idle_for = time.time() - self.last_activity
        return float(self.request.deadline if self.request is not None else time.monotonic() - idle_for)


class DoorServer(TcpWSGIServer):
    """One listening socket that several processes share."""

    channel_class = Connection

    def __init__(self, *args: Any, log_ins: ThreadedTaskDispatcher, **options: Any) -> None:
        self.log_ins = log_ins
        super().__init__(*args, **options)

    def add_task(self, task: Connection) -> None:
        """Give a request to a thread; a log-in to the one that does nothing else, because a password takes a second's work."""
        request = task.requests[0]
        is_log_in = not request.error and request.command == "POST" and request.path in LOG_INS
        (self.log_ins if is_log_in else self.task_dispatcher).add_task(task)

    def handle_accept(self) -> None:
        """Take a connection; where all are taken, the one that has waited longest makes room."""
        waiting = [channel for channel in self.active_channels.values() if channel.is_waiting]
        if len(self.active_channels) >= CONNECTIONS and waiting:
            min(waiting, key=lambda channel: channel.waiting_since).handle_close()
        super().handle_accept()

    def maintenance(self, now: float) -> None:
        """Close what is idle, as waitress does, and what has not arrived in its time."""
        super().maintenance(now)
        for channel in self.active_channels.values():
            channel.will_close |= channel.request is not None and channel.request.deadline < time.monotonic()


def build_adjustments(listening: list[socket.socket], *, keepalive: int) -> Adjustments:
    """Waitress' own options; a response of any size is kept for its reader, so that no thread waits until it is taken."""
    return Adjustments(
        sockets=listening, ident=None, clear_untrusted_proxy_headers=False, max_request_header_size=HEADER_BYTES,
        connection_limit=10 * CONNECTIONS, channel_timeout=keepalive, cleanup_interval=1, log_socket_errors=False,
        recv_bytes=2**16, outbuf_high_watermark=2**30,
    )  # fmt: skip


class DoorWorker(Worker):
    """Gunicorn's worker process around waitress."""

    def run(self) -> None:
        """Serve until told to end, then finish what is under way."""
        self._open()
        while self.alive and self.ppid == os.getppid():
            self.notify()
            self._turn()
        self._close()

    def _open(self) -> None:
        self._sockets: dict[int, Any] = {}
        self._threads, self._log_ins = ThreadedTaskDispatcher(), ThreadedTaskDispatcher()
        self._threads.set_thread_count(self.cfg.threads)
        self._log_ins.set_thread_count(1)
        adjustments = build_adjustments([listener.sock for listener in self.sockets], keepalive=self.cfg.keepalive)
        self._doors = [
            DoorServer(
                self._count, self._sockets, _sock=sock, dispatcher=self._threads, log_ins=self._log_ins, adj=adjustments,
                bind_socket=False, sockinfo=(sock.family, sock.type, sock.proto, sock.getsockname()),
            )
            for sock in adjustments.sockets
        ]  # fmt: skip

    def _turn(self) -> None:
        wasyncore.loop(timeout=1, use_poll=True, map=self._sockets, count=1)

    def _count(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """The application; after so many requests the process is replaced by a fresh one."""
        self.nr += 1
        if self.nr >= self.max_requests:
            self.alive = False
        body = self.wsgi(environ, start_response)
        if environ["REQUEST_METHOD"] != "HEAD":
            return body
        if hasattr(body, "close"):
            body.close()
        return ()

    def _close(self) -> None:
        """Take no more connections, and give what is under way its time."""
        for door in self._doors:
            door.accepting = False
            door.del_channel()
        until = time.monotonic() + self.cfg.graceful_timeout
        while time.monotonic() < until and self._is_busy():
            self.notify()
            self._turn()
        for threads in (self._threads, self._log_ins):
            threads.shutdown(timeout=max(0, until - time.monotonic()))

    def _is_busy(self) -> bool:
        channels = [channel for door in self._doors for channel in door.active_channels.values()]
        return any(channel.request is not None or not channel.is_waiting for channel in channels)

    def handle_exit(self, sig: int, frame: Any) -> None:
        """End in order; the loop is woken to see it."""
        self.alive = False
        if hasattr(self, "_doors"):
            self._doors[0].pull_trigger()

    #: Gunicorn's own breaks in wherever the program stands, and waits for ever where that holds a lock.
    handle_quit = handle_exit

    def init_signals(self) -> None:
        """As gunicorn's, but deaf to Ctrl-C and a closed terminal: the parent hears them too, and tells its workers."""
        import signal

        super().init_signals()
        for number in (signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
