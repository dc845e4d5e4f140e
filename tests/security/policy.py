"""Who may do what: the one table. A door without a row, or a row without a door, fails the build.

Contract 1, 4, 5 and 12; files in `file_policy`.
"""

from typing import Any
from uuid import uuid4

from tests.security.admin_policy import ADMIN_ROWS
from tests.security.around_policy import AROUND_ROWS
from tests.security.audit_policy import AUDIT_ROWS
from tests.security.auditing_policy import AUDITING_ROWS
from tests.security.directory_policy import DIRECTORY_ROWS
from tests.security.disclosure_policy import DISCLOSURE_ROWS
from tests.security.file_policy import FILE_ROWS
from tests.security.job_policy import JOB_ROWS
from tests.security.manage_policy import MANAGE_ROWS
from tests.security.noti_policy import NOTI_ROWS
from tests.security.notice_policy import NOTICE_ROWS
from tests.security.openid_policy import OPENID_API_ROWS, OPENID_ROWS
from tests.security.people_policy import PEOPLE_ROWS
from tests.security.photo_policy import PHOTO_ROWS
from tests.security.poll_policy import POLL_ROWS
from tests.security.rows import (
    ROOM_STATES,
    SIGNED_IN,
    Body,
    Row,
    all_in_room,
    by_members,
    device,
    fixed,
    for_everybody,
    in_room,
    on_message,
    signed_in,
    under_room,
)
from tests.security.search_policy import SEARCH_ROWS
from tests.security.second_policy import SECOND_PAGES, SECOND_ROWS
from tests.security.survey_policy import SURVEY_ROWS
from tests.security.world import MEMBER, SYSADMIN, UNKNOWN_PEOPLE, World


def _message(world: World, state: str) -> Any:
    return {"messageId": world.messages.get(state, world.messages["own"])}


def _own_message(world: World, state: str) -> Any:
    """A message of the room the state names."""
    names = {"dm": "private", "deleted": "buried", "missing": "missing"}
    return {"messageId": world.messages[names.get(state, "own")]}


def _new_message(world: World, state: str) -> Any:
    return {"clientMsgId": str(uuid4()), "type": "TEXT", "text": "새 메시지"}


R, M, API = "rooms/<uuid:room_id>", "messages/<message_id:message_id>", "api/v1/"

API_ROWS: tuple[Row, ...] = (
    # --- rooms
    signed_in("GET", "rooms", 200),
    signed_in("POST", "rooms", 201, fixed(type="GROUP", name="새 방", memberIds=[])),
    all_in_room("GET", R, 200),
    in_room("PATCH", R, admin=200, member=403, dm=403, body=fixed(name="다른 이름")),
    in_room("DELETE", R, admin=204, member=403, dm=403),
    all_in_room("GET", f"{R}/members", 200),
    in_room(
        "POST", f"{R}/members", admin=200, member=403, dm=403, body=lambda world, _state: {"userIds": [world.friend.pk]}
    ),
    in_room(
        "PATCH", f"{R}/members/<uuid:user_id>", admin=200, member=403, dm=403, body=fixed(isAdmin=True), target=MEMBER
    ),
    in_room("DELETE", f"{R}/members/<uuid:user_id>", admin=204, member=403, dm=403, target="colleague"),
    all_in_room("POST", f"{R}/leave", 204),
    all_in_room("PATCH", f"{R}/me", 200, fixed(pinned=True, muted=True)),
    all_in_room("POST", f"{R}/read", 200, _own_message),
    all_in_room("GET", f"{R}/messages", 200),
    all_in_room("POST", f"{R}/messages", 201, _new_message),
    all_in_room("GET", f"{R}/changes", 200),
    all_in_room("GET", f"{R}/pins", 200),
    under_room("POST", f"{R}/pins", 200, erased=409, body=_message),
    under_room("DELETE", f"{R}/pins/<message_id:message_id>", 204, erased=204),
    # --- messages
    by_members("GET", M, 200, erased=200, system=200),
    on_message(
        "PATCH", M, sender=200, admin=403, other=403, erased=(409, 403, 403), system=403, body=fixed(text="고침")
    ),
    on_message("DELETE", M, sender=204, admin=204, other=403, erased=(204, 204, 403), system=403),
    by_members("GET", f"{M}/readers", 200, erased=200, system=200),
    by_members("PUT", f"{M}/reactions/<path:emoji>", 200, erased=409, system=403),
    by_members("DELETE", f"{M}/reactions/<path:emoji>", 200, erased=409, system=403),
    # --- people and devices
    for_everybody("POST", "device-sessions", 401, fixed(username="nobody", password="wrong-password", deviceName="x")),
    for_everybody("POST", "device-sessions/refresh", 401, fixed(deviceToken="x")),
    for_everybody("POST", "register", 201, fixed(username="newcomer", password="바다가-보이는-창문", name="새사람")),
    signed_in("GET", "device-sessions", 200),
    signed_in("DELETE", "device-sessions/current", 204),
    signed_in("DELETE", "device-sessions/others", 204),
    Row(
        "DELETE",
        "device-sessions/<str:session_id>",
        device({"mine": 204}),
        ("mine", "foreign", "missing"),
    ),
    signed_in("GET", "me", 200),
    signed_in("PATCH", "me", 200, fixed(phone="010-0000-0000")),
    signed_in("GET", "org/tree", 200),
    signed_in("GET", "users", 200),
    Row("GET", "users/<str:user_id>", device({"colleague": 200}), ("colleague", "pending", "missing")),
    signed_in("GET", "presence", 200),
    signed_in("GET", "schema", 200),
    signed_in("GET", "docs", 200),
    *AROUND_ROWS,
    *AUDIT_ROWS,
    *DIRECTORY_ROWS,
    *DISCLOSURE_ROWS,
    *FILE_ROWS,
    *JOB_ROWS,
    *PEOPLE_ROWS,
    *PHOTO_ROWS,
    *SURVEY_ROWS,
    *NOTI_ROWS,
    *POLL_ROWS,
    *NOTICE_ROWS,
    *OPENID_API_ROWS,
    *SEARCH_ROWS,
    *SECOND_ROWS,
)

