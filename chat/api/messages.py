"""Contract section 5."""

from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema

from chat.api import documented
from chat.schemas import requests as wanted
from chat.selectors import messages, rooms
from messenger.core import commands, paging
from messenger.core.api import Endpoint, Request, Response
from messenger.core.errors import Invalid


class RoomMessages(Endpoint):
    """A page of history; send."""

    @extend_schema(
        parameters=[OpenApiParameter(name, int) for name in ("beforeId", "afterId", "aroundId", "limit")],
        responses={200: documented.MESSAGES},
        summary="A page of history, oldest first",
    )
    def get(self, request: Request, room_id: UUID) -> Response:
        member = rooms.visible_room(request.user, room_id)
        places = {name: paging.whole(request.GET, f"{name}Id") for name in ("before", "after", "around")}
        if sum(place is not None for place in places.values()) > 1:
            raise Invalid(**{f"{name}Id": ["one at most"] for name, place in places.items() if place is not None})
        return Response(messages.page(member, limit=paging.limit(request.GET), **places))

    @extend_schema(
        request=wanted.SendMessage,
        responses={201: documented.MESSAGE, 200: documented.MESSAGE},
        summary="Send; the same clientMsgId again changes nothing",
    )
    def post(self, request: Request, room_id: UUID) -> Response:
        rooms.visible_room(request.user, room_id)
        sent = commands.run("message.send", actor=request.user, data=request.data, room_id=room_id)
        return Response(sent.message, status=200 if sent.duplicate else 201)


class RoomChanges(Endpoint):
    """What happened since `after`."""

    @extend_schema(
        parameters=[OpenApiParameter("after", int), OpenApiParameter("limit", int)],
        responses={200: documented.CHANGES},
        summary="Everything since a change",
    )
    def get(self, request: Request, room_id: UUID) -> Response:
        member = rooms.visible_room(request.user, room_id)
        after = paging.whole(request.GET, "after") or 0
        return Response(messages.changes(member, after=after, limit=paging.limit(request.GET)))


class OneMessage(Endpoint):
    """Read, edit, delete."""

    @extend_schema(responses={200: documented.MESSAGE}, summary="A message")
    def get(self, request: Request, message_id: int) -> Response:
        _member, message = messages.visible_message(request.user, message_id)
        return Response(messages.rendered([message])[0])

    @extend_schema(request=wanted.EditMessage, responses={200: documented.MESSAGE}, summary="Edit my message")
    def patch(self, request: Request, message_id: int) -> Response:
        messages.visible_message(request.user, message_id)
        return self.command("message.edit", message_id=message_id)

    @extend_schema(responses={204: None}, summary="Delete; the message keeps its place")
    def delete(self, request: Request, message_id: int) -> Response:
        commands.run("message.delete", actor=request.user, data={}, message_id=message_id)
        return Response(status=204)


class Reactions(Endpoint):
    """Put an emoji on a message; take it back."""

    @extend_schema(request=None, responses={200: documented.MESSAGE}, summary="React")
    def put(self, request: Request, message_id: int, emoji: str) -> Response:
        return self._run("reaction.add", message_id, emoji)

    @extend_schema(responses={200: documented.MESSAGE}, summary="Take my reaction back")
    def delete(self, request: Request, message_id: int, emoji: str) -> Response:
        return self._run("reaction.remove", message_id, emoji)

    def _run(self, name: str, message_id: int, emoji: str) -> Response:
        return Response(commands.run(name, actor=self.request.user, data={}, message_id=message_id, emoji=emoji))


class Readers(Endpoint):
    """Who has read the message and who has not."""

    @extend_schema(responses={200: documented.READERS}, summary="Who has read it")
    def get(self, request: Request, message_id: int) -> Response:
        return Response(messages.readers(*messages.visible_message(request.user, message_id)))


class Pins(Endpoint):
    """What stands at the top of the room."""

    @extend_schema(responses={200: documented.PINS}, summary="The room's pins")
    def get(self, request: Request, room_id: UUID) -> Response:
        return Response({"results": messages.pins(rooms.visible_room(request.user, room_id)), "next": None})

    @extend_schema(request=wanted.PinMessage, responses={200: documented.PINS}, summary="Pin a message")
    def post(self, request: Request, room_id: UUID) -> Response:
        rooms.visible_room(request.user, room_id)
        pins = commands.run("pin.add", actor=request.user, data=request.data, room_id=room_id)
        return Response({"results": pins, "next": None})


class OnePin(Endpoint):
    """A message at the top of the room."""

    @extend_schema(responses={204: None}, summary="Take a pin down")
    def delete(self, request: Request, room_id: UUID, message_id: int) -> Response:
        commands.run("pin.remove", actor=request.user, data={}, room_id=room_id, message_id=message_id)
        return Response(status=204)
