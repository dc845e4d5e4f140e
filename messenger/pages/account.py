"""Signing in and out, as forms that need no script."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts import browser, schemas, services
from accounts.errors import EmployeeNoTaken, LoginTaken, NotActive
from accounts.models import UserStatus
from messenger.core import context
from messenger.core.errors import Invalid, RateLimited, Refusal
from messenger.pages.device_names import device_name
from messenger.pages.forms import RegisterForm, SignInForm
from messenger.pages.refusals import methods


@sensitive_post_parameters("password")
@never_cache
@methods("GET", "POST")
def login(request: HttpRequest) -> HttpResponse:
    """Sign a browser in; it becomes a device session like any other (contract section 2)."""
    going = _safe(request.POST.get("next") or request.GET.get("next", ""))
    if request.user.is_authenticated and request.method != "POST":
        return HttpResponseRedirect(going)
    form, status = SignInForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                return _signed_in(request, form, going)
            except NotActive as refusal:
                if refusal.details["reason"] == "PENDING_APPROVAL":
                    return render(request, "pages/pending.html", status=refusal.status)
                form.add_error(None, _("This account has been disabled. Please ask your administrator."))
                status = refusal.status
            except Refusal as refusal:
                form.add_error(None, _why(refusal))
                status = refusal.status
    form.mark()
    content = {"form": form, "next": going, "ended": "ended" in request.GET}
    return render(request, "pages/login.html", content, status=status)


def _signed_in(request: HttpRequest, form: SignInForm, going: str) -> HttpResponse:
    signed_in = services.sign_in(
        username=form.cleaned_data["username"],
        password=form.cleaned_data["password"],
        device_name=device_name(context.current().user_agent),
        remember=form.cleaned_data["remember"],
        browser=True,
    )
    earlier = getattr(request, "device_session", None)
    if earlier is not None:  # this browser was signed in: its cookie is about to be replaced
        services.sign_out(session=earlier)
    response = HttpResponseRedirect(going)
    browser.set_cookie(request, response, signed_in)
    return response


@never_cache
@methods("POST")
def logout(request: HttpRequest) -> HttpResponse:
    """End this browser's session. What the browser kept of the conversations goes with it."""
    session = getattr(request, "device_session", None)
    if session is not None:
        services.sign_out(session=session)
    response = HttpResponseRedirect("/login")
    browser.clear_cookie(request, response)
    response["Clear-Site-Data"] = '"storage"'
    return response


@sensitive_post_parameters("password", "again")
@never_cache
@methods("GET", "POST")
def register(request: HttpRequest) -> HttpResponse:
    """Ask for an account, or make one, as far as `settings.REGISTRATION` goes."""
    form, status = RegisterForm(request.POST or None), 200
    if settings.REGISTRATION == "off":
        return render(request, "pages/register.html", {"form": form}, status=200 if request.method == "GET" else 403)
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                return _registered(request, form)
            except (LoginTaken, EmployeeNoTaken) as refusal:
                form.add_error("username" if isinstance(refusal, LoginTaken) else "employee_no", str(refusal.text))
                status = refusal.status
            except Invalid as refusal:
                form.refuse(refusal, employeeNo="employee_no")
            except Refusal as refusal:
                form.add_error(None, _why(refusal))
                status = refusal.status
    form.mark()
    return render(request, "pages/register.html", {"form": form}, status=status)


def _registered(request: HttpRequest, form: RegisterForm) -> HttpResponse:
    asked = {name: form.cleaned_data[name] for name in ("username", "password", "name")}
    wanted = schemas.REGISTER.clean({**asked, "employeeNo": form.cleaned_data["employee_no"]})
    user = services.register(**wanted)
    if user.status == UserStatus.PENDING:
        return render(request, "pages/pending.html")
    return HttpResponseRedirect("/login")


def _why(refusal: Refusal) -> str:
    """The refusal for the page; a waiting time is told in minutes."""
    if isinstance(refusal, RateLimited):
        minutes = -(-refusal.retry_after // 60)
        text = ngettext(
            "There were too many attempts. Please try again in %(n)d minute.",
            "There were too many attempts. Please try again in %(n)d minutes.",
            minutes,
        )
        return text % {"n": minutes}
    return str(refusal.text)


def _safe(address: str) -> str:
    """Only a place of our own may follow the sign-in."""
    ours = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if ours and not address.startswith(("/login", "/logout")) else "/"
