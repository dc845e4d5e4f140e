"""To the company's sign-in and back, and its word that somebody signed out there (docs/openid.md)."""

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from accounts import browser
from accounts.errors import NotActive
from accounts.models import DeviceSession
from accounts.openid import flow, logout, ways
from accounts.openid.errors import BadToken, NoProvider, NotAsked
from messenger.core import context, limits
from messenger.core.errors import RateLimited, Refusal
from messenger.pages.device_names import device_name
from messenger.pages.entering import let_in, safe
from messenger.pages.refusals import methods, refuse, why


@never_cache
@methods("GET")
def begin(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider; who is signed in goes where they were going."""
    if not settings.OIDC_ISSUER:
        return refuse(request, NoProvider())
    going = safe(request.GET.get("next", ""))
    if request.user.is_authenticated:
        return HttpResponseRedirect(going)
    try:
        limits.spend("openid", str(context.current().ip))
        address, cookie = flow.begin(redirect=_origin(request) + reverse("openid_callback"), going=going)
    except Refusal as refusal:
        return _failed(request, refusal)
    response = HttpResponseRedirect(address)
    browser.keep(response, _cookie(), cookie, settings.OIDC_ATTEMPT_SECONDS)
    return response


@never_cache
@methods("GET")
def callback(request: HttpRequest) -> HttpResponse:
    """What the provider sends back with the browser."""
    if not settings.OIDC_ISSUER:
        return refuse(request, NoProvider())
    try:
        limits.spend("openid", str(context.current().ip))
        finished = flow.finish(
            answer=request.GET.dict(),
            cookie=request.COOKIES.get(_cookie(), ""),
            device_name=device_name(context.current().user_agent),
            known=request.COOKIES.get(browser.known_cookie(), ""),
        )
    except NotAsked as refusal:
        if request.user.is_authenticated:  # a reload of the address that signed them in
            return HttpResponseRedirect("/")
        return _failed(request, refusal)
    except Refusal as refusal:
        return _failed(request, refusal)
    if finished.signed_in is not None:
        response = let_in(request, finished.signed_in, finished.going)
    else:
        response = HttpResponseRedirect(reverse("login_code"))
        browser.keep(response, browser.ticket_cookie(), finished.ticket, settings.SIGN_IN_TICKET_SECONDS)
    browser.drop(response, _cookie())
    return response


@csrf_exempt  # the provider's server calls; its signature is what counts
@never_cache
@methods("POST")
def backchannel(request: HttpRequest) -> HttpResponse:
    """The provider's word that somebody's session there has ended (OpenID Connect Back-Channel Logout 1.0)."""
    if not settings.OIDC_ISSUER:
        return refuse(request, NoProvider())
    try:
        logout.by_provider(request.POST.get("logout_token", ""))
    except Refusal as refusal:
        return _bad_logout(refusal)
    return HttpResponse(status=200)


def leaving(request: HttpRequest, session: DeviceSession) -> str:
    """Where a browser goes from /logout so that the provider's session ends as well; "" if it stays here."""
    return logout.leaving(session, back=_origin(request) + reverse("login"))


def _bad_logout(refusal: Refusal) -> HttpResponse:
    headers = {}
    if isinstance(refusal, RateLimited):
        headers["Retry-After"] = str(refusal.retry_after)
    error = "invalid_request" if isinstance(refusal, BadToken) else "temporarily_unavailable"
    status = 400 if isinstance(refusal, BadToken) else refusal.status
    return JsonResponse({"error": error}, status=status, headers=headers)


def _failed(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """What went wrong, in a sentence, and two ways on. The provider's own words are shown to nobody: anybody could
    have written them into the address."""
    if isinstance(refusal, NotActive) and refusal.details["reason"] == "PENDING_APPROVAL":
        response = render(request, "pages/pending.html", {"back": reverse("login")}, status=refusal.status)
    else:
        content = {"why": why(refusal), "label": ways.label(), "request_id": context.current().request_id}
        content["back"] = reverse("login")  # another language does not ask for the same answer again
        response = render(request, "pages/openid_failed.html", content, status=refusal.status)
    if _cookie() in request.COOKIES:
        browser.drop(response, _cookie())
    return response


def _cookie() -> str:
    return f"{settings.SESSION_COOKIE}-openid"


def _origin(request: HttpRequest) -> str:
    """The address by which the browser knows us, as it is registered over there: one of `ALLOWED_ORIGINS`."""
    host = request.get_host()
    named = next((origin for origin in settings.ALLOWED_ORIGINS if urlsplit(origin).netloc == host), "")
    return named or f"{request.scheme}://{host}"


def sign_in_address(going: str) -> str:
    """Where the button leads; "" where there is no provider."""
    if not settings.OIDC_ISSUER:
        return ""
    return ways.BEGIN + (f"?{urlencode({'next': going})}" if going != "/" else "")
