"""Every door, every persona, every state: what happens is what the policy says, and nothing else.

The doors are read from the URL resolver and the socket's ops. Refused means refused: nothing
is written, and who stands outside gets the same bytes for what exists and what does not.
"""

import json
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.views import APIView

from messenger.core import limits
from tests.client import wire_json
from tests.security import policy, world
from tests.security.counting import COUNTED
from tests.security.policy import API, API_ROWS, PAGE_ROWS
from tests.security.rows import UNDER_A_ROOM, Row, fill
from tests.security.share import share
from tests.security.world import INSIDE, PERSONAS, UNKNOWN_PEOPLE, World
from tests.security.writes import written

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "PROPFIND")
ROWS = [*((API, row) for row in API_ROWS), *(("", row) for row in PAGE_ROWS)]

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def things(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One world for all rows; each case is taken back by a savepoint."""
    patch = pytest.MonkeyPatch()
    with django_db_blocker.unblock(), transaction.atomic():
        patch.setattr("django.conf.settings.REGISTRATION", "open")
        yield world.build()
        patch.undo()
        transaction.set_rollback(True)


def doors() -> dict[str, type[APIView] | None]:
    """Every pattern of the resolver, and its REST view; None for a page."""
    found: dict[str, type[APIView] | None] = {}

    def walk(patterns: list[Any], prefix: str) -> None:
        for one in patterns:
            path = prefix + str(one.pattern)
            if isinstance(one, URLResolver):
                walk(one.url_patterns, path)
            elif isinstance(one, URLPattern):
                found[path] = getattr(one.callback, "cls", None)

    walk(get_resolver().url_patterns, "")
    return found


def test_every_door_has_a_row_and_every_row_a_door() -> None:
    rows = {(prefix + row.path, row.method) for prefix, row in ROWS}
    assert len(rows) == len(ROWS), "a row stands twice"
    paths = {path for path, _method in rows}
    assert paths == set(doors())
    methods = {
        (path, name.upper())
        for path, view in doors().items()
        if view is not None
        for name in ("get", "post", "put", "patch", "delete")
        if hasattr(view, name)
    }
    assert {(path, method) for path, method in rows if doors()[path] is not None} == methods


def ask(things: World, persona: str, method: str, path: str, body: Any = None) -> Any:
    """One request; a page's by form and cookie-less Bearer would not do, so pages get a browser."""
    limits.forget_all()
    if path.startswith(f"/{API}"):
        return things.callers[persona].request(method, path, body)
    client = Client(raise_request_exception=False)
    if cookie := things.cookies.get(persona):
        client.cookies["maru"] = cookie
    return client.generic(method, path, b"", "application/x-www-form-urlencoded")


def everybody_or_some(path: str) -> list[str]:
    """Everybody; on PostgreSQL, where the same policy is heard a second time, a third of them."""
    return share(PERSONAS, path, parts=1)


def plain(answer: Any) -> tuple[int, bytes, dict[str, str]]:
    """An answer without what differs each time."""
    request_id = answer.headers.get("X-Request-ID", "-")
    headers = {name: value for name, value in answer.headers.items() if name != "X-Request-ID"}
    headers.pop("Content-Security-Policy", None)  # its nonce
    return answer.status_code, answer.content.replace(request_id.encode(), b""), headers


@pytest.mark.parametrize(("prefix", "row"), ROWS, ids=[f"{row.method} /{prefix}{row.path}" for prefix, row in ROWS])
def test_a_door_opens_for_whom_the_policy_says(things: World, prefix: str, row: Row) -> None:
    wrong = []
    for persona in everybody_or_some(prefix + row.path):
        hidden: dict[str, set[str]] = {}
        for state in row.states:
            path = "/" + prefix + fill(row, things, persona, state)
            body = row.body(things, state) if row.body else None
            mark = transaction.savepoint()
            with written() as tables:
                answer = ask(things, persona, row.method, path, body)
            expected, got = row.expected(persona, state), answer.status_code
            if got >= 400 and tables:
                wrong.append(f"{persona}, {state}: refused, and wrote into {sorted(tables)}")
            transaction.savepoint_rollback(mark)
            COUNTED["authorization matrix"] += 1
            if got != expected:
                wrong.append(
                    f"{persona}, {state}: {got} instead of {expected} {getattr(answer, 'content', b'')[:160]!r}"
                )
            if expected == 404:
                # Who sees the room may learn that it is the message that is not there.
                seen = row.states == UNDER_A_ROOM and persona in INSIDE and state not in ("private", "buried")
                hidden.setdefault("a message" if seen else "a room", set()).add(repr(plain(answer)))
        wrong += [
            f"{persona} can tell {what} that exists from one that does not" for what in hidden if len(hidden[what]) > 1
        ]
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize("path", sorted(doors()))
def test_what_has_no_row_is_no_method(things: World, path: str) -> None:
    """405 in the house's form for everybody; 401 first for those who are not signed in at all."""
    rows = [(prefix, row) for prefix, row in ROWS if prefix + row.path == path]
    allowed = {row.method for _prefix, row in rows} | {"HEAD" if any(r.method == "GET" for _p, r in rows) else ""}
    prefix, row = rows[0]
    for persona, method in share(product(PERSONAS, METHODS), path, parts=4):
        if method in allowed or (method == "OPTIONS" and prefix):
            continue
        answer = ask(things, persona, method, "/" + prefix + fill(row, things, persona, row.states[0]))
        expected = 401 if prefix and persona in UNKNOWN_PEOPLE and not all(r.open for _p, r in rows) else 405
        if all(row.expected(persona, state) == 403 for state in row.states):
            expected = 403  # a role's door: who has it not learns nothing else
        assert answer.status_code == expected, (persona, method, answer.status_code)
        if prefix and method != "HEAD":
            codes = {401: "UNAUTHENTICATED", 403: "FORBIDDEN", 405: "INVALID_ARGUMENT"}
            assert answer.json()["error"]["code"] == codes[expected]
        COUNTED["authorization matrix"] += 1


NAMED_ELSEWHERE = [
    ("POST", "rooms/{active}/messages", {"type": "TEXT", "text": "x", "replyTo": "{m}"}, 400),
    ("POST", "rooms/{active}/read", {"messageId": "{m}"}, 400),
    ("GET", "rooms/{active}/messages?aroundId={m}", None, 404),
    ("POST", "rooms/{active}/pins", {"messageId": "{m}"}, 404),
]


@pytest.mark.parametrize(("method", "path", "body", "status"), NAMED_ELSEWHERE)
@pytest.mark.parametrize("persona", [world.MEMBER, world.ADMIN])
def test_a_message_named_in_a_body_or_a_query_tells_nothing(
    things: World, persona: str, method: str, path: str, body: Any, status: int
) -> None:
    answers = set()
    for state in ("elsewhere", "buried", "missing"):
        number = things.messages[state]
        url = f"/{API}" + path.format(active=things.rooms["active"], m=number)
        filled = body and {key: number if value == "{m}" else value for key, value in body.items()}
        if filled and "text" in filled:
            filled["clientMsgId"] = "00000000-0000-4000-8000-000000000001"
        answer = ask(things, persona, method, url, filled)
        assert answer.status_code == status
        answers.add(repr(plain(answer)))
    assert len(answers) == 1


def test_who_came_back_does_not_see_what_lay_between(things: World) -> None:
    """Neither in a page, nor in changes, nor around it, nor as a pin."""
    gap = things.messages["gap"]
    room = things.rooms["active"]
    for path in (
        "messages?limit=200",
        "changes?limit=200",
        "pins",
        f"messages?beforeId={gap + 1}",
        "messages?afterId=1",
    ):
        body = ask(things, world.BACK, "GET", f"/{API}rooms/{room}/{path}").json()
        seen = [m["messageId"] for m in body.get("results", body.get("messages", []))]
        assert gap not in seen
        assert path == "pins" or seen
    assert ask(things, world.BACK, "GET", f"/{API}rooms/{room}/messages?aroundId={gap}").status_code == 404


def test_no_role_widens_the_room_list(things: World) -> None:
    for persona in (world.OUTSIDER, world.EX, world.AUDITOR, world.SYSADMIN):
        assert ask(things, persona, "GET", f"/{API}rooms").json()["results"] == []


def test_the_table_is_not_empty() -> None:
    """The premise of it all."""
    assert len(PERSONAS) == 13
    assert len(ROWS) > 50
    assert json.loads(wire_json(policy.API_ROWS[0].says))
