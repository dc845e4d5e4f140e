"""The messenger itself: one page, whichever room its address names."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views.decorators.csrf import ensure_csrf_cookie

from messenger.core import wire
from messenger.pages.bootstrap import bootstrap
from messenger.pages.catalogue import catalogue
from messenger.pages.refusals import methods


@methods("GET")
@ensure_csrf_cookie
def app(
    request: HttpRequest,
    room_id: UUID | None = None,
    survey_id: UUID | None = None,
    must_read_id: UUID | None = None,
) -> HttpResponse:
    """`/`, `/rooms/<id>`, `/search`, `/surveys/<id>`, `/notices/<id>`.

    Whether such a thing exists is for its REST address to say.
    """
    if not request.user.is_authenticated:
        return HttpResponseRedirect("/login" + _why(request))
    content = {
        "bootstrap": embedded(bootstrap(request.user)),
        "catalogue": embedded({"catalog": catalogue(get_language() or "ko")}),
    }
    response = render(request, "chat/app.html", content)
    response["Cache-Control"] = "no-store"
    return response


def _why(request: HttpRequest) -> str:
    """Where the person was going, and whether a session of theirs has ended."""
    query = {"ended": "1"} if request.COOKIES.get(settings.SESSION_COOKIE) else {}
    if request.path != "/":
        query["next"] = request.get_full_path()
    return f"?{urlencode(query)}" if query else ""


def embedded(value: object) -> str:
    """JSON that cannot leave its script element."""
    text = wire.encode(value).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return mark_safe(text)  # noqa: S308  (escaped right here)
