"""Rooms in the administration: who is in them and how many, never a word of what was said."""

from typing import Any

from django import forms
from django.contrib.admin import action, display, register
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import UserStatus
from chat.models import Member, Room
from chat.services import supervising
from messenger.core.administration import Choice, Desk, DeskForm, Rows, moment, office

_HERE = Q(members__left_at=None, members__user__status=UserStatus.ACTIVE)


class Orphaned(Choice):
    """Groups in which nobody can invite or remove anybody any more."""

    title = _("administration of the room")
    parameter_name = "admins"
    choices_of = {"none": _("without an admin"), "some": _("with an admin")}

    def narrowed(self, rows: QuerySet[Any], chosen: str) -> QuerySet[Any]:
        groups = rows.filter(type=Room.Type.GROUP)
        return groups.filter(admins=0) if chosen == "none" else groups.filter(admins__gt=0)


class Closed(Choice):
    title = _("state")
    parameter_name = "state"
    choices_of = {"open": pgettext_lazy("room", "open"), "closed": _("deleted")}

    def narrowed(self, rows: QuerySet[Any], chosen: str) -> QuerySet[Any]:
        return rows.filter(deleted_at__isnull=chosen == "open")


class RoomForm(DeskForm):
    """What can be done from outside: a name, and an admin where there is none."""

    name = forms.CharField(label=_("Name"), max_length=80)
    appointed = forms.ModelChoiceField(
        label=_("New room admin"),
        queryset=Member.objects.none(),
        required=False,
        help_text=_("Somebody who is in the room. Everybody in it is told who did this."),
    )

    class Meta:
        model = Room
        fields = ("name",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "appointed" in self.fields and self.instance.pk:
            here = Member.objects.filter(room=self.instance, left_at=None, is_admin=False)
            field: Any = self.fields["appointed"]
            field.queryset = here.filter(user__status=UserStatus.ACTIVE).select_related("user__profile")
            field.label_from_instance = lambda member: member.user.profile.name


class Members(Rows):
    model = Member
    verbose_name = _("member")
    verbose_name_plural = _("members")
    fields = readonly_fields = ("person", "login", "admin", "since")
    template = "admin/rows.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request).filter(left_at=None)
        return rows.select_related("user__profile").order_by("-is_admin", "joined_at", "pk")

    @display(description=_("name"))
    def person(self, row: Member) -> str:
        return row.user.profile.name

    @display(description=_("login"))
    def login(self, row: Member) -> str:
        return row.user.login_id

    @display(description=_("room admin"))
    def admin(self, row: Member) -> str:
        return str(_("room admin")) if row.is_admin else ""

    @display(description=_("since"))
    def since(self, row: Member) -> str:
        return moment(row.joined_at)


@register(Room, site=office)
class RoomDesk(Desk):
    singular, plural = _("room"), _("rooms")
    words = {"type": _("kind")}
    may_change = True
    form = RoomForm
    fields = ("name", "appointed", "kind", "people", "admin_count", "last_message", "made", "ended")
    readonly_fields = ("kind", "people", "admin_count", "last_message", "made", "ended")
    list_display = ("called", "kind", "people", "admin_count", "last_message", "ended")
    list_filter = (Closed, "type", Orphaned)
    search_fields = ("name", "members__user__profile__name", "members__user__login_id")
    search_help_text = _("Name of the room, or name or login of somebody in it")
    ordering = ("-last_message_at",)
    inlines = (Members,)
    actions = ("close",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        figures = Count("members", filter=_HERE, distinct=True)
        admins = Count("members", filter=_HERE & Q(members__is_admin=True), distinct=True)
        inside = Member.objects.filter(left_at=None).select_related("user__profile").order_by("joined_at", "pk")
        rows: QuerySet[Any] = super().get_queryset(request).annotate(here=figures, admins=admins)
        return rows.prefetch_related(Prefetch("members", inside, to_attr="inside"))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Of a direct message, and of a room that is gone, nothing can be changed."""
        return self.fields if _changes(obj) else [name for name in self.fields if name not in ("name", "appointed")]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or _changes(obj))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        actor: Any = request.user
        supervising.rename_group(actor=actor, room_id=obj.pk, name=form.cleaned_data["name"])
        if appointed := form.cleaned_data.get("appointed"):
            supervising.appoint_admin(actor=actor, room_id=obj.pk, user_id=appointed.user_id)

    @action(description=_("Delete the chosen rooms"))
    def close(self, request: HttpRequest, rows: QuerySet[Any]) -> Any:
        asking = self.asked_again(request, rows, "close", _("Delete the rooms"))
        if asking is not None:
            return asking
        actor: Any = request.user
        return self.each(
            request,
            rows,
            lambda room: supervising.close_group(actor=actor, room_id=room.pk),
            _("Rooms deleted: %(count)d"),
        )

    @display(description=_("name"), ordering="name")
    def called(self, room: Any) -> str:
        """A room by its name, a direct message by its two people."""
        return room.name or " · ".join(sorted(member.user.profile.name for member in room.inside))

    @display(description=_("kind"), ordering="type")
    def kind(self, room: Any) -> str:
        return str(room.get_type_display())

    @display(description=_("active members"), ordering="here")
    def people(self, room: Any) -> int:
        return int(room.here)

    @display(description=_("room admins"), ordering="admins")
    def admin_count(self, room: Any) -> int:
        return int(room.admins)

    @display(description=_("last message"), ordering="last_message_at")
    def last_message(self, room: Any) -> str:
        return moment(room.last_message_at)

    @display(description=_("made"), ordering="created_at")
    def made(self, room: Any) -> str:
        return moment(room.created_at)

    @display(description=_("deleted"), ordering="deleted_at")
    def ended(self, room: Any) -> str:
        return moment(room.deleted_at)


def _changes(room: Any) -> bool:
    return room is not None and room.type == Room.Type.GROUP and room.deleted_at is None
