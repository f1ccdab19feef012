"""Who really asks: the address and the scheme that a trusted proxy tells, and nothing that anybody else claims."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Address = IPv4Address | IPv6Address

#: What a proxy tells of the request it passes on. Valby takes no host name from a proxy: the header Host is checked instead.
TOLD_BY_PROXIES = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_X_REQUEST_ID")


class TrustedProxyMiddleware:
    """Sets REMOTE_ADDR to the reader's own address, and removes what an address that is no proxy of ours claims.

    It comes before all that asks for the address or the scheme: the redirect to HTTPS, the locks after wrong passwords, the log.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as asked by whoever stands behind the proxies."""
        peer = parse_address(request.META.get("REMOTE_ADDR", ""))
        if peer is not None and is_trusted(peer):
            request.META["REMOTE_ADDR"] = str(find_client(peer, request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")))
        else:
            for name in TOLD_BY_PROXIES:
                request.META.pop(name, None)
        return self.get_response(request)


def find_client(peer: Address, hops: Iterable[str]) -> Address:
    """The nearest address that is no proxy of ours, read from the right: what stands left of it is the client's own claim."""
    client = peer
    for hop in reversed([hop for hop in hops if hop.strip()]):
        address = parse_address(hop)
        if address is None:
            break
        client = address
        if not is_trusted(address):
            break
    return client


def is_trusted(address: Address) -> bool:
    """Whether `VALBY_TRUSTED_PROXIES` names the address or its network."""
    return any(address in network for network in settings.TRUSTED_PROXIES)


def parse_address(text: str) -> Address | None:
    """An address as a proxy writes it, `[::1]:443` and `192.0.2.7:80` included; None where it is none."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    # A socket for both families tells an IPv4 address in the form of IPv6.
    return getattr(address, "ipv4_mapped", None) or address
