"""Contract section 7: polls."""

from uuid import UUID

from drf_spectacular.utils import extend_schema

from chat.api import documented
from chat.api.poll_shapes import NON_VOTERS, POLL, REMINDED
from chat.schemas import polls as wanted
from chat.selectors import polling, rooms
from messenger.core import commands
from messenger.core.api import Endpoint, Request, Response


class Polls(Endpoint):
    """Make a poll."""

    @extend_schema(
        request=wanted.CreatePoll,
        responses={201: documented.MESSAGE, 200: documented.MESSAGE},
        summary="Make a poll; the same clientMsgId again changes nothing",
    )
    def post(self, request: Request, room_id: UUID) -> Response:
        rooms.visible_room(request.user, room_id)
        sent = commands.run("poll.create", actor=request.user, data=request.data, room_id=room_id)
        return Response(sent.message, status=200 if sent.duplicate else 201)


class OnePoll(Endpoint):
    """A poll as the caller sees it."""

    @extend_schema(responses={200: POLL}, summary="A poll with my choice")
    def get(self, request: Request, poll_id: UUID) -> Response:
        _member, poll = polling.visible_poll(request.user, poll_id)
        return Response(polling.poll_for(request.user, poll))


class Vote(Endpoint):
    """Vote, vote otherwise, withdraw."""

    @extend_schema(request=wanted.Vote, responses={200: POLL}, summary="Replace my vote; [] withdraws it")
    def post(self, request: Request, poll_id: UUID) -> Response:
        polling.visible_poll(request.user, poll_id)
        return self.command("poll.vote", poll_id=poll_id)


class Close(Endpoint):
    """The end."""

    @extend_schema(request=None, responses={200: POLL}, summary="Close; its author or a room admin")
    def post(self, request: Request, poll_id: UUID) -> Response:
        polling.visible_poll(request.user, poll_id)
        return Response(commands.run("poll.close", actor=request.user, data={}, poll_id=poll_id))


class NonVoters(Endpoint):
    """Who has not voted, in a poll by name."""

    @extend_schema(responses={200: NON_VOTERS}, summary="Who has not voted; 403 in anonymous polls")
    def get(self, request: Request, poll_id: UUID) -> Response:
        _member, poll = polling.visible_poll(request.user, poll_id)
        return Response({"userIds": polling.non_voters(poll)})


class Remind(Endpoint):
    """A word to those who have not voted."""

    @extend_schema(request=None, responses={200: REMINDED}, summary="Remind who has not voted, once a day")
    def post(self, request: Request, poll_id: UUID) -> Response:
        polling.visible_poll(request.user, poll_id)
        return Response(commands.run("poll.remind", actor=request.user, data={}, poll_id=poll_id))
