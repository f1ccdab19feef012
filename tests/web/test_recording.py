"""Recording a saving over HTTP: what is typed is kept, questioned, shown before and after, and sent once."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from savings.models import Draft, Entry, Posting, Waiting
from tests.web.conftest import logged_in
from tests.web.recorders import Recorder, initiative, typed_saving, unit


@pytest.fixture
def finance(demo: None) -> Client:
    """The finance officer of the whole organisation."""
    return logged_in("finans")


@pytest.fixture
def recorder(finance: Client) -> Recorder:
    """With a draft in Valby's programme open."""
    return Recorder(finance).begin()


def test_a_saving_is_recorded_and_waits(recorder: Recorder) -> None:
    typed_saving(recorder, {2011: "100"})
    assert "Tjek dine svar" in recorder.page
    recorder.answer("tjek", {})
    entry = Entry.objects.latest("pk")
    assert f"Bilag {entry.pk} er sendt" in recorder.page
    assert Waiting.objects.filter(entry=entry).exists()
    posting = Posting.objects.get(entry=entry)
    assert (posting.kind, posting.year, posting.amount) == ("realised", 2011, Decimal(100_000))
    assert entry.evidence.get().document.reference == "Dokumentnr. 2010-1"
