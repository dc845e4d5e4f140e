"""Rows of the authorization matrix: who asks, in which state of the thing, and what they get.

What a row does not say is no: 401 for those who are not signed in, 404 for everybody else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

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
    query: str = ""  # what follows the path, `?` included

    def expected(self, persona: str, state: str) -> int:
        said = self.says.get(state, {})
        if persona in said:
            return said[persona]
        if persona in UNKNOWN_PEOPLE and not self.open:
            return 302 if self.page else 401
        return 404


def fixed(**fields: Any) -> Body:
    """The same body in every state."""
    return lambda world, state: fields


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
        "<str:job_id>": MISSING_ID,
        "<str:plan_id>": MISSING_ID,
        "<str:transfer_id>": MISSING_ID,
        "<str:name>": MISSING_ID,
        "<uuid:token_id>": world.push_tokens.get(state, MISSING_ID),
        "<str:user_id>": people.get(state, MISSING_ID),
        "<uuid:attachment_id>": world.files.get(state, MISSING_ID),
        "<uuid:link_id>": world.links.get(state, MISSING_ID),
        "<uuid:scheduled_id>": world.scheduled.get(state, MISSING_ID),
        "<uuid:reminder_id>": world.reminders.get(state, MISSING_ID),
        "<uuid:must_read_id>": world.notices.get(state, MISSING_ID),
        "<uuid:poll_id>": world.polls.get(state, MISSING_ID),
        "<uuid:upload_id>": world.uploads.get(state, MISSING_ID),
        "<uuid:survey_id>": world.surveys.get(state, MISSING_ID),
        "<int:entry_id>": 10**17,
        "<str:kind>": "room",
        "<str:target_id>": MISSING_ID,
        "<int:year>": 2020,
        "<int:month>": 1,
        "<uuid:disclosure_id>": world.disclosures.get(state, MISSING_ID),
        "<path:object_id>": MISSING_ID,
        "<str:app_label>": "accounts",
        "<uuid:transfer_id>": MISSING_ID,
        "<uuid:import_id>": MISSING_ID,
        "<uuid:run_id>": MISSING_ID,
        "<uuid:unit_id>": MISSING_ID,
    }
    path = row.path + row.query
    for name, value in values.items():
        path = path.replace(name, str(value))
    return path
