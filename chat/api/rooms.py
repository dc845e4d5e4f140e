"""Contract section 4."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema

from accounts.models import User
from chat.api import documented
from chat.models import Room
from chat.schemas import requests as wanted
from chat.schemas.rooms import me_out, member_out, members_out, room_out
from chat.selectors import messages, rooms
from messenger.core import commands, paging
from messenger.core.api import Endpoint, Request, Response

if TYPE_CHECKING:
    from chat.selectors.rooms import DetailedMember

PAGED = [OpenApiParameter("cursor", str), OpenApiParameter("limit", int)]


def rooms_shown(places: "list[DetailedMember]", *, full: bool = False) -> list[dict[str, Any]]:
    """Room objects of `selectors.rooms.detailed` rows: DMs always with members, groups when `full`."""
    named = [p.room_id for p in places if full or p.room.type == Room.Type.DM]
    people = rooms.members_of(named) if named else {}
    last = messages.last_messages([p.last_message_id for p in places if p.last_message_id])
    shown = []
    for place in places:
        room = room_out(place.room, place.member_count, people.get(place.room_id))
        room["lastMessage"] = last.get(place.last_message_id) if place.last_message_id else None
        room["me"] = me_out(place, place.unread_count)
        shown.append(room)
    return shown


def room_shown(actor: User, room_id: UUID) -> dict[str, Any]:
    """The whole Room object as the actor sees it."""
    return rooms_shown([rooms.my_room(actor, room_id)], full=True)[0]


class Rooms(Endpoint):
    """Mine, pinned first; and a new one."""

    @extend_schema(parameters=[*PAGED], responses={200: documented.ROOMS}, summary="My rooms")
    def get(self, request: Request) -> Response:
        limit, start = paging.limit(request.GET), paging.offset(request.GET)
        found, following = rooms.my_rooms(request.user, limit=limit, start=start)
        return Response({"results": rooms_shown(found), "next": _cursor(following)})

    @extend_schema(
        request=wanted.CreateRoom,
        responses={201: documented.ROOM, 200: documented.ROOM},
        summary="A new room, or the direct message there is",
    )
    def post(self, request: Request) -> Response:
        room, new = commands.run("room.create", actor=request.user, data=request.data)
        return Response(room_shown(request.user, room.pk), status=201 if new else 200)


class OneRoom(Endpoint):
    """A room with its members."""

    @extend_schema(responses={200: documented.ROOM}, summary="A room with its members")
    def get(self, request: Request, room_id: UUID) -> Response:
        return Response(room_shown(request.user, room_id))

    @extend_schema(request=wanted.UpdateRoom, responses={200: documented.ROOM}, summary="Rename, show history")
    def patch(self, request: Request, room_id: UUID) -> Response:
        rooms.visible_room(request.user, room_id)
        commands.run("room.update", actor=request.user, data=request.data, room_id=room_id)
        return Response(room_shown(request.user, room_id))

    @extend_schema(responses={204: None}, summary="Close the room for everybody")
    def delete(self, request: Request, room_id: UUID) -> Response:
        commands.run("room.delete", actor=request.user, data={}, room_id=room_id)
        return Response(status=204)


class Members(Endpoint):
    """Who is in the room; invite people."""

    @extend_schema(parameters=[*PAGED], responses={200: documented.MEMBERS}, summary="The room's members")
    def get(self, request: Request, room_id: UUID) -> Response:
        mine = rooms.visible_room(request.user, room_id)
        limit, start = paging.limit(request.GET), paging.offset(request.GET)
        found, following = rooms.member_page(mine, limit=limit, start=start)
        return Response({"results": members_out(found, rooms.member_count(mine)), "next": _cursor(following)})

    @extend_schema(request=wanted.AddMembers, responses={200: documented.ROOM}, summary="Invite people")
    def post(self, request: Request, room_id: UUID) -> Response:
        rooms.visible_room(request.user, room_id)
        commands.run("member.add", actor=request.user, data=request.data, room_id=room_id)
        return Response(room_shown(request.user, room_id))


class OneMember(Endpoint):
    """A member's role; take somebody out."""

    @extend_schema(request=wanted.ChangeMember, responses={200: documented.MEMBER}, summary="A member's role")
    def patch(self, request: Request, room_id: UUID, user_id: UUID) -> Response:
        rooms.visible_room(request.user, room_id)
        member = commands.run("member.change", actor=request.user, data=request.data, room_id=room_id, user_id=user_id)
        return Response(member_out(member, positions=False))

    @extend_schema(responses={204: None}, summary="Take somebody out")
    def delete(self, request: Request, room_id: UUID, user_id: UUID) -> Response:
        commands.run("member.remove", actor=request.user, data={}, room_id=room_id, user_id=user_id)
        return Response(status=204)


class Leave(Endpoint):
    """Leave the room; a direct message is only hidden."""

    @extend_schema(request=None, responses={204: None}, summary="Leave the room")
    def post(self, request: Request, room_id: UUID) -> Response:
        commands.run("room.leave", actor=request.user, data={}, room_id=room_id)
        return Response(status=204)


class MyPlace(Endpoint):
    """Pin to the top of my list, mute."""

    @extend_schema(request=wanted.ChangeMyPlace, responses={200: documented.ROOM}, summary="Pin or mute for me")
    def patch(self, request: Request, room_id: UUID) -> Response:
        rooms.visible_room(request.user, room_id)
        commands.run("room.mine", actor=request.user, data=request.data, room_id=room_id)
        return Response(room_shown(request.user, room_id))


class Read(Endpoint):
    """I have read up to this message."""

    @extend_schema(request=wanted.ReadUpTo, responses={200: documented.READ}, summary="I have read up to here")
    def post(self, request: Request, room_id: UUID) -> Response:
        rooms.visible_room(request.user, room_id)
        return self.command("room.read", room_id=room_id)


def _cursor(following: int | None) -> str | None:
    return None if following is None else paging.next_cursor(following)
