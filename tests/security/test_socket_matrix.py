"""The socket's ops are rows of the same policy: a second entry point is where rights are forgotten."""

from typing import Any

import pytest
from django.conf import settings

from chat.models import Member, Message
from messenger.consumers import OPS
from messenger.core import limits
from tests.security import world
from tests.security.counting import COUNTED
from tests.security.inside import Client, act, connected, stop_live, turned_away
from tests.security.policy import OP_ROWS, OPS_OF_NO_ROOM, SILENT
from tests.security.rows import ROOM_STATES
from tests.security.world import ADMIN, INSIDE, MEMBER, PERSONAS, UNKNOWN_PEOPLE, World

pytestmark = pytest.mark.django_db(transaction=True)

STATES = (*ROOM_STATES, "elsewhere")


def test_every_op_has_a_row_and_every_row_an_op() -> None:
    assert set(OP_ROWS) == {*OPS, *OPS_OF_NO_ROOM}


def is_open(persona: str, op: str, state: str) -> bool:
    inside = INSIDE if state == "active" else (MEMBER, ADMIN) if state == "dm" else ()
    return op in OPS_OF_NO_ROOM or persona in inside


def rows() -> Any:
    """What a refused op must not have touched."""
    return Message.objects.count(), list(Member.objects.order_by("pk").values_list())


async def ask(client: Client, op: str, data: Any) -> dict[str, Any] | None:
    """The op's answer; None if it was silent, which a ping behind it tells."""
    limits.forget_all()
    ref = await client.say(op, data)
    answers: list[dict[str, Any]] = []
    behind = await client.say("ping") if op in SILENT else None
    while True:
        frame: dict[str, Any] = await client.next()
        assert "close" not in frame, frame
        if frame.get("ref") == ref:
            answers.append(frame)
            if behind is None:
                return frame
        if behind is not None and frame.get("ref") == behind:
            return answers[0] if answers else None


async def test_ops_are_for_whom_the_policy_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.conf.settings.RATE_LIMITS", dict.fromkeys(settings.RATE_LIMITS, (100_000, 1)))
    things: World = await act(world.build)
    wrong: list[Any] = []
    for persona in PERSONAS:
        if persona in UNKNOWN_PEOPLE:
            continue
        hidden: dict[str, set[str]] = {}
        async with connected(things.callers[persona].token) as client:
            for op, body in OP_ROWS.items():
                for state in STATES:
                    before = await act(rows)
                    answer = await ask(
                        client, op, body(things, state) if op not in OPS_OF_NO_ROOM else body(things, "active")
                    )
                    refused = answer is not None and answer["event"] == "ERROR"
                    COUNTED["socket matrix"] += 1
                    if refused == is_open(persona, op, state):
                        wrong.append((persona, op, state, answer))
                    if refused:
                        assert answer is not None
                        hidden.setdefault(op, set()).add(repr(answer["data"]))
                        if answer["data"]["code"] != "NOT_FOUND":
                            wrong.append((persona, op, state, answer["data"]))
                        if await act(rows) != before:
                            wrong.append((persona, op, state, "refused, and something changed"))
        wrong += [(persona, op, "can tell rooms apart") for op, found in hidden.items() if len(found) > 1]
    stop_live()
    assert not wrong


async def test_who_is_not_signed_in_has_no_socket() -> None:
    things: World = await act(world.build)
    for persona in UNKNOWN_PEOPLE:
        token = things.callers[persona].token
        origin = [(b"host", b"127.0.0.1:8000"), (b"origin", b"http://127.0.0.1:8000")]
        ways = [[(b"authorization", f"Bearer {token}".encode())]] if token else [[]]
        if cookie := things.cookies.get(persona):
            ways.append([*origin, (b"cookie", f"maru={cookie}".encode())])
        for headers in ways:
            code = await turned_away(headers)
            assert code == 4401 or (not headers and code == 4403), (persona, code)
            COUNTED["socket matrix"] += 1
    stop_live()
