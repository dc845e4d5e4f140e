"""Device sessions in the administration: where somebody is signed in, and signing it out. Never a token."""

from typing import Any

from django.contrib.admin import action, display, register
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import DeviceSession, Owed
from accounts.services import ending
from messenger.core.administration import Choice, Desk, moment, office


class Open(Choice):
    title = _("state")
    parameter_name = "state"
    choices_of = {"open": _("signed in"), "ended": _("signed out")}

    def narrowed(self, rows: QuerySet[Any], chosen: str) -> QuerySet[Any]:
        opened = rows.filter(revoked_at=None, expires_at__gt=timezone.now())
        return opened if chosen == "open" else rows.exclude(pk__in=opened.values("pk"))


class SignedInBy(Choice):
    title = _("signed in by")
    parameter_name = "by"
    choices_of = {"password": _("password"), "directory": _("directory"), "oidc": _("single sign-on")}

    def narrowed(self, rows: QuerySet[Any], chosen: str) -> QuerySet[Any]:
        return rows.filter(signed_in_by=chosen)


class Owing(Choice):
    title = _("step that is owed")
    parameter_name = "step"
    choices_of = {Owed.SECOND_FACTOR.value: _("second factor"), Owed.PASSWORD.value: _("password")}

    def narrowed(self, rows: QuerySet[Any], chosen: str) -> QuerySet[Any]:
        return rows.filter(owes=chosen)


@register(DeviceSession, site=office)
class DeviceDesk(Desk):
    singular, plural = _("device session"), _("device sessions")
    thing = "device"
    words = {"platform": _("platform")}
    list_display = ("who", "device_shown", "platform_shown", "how", "address", "seen", "begun", "ended")
    fields = readonly_fields = (
        "who", "device_shown", "platform_shown", "how", "step", "address", "browser", "seen", "begun", "until", "ended"
    )  # fmt: skip
    list_filter = (Open, SignedInBy, Owing, "platform")
    search_fields = ("user__profile__name", "user__login_id", "ip", "device_name")
    search_help_text = _("Name, login, address or device")
    ordering = ("-last_seen_at",)
    actions = ("end",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("user__profile")

    @action(description=_("Sign the chosen devices out"))
    def end(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        actor: Any = request.user
        self.each(
            request, rows, lambda one: ending.revoke([one.pk], actor=actor, reason="admin"), _("Signed out: %(count)d")
        )

    def called(self, row: Any) -> str:
        return f"{self.who(row)}: {row.device_name}"

    @display(description=_("person"), ordering="user__profile__name")
    def who(self, one: DeviceSession) -> str:
        return f"{one.user.profile.name} ({one.user.login_id})"

    @display(description=_("device"), ordering="device_name")
    def device_shown(self, one: DeviceSession) -> str:
        return one.device_name

    @display(description=_("platform"), ordering="platform")
    def platform_shown(self, one: DeviceSession) -> str:
        return one.platform

    @display(description=_("signed in by"), ordering="signed_in_by")
    def how(self, one: DeviceSession) -> str:
        return str(SignedInBy.choices_of.get(one.signed_in_by, one.signed_in_by))

    @display(description=_("step that is owed"))
    def step(self, one: DeviceSession) -> str:
        return str(Owing.choices_of.get(one.owes, one.owes)) or "-"

    @display(description=_("address"), ordering="ip")
    def address(self, one: DeviceSession) -> Any:
        return one.ip

    @display(description=_("browser"))
    def browser(self, one: DeviceSession) -> str:
        return one.user_agent

    @display(description=_("last seen"), ordering="last_seen_at")
    def seen(self, one: DeviceSession) -> str:
        return moment(one.last_seen_at)

    @display(description=_("signed in"), ordering="created_at")
    def begun(self, one: DeviceSession) -> str:
        return moment(one.created_at)

    @display(description=_("ends"))
    def until(self, one: DeviceSession) -> str:
        return moment(one.expires_at)

    @display(description=_("signed out"), ordering="revoked_at")
    def ended(self, one: DeviceSession) -> str:
        return moment(one.revoked_at)
