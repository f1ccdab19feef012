"""Pages and files for reading: what is asked is checked, the answer is cached, and a page is set in the reader's frame."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from savings.elements.table import Table
from savings.presentation.screen.freshness import head_lines, waiting_line
from savings.reporting.version import read_page_version
from savings.web.answers import answer
from savings.web.exports import TablesFile, export_response, file_response, format_query, read_ending
from savings.web.forms.programmes import StatusQuery
from savings.web.freshness import build_keys, respond_from_cache

Query = TypeVar("Query", bound=StatusQuery)
View = Callable[..., HttpResponse]
#: What a page shows besides its cached part, to this reader alone.
Frame = Callable[..., dict[str, object]]


@dataclass(frozen=True, kw_only=True)
class ReadingPage:
    """A page before it is rendered; it holds nothing of the person who reads.

    Attributes:
        template: of the page's main part; beside `context` it is given `form`, `asked` and `take`.
        tables: what the page's files hold; `file_title` is their title, where it is another than the page's.
        facts: what must be known to read the tables, a line each.
    """

    title: str
    template: str
    context: Mapping[str, object]
    tables: Sequence[Table | None] = ()
    file_title: str = ""
    facts: Sequence[str] = ()
    has_chart: bool = False


@dataclass(frozen=True, kw_only=True)
class ReadingFile:
    """A file as it is sent: what it holds, its ending, and its name without that."""

    content: bytes
    ending: str
    name: str


def _nothing(request: HttpRequest, **address: Any) -> dict[str, object]:
    return {}


def reading_page(form_class: type[Query], *, frame: Frame = _nothing) -> Callable[[Callable[..., ReadingPage]], View]:
    """A view from a function that takes the valid form and the address' parts, and returns a `ReadingPage`.

    Its main part is cached until what it shows changes: under a programme's address (`slug`) it may show that programme and
    what all share, and nothing of others. The ledger's head and
    how many entries wait stand beside it. With `fil=` in the address its tables are sent
    as a file instead.

    Args:
        frame: what the page shows to this reader alone, from the request and the address' parts.
    """

    def decorate(build: Callable[..., ReadingPage]) -> View:
        @require_safe
        @wraps(build)
        def view(request: HttpRequest, **address: Any) -> HttpResponse:
            form = form_class(request.GET)
            build_page = partial(build, form, **address)
            read_own = partial(frame, request, **address)
            slug = address.get("slug")
            return answer(request, form, lambda: _respond(request, form, build_page, read_own, slug))

        return view

    return decorate


def _respond(
    request: HttpRequest, form: StatusQuery, build: Callable[[], ReadingPage], read_own: Callable[[], dict[str, object]],
    slug: str | None,
) -> HttpResponse:  # fmt: skip
    if ending := read_ending(request):
        page = build()
        file = TablesFile(
            title=page.file_title or page.title, tables=page.tables, facts=page.facts, as_of=form.cleaned_data["pr"]
        )
        return export_response(file, ending)

    version = read_page_version(slug)
    around: dict[str, object] = {}
    if version.programme:
        around = {"waiting": [waiting_line(version.waiting)], "head": list(head_lines(version.head))}

    def render_page(main: dict[str, object]) -> HttpResponse:
        return render(request, "shared/cached.html", {**main, **read_own(), **around})

    keys = build_keys(request, form.query(), version, shows_head=False)
    return respond_from_cache(request, keys, lambda: _render_main(build(), form), render_page, is_personal=True)


def _render_main(page: ReadingPage, form: StatusQuery) -> dict[str, object]:
    asked = QueryDict(urlencode(form.query()))
    context = {**page.context, "form": form, "asked": asked, "take": format_query(form.query())}
    return {"main": render_to_string(page.template, context), "title": page.title, "has_chart": page.has_chart}


def reading_file(form_class: type[Query]) -> Callable[[Callable[..., ReadingFile]], View]:
    """A view from a function that takes the valid form and the address' parts, and returns a `ReadingFile`, which is cached.

    A file tells the head of the ledger it was made from, so that it is made anew with every link.
    """

    def decorate(build: Callable[..., ReadingFile]) -> View:
        @require_safe
        @wraps(build)
        def view(request: HttpRequest, **address: Any) -> HttpResponse:
            form = form_class(request.GET)
            build_file = partial(build, form, **address)

            def respond() -> HttpResponse:
                keys = build_keys(request, form.query(), read_page_version(address.get("slug")), shows_head=True)
                return respond_from_cache(request, keys, build_file, _send, is_personal=False)

            return answer(request, form, respond)

        return view

    return decorate


def _send(file: ReadingFile) -> HttpResponse:
    return file_response(file.content, file.ending, file.name)
