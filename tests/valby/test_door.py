"""A server with one thread answers readers while others are slow, idle, large or many: none of them is given the thread."""

from __future__ import annotations

import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from http.client import HTTPConnection
from typing import Any, ClassVar

import pytest
from waitress import wasyncore
from waitress.task import ThreadedTaskDispatcher

from valby import door
from valby.door import Connection, DoorServer, DoorWorker, build_adjustments
from valby.limits import LOG_INS

FORM = 1000
#: Longer than anything takes here; whoever waits so long has found a fault.
PATIENCE = 10


class Heard(Connection):
    """A connection that counts what has reached the server."""

    counts: ClassVar[Counter[str]] = Counter()

    def __init__(self, *values: Any, **named: Any) -> None:
        super().__init__(*values, **named)
        self.counts["connections"] += 1

    def received(self, data: bytes) -> bool:
        answer = super().received(data)
        self.counts["bytes"] += len(data)
        return answer


class Listening(DoorServer):
    channel_class = Heard


class Served:
    """A server in a thread of its own, with one thread for requests and one for log-ins."""

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        Heard.counts.clear()
        self.bodies: list[int] = []
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self._application, self._map, self._ended = application, {}, threading.Event()
        threads, log_ins = ThreadedTaskDispatcher(), ThreadedTaskDispatcher()
        for dispatcher in (threads, log_ins):
            dispatcher.set_thread_count(1)
        self.door = Listening(
            self._answer, self._map, _sock=self.listening, dispatcher=threads, log_ins=log_ins, bind_socket=False,
            adj=build_adjustments([self.listening], keepalive=60),
            sockinfo=(socket.AF_INET, socket.SOCK_STREAM, 0, self.listening.getsockname()),
        )  # fmt: skip
        self._loop = threading.Thread(target=self._turn)
        self._loop.start()

    def _turn(self) -> None:
        while not self._ended.is_set():
            wasyncore.loop(timeout=0.05, use_poll=True, map=self._map, count=1)

    def _answer(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        self.bodies.append(len(environ["wsgi.input"].read()))
        return self._application(environ, start_response)

    def wait_for(self, *, connections: int, sent: int) -> None:
        """Until so many connections and bytes have reached the server."""
        until = time.monotonic() + PATIENCE
        while Heard.counts["connections"] < connections or Heard.counts["bytes"] < sent:
            assert time.monotonic() < until, Heard.counts
            threading.Event().wait(0.01)

    def end(self) -> None:
        LOG_IN_ENDS.set()
        self._ended.set()
        self._loop.join()
        for dispatcher in (self.door.task_dispatcher, self.door.log_ins):
            dispatcher.shutdown(timeout=1)
        for channel in list(self.door.active_channels.values()):
            channel.handle_close()
        wasyncore.close_all(self._map)

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=5)

    def send(self, text: str) -> socket.socket:
        line = self.connect()
        line.sendall(text.replace("\n", "\r\n").encode())
        return line

    def read_page(self, path: str = "/") -> int:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status


#: What a log-in under way waits for.
LOG_IN_ENDS = threading.Event()


