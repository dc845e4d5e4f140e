"""Passing messages on (contract 5)."""

from drf_spectacular.utils import extend_schema

from chat.api import documented_around as documented
from chat.schemas import around as wanted
from chat.selectors import messages
from messenger.core import commands
from messenger.core.api import Endpoint, Request, Response


class Forward(Endpoint):
    """The same words and files in other rooms."""

    @extend_schema(
        request=wanted.ForwardMessage,
        responses={201: documented.FORWARDED, 200: documented.FORWARDED},
        summary="Forward a message; the same clientMsgId again changes nothing",
    )
    def post(self, request: Request, message_id: int) -> Response:
        messages.visible_message(request.user, message_id)
        sent, new = commands.run("message.forward", actor=request.user, data=request.data, message_id=message_id)
        return Response({"results": sent}, status=201 if new else 200)
