"""Who is asking: the REST door and the WebSocket door find out here."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, parse_cookie
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication, CSRFCheck
from rest_framework.request import Request

from accounts import services
from accounts.errors import StepOwed
from accounts.models import DeviceSession, User


class DeviceAuthentication(BaseAuthentication):
    """A Bearer access token, or the browser's cookie with its CSRF token on unsafe methods.

    `request.auth` is the device session. A Bearer token that opens nothing is 401 even if there
    is a good cookie: the caller said who they want to be.

    A session that owes a step (contract 2) is a caller only where that step is done and for signing out: at views
    that name it in `opens_to_owing`. Everywhere else it is `StepOwed`, in this one place.
    """

    def authenticate(self, request: Request) -> tuple[User, DeviceSession] | None:
        token = bearer_of(request.headers)
        if token is not None:
            session = services.session_of_access_token(token)
            if session is None:
                raise exceptions.AuthenticationFailed
        else:
            session = browser_session(request._request)
            if session is None:
                return None
            _check_csrf(request._request)
        if session.owes and session.owes not in getattr(request.parser_context.get("view"), "opens_to_owing", ()):
            raise StepOwed(session.owes)
        return session.user, session

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


def browser_session(request: HttpRequest) -> DeviceSession | None:
    """The session of the browser's cookie, one that owes a step too: `DeviceSessionMiddleware` found it."""
    return getattr(request, "device_session", None) or getattr(request, "owing_session", None)


def authenticate_socket(
    headers: Mapping[str, str], subprotocols: Iterable[str] = ()
) -> tuple[User, DeviceSession] | None:
    """Who opens a WebSocket: by subprotocols `["bearer", token]`, Bearer header or cookie.

    Nobody whose session owes a step. `headers` by lower-case name. Works on the database; run it in a thread.
    The origin of a socket that came with a cookie is the caller's to check (`bearer_of` tells which it was).
    """
    token = bearer_of(headers, subprotocols)
    if token is not None:
        session = services.session_of_access_token(token)
    else:
        cookie = parse_cookie(headers.get("cookie", "")).get(settings.SESSION_COOKIE, "")
        session = services.session_of_browser(cookie) if cookie else None
    return (session.user, session) if session and not session.owes else None


def bearer_of(headers: Mapping[str, str], subprotocols: Iterable[str] = ()) -> str | None:
    """The access token that was offered, good or bad; None if none was."""
    offered = list(subprotocols)
    if offered and offered[0] == "bearer":
        return offered[1] if len(offered) > 1 else ""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def _check_csrf(request: HttpRequest) -> None:
    check: Any = CSRFCheck(_never)
    check.process_request(request)
    if check.process_view(request, None, (), {}):
        raise exceptions.PermissionDenied


def _never(request: HttpRequest) -> Any:
    """The view behind the check, which never gets that far."""
