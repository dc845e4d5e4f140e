"""What every REST view shares: strict JSON in, the contract's JSON and error envelope out."""

import logging
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404, JsonResponse
from rest_framework import exceptions
from rest_framework import request as drf
from rest_framework.negotiation import BaseContentNegotiation, DefaultContentNegotiation
from rest_framework.response import Response as Response
from rest_framework.views import APIView

from messenger.core import commands, context, errors, limits

log = logging.getLogger(__name__)


class Request(drf.Request):
    """DRF's request as the views know it: `user` is an active person, `auth` their device session."""

    user: Any
    auth: Any


class AlwaysJSON(BaseContentNegotiation):
    """There is one form of an answer; an `Accept` header changes nothing."""

    def select_parser(self, request: drf.Request, parsers: Any) -> Any:
        return DefaultContentNegotiation().select_parser(request, parsers)

    def select_renderer(self, request: drf.Request, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


class Endpoint(APIView):
    """A REST door: finds out who asks, limits, runs a command by name or reads a selector."""

    content_negotiation_class = AlwaysJSON
    rate = "rest"  # a key of `settings.RATE_LIMITS`

    def initial(self, request: drf.Request, *args: Any, **kwargs: Any) -> None:
        try:
            super().initial(request, *args, **kwargs)
        except exceptions.APIException as refused:
            if isinstance(refused, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
                _count_stranger()
            raise
        if request.user.is_authenticated:
            limits.spend(self.rate, str(request.user.pk))
        else:
            _count_stranger()

    def finalize_response(self, request: drf.Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """What the API tells somebody stays in no cache of a shared computer."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer

    def command(self, name: str, *, status: int = 200, **ids: Any) -> Response:
        """Run a command with the request's body; its result is the answer."""
        result = commands.run(name, actor=self.request.user, data=self.request.data, **ids)
        return Response(result, status=status)


def _count_stranger() -> None:
    """Nobody is known, so the address counts, with room for an office behind it."""
    address = context.current().ip
    if address is not None:
        limits.spend("stranger", address)


def as_uuid(raw: str) -> UUID:
    """An id from a path; what is no UUID does not exist."""
    try:
        return UUID(raw)
    except ValueError as error:
        raise errors.NotFound from error


def refusal_of(exc: Exception) -> errors.Refusal | None:
    """The contract's refusal for an exception of ours, of Django or of DRF; None: a bug."""
    if isinstance(exc, errors.Refusal):
        return exc
    if isinstance(exc, Http404 | exceptions.NotFound):
        return errors.NotFound()
    if isinstance(exc, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        return errors.Unauthenticated()
    if isinstance(exc, PermissionDenied | exceptions.PermissionDenied):
        return errors.Forbidden()
    if isinstance(exc, exceptions.Throttled):
        return errors.RateLimited(int(getattr(exc, "wait", None) or 1))
    if isinstance(exc, OperationalError | InterfaceError):  # the database is down, restarting or too busy
        log.error("the database did not answer", exc_info=exc)
        return errors.Unavailable()
    if isinstance(exc, exceptions.APIException):  # 405, 406, 415, a parse error: the envelope is the same
        refusal = errors.Invalid(str(exc.detail))
        refusal.status = exc.status_code
        return refusal
    return None


def envelope(refusal: errors.Refusal) -> dict[str, Any]:
    """`{"error": {code, message, details, requestId}}`."""
    return {"error": {**refusal.as_wire(), "requestId": context.current().request_id}}


def exception_handler(exc: Exception, _context: Any) -> Response | None:
    """DRF's handler; None lets Django's `handler500` answer, so that the bug is logged once."""
    refusal = refusal_of(exc)
    if refusal is None:
        return None
    headers = {}
    if isinstance(refusal, errors.RateLimited | errors.Unavailable):
        headers["Retry-After"] = str(refusal.retry_after)
    return Response(envelope(refusal), status=refusal.status, headers=headers)


def json_refusal(refusal: errors.Refusal) -> JsonResponse:
    """The envelope outside DRF: Django's own 400, 403, 404, 500 under `/api/`."""
    return JsonResponse(envelope(refusal), status=refusal.status, json_dumps_params={"ensure_ascii": False})
