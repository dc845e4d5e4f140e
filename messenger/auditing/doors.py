"""Who may open the pages: auditors, and some of them system admins. For everybody else there are none."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from accounts.models import Role, User
from messenger.core import errors
from messenger.core.admin_networks import administers
from messenger.pages.refusals import View, methods, refuse

Page = Callable[..., HttpResponseBase]


class AuditorRequest(HttpRequest):
    """A request behind the door: somebody is signed in."""

    user: User


def for_auditors(*allowed: str, roles: tuple[Role, ...] = (Role.AUDITOR,)) -> Callable[[Page], Page]:
    """A page for these roles, by these methods. A service's refusal becomes a page.

    System admins open one from the networks of `ADMIN_ALLOWED`. Strangers are led to the sign-in and back; others are
    told that there is no such page, as at `/system`.
    What is read here is written down by the services, not by the pages.
    """

    def decorate(view: Page) -> Page:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return HttpResponseRedirect("/login?" + urlencode({"next": request.get_full_path()}))
            if not _opens(request.user, roles):
                raise Http404
            try:
                return view(request, *args, **kwargs)
            except errors.NotFound as missing:
                raise Http404 from missing
            except errors.Refusal as refusal:
                return refuse(request, refusal)

        return never_cache(methods(*allowed)(cast(View, checked)))

    return decorate


def _opens(user: User, roles: tuple[Role, ...]) -> bool:
    if Role.SYSTEM_ADMIN in roles and administers(user):
        return True
    return any(role in user.roles for role in roles if role != Role.SYSTEM_ADMIN)


def page(request: HttpRequest, name: str, here: str, content: dict[str, Any], status: int = 200) -> HttpResponse:
    """`templates/auditing/<name>.html` in the auditors' frame; `here` is the entry of the menu that is open."""
    return render(request, f"auditing/{name}.html", {**content, "here": here}, status=status)
