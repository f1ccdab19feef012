"""The reader's language: Danish, until the reader chooses another by the switch."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

#: The name of the parameter that asks for a language, so that a link can be sent in one.
ASKED = "sprog"


class LanguageMiddleware:
    """Activates the language the address asks for (`sprog=`), else the one in the cookie, else the site's own.

    Django's own middleware would follow the browser's wish, and half a committee's browsers speak English unasked. It comes
    before whatever may refuse a request, because a refusal is read as well.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the reader's language, and say which it is."""
        asked, remembered = request.GET.get(ASKED, ""), request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        wanted = next((code for code in (asked, remembered) if code in dict(settings.LANGUAGES)), settings.LANGUAGE_CODE)
        with translation.override(wanted):
            response = self.get_response(request)
            if not request.path.startswith(settings.STATIC_URL):
                response.headers.setdefault("Content-Language", translation.get_language())
        if wanted == asked != remembered:
            # So that the links of the page go on in the language it is in.
            remember(response, wanted)
        return response


def remember(response: HttpResponse, language: str) -> None:
    """Keep the reader's choice in the cookie."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=settings.LANGUAGE_COOKIE_AGE, secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY, samesite="Lax",
    )  # fmt: skip


def without_language(address: str) -> str:
    """The address without its own wish for a language, which would win over the reader's new choice."""
    parts = urlsplit(address)
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != ASKED]
    return urlunsplit(parts._replace(query=urlencode(query)))


def alternates(request: HttpRequest) -> dict[str, object]:
    """The address of this page in each language, for the frame's `hreflang` links."""
    query = request.GET.copy()
    pairs = []
    for code, _name in settings.LANGUAGES:
        query[ASKED] = code
        pairs.append((code, f"{request.path}?{query.urlencode()}"))
    return {"alternates": pairs}
