"""The yardsticks: Valby's addresses, one more whose view does nothing, and one that sends a page of a given size."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

#: A page with the frame's own stylesheet, so that what differs is our server's work and our page's own weight.
_STATIC = """<!doctype html><html lang="da"><head><meta charset="utf-8"><title>Statisk</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="{css}"></head>
<body><main class="wide"><h1>Statisk</h1><p class="lead">{lead}</p>{rest}</main></body></html>"""
_SENTENCE = "<p>Af kravet paa 3,3 mio. kr. er 1,4 mio. kr. opnaaet.</p>"


def nothing(request: HttpRequest) -> HttpResponse:
    """A page with nothing on it, behind the same log-in and middleware as every other."""
    request.user.pk  # noqa: B018 - the log-in is looked up, as on every page
    return HttpResponse("")


def static(request: HttpRequest, size: int) -> HttpResponse:
    """A page of about so many bytes before compression, out of nothing."""
    from django.templatetags.static import static as address

    lead = "Af kravet er noget opnaaet. " * 6
    return HttpResponse(_STATIC.format(css=address("css/valby.css"), lead=lead, rest=_SENTENCE * (size // len(_SENTENCE))))


urlpatterns = [path("tom/", nothing), path("statisk/<int:size>/", static), path("", include("savings.web.urls"))]
