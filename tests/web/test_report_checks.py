"""The check over HTTP: what it finds is bound, acknowledged or stops a report, when it is sent and when it is published."""

from __future__ import annotations

from typing import Any

from savings.composing.checks import Finding, Weight
from savings.manuscript import Block, BlockKind, load_manuscript
from savings.models import Acknowledgement, Publication, Report, ReportDraft
from savings.publishing.preparing import prepare_report
from savings.recording.reports import NewReport, compose
from savings.web.forms.reports import HeadForm
from tests.web.conftest import logged_in
from tests.web.test_reports import AT, TEXT, begun, realised, sent, text, typed


def test_only_the_amount_that_was_found_is_bound(demo: None) -> None:
    """The same digits end another amount, and stand once more in another sentence."""
    finance = logged_in("finans")
    draft = begun(finance)
    words = f"{TEXT}\n\nBygningen kostede 21,4 mio. kr. at rejse. I alt er **1,4 mio. kr.** opnået, og det er vist."
    typed(finance, draft, **{"part-0-text": words})
    (finding,) = (it for it in _now(draft) if it.amount == "1,4 mio. kr.")
    finance.post(f"{draft}tjek/", {"do": f"bind:{finding.key}"})
    (part,) = (it for it in ReportDraft.objects.get(pk=draft.strip("/").split("/")[-1]).typed["parts"][:1])
    assert part["text"] == words.replace("**1,4 mio. kr.**", f"**{{{{{finding.reference}}}}}**")


def test_no_reason_lets_what_stops_a_report_stand(demo: None) -> None:
    """Not when it is sent, by a form made up; and a finding that may stand needs words, not spaces."""
    finance = logged_in("finans")
    draft = begun(finance)
    typed(finance, draft, **{"part-0-text": f"{TEXT} Se [her]()."})
    keys = {it.key for it in _now(draft)}
    made_up = {f"why-{key}": "Det står sådan." for key in keys}
    assert finance.post(f"{draft}tjek/", made_up).status_code == 200
    typed(finance, draft, **{"part-0-text": f"{TEXT} Det kostede 2,5 mio. kr."})
    blank = {f"why-{it.key}": "  " for it in _now(draft)}
    assert blank
    assert finance.post(f"{draft}tjek/", blank).status_code == 200
    assert not Report.objects.filter(draft=draft.strip("/").split("/")[-1]).exists()
    assert not Acknowledgement.objects.filter(excerpt__contains="2,5").exists()


def test_what_comes_up_after_it_was_sent_takes_a_reason_of_the_one_who_publishes(demo: None) -> None:
    """A sentence was true when it was sent; then the ledger moved, and the one who publishes is told."""
    finance, controller = logged_in("finans"), logged_in("controller")
    draft = begun(finance)
    typed(finance, draft, **{"part-0-text": f"{TEXT}\n\nDer er opnået 1,4 mio. kr. indtil nu."})
    report = sent(finance, draft)
    realised(500_000)
    address = f"/rapporter/{report.pk}/"
    assert "regnskabet giver 1.900.000,00 kr." in text(controller, address)
    (new,) = (it for it in _found(report) if it.code == "contradiction")
    controller.post(f"{address}udgiv/", {f"why-{new.key}": "  "})
    assert not Publication.objects.filter(report=report).exists()
    controller.post(f"{address}udgiv/", {f"why-{it.key}": "Det var opgjort dengang." for it in _found(report)})
    assert Publication.objects.filter(report=report).exists()
    kept = Acknowledgement.objects.get(report=report, key=new.key)
    assert (kept.by.get_username(), kept.reason) == ("controller", "Det var opgjort dengang.")
    assert "Det var opgjort dengang." in text(controller, address)


def test_what_stops_a_report_stops_it_whatever_is_said(demo: None) -> None:
    """However it came to be sent, and though somebody had let it stand before."""
    finance, controller = logged_in("finans"), logged_in("controller")
    draft = begun(finance)
    typed(finance, draft, **{"part-0-text": TEXT})
    report = sent(finance, draft)
    told = load_manuscript(report.content)
    dead = Block(BlockKind.TEXT, text="Se [her]().")
    broken = compose(
        NewReport.from_manuscript(told.with_blocks((*told.blocks, dead)), programme=report.programme, year=report.year),
        by=report.composed_by, at=AT,
    )  # fmt: skip
    (stopping,) = (it for it in _found(broken) if it.weight is Weight.BLOCKING)
    Acknowledgement.objects.create(
        report=broken, key=stopping.key, excerpt=stopping.excerpt, said=stopping.said, reason="Det står sådan.",
        by=report.composed_by, at=AT,
    )  # fmt: skip
    controller.post(f"/rapporter/{broken.pk}/udgiv/", {f"why-{it.key}": "Det står sådan." for it in _found(broken)})
    assert not Publication.objects.filter(report=broken).exists()


def _found(report: Report) -> tuple[Finding, ...]:
    """What the check finds in a report that was sent."""
    return prepare_report(load_manuscript(report.content), today=AT.date()).findings


def _now(draft: str) -> tuple[Any, ...]:
    """What the check finds in a draft."""
    row = ReportDraft.objects.get(pk=draft.strip("/").split("/")[-1])
    form = HeadForm(row.programme, row.typed["head"])
    assert form.is_valid()
    return prepare_report(form.manuscript(row.programme, row.typed["parts"]), today=AT.date()).findings
