"""The notification centre (contract 8)."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema

from chat.schemas import notifications as wanted
from chat.selectors import notifications, push_tokens
from messenger.core import commands, paging, push
from messenger.core.api import Endpoint, Request, Response
from messenger.core.shapes import FLAG, ID, TEXT, TIME, WHOLE, Shape, array, maybe, one_of, optional, page, record

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

PUSH_TOKEN = record(
    pushTokenId=ID,
    platform=one_of("WEB", "ANDROID", "IOS", "WINDOWS"),
    deviceSessionId=ID,
    createdAt=TIME,
    usedAt=maybe(TIME),
    disabledAt=maybe(TIME),
    disabledReason=TEXT,
)
PUSH_TOKENS = page(PUSH_TOKEN)
PROVIDERS = page(record(platform=TEXT, enabled=FLAG, reason=TEXT, publicKey=TEXT))

_OFF = _(
    "This server does not call the push services on the internet, so a closed browser or phone cannot be woken. "
    "Notifications come while the messenger is open."
)
_NO_WAY = _("There is no push service for devices of this kind. Notifications come while the messenger is open.")


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


class PushTokens(Endpoint):
    """The devices on which I can be woken."""

    @extend_schema(responses={200: PUSH_TOKENS}, summary="My devices that can be woken")
    def get(self, request: Request) -> Response:
        found = push_tokens.mine(request.user)
        return Response({"results": [wanted.push_token_out(token) for token in found], "next": None})

    @extend_schema(
        request=wanted.AddPushToken, responses={201: PUSH_TOKEN, 200: PUSH_TOKEN}, summary="Have this device woken"
    )
    def post(self, request: Request) -> Response:
        token, new = commands.run("push_token.add", actor=request.user, data=request.data, device=request.auth)
        return Response(wanted.push_token_out(token), status=201 if new else 200)


class OnePushToken(Endpoint):
    """Leave a device alone."""

    @extend_schema(responses={204: None}, summary="Wake this device no more")
    def delete(self, request: Request, token_id: UUID) -> Response:
        commands.run("push_token.remove", actor=request.user, data={}, token_id=token_id)
        return Response(status=204)


class PushProviders(Endpoint):
    """Which devices can be woken, and why others cannot."""

    @extend_schema(responses={200: PROVIDERS}, summary="Which devices this server can wake")
    def get(self, request: Request) -> Response:
        return Response({"results": [_provider(state) for state in push.states()], "next": None})


def _provider(state: push.State) -> dict[str, Any]:
    return {
        "platform": state.platform,
        "enabled": state.enabled,
        "reason": "" if state.enabled else str(_OFF if state.missing else _NO_WAY),
        "publicKey": state.public_key,
    }
