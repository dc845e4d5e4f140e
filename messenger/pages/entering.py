"""How a browser gets in, whichever way somebody proved who they are: the session's cookie, or the code's page first."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts import browser, services
from accounts.authentication import browser_session
from accounts.errors import OtpRequired
from accounts.models import User
from messenger.core import context
from messenger.pages.device_names import device_name

STEPS = {"SECOND_FACTOR": "second_factor", "PASSWORD": "password"}


def enter(request: HttpRequest, user: User, *, by: str, remember: bool = False, going: str = "/") -> HttpResponse:
    """Let a browser in, or send it to the page of the code. Raises what `services.admit` refuses.

    Every page that signs in ends here: password, directory, OpenID Connect.
    """
    try:
        signed_in = services.admit(
            user,
            by=by,
            device_name=device_name(context.current().user_agent),
            remember=remember,
            browser=True,
            known=request.COOKIES.get(browser.known_cookie(), ""),
        )
    except OtpRequired:
        token = services.give_ticket(user, by=by, remember=remember, going=going)
        response: HttpResponse = HttpResponseRedirect(reverse("login_code"))
        browser.keep(response, browser.ticket_cookie(), token, settings.SIGN_IN_TICKET_SECONDS)
        return response
    return let_in(request, signed_in, going)


def let_in(request: HttpRequest, signed_in: services.SignedIn, going: str) -> HttpResponse:
    """The answer that makes the browser signed in, and leads to where it was going or to what is owed first."""
    earlier = browser_session(request)
    if earlier is not None:  # this browser was signed in: its cookie is about to be replaced
        services.sign_out(session=earlier)
    response = HttpResponseRedirect(safe(going))
    browser.set_cookie(request, response, signed_in)
    browser.keep_seen(request, response, signed_in.user)
    return response


def step_page(owes: str, going: str = "/") -> HttpResponse:
    """To the page where it is done what a session owes."""
    onward = f"?{urlencode({'next': going})}" if going != "/" else ""
    return HttpResponseRedirect(reverse(STEPS[owes]) + onward)


def safe(address: str) -> str:
    """Only a place of our own may follow the sign-in."""
    ours = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if ours and not address.startswith(("/login", "/logout")) else "/"
