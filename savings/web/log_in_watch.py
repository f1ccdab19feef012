"""How long a log-in lasts unused, and what its session is known by."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from savings.models import User
from savings.recording.log_in_sessions import Sender, begin_session, rename_session, touch_session
from savings.web.log_in_limits import client_address

#: In the session: when it was last used, in seconds, written no oftener than once in so many of them.
USED, EACH_SECONDS = "used", 60
#: In the session: that a code of the second factor was shown.
PROVEN = "second_factor"
_BROWSERS = (("Edge", "Edg"), ("Opera", "OPR/"), ("Firefox", "Firefox/"), ("Chrome", "Chrome/"), ("Safari", "Safari/"))
_SYSTEMS = (
    ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("macOS", "Mac OS"),
    ("Linux", "Linux"),
)  # fmt: skip


class IdleMiddleware:
    """Logs out whoever has asked for nothing for VALBY_IDLE_MINUTES. What is then sent is carried through the next log-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer whoever is still here, and ask others to log in."""
        session, now = request.session, int(timezone.now().timestamp())
        if settings.SESSION_COOKIE_NAME in request.COOKIES and (used := session.get(USED)) is not None:
            if now - used >= settings.IDLE_SECONDS:
                logout(request)
            elif now - used >= EACH_SECONDS:
                session[USED] = now
                touch_session(session.session_key or "", at=timezone.now())
        return self.get_response(request)


def start_log_in(request: HttpRequest, user: User) -> None:
    """Keep whose session begins now, and from where."""
    now = timezone.now()
    request.session[USED] = int(now.timestamp())
    request.session.save()
    sender = Sender(client_address(request), describe_agent(request.headers.get("User-Agent", "")))
    begin_session(user, request.session.session_key or "", sender, at=now)


def follow_session(request: HttpRequest, key: str | None) -> None:
    """The session of that key has another since."""
    request.session.save()
    rename_session(key or "", request.session.session_key or "")


def describe_agent(header: str) -> str:
    """The browser and the system by a User-Agent header, such as Firefox, Windows; empty where neither is known."""
    found = (next((name for name, sign in signs if sign in header), "") for signs in (_BROWSERS, _SYSTEMS))
    return ", ".join(filter(None, found)) if "Mozilla/" in header else ""
