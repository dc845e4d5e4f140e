"""Takes down where a request came from and gives it an id."""

import ipaddress
import re
import uuid
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from messenger.core import context

_WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{1,64}")


def client_ip(peer: str | None, forwarded_for: str) -> str | None:
    """The client's address: the last hop our own proxy added, or the peer itself."""
    address = forwarded_for.rpartition(",")[2].strip() if settings.TRUST_PROXY and forwarded_for else peer
    try:
        return str(ipaddress.ip_address(address or ""))
    except ValueError:
        return None


def origin_of(peer: str | None, headers: Callable[[str], str]) -> context.Origin:
    """The origin of one request or socket; `headers` looks a header up by its lower-case name."""
    given = headers("x-request-id")
    return context.Origin(
        request_id=given if _WELL_FORMED.fullmatch(given) else uuid.uuid4().hex,
        ip=client_ip(peer, headers("x-forwarded-for")),
        user_agent=headers("user-agent")[:300],
    )


class OriginMiddleware:
    """Opens the request's `context.Origin` and answers with `X-Request-ID`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        origin = origin_of(request.META.get("REMOTE_ADDR"), lambda name: request.headers.get(name, ""))
        token = context.enter(origin)
        structlog.contextvars.bind_contextvars(request_id=origin.request_id)
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = origin.request_id
            return response
        finally:
            structlog.contextvars.unbind_contextvars("request_id")
            context.leave(token)
