"""Messages for a later moment (contract 5)."""

from uuid import UUID

from drf_spectacular.utils import extend_schema

from chat.api import documented, documented_around
from chat.schemas import around as wanted
from chat.selectors import around, rooms
from messenger.core import commands
from messenger.core.api import Endpoint, Request, Response


class RoomScheduled(Endpoint):
    """Write now, send later."""

    @extend_schema(
        request=wanted.ScheduleMessage,
        responses={201: documented_around.SCHEDULED, 200: documented_around.SCHEDULED},
        summary="Schedule a message; the same clientMsgId again changes nothing",
    )
    def post(self, request: Request, room_id: UUID) -> Response:
        rooms.visible_room(request.user, room_id)
        made, new = commands.run("scheduled.add", actor=request.user, data=request.data, room_id=room_id)
        return Response(made, status=201 if new else 200)


class Scheduled(Endpoint):
    """What waits for its moment."""

    @extend_schema(
        responses={200: documented_around.ALL_SCHEDULED}, summary="My scheduled messages, the next one first"
    )
    def get(self, request: Request) -> Response:
        found = [wanted.scheduled_out(row) for row in around.my_scheduled(request.user)]
        return Response({"results": found, "next": None})


class OneScheduled(Endpoint):
    """Change it, take it back."""

    @extend_schema(
        request=wanted.ChangeScheduled,
        responses={200: documented_around.SCHEDULED},
        summary="Change a scheduled message",
    )
    def patch(self, request: Request, scheduled_id: UUID) -> Response:
        around.own_scheduled(request.user, scheduled_id)
        return self.command("scheduled.change", scheduled_id=scheduled_id)

    @extend_schema(responses={204: None}, summary="Do not send it")
    def delete(self, request: Request, scheduled_id: UUID) -> Response:
        commands.run("scheduled.cancel", actor=request.user, data={}, scheduled_id=scheduled_id)
        return Response(status=204)


class SendNow(Endpoint):
    """Why wait."""

    @extend_schema(request=None, responses={200: documented.MESSAGE}, summary="Send it now; the message")
    def post(self, request: Request, scheduled_id: UUID) -> Response:
        return Response(commands.run("scheduled.send", actor=request.user, data={}, scheduled_id=scheduled_id))
