"""What the messenger's page brings along, so that the first screen needs no further request."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.conf import settings

from accounts.models import User
from accounts.schemas import me_out, user_out
from accounts.selectors import people
from chat.api.rooms import rooms_shown
from chat.selectors import notifications, rooms
from messenger.core import history

ROOMS = 60


def bootstrap(user: User) -> dict[str, Any]:
    """`{me, rooms: the first 60, users: those the list names, limits, policies, product, historyEpoch}`."""
    found, _following = rooms.my_rooms(user, limit=ROOMS)
    shown = rooms_shown(found)
    return {
        "me": me_out(people.visible_user(user, user.pk)),
        "rooms": shown,
        "users": [user_out(person) for person in people.known_people(user, set(_named(shown)))],
        "limits": {
            "text": settings.MAX_TEXT,
            "mentions": settings.MAX_MENTIONS,
            "editSeconds": settings.MESSAGE_EDIT_SECONDS,
            "readPositions": settings.MAX_READ_POSITIONS,
            "roomName": settings.MAX_ROOM_NAME,
            "members": settings.MAX_ROOM_MEMBERS,
            "fileBytes": settings.MAX_FILE_BYTES,
            "attachments": settings.MAX_ATTACHMENTS,
            "forwardRooms": settings.MAX_FORWARD_ROOMS,
            "pollOptions": settings.MAX_POLL_OPTIONS,
            "pollOption": settings.MAX_POLL_OPTION,
            "pollQuestion": settings.MAX_POLL_QUESTION,
            "survey": {
                "title": settings.MAX_SURVEY_TITLE,
                "questions": settings.MAX_SURVEY_QUESTIONS,
                "prompt": settings.MAX_SURVEY_PROMPT,
                "choices": settings.MAX_SURVEY_CHOICES,
                "choice": settings.MAX_SURVEY_CHOICE,
                "answer": settings.MAX_SURVEY_ANSWER,
                "threshold": settings.SURVEY_THRESHOLD,
            },
        },
        "policies": {
            "notificationPreviews": settings.NOTIFICATION_PREVIEWS,
            "downloadReason": settings.DOWNLOAD_REASON,
        },
        "unreadNotifications": notifications.unread_count(user),
        "product": settings.PRODUCT_NAME,
        "historyEpoch": history.epoch(),
    }


def _named(shown: list[dict[str, Any]]) -> Iterator[UUID]:
    """The peers of direct messages, the senders of last lines, and those that system lines speak of."""
    for room in shown:
        if room["type"] == "DM":
            yield from (member["userId"] for member in room.get("members", ()))
        last = room["lastMessage"] or {}
        if last.get("senderId"):
            yield last["senderId"]
        system = last.get("system") or {}
        yield from (UUID(str(raw)) for raw in [system.get("actorId"), *system.get("userIds", ())] if raw)
