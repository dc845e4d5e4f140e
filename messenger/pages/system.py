"""What runs behind the conversations: scanner, storage, blocked files, background work. For system admins."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie

from accounts.models import User
from messenger.core.admin_networks import administers
from messenger.operation import services
from messenger.pages.app import embedded
from messenger.pages.catalogue import catalogue
from messenger.pages.refusals import methods


@never_cache
@ensure_csrf_cookie
@methods("GET", "POST")
def system(request: HttpRequest) -> HttpResponse:
    """`/system`; for everybody but system admins there is no such page. POST has every file scanned again."""
    if not request.user.is_authenticated:
        return HttpResponseRedirect("/login?next=/system")
    if not administers(request.user):
        raise Http404
    if request.method == "POST":
        return _scan_again(request.user)
    content = {
        "here": "system",
        "asked": "asked" in request.GET,
        "scans": settings.FILE_SCANNER != "off",
        "catalogue": embedded({"catalog": catalogue(get_language() or "ko")}),
    }
    return render(request, "pages/system.html", content)


def _scan_again(actor: User) -> HttpResponse:
    if settings.FILE_SCANNER == "off":
        return HttpResponseRedirect("/system")
    services.scan_again(actor=actor)
    return HttpResponseRedirect("/system?asked")
