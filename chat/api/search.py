"""Contract section 8: finding messages, files, people and rooms."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema

from accounts import selectors as accounts
from accounts.api.queries import after as people_after
from chat.api import documented
from chat.api.moments import moment
from chat.api.rooms import rooms_shown
from chat.models import SearchText
from chat.schemas.search import room_hit, user_hit
from chat.selectors import rooms, search
from messenger.core import paging
from messenger.core.api import Endpoint, Request, Response, as_uuid

TYPES = ("all", "messages", "files", "users", "rooms")
ORDERS = ("newest", "best")
SIDEBAR = 20  # hits a page unless asked otherwise
FEW = 5  # people and rooms above the messages of `type=all`
NARROWING = ("roomId", "senderId", "from", "to", "kind", "hasFile", "hasLink", "mentionsMe")

Answer = tuple[list[dict[str, Any]], Any]


class Search(Endpoint):
    """Find what the actor may see now."""

    rate = "search"

    @extend_schema(
        parameters=[
            OpenApiParameter("q", str, required=True, description='words; those in "quotation marks" stay together'),
            OpenApiParameter("type", str, enum=TYPES),
            OpenApiParameter("roomId", str),
            OpenApiParameter("senderId", str),
            OpenApiParameter("from", str, description="a date or a moment; what was sent then or later"),
            OpenApiParameter("to", str, description="a date, which is included, or a moment, which is not"),
            OpenApiParameter("kind", str, enum=SearchText.Kind.values),
            OpenApiParameter("hasFile", bool),
            OpenApiParameter("hasLink", bool),
            OpenApiParameter("mentionsMe", bool),
            OpenApiParameter("order", str, enum=ORDERS),
            OpenApiParameter("loose", bool, description="find the words wherever their spaces are"),
            OpenApiParameter("cursor", str),
            OpenApiParameter("limit", int),
        ],
        responses={200: documented.SEARCH},
        summary="Find messages, files, people, rooms",
    )
    def get(self, request: Request) -> Response:
        wanted = _wanted(request)
        if wanted.room_id is not None:
            rooms.visible_room(request.user, wanted.room_id)
        readings = search.readings(request.GET.get("q", ""), loose=_flag(request, "loose"))
        kind = paging.one_of(request.GET, "type", TYPES) or "all"
        limit = paging.limit({"limit": str(SIDEBAR), **request.GET.dict()})
        place, also = paging.cursor(request.GET), []
        if kind == "users":
            found, mark = _people(request, readings, place, limit)
        elif kind == "rooms":
            found, mark = _rooms(request, readings, place, limit)
        else:
            best = paging.one_of(request.GET, "order", ORDERS) == "best"
            page = search.texts_page(
                request.user, readings, wanted, best=best, mark=_mark(place, len(readings)), limit=limit
            )
            found, mark, also = page.hits, page.mark and _unmarked(page.mark), page.also
            if kind == "all" and place is None and not any(request.GET.get(name) for name in NARROWING):
                found = _people(request, readings, None, FEW)[0] + _rooms(request, readings, None, FEW)[0] + found
        return Response({"results": found, "next": paging.next_cursor(mark) if mark else None, "alsoTried": also})


def _people(request: Request, readings: list[search.Reading], place: Any, limit: int) -> Answer:
    words = readings[0].shown  # without quotation marks; the other keyboard is known there too
    found = accounts.found_people(request.user, words, after=people_after(place), limit=limit + 1)
    last = found[limit - 1] if len(found) > limit else None
    hits = [user_hit(user, search.name_places(user.profile.name, readings) or []) for user in found[:limit]]
    return hits, [last.profile.name, str(last.pk)] if last else None


def _rooms(request: Request, readings: list[search.Reading], place: Any, limit: int) -> Answer:
    if place is not None and not isinstance(place, int):
        raise paging.foreign_cursor()
    found, more = search.found_rooms(request.user, readings, start=place or 0, limit=limit)
    shown = rooms_shown([row for row, _places in found])
    return [room_hit(room, places) for room, (_row, places) in zip(shown, found, strict=True)], more


def _mark(place: Any, readings: int) -> search.Mark | None:
    """A cursor is `[reading, best]` or `[reading, best, messageId, position]`."""
    if place is None:
        return None
    whole = isinstance(place, list) and len(place) in (2, 4) and all(type(number) is int for number in place)
    if not whole or not 0 <= place[0] < readings:
        raise paging.foreign_cursor()
    return search.Mark(place[0], place[1], (place[2], place[3]) if len(place) == 4 else None)


def _unmarked(mark: search.Mark) -> list[int]:
    return [mark.reading, mark.best, *(mark.after or ())]


def _wanted(request: Request) -> search.Wanted:
    return search.Wanted(
        files={"messages": False, "files": True}.get(request.GET.get("type", "")),
        room_id=_id(request, "roomId"),
        sender_id=_id(request, "senderId"),
        start=moment(request, "from"),
        end=moment(request, "to", days=1),
        kind=paging.one_of(request.GET, "kind", SearchText.Kind.values),
        has_file=_flag(request, "hasFile"),
        has_link=_flag(request, "hasLink"),
        mentions_me=_flag(request, "mentionsMe"),
    )


def _flag(request: Request, name: str) -> bool:
    return request.GET.get(name, "") in {"1", "true"}


def _id(request: Request, name: str) -> UUID | None:
    raw = request.GET.get(name)
    return as_uuid(raw) if raw else None
