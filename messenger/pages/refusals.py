"""Refusals as pages; under /api/ the same refusals in the contract's envelope."""

import logging
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from messenger.core import context, errors
from messenger.core.api import json_refusal, refusal_of

log = logging.getLogger(__name__)

View = Callable[..., HttpResponse]

_HINTS = {
    400: _("The address or what was sent with it could not be understood."),
    403: _("You are signed in, but this is not open to you."),
    404: _("It may have been removed, or you may not be allowed to see it."),
    405: _("This address does not work that way."),
    503: _("What you had saved is safe; please try again in a moment."),
    500: _("It has been written down. What you had saved is safe; please try again in a moment."),
}


def refuse(request: HttpRequest, refusal: errors.Refusal) -> HttpResponse:
    """A refusal in the shape that fits the address: JSON under /api/, a page without JavaScript elsewhere."""
    if request.path.startswith("/api/"):
        return _with_pause(json_refusal(refusal), refusal)
    hint = refusal.details.pop("hint", None) or _HINTS.get(refusal.status, "")
    page = render_to_string(
        "pages/error.html",
        {
            "title": refusal.text,
            "hint": hint,
            "status": refusal.status,
            "request_id": context.current().request_id,
            "product": settings.PRODUCT_NAME,
            "theme": "system",
            "text_size": "normal",
        },
    )
    return _with_pause(HttpResponse(page, status=refusal.status), refusal)


def _with_pause(answer: HttpResponse, refusal: errors.Refusal) -> HttpResponse:
    """Say when to come back, if it is worth it."""
    if isinstance(refusal, errors.RateLimited | errors.Unavailable):
        answer["Retry-After"] = str(refusal.retry_after)
    return answer


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refuse(request, errors.Invalid())


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refuse(request, errors.Forbidden())


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refuse(request, errors.NotFound(_("This page does not exist.")) if _is_page(request) else errors.NotFound())


def server_error(request: HttpRequest) -> HttpResponse:
    """What nobody caught: a database that does not answer is no bug, everything else is."""
    error = sys.exc_info()[1]
    known = refusal_of(error) if isinstance(error, Exception) else None
    return refuse(request, known or errors.Refusal())


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open for too long, or another site sent it."""
    log.warning("csrf refused: %s", reason)
    if not _is_page(request):
        return json_refusal(errors.Forbidden())
    hint = _("This form is no longer valid. Please go back, reload the page and send it again.")
    return refuse(request, errors.Forbidden(_("The form could not be accepted."), hint=hint))


def methods(*allowed: str) -> Callable[[View], View]:
    """Answer other methods with a 405 page."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method in (*allowed, "HEAD" if "GET" in allowed else ""):
                return view(request, *args, **kwargs)
            refusal = errors.Invalid(_("This is not possible here."))
            refusal.status = 405
            response = refuse(request, refusal)
            response["Allow"] = ", ".join(allowed)
            return response

        return checked

    return decorate


def why(refusal: errors.Refusal) -> str:
    """The refusal for a form; a waiting time is told in minutes."""
    if isinstance(refusal, errors.RateLimited):
        minutes = -(-refusal.retry_after // 60)
        text = ngettext(
            "There were too many attempts. Please try again in %(n)d minute.",
            "There were too many attempts. Please try again in %(n)d minutes.",
            minutes,
        )
        return text % {"n": minutes}
    return str(refusal.text)


def _is_page(request: HttpRequest) -> bool:
    return not request.path.startswith("/api/")
