"""The file & photo box: what hangs on messages, newest first (contract 6)."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema

from chat.api import documented
from chat.api.moments import moment
from chat.selectors import files, rooms
from messenger.core import paging
from messenger.core.api import Endpoint, Request, Response, as_uuid

KINDS = ("image", "file", "link")
LISTED = [
    OpenApiParameter("kind", str, enum=KINDS),
    OpenApiParameter("senderId", str),
    OpenApiParameter("from", str, description="a date or a moment; what was sent then or later"),
    OpenApiParameter("to", str, description="a date, which is included, or a moment, which is not"),
    OpenApiParameter("cursor", str),
    OpenApiParameter("limit", int),
]


class RoomFiles(Endpoint):
    """The files, pictures and links of a room."""

    @extend_schema(parameters=LISTED, responses={200: documented.FILES}, summary="A room's files")
    def get(self, request: Request, room_id: UUID) -> Response:
        member = rooms.visible_room(request.user, room_id)
        found, place = files.in_room(member, _wanted(request), limit=paging.limit(request.GET), after=_after(request))
        return _listed(found, place)


class MyFiles(Endpoint):
    """The same over all my rooms."""

    @extend_schema(parameters=LISTED, responses={200: documented.FILES}, summary="The files of all my rooms")
    def get(self, request: Request) -> Response:
        found, place = files.everywhere(
            request.user, _wanted(request), limit=paging.limit(request.GET), after=_after(request)
        )
        return _listed(found, place)


def _listed(found: list[dict[str, Any]], place: files.Place | None) -> Response:
    return Response({"results": found, "next": paging.next_cursor(list(place)) if place else None})


def _after(request: Request) -> files.Place | None:
    place = paging.cursor(request.GET)
    if place is None:
        return None
    if not (isinstance(place, list) and len(place) == 2 and all(isinstance(number, int) for number in place)):
        raise paging.foreign_cursor()
    return place[0], place[1]


def _wanted(request: Request) -> files.Wanted:
    sender = request.GET.get("senderId")
    return files.Wanted(
        paging.one_of(request.GET, "kind", KINDS),
        as_uuid(sender) if sender else None,
        moment(request, "from"),
        moment(request, "to", days=1),
    )
