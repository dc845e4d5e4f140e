"""The page of somebody who asked for an account: how that stands, and a way to take it back. Opens nothing else.

It is theirs by a signed cookie, set when they signed up or gave the right password, and short-lived: the page
renews it while it is open.
"""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from accounts.errors import AlreadyDecided
from accounts.models import User, UserStatus
from accounts.selectors import approvals
from accounts.selectors.people import people
from accounts.services import withdraw
from messenger.core.errors import NotFound
from messenger.pages.refusals import methods

COOKIE = "pending"
LOOK_AGAIN = 30  # seconds
_SALT = "pending"


@never_cache
@methods("GET", "POST")
def pending(request: HttpRequest) -> HttpResponse:
    """How the request stands; POST withdraws it. Without the cookie: the sign-in."""
    user = _owner(request)
    if user is None:
        return _away("/login")
    if request.method == "POST":
        try:
            withdraw(user_id=user.pk)
        except AlreadyDecided:  # at this very moment
            return HttpResponseRedirect("/pending")
        except NotFound:
            pass
        return _away("/login?withdrawn")
    return waiting_page(request, user)


def waiting_page(request: HttpRequest, user: User, status: int = 200) -> HttpResponse:
    """The page for `user`, whom a password or a sign-up has just shown to be them, or the cookie."""
    asked = approvals.request_of(user)
    content: dict[str, Any] = {
        "state": _state(user),
        "why": asked.reason if asked else "",
        "asked": asked,
        "again": LOOK_AGAIN,
        "back": "/pending",
    }
    response = render(request, "pages/pending.html", content, status=status)
    response.set_cookie(
        COOKIE,
        signing.dumps(str(user.pk), salt=_SALT),
        max_age=settings.PENDING_PAGE_SECONDS,
        path="/pending",
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return response


def _state(user: User) -> str:
    if user.status == UserStatus.ACTIVE:
        return "approved"
    reason, _why = approvals.why_not_active(user)
    return {"PENDING_APPROVAL": "waiting", "REJECTED": "rejected"}.get(reason, "disabled")


def _owner(request: HttpRequest) -> User | None:
    try:
        raw = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=settings.PENDING_PAGE_SECONDS)
        return people().filter(pk=UUID(raw)).first()
    except (signing.BadSignature, ValueError, TypeError):
        return None


def _away(address: str) -> HttpResponse:
    response = HttpResponseRedirect(address)
    response.delete_cookie(COOKIE, path="/pending", samesite="Lax")
    return response
