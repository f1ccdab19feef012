"""People who record and approve over HTTP, send again what was not answered, and remember what they were told."""

from __future__ import annotations

import re
import secrets
import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

from tests.trials.served import HOST, PASSWORD

TOKEN = "t" * 32
VALBY = "faelles-borgerservice-valby"
#: A saving in one unit and two years: so many lines has each entry.
YEARS, LINES = (2010, 2011), 2
Fields = Mapping[str, str]


@dataclass
class Promise:
    """What somebody was told of one entry: that it is recorded, and that it is approved."""

    marker: str
    number: int = 0
    is_approved: bool = False


@dataclass
class Told:
    """What all of them were told, and what they met on the way."""

    promises: list[Promise] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)

    def count_recorded(self) -> int:
        return sum(bool(promise.number) for promise in self.promises)


class Ended(Exception):
    """The trial is over."""


@dataclass
class Browser:
    """Somebody who is logged in, and patient: what is not answered, or with 503, is sent again."""

    port: int
    name: str
    told: Told
    ending: threading.Event
    cookies: dict[str, str] = field(default_factory=lambda: {"csrftoken": TOKEN, "sprog": "da"})

    def get(self, path: str) -> tuple[int, str, str]:
        return self._send("GET", path, None, "")

    def post(self, path: str, fields: Fields, file: tuple[str, bytes] | None = None) -> tuple[int, str, str]:
        """Send a form, with a file where there is one."""
        boundary = secrets.token_hex(16)
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in {**fields, "csrfmiddlewaretoken": TOKEN}.items()
        ]
        if file is not None:
            head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{file[0]}"\r\n'
            parts.append(f"{head}Content-Type: text/plain\r\n\r\n".encode() + file[1] + b"\r\n")
        body = b"".join([*parts, f"--{boundary}--\r\n".encode()])
        return self._send("POST", path, body, f"multipart/form-data; boundary={boundary}")

    def log_in(self) -> None:
        form = {"username": self.name, "password": PASSWORD, "csrfmiddlewaretoken": TOKEN}
        self._send("POST", "/log-ind/", urlencode(form).encode(), "application/x-www-form-urlencoded")

    def _send(self, method: str, path: str, body: bytes | None, kind: str) -> tuple[int, str, str]:
        """The answer's status, address and text.

        Raises:
            Ended: when the trial ends before anybody answers.
        """
        while not self.ending.is_set():
            try:
                status, where, text = self._ask(method, path, body, kind)
            except (OSError, HTTPException):
                time.sleep(0.1)
                continue
            self.told.answers[status] += 1
            if status == 503:
                time.sleep(0.1)
            elif path != "/log-ind/" and (where.startswith("/log-ind/") or (status == 403 and 'name="password"' in text)):
                # A form that is sent without a session is answered by the log-in's page itself.
                self.log_in()
            else:
                if status >= 400:
                    met = self.told.faults if status >= 500 else self.told.refusals
                    met.append(f"{method} {path}: {status}")
                    time.sleep(0.1)
                return status, where, text
        raise Ended

    def _ask(self, method: str, path: str, body: bytes | None, kind: str) -> tuple[int, str, str]:
        connection = HTTPConnection(HOST, self.port, timeout=30)
        try:
            headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
            connection.request(method, path, body, headers | ({"Content-Type": kind} if kind else {}))
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie" and not value.startswith("csrftoken"):
                    key, _, rest = value.partition("=")
                    self.cookies[key] = rest.partition(";")[0]
            return answer.status, answer.getheader("Location") or "", text
        finally:
            connection.close()


@dataclass
class Writer:
    """A finance officer and a controller at their desks, until the trial ends."""

    port: int
    unit: str
    told: Told
    ending: threading.Event

    def work(self) -> None:
        try:
            finance = Browser(self.port, "finans", self.told, self.ending)
            controller = Browser(self.port, "controller", self.told, self.ending)
            finance.log_in()
            controller.log_in()
            while True:
                self._record(finance, controller)
        except Ended:
            return

    def _record(self, finance: Browser, controller: Browser) -> None:
        promise = Promise(f"Forsøg {secrets.token_hex(8)}")
        self.told.promises.append(promise)
        number = self._fill_in(finance, promise.marker)
        if number is None:
            return
        promise.number = number
        for _attempt in range(10):
            controller.post(f"/bilag/{number}/godkend/", {})
            status, _where, page = controller.get(f"/bilag/{number}/")
            if status == 200 and f'action="/bilag/{number}/godkend/"' not in page:
                promise.is_approved = True
                return

    def _fill_in(self, finance: Browser, marker: str) -> int | None:
        """The number on the receipt; None where the draft could not be finished, which loses nothing but this attempt."""
        _status, where, _page = finance.post("/registrer/ny/", {"act": "record", "programme": VALBY})
        steps: dict[str, Fields] = {
            "indsats": {"initiative": "none"},
            "hvad": {"happened": "realised", "mode": "change", "units": self.unit},
            "beloeb": {"amount_unit": "1.000 kr", "price_level": "", "first": "2008", "last": "2011",
                       **{f"c-{year}-{self.unit}": "1" for year in YEARS}},
            "grundlag": {"text": marker, "booked_on": "2026-11-23", "source": "", "source_sort": "document",
                         "proof": f"Dok {marker}"},
            "tjek": {},
        }  # fmt: skip
        for step, fields in steps.items():
            draft = re.match(r"/registrer/[0-9a-f-]{36}/", where)
            if draft is None:
                return None
            _status, moved, page = finance.get(f"{draft[0]}{step}/")
            if moved:
                where = moved
                break
            version = re.search(r'name="version" value="(\d+)"', page)
            file = (f"{marker}.txt", marker.encode()) if step == "grundlag" else None
            status, moved, shown = finance.post(f"{draft[0]}{step}/", {"version": version[1] if version else "0", **fields}, file)
            if not moved:
                found = re.search(r'class="errors".*?<li>(?:<[^>]+>)*([^<]+)', shown, re.DOTALL)
                self.told.refusals.append(f"{step}: {found[1] if found else status}")
                return None
            where = moved
        _status, _where, receipt = finance.get(where)
        found = re.search(r"/bilag/(\d+)/", receipt) if where.endswith("/kvittering/") else None
        return int(found[1]) if found else None
