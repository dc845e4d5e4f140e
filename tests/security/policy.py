"""Who may do what: the one table. A door without a row, or a row without a door, fails the build.

A row says what each persona gets in each state of the thing. What it does not say is no: 401 for
those who are not signed in, 404 for everybody else. Contract 1, 4, 5 and 12.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from tests.security.world import (
    ADMIN,
    BACK,
    INSIDE,
    MEMBER,
    MISSING_ID,
    OUTSIDE,
    PERSONAS,
    UNKNOWN_PEOPLE,
    World,
    target,
)

Outcomes = dict[str, dict[str, int]]  # state -> persona -> status
Body = Callable[[World, str], Any]

SIGNED_IN = (*OUTSIDE, *INSIDE)
ROOM_STATES = ("active", "deleted", "dm", "missing")
MESSAGE_STATES = ("own", "erased", "gap", "system", "private", "buried", "elsewhere", "missing")
UNDER_A_ROOM = ("own", "erased", "gap", "private", "buried", "elsewhere", "missing")


@dataclass(frozen=True)
class Row:
    """One door. `path` is the resolver's, `{…}` is filled with what the state names."""

    method: str
    path: str
    says: Outcomes
    states: tuple[str, ...] = ("only",)
    body: Body | None = None
    open: bool = False  # for people who are not signed in, too
    page: bool = False  # a page: who is not signed in is led to /login (302)
    target: str = ""

    def expected(self, persona: str, state: str) -> int:
        said = self.says.get(state, {})
        if persona in said:
            return said[persona]
        if persona in UNKNOWN_PEOPLE and not self.open:
            return 302 if self.page else 401
        return 404


def _json(**fields: Any) -> Body:
    return lambda world, state: fields


def _message(world: World, state: str) -> Any:
    return {"messageId": world.messages.get(state, world.messages["own"])}


def _own_message(world: World, state: str) -> Any:
    """A message of the room the state names."""
    names = {"dm": "private", "deleted": "buried", "missing": "missing"}
    return {"messageId": world.messages[names.get(state, "own")]}


def _new_message(world: World, state: str) -> Any:
    return {"clientMsgId": str(uuid4()), "type": "TEXT", "text": "새 메시지"}


def in_room(
    method: str, path: str, *, admin: int, member: int, dm: int, body: Body | None = None, target: str = ""
) -> Row:
    """A door of a room: the admin and other members of a group; both sides of a DM."""
    says = {"active": {ADMIN: admin, MEMBER: member, BACK: member}, "dm": {ADMIN: dm, MEMBER: dm}}
    return Row(method, path, says, ROOM_STATES, body, target=target)


def all_in_room(method: str, path: str, status: int, body: Body | None = None) -> Row:
    return in_room(method, path, admin=status, member=status, dm=status, body=body)


def on_message(
    method: str,
    path: str,
    *,
    sender: int,
    admin: int,
    other: int,
    erased: tuple[int, int, int],
    system: int,
    body: Body | None = None,
) -> Row:
    """A door of a message that the member sent. Who was away when it was sent does not see it."""
    says = {
        "own": {MEMBER: sender, ADMIN: admin, BACK: other},
        "erased": dict(zip((MEMBER, ADMIN, BACK), erased, strict=True)),
        "gap": {MEMBER: sender, ADMIN: admin},
        "system": dict.fromkeys(INSIDE, system),
        "private": {MEMBER: sender, ADMIN: admin if method != "DELETE" else other},
    }
    return Row(method, path, says, MESSAGE_STATES, body)


def by_members(method: str, path: str, status: int, *, erased: int, system: int, body: Body | None = None) -> Row:
    """A door that is open to everybody who sees the message."""
    return on_message(
        method, path, sender=status, admin=status, other=status, erased=(erased,) * 3, system=system, body=body
    )


def under_room(method: str, path: str, status: int, *, erased: int, body: Body | None = None) -> Row:
    """A message under the active room's path, where it may not belong."""
    says = {
        "own": dict.fromkeys(INSIDE, status),
        "erased": dict.fromkeys(INSIDE, erased),
        "gap": {MEMBER: status, ADMIN: status},
        "private": {MEMBER: status, ADMIN: status},
    }
    return Row(method, path, says, UNDER_A_ROOM, body)


def signed_in(method: str, path: str, status: int, body: Body | None = None, **more: Any) -> Row:
    """For everybody who is signed in."""
    return Row(method, path, {"only": dict.fromkeys(SIGNED_IN, status)}, body=body, **more)


def for_everybody(method: str, path: str, status: int, body: Body | None = None, **more: Any) -> Row:
    return Row(method, path, {"only": dict.fromkeys(PERSONAS, status)}, body=body, open=True, **more)