PAGE_ROWS: tuple[Row, ...] = (
    signed_in("GET", "", 200, page=True),
    Row("GET", R, {s: dict.fromkeys(SIGNED_IN, 200) for s in ROOM_STATES}, ROOM_STATES, page=True),  # an empty shell
    *(signed_in("GET", path, 200, page=True) for path in ("notices", "notices/<uuid:must_read_id>")),
    *(
        signed_in("GET", path, 200, page=True)
        for path in ("search", "surveys", "surveys/new", "surveys/<uuid:survey_id>")
    ),
    signed_in("GET", "devices", 200, page=True),
    signed_in("POST", "devices", 302, page=True),
    signed_in("GET", "settings", 200, page=True),
    signed_in("POST", "settings", 400, page=True),
    Row("GET", "system", {"only": {SYSADMIN: 200}}, page=True),
    Row("POST", "system", {"only": {SYSADMIN: 302}}, page=True),
    Row("GET", "login", {"only": dict.fromkeys(SIGNED_IN, 302) | dict.fromkeys(UNKNOWN_PEOPLE, 200)}, open=True),
    for_everybody("POST", "login", 400),
    for_everybody("GET", "register", 200),
    for_everybody("POST", "register", 400),
    for_everybody("GET", "pending", 302),  # whoever has not just signed up
    for_everybody("POST", "pending", 302),
    for_everybody("POST", "logout", 302),
    for_everybody("POST", "language", 302),
    for_everybody("GET", "shell", 200),
    for_everybody("GET", "sw.js", 200),
    for_everybody("GET", "manifest.webmanifest", 200),
    for_everybody("GET", "health/live", 200),
    for_everybody("GET", "health/ready", 200),
    for_everybody("POST", "csp-report", 204),
    *OPENID_ROWS,
    *ADMIN_ROWS,
    *AUDITING_ROWS,
    *MANAGE_ROWS,
    *SECOND_PAGES,
)

# The socket's ops: data, and what members of the active room get; everybody else gets NOT_FOUND.
OP_ROWS: dict[str, Body] = {
    "message.send": lambda world, state: {**_new_message(world, state), "roomId": str(world.rooms[state])},
    "room.read": lambda world, state: {**_own_message(world, state), "roomId": str(world.rooms[state])},
    "room.typing": lambda world, state: {"roomId": str(world.rooms[state])},
    "ping": lambda world, state: {},
    "presence.set": lambda world, state: {"status": "online"},
}
OPS_OF_NO_ROOM = {"ping", "presence.set"}
SILENT = {"room.typing", "presence.set"}
