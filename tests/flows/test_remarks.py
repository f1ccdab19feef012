"""A question's way through three people's browsers, each page as good for axe, at 320 px and by keyboard as any other."""

from __future__ import annotations

import pytest

from tests.demo import VALBY
from tests.flows.conftest import At
from tests.flows.test_accessible import in_two_ways, looked_at, pressed, sent_empty

STATUS = f"/programmer/{VALBY}/"
SEND = "main form.stack button.primary"


@in_two_ways
@pytest.mark.parametrize("javascript", [True, False])
def test_a_question_is_asked_answered_approved_and_read(at_work: At, language: str, width: int, javascript: bool) -> None:
    facts = {"language": language, "width": width, "javascript": True}
    member, finance, controller = (at_work(name, **facts | ({} if javascript else {"javascript": False})) for name in PEOPLE)
    look, empty = (looked_at, sent_empty) if javascript else (_nothing, _nothing)
    text = f"Hvorfor ikke mere, {language} {javascript}?"
    said = f"Lejemålet er opsagt sent, {language} {javascript}."
    page = member.go(f"{STATUS}?aar=2011")
    page.locator(".table1 td a").nth(1).click()
    found = look(page)
    page.locator("main .buttons a[href*=spoerg]").click()
    found += look(page)
    if javascript:
        found += empty(page)
    page.fill("#id_text", text)
    pressed(page, SEND)
    assert page.get_by_text(text).is_visible()
    found += look(page) + look(member.go(STATUS))

    page = finance.go("/spoergsmaal/")
    found += look(page)
    page.locator("li", has_text=text).locator("a[href*=svar]").click()
    found += look(page)
    page.fill("#id_text", said)
    pressed(page, SEND)

    page = controller.go("/spoergsmaal/")
    found += look(page)
    page.locator("li", has_text=said).locator("a[href*=send-tilbage]").click()
    found += look(page)
    page = controller.go("/spoergsmaal/")
    page.locator("li", has_text=said).locator("button.primary").press("Enter")
    assert page.get_by_text(said).count() == 0

    page = member.go(STATUS)
    link = page.locator(".table1 sup a").last
    link.press("Enter")
    target = page.url.split("#")[1]
    assert page.locator(f"#{target}").is_visible()
    assert page.get_by_text(said).is_visible()
    assert not found + look(page)


PEOPLE = ("medlem", "finans", "controller")


def _nothing(_page: object) -> list[str]:
    """A page without JavaScript cannot be asked by axe, which is JavaScript."""
    return []
