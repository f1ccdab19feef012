"""A decision's page, or another document's: all that rests on it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from savings.presentation.screen.decision import decision_screen
from savings.reporting.decisions import MOST, read_decision
from savings.web.answers import answer
from savings.web.exports import MOST_ROWS, TablesFile, describe_cut, page_or_file, read_ending
from savings.web.forms.entries import PageQuery
from savings.web.guard import current_user, plain_page
from savings.web.paging import page_of

PER_PAGE = 50


class _Links:
    def entry(self, number: int) -> str:
        return reverse("entries:entry", args=[number])

    def status(self, slug: str) -> str:
        return reverse("programmes:status", args=[slug])

    def indicator(self, number: int) -> str:
        return reverse("effects:indicator", args=[number])


@plain_page()
def decision(request: HttpRequest, number: int) -> HttpResponse:
    """What a decision or document is, and the approved entries that rest on it."""
    form = PageQuery(request.GET)
    return answer(request, form, lambda: _decision(request, form, number))


def _decision(request: HttpRequest, form: PageQuery, number: int) -> HttpResponse:
    page, per_page = (1, MOST_ROWS) if read_ending(request) else (form.cleaned_data["side"] or 1, PER_PAGE)
    decision = read_decision(number, current_user(request), page=page, per_page=per_page, most=max(per_page, MOST))
    screen = decision_screen(decision, _Links(), page=page, per_page=per_page)
    context: dict[str, object] = {"screen": screen, "page": page_of(decision.total, page=page, per_page=PER_PAGE)}
    file = TablesFile(
        title=", ".join(filter(None, [screen.document.reference, screen.document.title])), tables=[screen.table],
        first=[screen.shown] if decision.and_more else describe_cut(len(decision.entries), decision.total),
    )  # fmt: skip
    return page_or_file(request, "decisions/decision.html", context, file)
