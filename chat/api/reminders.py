"""Reminders of messages (contract 5)."""

from uuid import UUID

from drf_spectacular.utils import extend_schema

from chat.api import documented_around as documented
from chat.schemas import around as wanted
from chat.selectors import around, messages
from messenger.core import commands
from messenger.core.api import Endpoint, Request, Response


class MessageReminders(Endpoint):
    """Remind me of this."""

    @extend_schema(
        request=wanted.SetReminder,
        responses={201: documented.REMINDER, 200: documented.REMINDER},
        summary="Be reminded of a message",
    )
    def post(self, request: Request, message_id: int) -> Response:
        messages.visible_message(request.user, message_id)
        made, new = commands.run("reminder.set", actor=request.user, data=request.data, message_id=message_id)
        return Response(made, status=201 if new else 200)


class Reminders(Endpoint):
    """What I will be reminded of."""

    @extend_schema(responses={200: documented.REMINDERS}, summary="My reminders, the next one first")
    def get(self, request: Request) -> Response:
        return Response({"results": around.my_reminders(request.user), "next": None})


class OneReminder(Endpoint):
    """Take it back."""

    @extend_schema(responses={204: None}, summary="No reminder any more")
    def delete(self, request: Request, reminder_id: UUID) -> Response:
        commands.run("reminder.drop", actor=request.user, data={}, reminder_id=reminder_id)
        return Response(status=204)
