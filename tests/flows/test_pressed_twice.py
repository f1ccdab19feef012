"""Buttons of reports and figures pressed twice, and windows that meet: the server hears two at once and does it one time."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from savings.models import Indicator, Note, Observation, Publication, Question, Report, ReportDraft
from tests.demo import PASSWORD
from tests.flows.conftest import STATUS, At
from tests.flows.test_accessible import aside, pressed
from tests.flows.test_reports import SENTENCE, begun, sent

#: Sends the form of the button twice at the same moment, as a hand that trembles does; answers the two pages' status and words.
TWICE = """async (button) => {
  const send = () => {
    const typed = new URLSearchParams(new FormData(button.form, button));
    return fetch(button.form.action, {method: "POST", body: typed});
  };
  const answers = await Promise.all([send(), send()]);
  return Promise.all(answers.map(async (answer) => [answer.status, answer.url, await answer.text()]));
}"""
#: Sends the form of the button and does not wait for the answer: its status and words, later, are `window.answer`.
STARTED = """(button) => {
  const typed = new URLSearchParams(new FormData(button.form, button));
  const said = async (answer) => [answer.status, await answer.text()];
  window.answer = fetch(button.form.action, {method: "POST", body: typed}).then(said);
  return null;
}"""
TALE = "Sagt to gange på én gang."


def twice(page: Page, button: str) -> list[tuple[int, str, str]]:
    """What the server answered to each of two presses at once."""
    return [(status, url, words) for status, url, words in page.locator(button).first.evaluate(TWICE)]


def count(rows: Callable[[], int]) -> int:
    return aside(rows)


def test_a_report_begun_and_sent_twice_at_once_is_one(at_work: At) -> None:
    page = at_work("finans").go(f"{STATUS}udgiv/")
    page.check("[name=start][value=notat]")
    one, other = twice(page, "main form.stack button.primary")
    assert one[1] == other[1]
    page.goto(one[1])
    page.fill("textarea[name=part-0-text]", SENTENCE)
    pressed(page, "button.primary[value=check]")
    for field in page.locator("textarea[name^=why-]").all():
        field.fill("Står sådan i kilden.")
    one, other = twice(page, "button.primary[value=send]")
    assert one[1] == other[1]
    draft = re.findall(r"kladder/([0-9a-f-]+)/", page.url)[0]
    assert count(lambda: Report.objects.filter(draft=draft).count()) == 1


def test_a_report_published_in_two_browsers_at_once_is_published_once_and_the_other_is_told(at_work: At) -> None:
    page = begun(at_work("finans"))
    page.fill("textarea[name=part-0-text]", SENTENCE)
    address = sent(page)
    number = int(address.strip("/").split("/")[-1])
    # A log-in of its own each, as two controllers have: what is told to one is not told to the other.
    pages = [at_work("controller", anew=True).go(address) for _browser in range(2)]
    for each in pages:
        each.locator("form[action$=udgiv\\/] button.primary").evaluate(STARTED)
    answers = [each.evaluate("window.answer") for each in pages]
    assert [status for status, _words in answers] == [200, 200]
    assert count(lambda: Publication.objects.filter(report=number).count()) == 1
    told = sorted("Rapporten er allerede udgivet." in words for _status, words in answers)
    assert told == [False, True]
    assert sum("Rapporten er udgivet." in words for _status, words in answers) == 1
    assert all("Åbent punkt" in words or "Lukket punkt" in words for _status, words in answers), "both see it published"


def test_what_is_said_twice_at_once_at_a_figure_is_said_once(at_work: At) -> None:
    place = f"{STATUS}{{act}}/?tal=target&aar=2011"
    page = at_work("medlem").go(place.format(act="spoerg"))
    page.fill("#id_text", TALE)
    twice(page, "main form.stack button.primary")
    page = at_work("finans").go(place.format(act="note"))
    page.fill("#id_text", TALE)
    twice(page, "main form.stack button.primary")
    number = count(lambda: Indicator.objects.get().pk)
    page = at_work("finans").go(f"/virkninger/{number}/observation/")
    page.fill("[name=observed_on]", "2026-11-01")
    page.fill("[name=said]", TALE)
    twice(page, "main form.stack button.primary")
    assert count(lambda: Question.objects.filter(text=TALE).count()) == 1
    assert count(lambda: Note.objects.filter(text=TALE).count()) == 1
    assert count(lambda: Observation.objects.filter(said=TALE).count()) == 1


def test_a_button_pressed_while_the_text_is_being_saved_meets_nobody(at_work: At) -> None:
    """The saving is held on its way until the button is pressed; the press waits for it, and no second draft comes of it."""
    page = begun(at_work("finans"))
    address = page.url
    drafts = count(ReportDraft.objects.count)
    held: list[Route] = []

    def hold(route: Route) -> None:
        if route.request.method == "POST" and not held:
            held.append(route)
        else:
            route.continue_()

    page.route("**/rapporter/kladder/**", hold)
    page.fill("textarea[name=part-0-text]", "Skrevet lige nu.")
    expect(page.locator("#saved")).to_contain_text("Gemmer")
    page.locator("#part-0 button[value^=down]").click()
    held[0].continue_()
    page.wait_for_url(re.compile(r"#part-1$"))
    assert page.url == f"{address}#part-1"
    assert page.locator("textarea[name=part-1-text]").input_value() == "Skrevet lige nu."
    assert count(ReportDraft.objects.count) == drafts


def test_a_log_in_that_ended_is_told_and_costs_nothing(at_work: At) -> None:
    page = begun(at_work("finans", anew=True))
    page.context.clear_cookies(name="sessionid")
    page.fill("textarea[name=part-0-text]", "Skrevet efter at jeg blev logget ud.")
    expect(page.locator("#saved")).to_contain_text("logget ud")
    address = page.url
    pressed(page, "button[value=save]:not(.unseen)")
    page.fill("[name=username]", "finans")
    page.fill("[name=password]", PASSWORD)
    pressed(page, "main button.primary")
    pressed(page, "main button.primary")
    assert page.url.partition("#")[0] == address
    assert page.locator("textarea[name=part-0-text]").input_value() == "Skrevet efter at jeg blev logget ud."
