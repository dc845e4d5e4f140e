"""Signing in and out, as forms that need no script."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts import browser, schemas, services
from accounts.authentication import browser_session
from accounts.errors import EmployeeNoTaken, LoginTaken, NotActive
from accounts.models import UserStatus
from accounts.openid import ways
from accounts.selectors.people import people
from messenger.core import policies
from messenger.core.errors import Invalid, Refusal
from messenger.pages import openid
from messenger.pages.entering import enter, safe, step_page
from messenger.pages.forms import RegisterForm, SignInForm
from messenger.pages.refusals import methods, why
from messenger.pages.waiting import waiting_page


@sensitive_post_parameters("password")
@never_cache
@methods("GET", "POST")
def login(request: HttpRequest) -> HttpResponse:
    """Sign a browser in; it becomes a device session like any other (contract section 2)."""
    going = safe(request.POST.get("next") or request.GET.get("next", ""))
    owing = getattr(request, "owing_session", None)
    if owing is not None and request.method != "POST":
        return step_page(owing.owes, going)
    if request.user.is_authenticated and request.method != "POST":
        return HttpResponseRedirect(going)
    form, status = SignInForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                return _signed_in(request, form, going)
            except NotActive as refusal:
                waits = people().filter(pk__in=[refusal.user_id], status=UserStatus.PENDING).first()
                if waits is not None:
                    return waiting_page(request, waits, refusal.status)
                form.add_error(None, _("This account has been disabled. Please ask your administrator."))
                status = refusal.status
            except Refusal as refusal:
                form.add_error(None, why(refusal))
                status = refusal.status
    form.mark()
    company = openid.sign_in_address(going)
    local = not settings.OIDC_ONLY or "local" in request.GET or request.method == "POST"
    content = {"form": form, "next": going, "company": company, "label": ways.label(), "local": local}
    content |= {"withdrawn": "withdrawn" in request.GET, "ended": "ended" in request.GET, "late": "late" in request.GET}
    return render(request, "pages/login.html", content, status=status)


def _signed_in(request: HttpRequest, form: SignInForm, going: str) -> HttpResponse:
    user, by = services.prove(
        username=form.cleaned_data["username"],
        password=form.cleaned_data["password"],
        seen=request.COOKIES.get(browser.seen_cookie(), ""),
    )
    return enter(request, user, by=by, remember=form.cleaned_data["remember"], going=going)


@never_cache
@methods("POST")
def logout(request: HttpRequest) -> HttpResponse:
    """End this browser's session. What the browser kept of the conversations goes with it."""
    session, onward = browser_session(request), ""
    if session is not None:
        onward = openid.leaving(request, session)
        services.sign_out(session=session)
    response: HttpResponse = HttpResponseRedirect("/login")
    if onward:  # the company's provider signs out, too
        response = render(request, "pages/openid_leaving.html", {"onward": onward})
    browser.clear_cookie(request, response)
    response["Clear-Site-Data"] = '"storage"'
    return response


@sensitive_post_parameters("password", "again")
@never_cache
@methods("GET", "POST")
def register(request: HttpRequest) -> HttpResponse:
    """Ask for an account, or make one, as far as the policy REGISTRATION goes."""
    form, status = RegisterForm(request.POST or None), 200
    if policies.value("REGISTRATION") == "off":
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
                form.add_error(None, why(refusal))
                status = refusal.status
    form.mark()
    return render(request, "pages/register.html", {"form": form}, status=status)


def _registered(request: HttpRequest, form: RegisterForm) -> HttpResponse:
    asked = {name: form.cleaned_data[name] for name in ("username", "password", "name")}
    wanted = schemas.REGISTER.clean({**asked, "employeeNo": form.cleaned_data["employee_no"]})
    user = services.register(**wanted)
    if user.status == UserStatus.PENDING:
        return waiting_page(request, user)
    return HttpResponseRedirect("/login")
