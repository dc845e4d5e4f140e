"""Contract section 5."""

from uuid import UUID

from drf_spectacular.utils import extend_schema

from chat.schemas import requests as wanted
from chat.selectors import messages, rooms
from messenger.core import commands, paging
from messenger.core.api import Endpoint, Request, Response
from messenger.core.errors import Invalid


class RoomMessages(Endpoint):
    """A page of history; send."""

    def get(self, request: Request, room_id: UUID) -> Response:
        member = rooms.visible_room(request.user, room_id)
        places = {name: paging.whole(request.GET, f"{name}Id") for name in ("before", "after", "around")}
        if sum(place is not None for place in places.values()) > 1:
            raise Invalid(**{f"{name}Id": ["one at most"] for name, place in places.items() if place is not None})
        return Response(messages.page(member, limit=paging.limit(request.GET), **places))

    @extend_schema(request=wanted.SendMessage)
    def post(self, request: Request, room_id: UUID) -> Response:
        rooms.visible_room(request.user, room_id)
        sent = commands.run("message.send", actor=request.user, data=request.data, room_id=room_id)
        return Response(sent.message, status=200 if sent.duplicate else 201)


class RoomChanges(Endpoint):
    """What happened since `after`."""

    def get(self, request: Request, room_id: UUID) -> Response:
        member = rooms.visible_room(request.user, room_id)
        after = paging.whole(request.GET, "after") or 0
        return Response(messages.changes(member, after=after, limit=paging.limit(request.GET)))


class OneMessage(Endpoint):
    """Read, edit, delete."""

    def get(self, request: Request, message_id: int) -> Response:
        _member, message = messages.visible_message(request.user, message_id)
        return Response(messages.rendered([message])[0])

    @extend_schema(request=wanted.EditMessage)
    def patch(self, request: Request, message_id: int) -> Response:
        messages.visible_message(request.user, message_id)
        return self.command("message.edit", message_id=message_id)

    def delete(self, request: Request, message_id: int) -> Response:
        commands.run("message.delete", actor=request.user, data={}, message_id=message_id)
        return Response(status=204)


class Reactions(Endpoint):
    """Put an emoji on a message; take it back."""

    def put(self, request: Request, message_id: int, emoji: str) -> Response:
        return self._run("reaction.add", message_id, emoji)

    def delete(self, request: Request, message_id: int, emoji: str) -> Response:
        return self._run("reaction.remove", message_id, emoji)

    def _run(self, name: str, message_id: int, emoji: str) -> Response:
        return Response(commands.run(name, actor=self.request.user, data={}, message_id=message_id, emoji=emoji))


class Readers(Endpoint):
    """Who has read the message and who has not."""

    def get(self, request: Request, message_id: int) -> Response:
        return Response(messages.readers(*messages.visible_message(request.user, message_id)))


class Pins(Endpoint):
    """What stands at the top of the room."""

    def get(self, request: Request, room_id: UUID) -> Response:
        return Response({"results": messages.pins(rooms.visible_room(request.user, room_id)), "next": None})

    @extend_schema(request=wanted.PinMessage)
    def post(self, request: Request, room_id: UUID) -> Response:
        rooms.visible_room(request.user, room_id)
        pins = commands.run("pin.add", actor=request.user, data=request.data, room_id=room_id)
        return Response({"results": pins, "next": None})


class OnePin(Endpoint):
    def delete(self, request: Request, room_id: UUID, message_id: int) -> Response:
        commands.run("pin.remove", actor=request.user, data={}, room_id=room_id, message_id=message_id)
        return Response(status=204)
