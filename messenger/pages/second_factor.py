"""One's own second factor: setting it up, its recovery codes, ending it. Forms that need no script."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts import qr, services
from accounts.authentication import browser_session
from accounts.errors import SecondFactorSet, WrongPassword
from accounts.models import DeviceSession, Owed
from accounts.selectors.second_factor import SecondFactorState, has_begun, second_factor_state
from accounts.services.proving import has_password, is_fresh, require_fresh
from messenger.core.errors import Refusal
from messenger.pages.entering import safe, step_page
from messenger.pages.forms import CodeForm, EndSecondFactorForm, ProofForm
from messenger.pages.refusals import methods, why

_MOST_AT_ONCE = 4  # characters of the key in one group, as people read it out


@sensitive_post_parameters("otp", "password")
@never_cache
@methods("GET", "POST")
def second_factor(request: HttpRequest) -> HttpResponse:
    """How it stands, and what can be done. Who owes it sees only how to set it up, in the frame of the sign-in."""
    session = browser_session(request)
    if session is None:
        return HttpResponseRedirect(f"{reverse('login')}?next={reverse('second_factor')}")
    if session.owes == Owed.PASSWORD:
        return step_page(session.owes)
    state = second_factor_state(session.user)
    if state.enabled:
        return _kept(request, session, state)
    if state.policy == "off":
        return render(request, "pages/second_factor.html", _content(request, session, state))
    return _set_up(request, session, state)


def _set_up(request: HttpRequest, session: DeviceSession, state: SecondFactorState) -> HttpResponse:
    """The picture, the key and the field of the first code, for who has just shown who they are."""
    if not is_fresh(session):
        return _proof(request, session, state)
    if request.method == "POST" and not has_begun(session.user):
        return HttpResponseRedirect(reverse("second_factor"))
    begun = services.begin_second_factor(actor=session.user, session=session)
    form, status = CodeForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                codes = services.confirm_second_factor(
                    actor=session.user, otp=form.cleaned_data["otp"], session=session
                )
            except SecondFactorSet:  # in another tab
                return HttpResponseRedirect(reverse("second_factor"))
            except Refusal as refusal:
                form.add_error("otp", why(refusal))
                status = refusal.status
            else:
                return _codes(request, session, codes, first=True)
    form.mark()
    key = " ".join(begun.key[at : at + _MOST_AT_ONCE] for at in range(0, len(begun.key), _MOST_AT_ONCE))
    picture = mark_safe(qr.svg(begun.address))  # noqa: S308  (drawn here, from letters and digits)
    more = {"form": form, "key": key, "address": begun.address, "qr": picture, "going": _going(request)}
    return render(request, "pages/second_factor_setup.html", _content(request, session, state) | more, status=status)


def _proof(request: HttpRequest, session: DeviceSession, state: SecondFactorState) -> HttpResponse:
    """The password once more, before anything is shown; who has none signs in again."""
    asked = request.method == "POST" and "password" in request.POST
    form, status = ProofForm(request.POST if asked else None), 200
    if asked:
        status = 400
        if form.is_valid():
            try:
                require_fresh(session, form.cleaned_data["password"])
                return step_page(Owed.SECOND_FACTOR, _going(request))
            except WrongPassword as refusal:
                form.add_error("password", str(refusal.text))
            except Refusal as refusal:
                form.add_error("password", why(refusal))
                status = refusal.status
    form.mark()
    more = {"form": form, "by_password": has_password(session.user), "going": _going(request)}
    return render(request, "pages/second_factor_proof.html", _content(request, session, state) | more, status=status)


def _kept(request: HttpRequest, session: DeviceSession, state: SecondFactorState) -> HttpResponse:
    asked = request.POST.get("act", "") if request.method == "POST" else ""
    codes, end = CodeForm(request.POST if asked == "codes" else None), _end_form(session, request, asked)
    codes.fields["otp"].widget.attrs.pop("autofocus")  # nobody comes here to type a code
    codes.fields["otp"].label = _("Six-digit code of the authenticator")  # among recovery codes: not one of those
    status = 200
    if asked:
        status = 400
        form = end if asked == "end" else codes
        if form.is_valid():
            try:
                return _end(session, end) if asked == "end" else _renewed(request, session, codes)
            except WrongPassword as refusal:
                form.add_error("password", str(refusal.text))
            except Refusal as refusal:
                form.add_error("otp", why(refusal))
                status = refusal.status
        form.mark()
    more = {"codes": codes, "end": end, "asked": asked}
    return render(request, "pages/second_factor.html", _content(request, session, state) | more, status=status)


def _end_form(session: DeviceSession, request: HttpRequest, asked: str) -> EndSecondFactorForm:
    form = EndSecondFactorForm(request.POST if asked == "end" else None, auto_id="end-%s")
    if not has_password(session.user):
        del form.fields["password"]
    return form


def _end(session: DeviceSession, form: EndSecondFactorForm) -> HttpResponse:
    services.turn_off_second_factor(
        actor=session.user, otp=form.cleaned_data["otp"], password=form.cleaned_data.get("password", "")
    )
    return HttpResponseRedirect(f"{reverse('second_factor')}?ended")


def _renewed(request: HttpRequest, session: DeviceSession, form: CodeForm) -> HttpResponse:
    codes = services.new_recovery_codes(actor=session.user, otp=form.cleaned_data["otp"])
    return _codes(request, session, codes, first=False)


def _codes(request: HttpRequest, session: DeviceSession, codes: list[str], *, first: bool) -> HttpResponse:
    """The only time they are seen: in the answer itself, which nobody keeps."""
    content = _content(request, session, second_factor_state(session.user))
    more = {"codes": codes, "first": first, "going": _going(request), "login": session.user.login_id}
    return render(request, "pages/second_factor_codes.html", content | more)


def _going(request: HttpRequest) -> str:
    return safe(request.POST.get("next") or request.GET.get("next", ""))


def _content(request: HttpRequest, session: DeviceSession, state: SecondFactorState) -> dict[str, Any]:
    owing = getattr(request, "owing_session", None) is not None
    return {
        "frame": "pages/_alone.html" if owing else "pages/_own.html",
        "state": state,
        "here": "second_factor",
        "owing": owing,
        "ended": "ended" in request.GET,
    }
