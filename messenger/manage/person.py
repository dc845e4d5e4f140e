"""One person: what is known of them, where they sit, where they are signed in, and what an admin may do."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import services
from accounts.models import Role, User
from accounts.selectors import chart, devices_of, staff
from accounts.services import ending
from messenger.core.errors import Invalid, NotFound, Refusal
from messenger.manage.doors import AdminRequest, for_admins, go, page, why
from messenger.pages.forms import PageForm

TOLD = {
    "role": gettext_lazy("The role has been changed."),
    "signed_out": gettext_lazy("Signed out everywhere."),
    "factor": gettext_lazy("The second factor has been reset, and they are signed out everywhere."),
    "photo": gettext_lazy("The photo has been removed."),
    "enabled": gettext_lazy("They can sign in again."),
    "disabled": gettext_lazy("Disabled, and signed out everywhere."),
    "post": gettext_lazy("The posts have been changed."),
    "made": gettext_lazy("Added. They cannot sign in with a password yet: make them a one-time password."),
    "handed": gettext_lazy("Handed over."),
}


class DetailsForm(PageForm):
    """What is known of somebody."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    login_id = forms.CharField(label=gettext_lazy("Login"), max_length=64)
    employee_no = forms.CharField(label=gettext_lazy("Employee number"), max_length=32, required=False)
    title = forms.CharField(label=gettext_lazy("Job title"), max_length=80, required=False)
    email = forms.EmailField(label=gettext_lazy("Mail address"), required=False)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=32, required=False)


