"""Who may do what with must-read notices, and who reminds. Part of the one table (`tests.security.policy`)."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

from tests.security.notice_world import NOTICE_STATES
from tests.security.rows import Outcomes, Row, in_room, on_message, signed_in
from tests.security.world import ADMIN, BACK, MEMBER, World

N = "must-reads/<uuid:must_read_id>"


def _notice(world: World, state: str) -> Any:
    return {"clientMsgId": str(uuid4()), "title": "필독", "text": "읽어 주세요.", "roomIds": [world.rooms[state]]}


def _by_recipients(method: str, path: str, status: int) -> Row:
    says: Outcomes = {"room": {MEMBER: status, BACK: status}, "unit": {MEMBER: status}}
    return Row(method, path, says, NOTICE_STATES)


def _by_the_author(method: str, path: str, status: int, *, withdrawn: int) -> Row:
    """The admin published it; those who got it learn that it is not theirs."""
    says: Outcomes = {
        "room": {ADMIN: status, MEMBER: 403, BACK: 403},
        "unit": {MEMBER: 403},
        "withdrawn": {ADMIN: withdrawn},
    }
    return Row(method, path, says, NOTICE_STATES)


def _read() -> Row:
    row = _by_recipients("GET", N, 200)
    return replace(row, says={**row.says, "room": {**row.says["room"], ADMIN: 200}, "withdrawn": {ADMIN: 200}})


def _remind() -> Row:
    path = "messages/<message_id:message_id>/remind"
    row = on_message("POST", path, sender=200, admin=200, other=403, erased=(409, 409, 403), system=403)
    return replace(row, says={**row.says, "private": {MEMBER: 200, ADMIN: 403}})  # a DM has no admin


NOTICE_ROWS: tuple[Row, ...] = (
    signed_in("GET", "must-reads", 200),
    in_room("POST", "must-reads", admin=201, member=403, dm=201, body=_notice),
    signed_in("GET", "must-reads/places", 200),
    _read(),
    _by_the_author("DELETE", N, 204, withdrawn=204),
    _by_recipients("POST", f"{N}/confirm", 200),
    _by_the_author("POST", f"{N}/close", 200, withdrawn=200),
    _by_the_author("POST", f"{N}/remind", 200, withdrawn=409),
    _by_the_author("GET", f"{N}/recipients", 200, withdrawn=200),
    _by_the_author("GET", f"{N}/report.csv", 200, withdrawn=200),
    _by_the_author("GET", f"{N}/report.pdf", 200, withdrawn=200),
    _remind(),
)
