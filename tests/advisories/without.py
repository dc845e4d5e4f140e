"""Our rules taken out, one by one: what a careless change would leave of them."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import DeviceSession, User
from chat.models import Member, Message
from chat.selectors import audience
from messenger.core.events import Event
from messenger.realtime.hub import Hub

_push = Hub.push


def places_of_anybody(actor: User) -> QuerySet[Member]:
    """Access that does not ask who the actor is."""
    return Member.objects.filter(is_admin=True, left_at=None, room__deleted_at=None).select_related("room")


def places_once(actor: User) -> QuerySet[Member]:
    """Access for whoever was a member some time."""
    return Member.objects.filter(user_id=actor.pk, room__deleted_at=None).select_related("room")


def places_in_ruins(actor: User) -> QuerySet[Member]:
    """Access to deleted rooms."""
    return Member.objects.filter(user_id=actor.pk, left_at=None).select_related("room")


def all_of_the_room(member: Member) -> QuerySet[Message]:
    """What was said in a room, whoever asks."""
    return Message.objects.filter(room_id=member.room_id).select_related("reply_to")


def every_row(*_args: Any, **_more: Any) -> Q:
    """A condition that holds for everything."""
    return Q()


def known_whatever_the_epoch(room_id: UUID, epoch: int) -> audience.Audience | None:
    """A remembered audience that is never asked whether it still holds."""
    return audience._kept.get(room_id)


def everybody_in_it(self: audience.Audience, seq: int | None) -> Any:
    """History does not matter."""
    return self.places.keys()


def push_to_all(self: Hub, users: Any, event: Event) -> None:
    """Events go to whoever is connected."""
    _push(self, list(self.by_user), event)


def nothing(*_args: Any, **_more: Any) -> None:
    """What should happen does not."""


def yes(*_args: Any, **_more: Any) -> bool:
    """A question that nobody answers with no."""
    return True


def open_as_long_as_it_lasts(self: DeviceSession) -> bool:
    """A session that does not ask how its person is."""
    return self.revoked_at is None and not self.is_expired
