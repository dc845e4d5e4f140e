"""Transfers (인사발령) in the administration: entered on the pages for everyday, looked at and cancelled here."""

from typing import Any

from django.contrib.admin import action, display, register
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Transfer
from accounts.services.transferring import cancel_transfer, preview_of
from messenger.core.administration import Desk, office
from messenger.core.administration.desk import words_of
from messenger.core.errors import Refusal


@register(Transfer, site=office)
class TransferDesk(Desk):
    singular, plural = pgettext_lazy("order", "transfer"), pgettext_lazy("order", "transfers")
    words = {"kind": _("kind"), "state": _("state")}
    list_display = ("who", "kind_shown", "day", "start", "goal", "state_shown", "by")
    fields = readonly_fields = (
        "who", "kind_shown", "day", "start", "goal", "note_shown", "state_shown", "before", "after", "why", "by"
    )  # fmt: skip
    list_filter = ("state", "kind")
    search_fields = ("user__profile__name", "user__login_id", "from_name", "to_name")
    search_help_text = _("Name or login, or a department")
    date_hierarchy = "effective_on"
    ordering = ("-effective_on", "-planned_at")
    actions = ("cancel",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request).select_related("user__profile", "planned_by__profile")
        return rows

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """With what it will change, while it is planned."""
        found = super().get_object(request, object_id, from_field)
        if found is not None and found.state == Transfer.State.PLANNED:
            actor: Any = request.user
            try:
                found.shown = preview_of(actor, found)
            except Refusal as refusal:
                found.failure = " ".join(words_of(refusal))
        return found

    @action(description=_("Cancel the chosen transfers"))
    def cancel(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        actor: Any = request.user
        self.each(
            request, rows, lambda one: cancel_transfer(actor=actor, transfer_id=one.pk), _("Cancelled: %(count)d")
        )

    def called(self, row: Any) -> str:
        return f"{row.user.profile.name} · {row.get_kind_display()}"

    @display(description=_("person"), ordering="user__profile__name")
    def who(self, one: Any) -> str:
        return f"{one.user.profile.name} ({one.user.login_id})"

    @display(description=_("kind"), ordering="kind")
    def kind_shown(self, one: Any) -> str:
        return str(one.get_kind_display())

    @display(description=_("in force from"), ordering="effective_on")
    def day(self, one: Any) -> Any:
        return one.effective_on

    @display(description=_("from"), ordering="from_name")
    def start(self, one: Any) -> str:
        return one.from_name or "-"

    @display(description=_("to"), ordering="to_name")
    def goal(self, one: Any) -> str:
        return " ".join(part for part in (one.to_name, one.title, one.role_in_org) if part) or "-"

    @display(description=_("note"))
    def note_shown(self, one: Any) -> str:
        return one.note or "-"

    @display(description=_("state"), ordering="state")
    def state_shown(self, one: Any) -> str:
        return str(one.get_state_display())

    @display(description=_("posts before"))
    def before(self, one: Any) -> SafeString:
        return _posts(one, "before")

    @display(description=_("posts after"))
    def after(self, one: Any) -> SafeString:
        return _posts(one, "after")

    @display(description=_("why not"))
    def why(self, one: Any) -> str:
        return one.failure or "-"

    @display(description=_("entered by"))
    def by(self, one: Any) -> str:
        return one.planned_by.profile.name if one.planned_by else "-"


def _posts(one: Any, side: str) -> SafeString:
    posts = getattr(one, "shown", {}).get(side, [])
    lines = ((" ".join(filter(None, (post["name"], post["title"], post["roleInOrg"]))),) for post in posts)
    return format_html_join("; ", "{}", lines) or SafeString("-")
