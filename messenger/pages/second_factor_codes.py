"""The second step of signing in, as a form that needs no script: a code of the authenticator, or a recovery code."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts import browser, services
from accounts.errors import OtpRequired, SessionEnded
from accounts.models import SignInTicket
from messenger.core import context
from messenger.core.errors import Refusal
from messenger.pages.device_names import device_name
from messenger.pages.entering import let_in
from messenger.pages.forms import CodeForm, RecoveryCodeForm
from messenger.pages.refusals import methods, why


@sensitive_post_parameters("otp")
@never_cache
@methods("GET", "POST")
def login_code(request: HttpRequest) -> HttpResponse:
    """The code's page. Without a ticket of this browser, or with one that is over, back to the beginning."""
    ticket = services.ticket_of(request.COOKIES.get(browser.ticket_cookie(), ""))
    if ticket is None:
        return _again()
    recovery = "recovery" in request.GET
    made = RecoveryCodeForm if recovery else CodeForm
    form, status = made(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                return _finished(request, ticket, form)
            except SessionEnded:
                return _again()
            except OtpRequired:  # nothing but signs between digits
                form.add_error("otp", str(OtpRequired.text))
            except Refusal as refusal:
                form.add_error("otp", why(refusal))
                status = refusal.status
    form.mark()
    content = {"form": form, "recovery": recovery, "days": settings.SECOND_FACTOR_DAYS, "who": ticket.user.profile.name}
    return render(request, "pages/second_factor_code.html", content, status=status)


def _finished(request: HttpRequest, ticket: SignInTicket, form: CodeForm) -> HttpResponse:
    name = device_name(context.current().user_agent)
    signed_in = services.finish_sign_in(ticket, otp=form.cleaned_data["otp"], device_name=name)
    response = let_in(request, signed_in, ticket.going)
    browser.drop(response, browser.ticket_cookie())
    if form.cleaned_data.get("known") and (token := services.know_browser(signed_in.user)):
        browser.keep(response, browser.known_cookie(), token, settings.SECOND_FACTOR_DAYS * 86400)
    return response


def _again() -> HttpResponse:
    response = HttpResponseRedirect(f"{reverse('login')}?late")
    browser.drop(response, browser.ticket_cookie())
    return response
