"""Who is asking: the REST door and the WebSocket door find out here."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, parse_cookie
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication, CSRFCheck
from rest_framework.request import Request

from accounts import services
from accounts.models import DeviceSession, User


class DeviceAuthentication(BaseAuthentication):
    """A Bearer access token, or the browser's cookie with its CSRF token on unsafe methods.

    `request.auth` is the device session. A Bearer token that opens nothing is 401 even if there
    is a good cookie: the caller said who they want to be.
    """

    def authenticate(self, request: Request) -> tuple[User, DeviceSession] | None:
        token = bearer_of(request.headers)
        if token is not None:
            session = services.session_of_access_token(token)
            if session is None:
                raise exceptions.AuthenticationFailed
            return session.user, session
        browser_session: DeviceSession | None = getattr(request._request, "device_session", None)
        if browser_session is None:
            return None
        _check_csrf(request._request)
        return browser_session.user, browser_session

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


def authenticate_socket(
    headers: Mapping[str, str], subprotocols: Iterable[str] = ()
) -> tuple[User, DeviceSession] | None:
    """Who opens a WebSocket: by subprotocols `["bearer", token]`, Bearer header or cookie.

    `headers` by lower-case name. Works on the database; run it in a thread. The origin of a
    socket that came with a cookie is the caller's to check (`bearer_of` tells which it was).
    """
    token = bearer_of(headers, subprotocols)
    if token is not None:
        session = services.session_of_access_token(token)
    else:
        cookie = parse_cookie(headers.get("cookie", "")).get(settings.SESSION_COOKIE, "")
        session = services.session_of_browser(cookie) if cookie else None
    return (session.user, session) if session else None


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
