"""A finance officer at the form: the steps of a recording, as a browser would send them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.test import Client

from savings.models import Initiative, Unit
from tests.demo import VALBY

Fields = Mapping[str, Any]


def unit(code: str) -> str:
    """A unit's key in a form."""
    return str(Unit.objects.get(code=code).pk)


def initiative(name: str) -> str:
    """An initiative's key in a form."""
    return str(Initiative.objects.get(name=name).pk)


@dataclass
class Recorder:
    """Somebody with a draft open.

    Attributes:
        page: the last page, in whole.
        path: where that page stands.
    """

    client: Client
    draft: str = ""
    page: str = ""
    status: int = 0
    where: str = ""
    path: str = ""
    history: list[str] = field(default_factory=list)

    def begin(self, act: str = "record", programme: str = VALBY) -> Recorder:
        """Begin a draft in a programme."""
        return self._took(self.client.post("/registrer/ny/", {"act": act, "programme": programme}))

    def _took(self, response: Any) -> Recorder:
        self.status = response.status_code
        if response.status_code == 302:
            self.where = response["Location"]
            self.history.append(self.where)
            found = re.match(r"/registrer/([0-9a-f-]{36})/", self.where)
            self.draft = found[1] if found else self.draft
            response = self.client.get(self.where)
        self.page, self.path = response.content.decode(), response.request["PATH_INFO"]
        return self

    def get(self, step: str) -> HttpResponse:
        """A step's page."""
        return self.client.get(f"/registrer/{self.draft}/{step}/")

    def answer(self, step: str, fields: Fields, **more: Any) -> Recorder:
        """Send a step with the version that its page carries; the page is opened where it is not the one that is seen."""
        path = f"/registrer/{self.draft}/{step}/"
        shown = self.page if self.path == path else self.get(step).content.decode()
        found = re.search(r'name="version" value="(\d+)"', shown)
        return self._took(self.client.post(path, {"version": found[1] if found else "0", **fields, **more}))


#: A saving of 100.000 kr. in 2011 in the joint administration, realised by the pensions office, with a document.
SAVING: dict[str, Fields] = {
    "hvad": {"happened": "realised", "mode": "change"},
    "beloeb": {"amount_unit": "1.000 kr", "price_level": "", "first": "2008", "last": "2011"},
    "grundlag": {
        "text": "Færre vikartimer i ekspeditionen", "booked_on": "2026-11-23", "source": "Dokumentnr. 2010-1",
        "source_sort": "document", "source_page": "3", "same": "on",
    },
}  # fmt: skip


def typed_saving(recorder: Recorder, amounts: Mapping[int, str], code: str = "PO-VALBY", **rests_on: str) -> Recorder:
    """All steps of a saving up to the check."""
    place = unit(code)
    recorder.answer("indsats", {"initiative": initiative("Fælles administration")})
    recorder.answer("hvad", {**SAVING["hvad"], "units": [place]})
    recorder.answer("beloeb", {**SAVING["beloeb"], **{f"c-{year}-{place}": text for year, text in amounts.items()}})
    return recorder.answer("grundlag", {**SAVING["grundlag"], **rests_on})
