"""One's own password: changed because one wants to, or because one must. A form that needs no script."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts import services
from accounts.authentication import browser_session
from accounts.errors import WrongPassword
from accounts.models import DeviceSession, Owed
from accounts.services import owing
from accounts.services.passwords import is_ours
from messenger.core import policies
from messenger.core.errors import Invalid, Refusal
from messenger.pages.entering import safe, step_page
from messenger.pages.forms import PasswordForm
from messenger.pages.refusals import methods, why


@sensitive_post_parameters("current", "new", "again")
@never_cache
@methods("GET", "POST")
def password(request: HttpRequest) -> HttpResponse:
    """The change of a password. Who owes it sees nothing else, in the frame of the sign-in."""
    session = browser_session(request)
    if session is None:
        return HttpResponseRedirect(f"{reverse('login')}?next={reverse('password')}")
    if session.owes == Owed.SECOND_FACTOR:
        return step_page(session.owes)
    form, status = PasswordForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                return _changed(request, session, form)
            except WrongPassword as refusal:
                form.add_error("current", str(refusal.text))
            except Invalid as refusal:
                form.refuse(refusal, password="new")  # noqa: S106  (a field's name)
            except Refusal as refusal:
                form.add_error(None, why(refusal))
                status = refusal.status
    form.mark()
    return render(request, "pages/password.html", _content(request, session, form), status=status)


def _changed(request: HttpRequest, session: DeviceSession, form: PasswordForm) -> HttpResponse:
    was_owed = bool(session.owes)
    services.change_password(
        actor=session.user, session=session, current=form.cleaned_data["current"], new=form.cleaned_data["new"]
    )
    going = safe(request.POST.get("next", ""))
    if session.owes:
        return step_page(session.owes, going)
    return HttpResponseRedirect(going if was_owed else f"{reverse('password')}?changed")


def _content(request: HttpRequest, session: DeviceSession, form: PasswordForm) -> dict[str, Any]:
    user = session.user
    return {
        "frame": "pages/_alone.html" if session.owes else "pages/_own.html",
        "here": "password",
        "form": form,
        "owing": bool(session.owes),
        "given": user.must_change_password,
        "old": owing.password_is_old(user),
        "days": policies.value("PASSWORD_DAYS"),
        "least": policies.value("PASSWORD_LEAST"),
        "elsewhere": not is_ours(user),
        "changed_at": user.password_changed_at,
        "changed": "changed" in request.GET and not form.is_bound,
        "going": safe(request.POST.get("next") or request.GET.get("next", "")),
    }
