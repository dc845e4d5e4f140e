"""The pages about oneself: settings, and the devices one is signed in on."""

import contextlib
from typing import Any

from django.conf import settings as site
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from accounts import browser, preferences, schemas, services
from accounts.models import DeviceSession, User
from accounts.selectors import devices_of
from accounts.selectors.photos import are_peoples_own
from accounts.selectors.second_factor import second_factor_state
from messenger.core import push
from messenger.core.errors import Invalid, NotFound
from messenger.pages.device_names import is_phone
from messenger.pages.forms import DeviceForm, SettingsForm
from messenger.pages.refusals import methods


@never_cache
@methods("GET", "POST")
def settings(request: HttpRequest) -> HttpResponse:
    """Theme, language, text size, notifications, send key: the same as PATCH /me."""
    if not request.user.is_authenticated:
        return HttpResponseRedirect("/login?next=/settings")
    user = request.user
    if request.method == "POST":
        form = SettingsForm(request.POST)
        if form.is_valid():
            try:
                services.update_me(actor=user, **schemas.UPDATE_ME.clean({"preferences": form.preferences}))
                return HttpResponseRedirect("/settings?saved")
            except Invalid as refusal:
                form.refuse(refusal, preferences="keywords")
    else:
        form = SettingsForm.showing(_chosen(user))
    (browsers,) = [state for state in push.states() if state.platform == "WEB"]
    content = {
        "form": form,
        "here": "settings",
        "saved": "saved" in request.GET and not form.is_bound,
        "push": browsers,
    }
    content["photos"] = {"own": are_peoples_own(), "most": site.PHOTO_MAX_BYTES}
    content["previews"] = site.NOTIFICATION_PREVIEWS
    content["factor"] = second_factor_state(user)
    return render(request, "pages/settings.html", content, status=400 if form.errors else 200)


def _chosen(user: User) -> dict[str, Any]:
    """What is in force for the person; the language, until they choose one, is the page's."""
    return {**preferences.effective({"language": get_language(), **user.profile.preferences})}


@never_cache
@methods("GET", "POST")
def devices(request: HttpRequest) -> HttpResponse:
    """Where one is signed in; sign out one, or all others."""
    if not request.user.is_authenticated:
        return HttpResponseRedirect("/login?next=/devices")
    user: User = request.user
    current: DeviceSession = request.device_session  # type: ignore[attr-defined]
    if request.method == "POST":
        _sign_out(request, user, current)
        return HttpResponseRedirect("/devices?done")
    shown = [_shown(session, current) for session in devices_of(user)]
    shown.sort(key=lambda device: not device["is_current"])
    content = {"devices": shown, "here": "devices", "done": "done" in request.GET, "factor": second_factor_state(user)}
    return render(request, "pages/devices.html", content)


def _sign_out(request: HttpRequest, user: User, current: DeviceSession) -> None:
    form = DeviceForm(request.POST)
    if "others" in request.POST:
        known = request.COOKIES.get(browser.known_cookie(), "")
        services.revoke_other_devices(actor=user, current=current.pk, known=known)
    elif form.is_valid() and form.cleaned_data["device"]:
        with contextlib.suppress(NotFound):  # it has just been signed out elsewhere: what was wanted holds
            services.revoke_device(actor=user, session_id=form.cleaned_data["device"])


def _shown(session: DeviceSession, current: DeviceSession) -> dict[str, Any]:
    return {
        "id": session.pk,
        "name": session.device_name,
        "icon": "phone-device" if is_phone(session.device_name) or session.platform in ("ANDROID", "IOS") else "device",
        "ip": session.ip,
        "created_at": session.created_at,
        "last_seen_at": session.last_seen_at,
        "expires_at": session.expires_at,
        "is_current": session.pk == current.pk,
    }
