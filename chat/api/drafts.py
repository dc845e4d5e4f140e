"""Drafts on all devices (contract 5)."""

from uuid import UUID

from drf_spectacular.utils import extend_schema

from chat.api import documented_around as documented
from chat.schemas import around as wanted
from chat.selectors import around, rooms
from messenger.core.api import Endpoint, Request, Response


class Drafts(Endpoint):
    """What I have begun to write."""

    @extend_schema(responses={200: documented.DRAFTS}, summary="My drafts")
    def get(self, request: Request) -> Response:
        return Response({"results": around.my_drafts(request.user), "next": None})


class RoomDraft(Endpoint):
    """My draft of a room."""

    @extend_schema(request=wanted.KeepDraft, responses={200: documented.DRAFT}, summary="Keep my draft; empty: none")
    def put(self, request: Request, room_id: UUID) -> Response:
        rooms.visible_room(request.user, room_id)
        return self.command("draft.keep", room_id=room_id)