def device(state_status: dict[str, int]) -> Outcomes:
    return {state: dict.fromkeys(SIGNED_IN, status) for state, status in state_status.items()}


R, M, API = "rooms/<uuid:room_id>", "messages/<message_id:message_id>", "api/v1/"

API_ROWS: tuple[Row, ...] = (
    # --- rooms
    signed_in("GET", "rooms", 200),
    signed_in("POST", "rooms", 201, _json(type="GROUP", name="새 방", memberIds=[])),
    all_in_room("GET", R, 200),
    in_room("PATCH", R, admin=200, member=403, dm=403, body=_json(name="다른 이름")),
    in_room("DELETE", R, admin=204, member=403, dm=403),
    all_in_room("GET", f"{R}/members", 200),
    in_room(
        "POST", f"{R}/members", admin=200, member=403, dm=403, body=lambda world, _state: {"userIds": [world.friend.pk]}
    ),
    in_room(
        "PATCH", f"{R}/members/<uuid:user_id>", admin=200, member=403, dm=403, body=_json(isAdmin=True), target=MEMBER
    ),
    in_room("DELETE", f"{R}/members/<uuid:user_id>", admin=204, member=403, dm=403, target="colleague"),
    all_in_room("POST", f"{R}/leave", 204),
    all_in_room("PATCH", f"{R}/me", 200, _json(pinned=True, muted=True)),
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
        "PATCH", M, sender=200, admin=403, other=403, erased=(409, 403, 403), system=403, body=_json(text="고침")
    ),
    on_message("DELETE", M, sender=204, admin=204, other=403, erased=(204, 204, 403), system=403),
    by_members("GET", f"{M}/readers", 200, erased=200, system=200),
    by_members("PUT", f"{M}/reactions/<path:emoji>", 200, erased=409, system=403),
    by_members("DELETE", f"{M}/reactions/<path:emoji>", 200, erased=409, system=403),
    # --- people and devices
    for_everybody("POST", "device-sessions", 401, _json(username="nobody", password="wrong-password", deviceName="x")),
    for_everybody("POST", "device-sessions/refresh", 401, _json(deviceToken="x")),
    for_everybody("POST", "register", 201, _json(username="newcomer", password="바다가-보이는-창문", name="새사람")),
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
    signed_in("PATCH", "me", 200, _json(phone="010-0000-0000")),
    signed_in("GET", "org/tree", 200),
    signed_in("GET", "users", 200),
    Row("GET", "users/<str:user_id>", device({"colleague": 200}), ("colleague", "pending", "missing")),
    signed_in("GET", "presence", 200),
    signed_in("GET", "schema", 200),
    signed_in("GET", "docs", 200),
)

PAGE_ROWS: tuple[Row, ...] = (
    signed_in("GET", "", 200, page=True),
    Row("GET", R, {s: dict.fromkeys(SIGNED_IN, 200) for s in ROOM_STATES}, ROOM_STATES, page=True),  # an empty shell
    signed_in("GET", "devices", 200, page=True),
    signed_in("POST", "devices", 302, page=True),
    signed_in("GET", "settings", 200, page=True),
    signed_in("POST", "settings", 400, page=True),
    Row("GET", "login", {"only": dict.fromkeys(SIGNED_IN, 302) | dict.fromkeys(UNKNOWN_PEOPLE, 200)}, open=True),
    for_everybody("POST", "login", 400),
    for_everybody("GET", "register", 200),
    for_everybody("POST", "register", 400),
    for_everybody("POST", "logout", 302),
    for_everybody("POST", "language", 302),
    for_everybody("GET", "shell", 200),
    for_everybody("GET", "sw.js", 200),
    for_everybody("GET", "manifest.webmanifest", 200),
    for_everybody("GET", "health/live", 200),
    for_everybody("GET", "health/ready", 200),
    for_everybody("POST", "csp-report", 204),
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


def fill(row: Row, world: World, persona: str, state: str) -> str:
    """The path of a row for a persona and a state."""
    found = target(world, state, under_room=row.states == UNDER_A_ROOM)
    people = {"colleague": world.friend.pk, "pending": world.people["pending"].pk, "missing": MISSING_ID}
    caller = world.callers[persona]
    devices = {"mine": caller.session.pk if caller.session else MISSING_ID, "foreign": world.foreign_device}
    about = world.people[MEMBER].pk if row.target == MEMBER or persona != MEMBER else world.people[ADMIN].pk
    values = {
        "<uuid:room_id>": found["room"],
        "<uuid:user_id>": about,
        "<message_id:message_id>": found["message"],
        "<path:emoji>": "%F0%9F%91%8D",
        "<str:session_id>": devices.get(state, MISSING_ID),
        "<str:user_id>": people.get(state, MISSING_ID),
    }
    path = row.path
    for name, value in values.items():
        path = path.replace(name, str(value))
    return path
