"""The notification centre (contract 8)."""

from drf_spectacular.utils import OpenApiParameter, extend_schema

from chat.schemas import notifications as wanted
from chat.selectors import notifications
from messenger.core import paging
from messenger.core.api import Endpoint, Request, Response
from messenger.core.shapes import FLAG, ID, TEXT, TIME, WHOLE, Shape, array, maybe, optional, record

_ANY: Shape = {"type": "object"}
NOTIFICATION = record(
    notificationId=WHOLE,
    type=TEXT,
    roomId=maybe(ID),
    messageId=maybe(WHOLE),
    messageType=maybe(TEXT),
    actorId=maybe(ID),
    text=TEXT,
    target=maybe(_ANY),
    gone=FLAG,
    createdAt=TIME,
    readAt=maybe(TIME),
)
UNREAD = record(unreadNotifications=WHOLE)
NOTIFICATIONS = optional(record(results=array(NOTIFICATION), next=maybe(TEXT)), unreadNotifications=WHOLE)


class Notifications(Endpoint):
    """What I was notified of, newest first."""

    @extend_schema(
        parameters=[OpenApiParameter("cursor", str), OpenApiParameter("limit", int)],
        responses={200: NOTIFICATIONS},
        summary="My notifications, newest first",
    )
    def get(self, request: Request) -> Response:
        before = paging.offset(request.GET) or None
        found, following = notifications.mine(request.user, limit=paging.limit(request.GET), before=before)
        return Response(
            {
                "results": found,
                "next": None if following is None else paging.next_cursor(following),
                "unreadNotifications": notifications.unread_count(request.user),
            }
        )


class ReadNotifications(Endpoint):
    """I have read these."""

    @extend_schema(request=wanted.ReadNotifications, responses={200: UNREAD}, summary="Mark notifications as read")
    def post(self, request: Request) -> Response:
        return self.command("notification.read")
