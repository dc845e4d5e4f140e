"""Tells people about rooms: each their own view of it, and the system lines all of them read."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext, gettext_noop, pgettext

from accounts.models import User
from chat import events
from chat.models import Member, Message, Room
from chat.schemas.messages import message_out
from chat.schemas.rooms import me_out, members_out, room_out
from chat.selectors import messages, rooms


def current_members(room: Room) -> list[Member]:
    """The members as the open transaction sees them, longest-standing first."""
    return list(Member.objects.filter(room=room, left_at=None).order_by("joined_at", "pk"))


def announce_room(room: Room, members: list[Member], to: list[Member]) -> None:
    """`ROOM_CREATED` for those to whom the room is new. Nothing in it is unread yet."""
    shared = {**room_out(room, len(members)), "members": members_out(members, len(members)), "lastMessage": None}
    for member in to:
        events.room_created(member.user_id, {**shared, "me": me_out(member, 0)})


def announce_change(room: Room) -> None:
    """`ROOM_UPDATED` for all members, with the list of members."""
    members = current_members(room)
    events.room_updated(room, room_out(room, len(members), members))


def announce_place(room: Room, member: Member) -> None:
    """`ROOM_UPDATED` for one person's devices, with their own side of the room."""
    count = Member.objects.filter(room=room, left_at=None).count()
    events.room_updated_for(member.user_id, {**room_out(room, count), "me": me_out(member, rooms.unread_count(member))})


def show_again(room: Room, member: Member, *, new: int = 0) -> None:
    """Put a DM back on somebody's list; `ROOM_CREATED` as it was before the `new` messages still to be told."""
    member.hidden = False
    member.save(update_fields=["hidden"])
    people, seq = current_members(room), room.last_seq - new
    newest = messages.rendered(list(Message.objects.filter(room=room, seq=seq).select_related("reply_to")))
    wire = room_out(room, len(people), people) | {
        "lastSeq": seq,
        "lastChange": room.last_change - new,
        "lastMessage": newest[0] if newest else None,
        "me": me_out(member, rooms.unread_count(member, upto=seq)),
    }
    events.room_created(member.user_id, wire)


def post_system_line(room: Room, kind: str, actor: User | None, **facts: Any) -> Message:
    """Write what happened into the room itself. The caller holds the room's lock.

    `system` carries the facts, from which a client builds the sentence in its reader's
    language; `text` is the sentence in the language of the house.
    """
    room.last_seq += 1
    room.last_change += 1
    room.last_message_at = room.moved_at = timezone.now()
    room.save(update_fields=["last_seq", "last_change", "last_message_at", "moved_at"])
    line = Message.objects.create(
        room=room,
        seq=room.last_seq,
        change=room.last_change,
        type=Message.Type.SYSTEM,
        text=_sentence(kind, actor, facts),
        system={"kind": kind, "actorId": str(actor.pk) if actor else None, **facts},
        created_at=room.moved_at,
    )
    events.message_created(message_out(line), room.member_epoch)
    return line


_SENTENCES = {
    "member.invited": gettext_noop("%(actor)s invited %(people)s."),
    "member.removed": gettext_noop("%(actor)s removed %(people)s."),
    "member.left": gettext_noop("%(people)s left the room."),
    "member.admin_granted": gettext_noop("%(people)s is a room admin now."),
    "member.admin_withdrawn": gettext_noop("%(people)s is no room admin any more."),
    "room.renamed": gettext_noop("%(actor)s named the room “%(name)s”."),
    "room.history_all": gettext_noop("New members can read everything written before they joined."),
    "room.history_joined": gettext_noop("New members can read what is written after they joined."),
}


def _sentence(kind: str, actor: User | None, facts: dict[str, Any]) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        people = ", ".join(_polite(name) for name in names_of(facts.get("userIds", [])))
        by = _polite(names_of([actor.pk])[0]) if actor else ""
        return gettext(_SENTENCES[kind]) % {"actor": by, "people": people, "name": facts.get("name", "")}


def _polite(name: str) -> str:
    return pgettext("politely", "%(name)s") % {"name": name}


def names_of(user_ids: Sequence[UUID | str]) -> list[str]:
    """The people's names in alphabetical order."""
    return list(User.objects.filter(pk__in=user_ids).order_by("profile__name").values_list("profile__name", flat=True))
