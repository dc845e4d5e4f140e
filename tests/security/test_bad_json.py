"""Malformed bodies: the contract's 400 (or 413, 415), nothing changed, nothing slow, never a 5xx."""

import contextlib
import json
import re
import time
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import schemas as people
from messenger.core import commands, limits, wire
from messenger.core.errors import Invalid
from messenger.core.fields import Schema
from tests.security import world
from tests.security.counting import COUNTED
from tests.security.policy import API, API_ROWS
from tests.security.rows import Row, fill
from tests.security.share import share
from tests.security.vectors import BAD_JSON, WRONG_VALUES
from tests.security.world import ADMIN, ANONYMOUS, MEMBER, PERSONAS, SYSADMIN, World
from tests.security.writes import written

pytestmark = pytest.mark.django_db

WITH_BODY = [row for row in API_ROWS if row.body is not None]
MOST_CPU_SECONDS = 0.05
SCHEMAS: dict[str, Schema] = {
    **{name: command.schema for name, command in commands._commands.items()},
    "sign in": people.SIGN_IN,
    "refresh": people.REFRESH,
    "register": people.REGISTER,
}


@pytest.fixture(scope="module")
def things(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    patch = pytest.MonkeyPatch()
    with django_db_blocker.unblock(), transaction.atomic():
        patch.setattr("django.conf.settings.REGISTRATION", "open")
        yield world.build()
        patch.undo()
        transaction.set_rollback(True)


def somebody(row: Row) -> str:
    """One to whom the door opens: the room's admin wherever it can be."""
    said = {one: row.expected(one, row.states[0]) for one in (ADMIN, MEMBER, SYSADMIN, *PERSONAS)}
    return min(said, key=lambda one: (said[one] in (401, 403), said[one] == 404, said[one] >= 300))


def send(things: World, row: Row, body: Any, persona: str = "", **extra: Any) -> Any:
    limits.forget_all()
    persona = persona or somebody(row)
    path = "/" + API + fill(row, things, persona, row.states[0])
    return things.callers[persona].request(row.method, path, body, **extra)


def is_refusal(answer: Any, *statuses: int) -> bool:
    """The contract's envelope with one of these statuses."""
    error = answer.json()["error"]
    assert set(error) == {"code", "message", "details", "requestId"}
    assert error["requestId"] == answer.headers["X-Request-ID"]
    assert isinstance(error["message"], str) and isinstance(error["details"], dict)
    return answer.status_code in statuses


@pytest.mark.one_home
@pytest.mark.parametrize("row", WITH_BODY, ids=[f"{row.method} {row.path}" for row in WITH_BODY])
def test_malformed_bodies(things: World, row: Row) -> None:
    for what, raw in share(BAD_JSON.items(), row.path):
        with written() as tables:
            answer = send(things, row, raw)
        assert is_refusal(answer, 400), (what, answer.content)
        assert answer.json()["error"]["code"] == "INVALID_ARGUMENT", what
        assert not tables, what
        COUNTED["bad bodies"] += 1


@pytest.mark.parametrize("row", [r for r in API_ROWS if r.body is None and r.method != "GET"], ids=lambda r: r.path)
def test_doors_that_want_no_body_get_one(things: World, row: Row) -> None:
    for what, raw in share(BAD_JSON.items(), row.path):
        mark = transaction.savepoint()
        answer = send(things, row, raw, ADMIN)
        transaction.savepoint_rollback(mark)
        assert answer.status_code in (row.expected(ADMIN, row.states[0]), 400), (what, answer.content)


@pytest.mark.parametrize("what", BAD_JSON)
def test_the_decoder_is_quick_with_nonsense(what: str) -> None:
    began = time.process_time()
    with contextlib.suppress(Invalid):
        wire.decode(BAD_JSON[what])
    assert time.process_time() - began < MOST_CPU_SECONDS


@given(st.binary(max_size=300))
@settings(max_examples=500, deadline=None)
def test_any_bytes_are_decoded_or_refused(raw: bytes) -> None:
    for data in (raw, b'{"a":' + raw, b'"' + raw + b'"', b"[" * 33 + raw):
        try:
            wire.decode(data)
        except Invalid:
            continue


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
NUMBER = st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBER | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@given(JSON)
@settings(max_examples=300, deadline=None)
def test_good_json_is_decoded_as_it_is(value: Any) -> None:
    for raw in (json.dumps(value).encode(), json.dumps(value, ensure_ascii=False), orjson.dumps(value)):
        assert wire.decode(raw) == value


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_wrong_value_in_any_field_is_invalid_or_taken(name: str) -> None:
    """Every field of every schema × every odd value: a clean value or `Invalid` that can be told."""
    schema = SCHEMAS[name]
    for field in schema.fields:
        for value in WRONG_VALUES:
            taken_or_told(schema, {field: value})
            COUNTED["odd values"] += 1
    for value in WRONG_VALUES:
        taken_or_told(schema, value)


def taken_or_told(schema: Schema, data: Any) -> None:
    try:
        schema.clean(data)
    except Invalid as refusal:
        wire.encode(refusal.as_wire())


@pytest.mark.parametrize("name", SCHEMAS)
@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_json_in_any_field_is_invalid_or_taken(name: str, data: st.DataObject) -> None:
    schema = SCHEMAS[name]
    fields = st.sampled_from(sorted(schema.fields) or ["x"])
    taken_or_told(schema, data.draw(st.dictionaries(fields, JSON, max_size=6)))


@pytest.mark.parametrize("row", WITH_BODY, ids=[f"{row.method} {row.path}" for row in WITH_BODY])
def test_odd_values_at_the_door(things: World, row: Row) -> None:
    assert row.body is not None
    good = row.body(things, row.states[0])
    for field in good:
        for value in share(WRONG_VALUES, row.path + field):
            mark = transaction.savepoint()
            answer = send(things, row, {**good, field: value})
            transaction.savepoint_rollback(mark)
            assert answer.status_code < 500, (field, value, answer.content)
            assert answer.status_code < 400 or is_refusal(answer, 400, 401, 403, 404, 409, 413), (field, value)
            COUNTED["odd values at the door"] += 1


@pytest.mark.one_home
@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml",
    "text/json",
     "application/jsonx", "x", "application/octet-stream", "application/merge-patch+json"],
)  # fmt: skip
def test_other_content_types_are_415(things: World, kind: str) -> None:
    for row in share(WITH_BODY, kind):
        with written() as tables:
            answer = send(things, row, b'{"name": "x", "text": "x"}', content_type=kind)
        assert is_refusal(answer, 415), (row.path, answer.content)
        assert answer.json()["error"]["code"] == "INVALID_ARGUMENT"
        assert not tables, row.path


