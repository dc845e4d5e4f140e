"""Who may do what with polls. Part of the one table (`tests.security.policy`)."""

from typing import Any
from uuid import uuid4

from tests.security.rows import Body, Outcomes, Row, all_in_room, fixed
from tests.security.world import ADMIN, BACK, INSIDE, MEMBER, World

P = "polls/<uuid:poll_id>"
POLL_STATES = ("own", "secret", "erased", "gap", "buried", "private", "elsewhere", "missing")


def _asked(_world: World, _state: str) -> dict[str, Any]:
    return {"clientMsgId": str(uuid4()), "question": "갈까요?", "options": ["네", "아니요"]}


def on_poll(method: str, path: str, status: int, *, secret: int = 200, body: Body | None = None) -> Row:
    """A door that is open to everybody who sees the poll's message; another answer for an anonymous poll."""
    says: Outcomes = {
        "own": dict.fromkeys(INSIDE, status),
        "secret": dict.fromkeys(INSIDE, secret),
        "gap": {MEMBER: status, ADMIN: status},
        "private": {MEMBER: status, ADMIN: status},
    }
    return Row(method, path, says, POLL_STATES, body)


def by_owner(method: str, path: str, *, secret: int = 200) -> Row:
    """Only for the member, whose poll it is, and the room's admin; in a direct message for its author."""
    says: Outcomes = {
        "own": {MEMBER: 200, ADMIN: 200, BACK: 403},
        "secret": {MEMBER: secret, ADMIN: secret, BACK: 403},
        "gap": {MEMBER: 200, ADMIN: 200},
        "private": {MEMBER: 200, ADMIN: 403},
    }
    return Row(method, path, says, POLL_STATES)


POLL_ROWS: tuple[Row, ...] = (
    all_in_room("POST", "rooms/<uuid:room_id>/polls", 201, _asked),
    on_poll("GET", P, 200),
    on_poll("POST", f"{P}/vote", 200, body=fixed(optionIds=[])),
    by_owner("POST", f"{P}/close"),
    on_poll("GET", f"{P}/non-voters", 200, secret=403),
    by_owner("POST", f"{P}/remind", secret=403),
)
