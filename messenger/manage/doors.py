"""Who may open the pages: system admins. For everybody else there are none."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from accounts.models import User
from accounts.selectors.approvals import requests
from accounts.services.looking import note_look
from messenger.core import errors
from messenger.core.admin_networks import administers
from messenger.core.administration.desk import words_of
from messenger.pages.refusals import View, methods, refuse

Page = Callable[..., HttpResponseBase]
Told = Mapping[str, str | Promise]


class AdminRequest(HttpRequest):
    """A request behind the door: a system admin is signed in."""

    user: User


def for_admins(*allowed: str) -> Callable[[Page], Page]:
    """A page for system admins, by these methods; a service's refusal that the page did not take becomes a page.

    Strangers are led to the sign-in and back; others are told that there is no such page, as at `/system`.
    """

    def decorate(view: Page) -> Page:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return HttpResponseRedirect("/login?" + urlencode({"next": request.get_full_path()}))
            if not administers(request.user):
                raise Http404
            try:
                return view(request, *args, **kwargs)
            except errors.NotFound as missing:
                raise Http404 from missing
            except errors.Refusal as refusal:
                return refuse(request, refusal)

        return never_cache(methods(*allowed)(cast(View, checked)))

    return decorate


_DONE: Told = {"saved": _("Saved."), "deleted": _("Deleted.")}


def page(
    request: AdminRequest, name: str, here: str, content: dict[str, Any], told: Told | None = None, status: int = 200
) -> HttpResponse:
    """`templates/manage/<name>.html` in the admins' frame; `here` is the entry of the menu that is open.

    `told` maps what stands in the address as `?done=` to a sentence: nothing else of the address is shown.
    """
    frame = {
        "here": here,
        "done": {**_DONE, **(told or {})}.get(request.GET.get("done", "")),
        "count": _whole(request.GET.get("n", "")),
        "waiting": requests(request.user).count(),
    }
    if name not in _NOBODYS:
        _note(request, name, content)
    return render(request, f"manage/{name}.html", {**frame, **content}, status=status)


_NOBODYS = frozenset({"policies", "units", "sheets", "directory", "new_person"})  # pages that show nobody's data


def _note(request: AdminRequest, name: str, content: dict[str, Any]) -> None:
    """What the page shows of people is recorded: one entry, with how many there are on it."""
    rows = content.get("people", content.get("transfers"))
    where = request.resolver_match
    note_look(
        actor=request.user,
        what=name,
        ids=where.kwargs if where else {},
        count=None if rows is None else len(rows),
        asked={name: value for name, value in request.GET.dict().items() if name not in ("done", "n")},
    )


def go(address: str, done: str = "", **more: Any) -> HttpResponseRedirect:
    """To another page of ours, which says what was done."""
    query = urlencode({**more, **({"done": done} if done else {})})
    return HttpResponseRedirect(f"{address}?{query}" if query else address)


def why(refusal: errors.Refusal) -> str:
    """A refusal in one line, for a note on the page."""
    return " ".join(words_of(refusal))


def _whole(raw: str) -> int:
    return int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 7 else 0