@pytest.mark.one_home
@pytest.mark.parametrize("row", WITH_BODY, ids=[f"{row.method} {row.path}" for row in WITH_BODY])
def test_too_large_is_413(things: World, row: Row) -> None:
    answer = send(things, row, b'{"text": "' + b"a" * 65536 + b'"}')
    assert is_refusal(answer, 413)
    assert answer.json()["error"]["code"] == "PAYLOAD_TOO_LARGE"


BAD_QUERIES = [
    "limit=0", "limit=-1", "limit=x", "limit=1.5", "limit=", "limit=1e3", "limit=%EF%BC%91",
    "limit=99999999999999999999",
    "cursor=x", "cursor=%00", "cursor=%ff%fe", "cursor=a:b:c", "cursor=" + "x" * 5000, "cursor=..%2F..",
    "after=-1", "after=x",
    "after=9223372036854775808", "beforeId=x", "afterId=1&beforeId=1", "aroundId=-1", "aroundId=" + "9" * 100,
    "query=%00", "query=" + "%F0%9F%91%8D" * 2000, "orgUnitId=x", "orgUnitId=%00", "ids=x", "ids=,,x,",
    "ids=" + "a," * 500,
]  # fmt: skip
ODD_QUERIES = [
    "limit=999999", "limit=200&limit=1", "after=9223372036854775807", "query=%ff%fe", "query=%25_%5C",
    "query=%ED%A0%80",
    "query=%E3%84%B1%E3%84%B1%E3%84%B1", "includeExpired=%00", "format=xml", "format=", "%00=%00", "a" * 3000, "=",
    "&&&",
    "&".join(f"k{i}=1" for i in range(1500)), "subtree=1", "x[]=1", "__class__=1", "limit[]=1",
    "beforeId=999999999999999999",
]  # fmt: skip


@pytest.mark.parametrize("row", [r for r in API_ROWS if r.method == "GET"], ids=lambda r: r.path)
def test_mangled_queries(things: World, row: Row) -> None:
    who = somebody(row)
    path = f"/{API}{fill(row, things, who, row.states[0])}"
    begun = f"{path}{'&' if row.query else '?'}"
    for query in share((*BAD_QUERIES, *ODD_QUERIES), row.path):
        limits.forget_all()
        answer = things.callers[who].request("GET", f"{begun}{query}")
        usual = row.expected(who, row.states[0])  # a case that waits is closed to everybody
        assert answer.status_code in (200, 400, 404, usual), (query, answer.status_code)
        assert answer.status_code == 200 or is_refusal(answer, 400, 404, usual), query
        COUNTED["mangled queries"] += 1
    answer = things.callers[who].request("GET", f"{begun}format=xml&nobody=asked")
    assert answer.status_code == row.expected(who, row.states[0]), "unknown keys are ignored"