class PostForm(PageForm):
    """A post to give, or to change."""

    unit = forms.ChoiceField(label=gettext_lazy("Department"))
    post_title = forms.CharField(label=gettext_lazy("Job title"), max_length=80, required=False)
    role_in_org = forms.CharField(label=gettext_lazy("Position"), max_length=80, required=False)
    primary = forms.BooleanField(label=gettext_lazy("Primary post"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = chart.Chart().choices()  # type: ignore[attr-defined]


def found(user_id: UUID) -> Any:
    """Somebody with what the page shows, or `NotFound`."""
    one = staff.staff().filter(pk=user_id, profile__isnull=False).first()
    if one is None:
        raise NotFound
    return one


@for_admins("GET", "POST")
def person(request: AdminRequest, user_id: UUID) -> HttpResponse:
    """The page of one person; each act is a button of its own."""
    one = found(user_id)
    content: dict[str, Any] = {"form": _showing(one), "post_form": PostForm()}
    status = 200
    if request.method == "POST":
        try:
            answer = _ACTS.get(request.POST.get("act", ""), _unknown)(request, one, content)
            if answer is not None:
                return answer
        except Refusal as refusal:
            content["refused"], status = why(refusal), refusal.status
        one = found(user_id)
        if "one_time" not in content and status == 200:
            status = 400
    content |= {"one": one, "roles": Role.choices, "granted": _granted(one), "myself": one.pk == request.user.pk}
    content["devices"] = list(devices_of(one))
    return page(request, "person", "people", content, TOLD, status=status)


def _granted(one: User) -> str:
    return next((role for role in one.roles if role != Role.USER), Role.USER.value)


def _showing(one: User) -> DetailsForm:
    profile = one.profile
    shown = {name: getattr(profile, name) for name in ("name", "title", "email", "phone")}
    return DetailsForm(initial={**shown, "login_id": one.login_id, "employee_no": one.employee_no or ""})


def _here(one: User, done: str) -> HttpResponse:
    return go(reverse("manage_person", args=[one.pk]), done)


def _unknown(request: AdminRequest, one: User, content: dict[str, Any]) -> HttpResponse | None:
    raise Invalid


def _save(request: AdminRequest, one: User, content: dict[str, Any]) -> HttpResponse | None:
    form = content["form"] = DetailsForm(request.POST)
    if not form.is_valid():
        form.mark()
        return None
    services.update_person(actor=request.user, user_id=one.pk, **form.cleaned_data)
    return _here(one, "saved")


def _role(request: AdminRequest, one: User, content: dict[str, Any]) -> HttpResponse | None:
    wanted = request.POST.get("role", "")
    if wanted not in Role.values:
        raise Invalid
    services.set_role(actor=request.user, user_id=one.pk, role=Role(wanted))
    return _here(one, "role")


def _post(request: AdminRequest, one: User, content: dict[str, Any]) -> HttpResponse | None:
    form = content["post_form"] = PostForm(request.POST)
    if not form.is_valid():
        form.mark()
        return None
    typed = form.cleaned_data
    services.give_post(
        actor=request.user,
        user=one,
        unit=chart.Chart().units[UUID(str(typed["unit"]))],
        title=typed["post_title"],
        role_in_org=typed["role_in_org"],
        primary=typed["primary"],
    )
    return _here(one, "post")


def _take_post(request: AdminRequest, one: User, content: dict[str, Any]) -> HttpResponse | None:
    try:
        unit_id = UUID(request.POST.get("unit", ""))
    except ValueError as error:
        raise Invalid from error
    services.take_post(actor=request.user, user=one, unit_id=unit_id)
    return _here(one, "post")


def _sign_out(request: AdminRequest, one: User, content: dict[str, Any]) -> HttpResponse | None:
    ending.revoke_all(one, actor=request.user, reason="admin")
    return _here(one, "signed_out")


def _factor(request: AdminRequest, one: User, content: dict[str, Any]) -> HttpResponse | None:
    services.reset_second_factor(actor=request.user, user_id=one.pk)
    return _here(one, "factor")


def _password(request: AdminRequest, one: User, content: dict[str, Any]) -> HttpResponse | None:
    """Shown on this answer and nowhere again."""
    content["one_time"] = services.reset_password(actor=request.user, user_id=one.pk)
    return None


def _photo(request: AdminRequest, one: User, content: dict[str, Any]) -> HttpResponse | None:
    services.take_photo_away(actor=request.user, user_id=one.pk)
    return _here(one, "photo")


def _enable(request: AdminRequest, one: User, content: dict[str, Any]) -> HttpResponse | None:
    services.enable_user(actor=request.user, user_id=one.pk)
    return _here(one, "enabled")


_ACTS = {
    "save": _save,
    "role": _role,
    "post": _post,
    "take_post": _take_post,
    "sign_out": _sign_out,
    "factor": _factor,
    "password": _password,
    "photo": _photo,
    "enable": _enable,
}


@for_admins("GET", "POST")
def added(request: AdminRequest) -> HttpResponse:
    """Somebody new, without a password."""
    form = DetailsForm(request.POST or None)
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            made = services.create_user(actor=request.user, **form.cleaned_data)
            return go(reverse("manage_person", args=[made.pk]), "made")
        except Refusal as refusal:
            refused = why(refusal)
    form.mark()
    status = 400 if request.method == "POST" else 200
    return page(request, "new_person", "people", {"form": form, "refused": refused}, status=status)


@for_admins("GET", "POST")
def disabling(request: AdminRequest, user_id: UUID) -> HttpResponse:
    """Shut somebody out: a reason, and their login typed by hand."""
    one = found(user_id)
    refused = ""
    if request.method == "POST":
        reason = request.POST.get("reason", "").strip()[:300]
        if request.POST.get("typed", "").strip().lower() != one.login_id.lower():
            refused = _("That is not their login. Nothing has been done.")
        elif not reason:
            refused = _("Please say why.")
        else:
            try:
                services.disable_user(actor=request.user, user_id=one.pk, reason=reason)
                return go(reverse("manage_handover", args=[one.pk]), "disabled")
            except Refusal as refusal:
                refused = why(refusal)
    content = {"one": one, "refused": refused, "reason": request.POST.get("reason", "")}
    return page(request, "disabling", "people", content, status=400 if refused else 200)
