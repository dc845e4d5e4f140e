"""The site of the administration: who gets in, by which methods, and under which policy for scripts.

There is no session of Django's here. `accounts.middleware` says who somebody is, as for any other page, and
signing in and out are our own pages. For everybody but system admins no page of it exists.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.messages import get_messages
from django.contrib.messages.middleware import MessageMiddleware
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, path
from django.utils.decorators import decorator_from_middleware
from django.utils.http import urlencode
from django.utils.translation import gettext_noop, pgettext_lazy
from django.views.decorators.cache import never_cache

from messenger.core.admin_networks import administers, reached_from_here

View = Callable[..., HttpResponse]

# Its pages bring scripts from files and none of their own, but know no nonce, and jQuery no trusted types.
_POLICY = {"script-src": [SELF], "trusted-types": None, "require-trusted-types-for": None, "worker-src": [NONE]}
_LEFT_OUT = {"app_list", "autocomplete", "login", "logout", "password_change", "password_change_done", "view_on_site"}
_with_messages = decorator_from_middleware(MessageMiddleware)
# Words of Django's own pages that we translate ourselves: the catalogue of the office goes before its own.
_DJANGO_SAYS = (
    gettext_noop("Save and add another"),
    gettext_noop("Save and continue editing"),
    gettext_noop(" By %(filter_title)s "),
)


def only(*methods: str) -> Callable[[View], View]:
    """Let these methods through, before anybody is asked who they are."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method in methods or (request.method == "HEAD" and "GET" in methods):
                return view(request, *args, **kwargs)
            return HttpResponseNotAllowed(methods)

        checked.methods = methods  # type: ignore[attr-defined]  # the authorization matrix reads them
        return checked

    return decorate


def is_admin(request: HttpRequest) -> bool:
    """Whether a system admin asks, from a place that may, in a session that owes no step of signing in."""
    session = getattr(request, "device_session", None)
    return administers(request.user) and session is not None and not session.owes


class Administration(AdminSite):
    """Django's admin without its ways in, its own log and its actions that know no service."""

    index_title = pgettext_lazy("administration", "Administration")
    final_catch_all_view = False
    enable_nav_sidebar = True

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.site_title = self.site_header = settings.PRODUCT_NAME
        self.disable_action("delete_selected")

    def has_permission(self, request: HttpRequest) -> bool:
        return is_admin(request)

    def admin_view(self, view: View, cacheable: bool = False) -> View:  # type: ignore[override]
        """A door: the sign-in for strangers, no page for anybody else, and the view for system admins."""
        opened: Any = csp_replace(_POLICY)(_with_messages(never_cache(view)))

        @wraps(view)
        def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not reached_from_here():
                raise Http404
            if not request.user.is_authenticated:
                return HttpResponseRedirect(f"/login?{urlencode({'next': request.get_full_path()})}")
            if not self.has_permission(request):
                raise Http404
            answer: HttpResponse = opened(request, *args, **kwargs)
            return answer

        return door

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The addresses of the lists and forms; what is about the whole site is only looked at."""
        found: list[URLPattern | URLResolver] = []
        for one in super().get_urls():
            if isinstance(one, URLPattern):
                if one.name in _LEFT_OUT:
                    continue
                one.callback = only("GET")(one.callback)
            found.append(one)
        return [*found, path("<str:app_label>/", only("GET")(self.admin_view(self.app_index)), name="app_list")]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().each_context(request), "messages": get_messages(request), "user": request.user}


office = Administration()
