"""Only a trusted proxy says who asks: REMOTE_ADDR and the scheme are its word, and nobody else's."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from savings.web.proxies import TrustedProxyMiddleware
from valby.variables import parse_networks

PROXY, OTHER_PROXY, READER, LIAR = "10.0.0.7", "10.0.0.8", "198.51.100.4", "203.0.113.9"


@pytest.fixture(autouse=True)
def trusted(settings) -> None:
    settings.TRUSTED_PROXIES = parse_networks("10.0.0.0/24, 2001:db8::/32, 127.0.0.1")
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


def see(peer: str, **headers: str) -> HttpRequest:
    """The request as everything behind the middleware sees it."""
    seen: list[HttpRequest] = []

    def answer(request: HttpRequest) -> HttpResponse:
        seen.append(request)
        return HttpResponse()

    TrustedProxyMiddleware(answer)(RequestFactory().get("/", REMOTE_ADDR=peer, headers=headers))
    return seen[0]


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        (PROXY, READER, READER),
        (PROXY, f"{LIAR}, {READER}", READER),
        (PROXY, f"{LIAR}, {READER}, {OTHER_PROXY}", READER),
        (PROXY, f"{READER}:52011", READER),
        (PROXY, "[2001:db9::4]:443", "2001:db9::4"),
        ("2001:db8::1", READER, READER),
        ("::ffff:10.0.0.7", READER, READER),
        (PROXY, f"{LIAR}, unknown", PROXY),
        (PROXY, f"{LIAR}, _hidden, {OTHER_PROXY}", OTHER_PROXY),
        (PROXY, "", PROXY),
        (PROXY, OTHER_PROXY, OTHER_PROXY),
        (LIAR, READER, LIAR),
        ("", READER, ""),
    ],
)
def test_the_address_is_the_nearest_that_is_no_proxy_of_ours(peer: str, forwarded: str, address: str) -> None:
    assert see(peer, x_forwarded_for=forwarded).META["REMOTE_ADDR"] == address


def test_the_scheme_is_believed_of_a_trusted_proxy_alone() -> None:
    assert see(PROXY, x_forwarded_proto="https").is_secure()
    assert not see(LIAR, x_forwarded_proto="https").is_secure()


def test_what_somebody_else_claims_is_gone() -> None:
    request = see(LIAR, x_forwarded_for=READER, x_forwarded_host="evil.test", x_request_id="chosen", accept="text/html")
    assert set(request.headers) & {"X-Forwarded-For", "X-Forwarded-Host", "X-Request-Id"} == set()
    assert request.headers["Accept"] == "text/html"


def test_it_comes_before_everything_that_asks_who_it_is(settings) -> None:
    behind = settings.MIDDLEWARE[settings.MIDDLEWARE.index("savings.web.proxies.TrustedProxyMiddleware") :]
    assert {
        "savings.web.request_id.RequestIdMiddleware", "savings.web.log_in_limits.LogInRateMiddleware",
        "django.middleware.security.SecurityMiddleware",
    } < set(behind)  # fmt: skip