@pytest.mark.parametrize("path", ["rooms", "users", "device-sessions", "rooms/{active}/members"])
def test_a_cursor_of_another_list_is_refused(things: World, path: str) -> None:
    from messenger.core import paging

    for position in (["name", "x"], 1, "1", None, {}, [1, 2], 10**18, True, 1.5, ["a", str(world.MISSING_ID)]):
        url = f"/{path.format(active=things.rooms['active'])}?cursor={paging.next_cursor(position)}"
        answer = things.callers[ADMIN].get(url)
        assert answer.status_code in (200, 400), (position, answer.content)


BAD_IDS = [
    "x", "0", "-1", "1.5", "%00", "%ff", "..", "%2e%2e", "%2F", "%0a", "null", "undefined", "{}", "%F0%9F%91%8D",
    "00000000-0000-4000-8000-00000000000", "00000000-0000-4000-8000-0000000000000",
    "00000000-0000-4000-8000-00000000000g",
    "00000000-0000-4000-8000-000000000000%00", "%D9%A1", "%EF%BC%91", "9" * 18, "9" * 19, "9" * 400, "x" * 4000,
    "1;2", "1'--",
]  # fmt: skip


@pytest.mark.parametrize("row", [r for r in API_ROWS if "<" in r.path], ids=lambda r: f"{r.method} {r.path}")
def test_mangled_ids_do_not_exist(things: World, row: Row) -> None:
    """404 in the envelope (400 for an emoji that is none)."""
    head, _, tail = row.path.partition("<")
    rest = re.sub("<[^>]*>", "1", tail.partition(">")[2])
    body = row.body(things, row.states[0]) if row.body else None
    for bad in share(BAD_IDS, row.path):
        limits.forget_all()
        answer = things.callers[somebody(row)].request(row.method, f"/{API}{head}{bad}{rest}", body)
        assert is_refusal(answer, 404, 405), (bad, answer.status_code)
        COUNTED["mangled ids"] += 1


@pytest.mark.parametrize(
    "emoji", ["x", "%00", "%ff", "%F0%9F%91", "👍👍", "👍/👍", "a👍", "%E2%80%8D", "1", "x" * 3000, "%2F"]
)
def test_what_is_no_emoji_is_no_reaction(things: World, emoji: str) -> None:
    for method in ("PUT", "DELETE"):
        mark = transaction.savepoint()
        answer = things.callers[ADMIN].request(method, f"/messages/{things.messages['own']}/reactions/{emoji}")
        transaction.savepoint_rollback(mark)
        assert is_refusal(answer, 400), (method, answer.content)


ODD_HEADERS = [
    {"Accept": "image/png"}, {"Accept": "x"}, {"Accept": "text/html;q=x"}, {"Accept": "*/*;" * 500},
    {"Accept-Language": "x" * 5000}, {"Accept-Language": "ko;q=x,,en-US-x-" + "a-" * 200},
    {"Accept-Language": "../../ko"},
    {"X-Request-ID": "x" * 65}, {"X-Request-ID": "a b\tc"}, {"X-Request-ID": "é"}, {"X-Forwarded-For": "1.2.3.4, x"},
    {"X-Forwarded-For": "::1%eth0"}, {"User-Agent": "x" * 5000}, {"User-Agent": "\u202e"},
    {"Cookie": "maru=x; maru=y; ==;;"},
    {"Cookie": "maru=" + "." * 4000}, {"Cookie": "csrftoken=" + "x" * 4000}, {"Cookie": "maru_language=../x"},
    {"Referer": "x"},
    {"If-Modified-Since": "x"}, {"Range": "bytes=0-"}, {"X-HTTP-Method-Override": "DELETE"},
    {"X-CSRFToken": "x" * 5000},
    {"Content-Length": "-1"}, {"Content-Encoding": "gzip"}, {"Transfer-Encoding": "chunked, chunked"},
    {"Authorization": "Basic eDp4"},
]  # fmt: skip


@pytest.mark.one_home
@pytest.mark.parametrize("odd", ODD_HEADERS, ids=lambda odd: next(iter(odd)))
def test_odd_headers_are_borne(things: World, odd: dict[str, str]) -> None:
    limits.forget_all()
    for path in ("me", "rooms", "nowhere"):
        answer = things.callers[ADMIN].request("GET", f"/{path}", headers=odd)
        assert answer.status_code in (200, 401, 404, 406), answer.content
        assert answer.headers["X-Request-ID"].isascii() and len(answer.headers["X-Request-ID"]) <= 64
    for page in ("/login", "/", "/register"):
        assert Client(raise_request_exception=False).get(page, headers=odd).status_code in (200, 302)


@pytest.mark.one_home
@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1:80:80", "", "[::1", "a b", "127.0.0.1@evil", "x" * 300, "%00"]
)
def test_a_foreign_host_is_refused_in_the_envelope(things: World, host: str) -> None:
    answer = things.callers[ANONYMOUS].request("GET", "/me", headers={"Host": host})
    assert answer.status_code in (400, 401)
    assert is_refusal(answer, 400, 401)
