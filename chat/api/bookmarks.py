"""Bookmarks (contract 5)."""

from drf_spectacular.utils import OpenApiParameter, extend_schema

from chat.api import documented_around as documented
from chat.schemas import around as wanted
from chat.selectors import around, messages
from messenger.core import commands, paging
from messenger.core.api import Endpoint, Request, Response


class Bookmarks(Endpoint):
    """What I keep at hand."""

    @extend_schema(
        parameters=[OpenApiParameter("cursor", str), OpenApiParameter("limit", int)],
        responses={200: documented.BOOKMARKS},
        summary="My bookmarks, latest first",
    )
    def get(self, request: Request) -> Response:
        after = paging.cursor(request.GET)
        if after is not None and not isinstance(after, int):
            raise paging.foreign_cursor()
        found, last = around.my_bookmarks(request.user, after=after, limit=paging.limit(request.GET))
        return Response({"results": found, "next": paging.next_cursor(last) if last else None})


class BookmarkIds(Endpoint):
    """Which messages have my star."""

    @extend_schema(responses={200: documented.BOOKMARK_IDS}, summary="The ids of all messages I bookmarked")
    def get(self, request: Request) -> Response:
        return Response({"messageIds": around.bookmarked_ids(request.user)})


class OneBookmark(Endpoint):
    """My star on a message."""

    @extend_schema(request=wanted.KeepBookmark, responses={200: documented.BOOKMARK}, summary="Bookmark a message")
    def put(self, request: Request, message_id: int) -> Response:
        messages.visible_message(request.user, message_id)
        return self.command("bookmark.keep", message_id=message_id)

    @extend_schema(responses={204: None}, summary="Take the bookmark away")
    def delete(self, request: Request, message_id: int) -> Response:
        commands.run("bookmark.drop", actor=request.user, data={}, message_id=message_id)
        return Response(status=204)
