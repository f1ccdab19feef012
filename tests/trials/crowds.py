"""Crowds at a server's door: readers, whose waiting is measured, beside senders who are slow, idle, many or large.

Everything goes to an address of this machine, and ends after the seconds it was given.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

#: Readers come from another address than the crowd, as they do.
HOST, READERS_HOST = "127.0.0.1", "127.0.0.2"
READERS = 4


@dataclass(frozen=True)
class Door:
    """Where the server is, and the header of a reader who has logged in."""

    port: int
    cookie: str

    def open(self) -> socket.socket:
        """A plain connection."""
        return socket.create_connection((HOST, self.port), timeout=5)


@dataclass(frozen=True)
class Waiting:
    """How long readers waited for whole pages, in seconds, and what was no page."""

    taken: list[float]
    refused: list[str]

    def at(self, share: float) -> float:
        """The time that this share of the pages stays under."""
        return sorted(self.taken)[min(len(self.taken) - 1, int(len(self.taken) * share))]

    def __str__(self) -> str:
        p50, p95, most = (round(1000 * self.at(share)) for share in (0.5, 0.95, 1))
        return f"{len(self.taken)} pages, {p50} / {p95} / {most} ms (p50 / p95 / most), {len(self.refused)} refused"


def read(door: Door, paths: Sequence[str], seconds: float) -> Waiting:
    """Several readers open pages, one after the other, until the time is over."""
    waiting, until = Waiting([], []), time.monotonic() + seconds
    readers = [threading.Thread(target=_read_pages, args=(door, paths, until, waiting)) for _number in range(READERS)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return waiting


def _read_pages(door: Door, paths: Sequence[str], until: float, waiting: Waiting) -> None:
    turn = 0
    while time.monotonic() < until:
        begun = time.monotonic()
        try:
            # A new connection each time: whoever comes to a closed door comes with one.
            connection = HTTPConnection(HOST, door.port, timeout=60, source_address=(READERS_HOST, 0))
            connection.request("GET", paths[turn % len(paths)], headers={"Cookie": door.cookie})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                waiting.refused.append(f"{paths[turn % len(paths)]}: {answer.status}")
            connection.close()
        except (OSError, HTTPException) as error:
            waiting.refused.append(repr(error))
        waiting.taken.append(time.monotonic() - begun)
        turn += 1


Sender = Callable[[Door, threading.Event], None]


@contextmanager
def crowd(door: Door, send: Sender, number: int) -> Iterator[None]:
    """So many senders at once, for as long as the block lasts."""
    over = threading.Event()
    senders = [threading.Thread(target=_keep_sending, args=(door, send, over)) for _number in range(number)]
    for sender in senders:
        sender.start()
    time.sleep(0.5)
    try:
        yield
    finally:
        over.set()
        for sender in senders:
            sender.join(timeout=20)


def _keep_sending(door: Door, send: Sender, over: threading.Event) -> None:
    """Again and again; a server that closes the door on a sender is in its right."""
    while not over.wait(0.01):
        with suppress(OSError, HTTPException):
            send(door, over)


def stay_idle(door: Door, over: threading.Event) -> None:
    """Connect, and say nothing."""
    with door.open():
        over.wait(20)


def send_half_a_head(door: Door, over: threading.Event) -> None:
    """A request whose headers never end, a line a second."""
    with door.open() as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        while not over.wait(1):
            line.sendall(b"X-More: yes\r\n")


def send_half_a_post(door: Door, over: threading.Event) -> None:
    """A form of which a byte a second comes."""
    with door.open() as line:
        line.sendall(b"POST /log-ind/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 4000\r\n")
        line.sendall(b"Content-Type: application/x-www-form-urlencoded\r\n\r\nusername=")
        while not over.wait(1):
            line.sendall(b"x")


def take_slowly(door: Door, over: threading.Event) -> None:
    """Ask for the largest file, and take a little of it a second."""
    with door.open() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.sendall(b"GET /static/plotly/plotly.min.js HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        while not over.wait(1):
            if not line.recv(1024):
                return


def fail_to_log_in(door: Door, over: threading.Event) -> None:
    """A wrong password for a name that is there, as fast as it is refused."""
    body = urlencode({"username": "controller", "password": "forkert", "csrfmiddlewaretoken": TOKEN})
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"csrftoken={TOKEN}"}
    connection = HTTPConnection(HOST, door.port, timeout=20)
    while not over.is_set():
        connection.request("POST", "/log-ind/", body, headers)
        connection.getresponse().read()


TOKEN = "a" * 32


def send_much(door: Door, over: threading.Event) -> None:
    """Thirty megabytes to an address that takes files, and as much to one that takes none."""
    for path in ("/registrer/ny/", "/log-ind/"):
        with door.open() as line:
            line.sendall(f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {30 * 2**20}\r\n\r\n".encode())
            for _part in range(30 * 16):
                if over.is_set():
                    return
                line.sendall(b"x" * 2**16)
            line.recv(2**16)


#: Each crowd by what it does, and how many are in it.
CROWDS: dict[str, tuple[Sender, int]] = {
    "idle connections": (stay_idle, 30),
    "headers that never end": (send_half_a_head, 30),
    "posts that never end": (send_half_a_post, 30),
    "slow takers of a large file": (take_slowly, 30),
    "a flood at the log-in": (fail_to_log_in, 8),
    "large bodies": (send_much, 4),
}