def small_page(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """A page; a log-in takes its time, and the address of a large file gives one."""
    size = 2**22 if environ["PATH_INFO"] == "/large" else 5
    if environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"] in LOG_INS:
        LOG_IN_ENDS.wait(PATIENCE)
    start_response("200 OK", [("Content-Length", str(size))])
    return [b"x" * size]


@pytest.fixture
def served(settings) -> Iterator[Served]:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE, settings.FILE_BYTES = FORM, FORM
    LOG_IN_ENDS.clear()
    server = Served(small_page)
    yield server
    server.end()


HALF_A_HEAD = "GET / HTTP/1.1\nHost: a\n"
HALF_A_POST = "POST / HTTP/1.1\nHost: a\nContent-Length: 100\n\nx"
LARGE = "GET /large HTTP/1.1\nHost: a\n\n"
LOG_IN = f"POST {LOG_INS[0]} HTTP/1.1\nHost: a\nContent-Length: 1\n\nx"


def on_the_wire(text: str) -> int:
    return len(text.replace("\n", "\r\n"))


@pytest.mark.parametrize("text", ["", HALF_A_HEAD, HALF_A_POST, LARGE, LOG_IN])
def test_a_reader_does_not_wait_for_thirty_others(served: Served, text: str) -> None:
    with ExitStack() as crowd:
        for _number in range(30):
            crowd.enter_context(served.send(text))
        served.wait_for(connections=30, sent=30 * on_the_wire(text))
        begun = time.monotonic()
        assert served.read_page() == 200
        assert time.monotonic() - begun < 3


def test_a_body_comes_whole_to_the_application(served: Served) -> None:
    with served.send(HALF_A_POST) as line:
        served.wait_for(connections=1, sent=on_the_wire(HALF_A_POST))
        assert served.bodies == []
        line.sendall(b"x" * 99)
        assert line.recv(99).startswith(b"HTTP/1.1 200")
    assert served.bodies == [100]


@pytest.mark.parametrize(
    ("path", "cookie", "sent", "kept"),
    [
        ("/", "", FORM, FORM),
        ("/", "", FORM + 1, 0),
        ("/", "sessionid=a", FORM + 1, 0),
        ("/registrer/ny/", "sessionid=a", 2 * FORM, 2 * FORM),
        ("/registrer/ny/", "sessionid=a", 2 * FORM + 1, 0),
        ("/registrer/ny/", "", 2 * FORM, 0),
    ],
)
def test_of_what_is_too_large_for_its_address_nothing_is_kept(
    served: Served, path: str, cookie: str, sent: int, kept: int
) -> None:
    with served.send(f"POST {path} HTTP/1.1\nHost: a\nCookie: {cookie}\nContent-Length: {sent}\n\n" + "x" * sent) as line:
        # The application answers: it knows by the length that is announced.
        assert line.recv(99).startswith(b"HTTP/1.1 200")
    assert served.bodies == [kept]


def test_of_what_is_far_too_large_nothing_is_even_read(served: Served) -> None:
    with served.send(f"POST / HTTP/1.1\nHost: a\nContent-Length: {2**29}\n\n") as line:
        assert b"Connection: close" in line.recv(999)


def test_whoever_asks_first_is_told_before_the_body_is_sent(served: Served) -> None:
    with served.send(f"POST / HTTP/1.1\nHost: a\nContent-Length: {FORM + 1}\nExpect: 100-continue\n\n") as line:
        assert b"100 Continue" not in line.recv(999)


def test_a_body_without_a_length_is_counted(served: Served) -> None:
    with served.send("POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n") as line:
        line.sendall(b"%x\r\n" % (FORM + 1) + b"x" * (FORM + 1))
        assert line.recv(99).startswith(b"HTTP/1.1 413")
    assert served.bodies == []


def is_open(line: socket.socket) -> bool:
    """Whether the server still listens a while later; it is sent another drip."""
    try:
        if line.recv(999) == b"":
            return False
        line.sendall(b"x")
    except TimeoutError:
        line.sendall(b"x")
    except OSError:
        return False
    return True


def test_what_has_not_arrived_in_its_time_is_closed(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "HEADER_SECONDS", 0.5)
    for text in (HALF_A_HEAD, HALF_A_POST):
        with served.send(text) as line:
            line.settimeout(0.1)
            until = time.monotonic() + PATIENCE
            while is_open(line):
                assert time.monotonic() < until, "drip by drip it was kept open"


def test_a_new_reader_takes_the_place_of_whoever_waits_longest(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "CONNECTIONS", 5)
    with ExitStack() as crowd:
        lines = []
        for number in range(1, 6):
            lines.append(crowd.enter_context(served.send(HALF_A_HEAD)))
            served.wait_for(connections=number, sent=number * on_the_wire(HALF_A_HEAD))
        assert served.read_page() == 200
        assert lines[0].recv(9) == b""


def test_bodies_on_their_way_may_fill_so_much_and_no_more(served: Served, settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2**24
    monkeypatch.setattr(door, "SPOOL_BYTES", 2**24)
    with ExitStack() as crowd:
        first, second = (
            crowd.enter_context(served.send(f"POST / HTTP/1.1\nHost: a\nContent-Length: {2**23 + 1}\n\nx")) for _turn in range(2)
        )
        assert second.recv(9) == b""
        assert served.read_page() == 200
        first.sendall(b"x" * 2**23)
        assert first.recv(99).startswith(b"HTTP/1.1 200")


def test_a_head_has_no_body() -> None:
    worker = DoorWorker.__new__(DoorWorker)
    worker.nr, worker.max_requests, worker.wsgi = 0, 9, small_page
    assert list(worker._count({"REQUEST_METHOD": "HEAD", "PATH_INFO": "/"}, lambda *_told: None)) == []
    assert list(worker._count({"REQUEST_METHOD": "GET", "PATH_INFO": "/"}, lambda *_told: None)) == [b"xxxxx"]
