"""Finds out who a browser belongs to, and renews its cookie while pages are opened."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from accounts import browser, guard, services
from accounts.errors import SessionEnded
from accounts.models import DeviceSession


class DeviceSessionMiddleware:
    """Sets `request.user` and `request.device_session` from the cookie; `None` without one.

    A session that owes a step (contract 2) is `request.owing_session` and makes nobody a user: every page is
    closed to it that does not look for it by that name.

    A token older than `BROWSER_TOKEN_SECONDS` is replaced with a page that is being opened, never
    with a call a script makes: those come in parallel and their answers may be dropped unread.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = request.COOKIES.get(settings.SESSION_COOKIE, "")
        session = _session_of(request, token) if token else None
        whole = session if session and not session.owes else None
        request.device_session = whole  # type: ignore[attr-defined]
        request.owing_session = session if session and session.owes else None  # type: ignore[attr-defined]
        request.user = whole.user if whole else AnonymousUser()
        response = self.get_response(request)
        if session is not None and _opens_page(request) and settings.SESSION_COOKIE not in response.cookies:
            _renew(response, session, token)
        return response


def _session_of(request: HttpRequest, token: str) -> DeviceSession | None:
    """Whose cookie it is. If nobody can be looked up, only what shows nothing of anybody's goes on, as for nobody."""
    try:
        return services.session_of_browser(token)
    except guard.UNREACHABLE:
        if not request.path.startswith(settings.SESSION_FREE_PATHS):
            raise
        return None


def _opens_page(request: HttpRequest) -> bool:
    wants_page = "text/html" in request.headers.get("Accept", "")
    return request.method == "GET" and wants_page and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"


def _renew(response: HttpResponse, session: DeviceSession, token: str) -> None:
    try:
        fresh = services.next_browser_token(session=session, token=token)
    except SessionEnded:  # revoked while the page was made
        return
    if fresh is not None:
        browser.write_token(response, session, fresh)
