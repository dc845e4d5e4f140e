"""Who may do what around messages: those who see the message or the room; what is kept there is one's own alone."""

import datetime as dt
from typing import Any
from uuid import uuid4

from django.utils import timezone

from tests.security.rows import Row, all_in_room, by_members, fixed, signed_in
from tests.security.world import ADMIN, MEMBER, World

R, M = "rooms/<uuid:room_id>", "messages/<message_id:message_id>"
S, D = "scheduled/<uuid:scheduled_id>", "reminders/<uuid:reminder_id>"
STATES = ("mine", "foreign", "missing")


def _tomorrow(hours: int = 0) -> str:
    return (timezone.now() + dt.timedelta(days=1, hours=hours)).isoformat()


def _to_the_room(world: World, _state: str) -> Any:
    return {"clientMsgId": str(uuid4()), "roomIds": [str(world.rooms["active"])]}


def _later(_world: World, _state: str) -> Any:
    return {"clientMsgId": str(uuid4()), "text": "내일 뵙겠습니다", "at": _tomorrow()}


def _of_the_member(method: str, path: str, status: int, **more: Any) -> Row:
    return Row(method, path, {"mine": {MEMBER: status}, "foreign": {ADMIN: status}}, STATES, **more)


AROUND_ROWS: tuple[Row, ...] = (
    by_members("POST", f"{M}/forward", 201, erased=409, system=403, body=_to_the_room),
    by_members("PUT", f"{M}/bookmark", 200, erased=409, system=403, body=fixed(note="다시 보기")),
    by_members("DELETE", f"{M}/bookmark", 204, erased=204, system=204),
    signed_in("GET", "bookmarks", 200),
    signed_in("GET", "bookmarks/ids", 200),
    by_members("POST", f"{M}/reminders", 201, erased=409, system=403, body=lambda _w, _s: {"at": _tomorrow(1)}),
    signed_in("GET", "reminders", 200),
    _of_the_member("DELETE", D, 204),
    signed_in("GET", "drafts", 200),
    signed_in("GET", "working-hours", 200),
    all_in_room("PUT", f"{R}/draft", 200, fixed(text="쓰다 만 글")),
    all_in_room("POST", f"{R}/scheduled", 201, _later),
    signed_in("GET", "scheduled", 200),
    _of_the_member("PATCH", S, 200, body=fixed(text="고친 글")),
    _of_the_member("DELETE", S, 204),
    _of_the_member("POST", f"{S}/send-now", 200),
)
