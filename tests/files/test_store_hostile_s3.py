"""An S3 store that is down, slow, broken or lying: `StoreDown` soon, and never a wrong byte."""

import contextlib
import re
import socket
import struct
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from django.test import override_settings

from files.storage import Part, Store, StoreDown, StoreFull, s3_client
from files.storage.s3 import S3Store
from tests.files.stores import read, use_s3
from tests.services.hostile_http import Site
from tests.services.ports import free_port

KEY, ETAG = "stored/0f-hostile", "0123456789abcdef0123456789abcdef"
BODY = b"0123456789" * 20_000
Answer = bytes | Callable[[socket.socket], None]
_ERROR = "<Error><Code>{}</Code><Message>no</Message></Error>"


class Ask:
    """One request: its method, path and the range it wants."""

    def __init__(self, head: str) -> None:
        self.method, self.path = head.split(" ")[:2]
        found = re.search(r"(?mi)^range: bytes=(\d+)-(\d+)", head)
        self.first, self.last = (int(found[1]), int(found[2])) if found else (0, len(BODY) - 1)


def http(body: bytes | str = b"", status: int = 200, **headers: str | None) -> bytes:
    """An answer; a header that is None is left out."""
    raw = body.encode() if isinstance(body, str) else body
    said = {"Content-Length": str(len(raw)), "Connection": "close", "ETag": f'"{ETAG}"'}
    said["Last-Modified"] = "Sat, 21 Nov 2026 10:00:00 GMT"
    said |= {name.replace("_", "-"): value for name, value in headers.items()}  # type: ignore[misc]
    lines = [f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in said.items() if value is not None)]
    return "\r\n".join([*lines, "", ""]).encode() + raw


def part_of(ask: Ask, body: bytes | None = None, **headers: str | None) -> bytes:
    """The right answer to a GET, but for what is given."""
    right = BODY[ask.first : ask.last + 1]
    said = {"Content_Range": f"bytes {ask.first}-{ask.last}/{len(BODY)}", "Content_Length": str(len(right)), **headers}
    return http(right if body is None else body, 206, **said)


def head(**headers: str | None) -> bytes:
    return http(b"", 200, **{"Content_Length": str(len(BODY)), **headers})


def close(connection: socket.socket) -> None:
    """Nothing at all."""


def reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def hang(connection: socket.socket) -> None:
    connection.recv(1)  # until the client gives up


def after(begin: bytes, then: Callable[[socket.socket], None]) -> Callable[[socket.socket], None]:
    def say(connection: socket.socket) -> None:
        connection.sendall(begin)
        then(connection)

    return say


class Hostile(dict[str, Answer]):
    """An S3 server that holds one object and says what `say` makes of each request."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self.say: Callable[[Ask], Answer | None] = lambda ask: None

    def get(self, key: str, default: Any = None) -> Any:
        ask = Ask(self._site.requests[-1])
        said = self.say(ask)
        if said is not None:
            return said
        return head() if ask.method == "HEAD" else part_of(ask)


@pytest.fixture(scope="module")
def server() -> Iterator[Hostile]:
    with Site() as site:
        site.pages = Hostile(site)
        yield site.pages


@pytest.fixture
def hostile(server: Hostile) -> Hostile:
    server.say = lambda ask: None
    return server


def _env(port: int) -> dict[str, Any]:
    url = f"http://127.0.0.1:{port}"
    env = {"S3_ENDPOINT_URL": url, "S3_PUBLIC_ENDPOINT_URL": url, "S3_BUCKET": "maru"}
    return {**env, "S3_ACCESS_KEY_ID": "key", "S3_SECRET_ACCESS_KEY": "secret"}


@pytest.fixture(scope="module")
def store(server: Hostile) -> Iterator[Store]:
    with pytest.MonkeyPatch.context() as patch, override_settings(**_env(server._site.port)):
        patch.setattr(s3_client, "CONNECT_SECONDS", 1)
        patch.setattr(s3_client, "READ_SECONDS", 0.3)
        patch.setattr(s3_client, "ATTEMPTS", 1)
        yield S3Store()


def on(method: str, answer: Answer | Callable[[Ask], Answer]) -> Callable[[Ask], Answer | None]:
    """Say this to one method, what is right to the others."""

    def say(ask: Ask) -> Answer | None:
        if ask.method != method:
            return None
        return answer(ask) if getattr(answer, "__name__", "") == "<lambda>" else answer  # type: ignore[return-value, arg-type, operator]

    return say


HALF = BODY[7:100_007]  # of what the test asks for
GETTING: dict[str, Callable[[Ask], Answer | None]] = {
    "closes": on("GET", close),
    "resets": on("GET", reset),
    "hangs": on("GET", hang),
    "hangs in the head": on("GET", after(b"HTTP/1.1 206 X\r\nContent-Le", hang)),
    "hangs in the body": on("GET", lambda ask: after(part_of(ask, HALF), hang)),
    "breaks off": on("GET", lambda ask: part_of(ask, HALF)),
    "is reset in the middle": on("GET", lambda ask: after(part_of(ask, HALF), reset)),
    "sends nothing of it": on("GET", lambda ask: part_of(ask, b"")),
    "503 SlowDown": on("GET", http(_ERROR.format("SlowDown"), 503)),
    "503 of a proxy": on("GET", http("<html>down</html>", 503)),
    "500 without a word": on("GET", http(b"", 500)),
    "403": on("GET", http(_ERROR.format("AccessDenied"), 403)),
    "412": on("GET", http(_ERROR.format("PreconditionFailed"), 412)),
    "400": on("GET", http(_ERROR.format("RequestTimeTooSkewed"), 400)),
    "304": on("GET", http(b"", 304)),
    "204": on("GET", http(b"", 204)),
    "200 with an error in XML": on("GET", http(_ERROR.format("InternalError"), 200)),
    "200 with a page of HTML": on("GET", http("<html>sign in to the network</html>", 200)),
    "200 with the whole file": on("GET", http(BODY, 200)),
    "206 with an error in XML": on("GET", lambda ask: part_of(ask, _ERROR.format("SlowDown").encode())),
    "206 of another place": on("GET", lambda ask: part_of(ask, Content_Range=f"bytes 1-9/{len(BODY)}")),
    "206 without a range": on("GET", lambda ask: part_of(ask, Content_Range=None)),
    "206 of another length": on("GET", lambda ask: part_of(ask, HALF, Content_Length=str(len(HALF)))),
    "206 without a length": on("GET", lambda ask: part_of(ask, Content_Length=None)),
    "206 of another object": on("GET", lambda ask: part_of(ask, ETag='"another"')),
    "206 without an etag": on("GET", lambda ask: part_of(ask, ETag=None)),
    "broken chunks": on(
        "GET", lambda ask: part_of(ask, b"zz\r\nwhat", Content_Length=None, Transfer_Encoding="chunked")
    ),
    "no HTTP": on("GET", b"SSH-2.0-OpenSSH_9.2p1\r\n"),
    "headers without end": on("GET", b"HTTP/1.1 206 X\r\n" + b"A: b\r\n" * 200 + b"\r\n"),
    "one header without end": on("GET", b"HTTP/1.1 206 X\r\nA: " + b"b" * 100_000),
    "sends us elsewhere": on("GET", http(b"", 307, Location="http://127.0.0.2:1/other")),
    "head: closes": on("HEAD", close),
    "head: hangs": on("HEAD", hang),
    "head: 503": on("HEAD", http(b"", 503)),
    "head: 403": on("HEAD", http(b"", 403)),
    "head: no etag": on("HEAD", head(ETag=None)),
    "head: no length": on("HEAD", head(Content_Length=None)),
    "head: no sense": on("HEAD", head(Content_Length="many")),
    "head: no date": on("HEAD", head(Last_Modified=None)),
    "head: another date": on("HEAD", head(Last_Modified="yesterday")),
    "head: shorter": on("HEAD", head(Content_Length="5")),
    "head: longer": on("HEAD", head(Content_Length="999999999")),
}


@pytest.mark.parametrize("how", GETTING)
def test_bytes_are_right_or_do_not_come(store: Store, hostile: Hostile, how: str) -> None:
    assert read(store, KEY) == BODY
    assert read(store, KEY, 7, 100_000) == BODY[7:100_007]
    hostile.say = GETTING[how]
    began = time.monotonic()
    got = b""
    with pytest.raises(StoreDown):
        for piece in store.open(KEY, 7, 150_000):
            got += piece
    assert BODY[7:].startswith(got)
    assert time.monotonic() - began < 8
    hostile.say = lambda ask: None
    assert read(store, KEY) == BODY  # and it goes on


EVERYTHING: dict[str, Callable[[Store], Any]] = {
    "begin": lambda store: store.begin(KEY),
    "parts": lambda store: store.parts(KEY, "upload"),
    "finish": lambda store: store.finish(KEY, "upload", [Part(1, ETAG, 5)]),
    "finish empty": lambda store: store.finish(KEY, "", []),
    "abort": lambda store: store.abort(KEY, "upload"),
    "put": lambda store: store.put(KEY, BytesIO(b"x")),
    "stat": lambda store: store.stat(KEY),
    "copy": lambda store: store.copy(KEY, "stored/target", ETAG),
    "delete": lambda store: store.delete(KEY),
    "keys": lambda store: list(store.keys("stored/")),
    "unfinished": lambda store: list(store.unfinished()),
}
ANYTHING: dict[str, Answer] = {
    "closes": close,
    "hangs": hang,
    "500": http(_ERROR.format("InternalError"), 500),
    "503": http(b"", 503),
    "403": http(_ERROR.format("AccessDenied"), 403),
    "nonsense": b"\x00\xff" * 100,
}


@pytest.mark.parametrize("how", ANYTHING)
@pytest.mark.parametrize("what", EVERYTHING)
def test_whatever_is_asked_of_it_says_so(store: Store, hostile: Hostile, what: str, how: str) -> None:
    hostile.say = lambda ask: ANYTHING[how]
    began = time.monotonic()
    with pytest.raises(StoreDown):
        EVERYTHING[what](store)
    assert time.monotonic() - began < 8


_LISTS = {"keys": "Contents", "unfinished": "Upload", "parts": "Part"}


@pytest.mark.parametrize("xml", ["", "<html>hello</html>", "<ListResult><{0}/></ListResult>", "not xml", _ERROR])
@pytest.mark.parametrize("what", _LISTS)
def test_a_list_that_makes_no_sense_names_nothing_that_is_not_there(
    store: Store, hostile: Hostile, what: str, xml: str
) -> None:
    hostile.say = on("GET", http(xml.format(_LISTS[what]), 200))
    with contextlib.suppress(StoreDown):
        assert not EVERYTHING[what](store)


@pytest.mark.parametrize(
    "body", [_ERROR.format("InternalError"), "", "<html>ok</html>", "<CompleteMultipartUploadResult/>"]
)
def test_what_it_says_it_finished_and_does_not_have_is_not_finished(store: Store, hostile: Hostile, body: str) -> None:
    hostile.say = lambda ask: http(b"", 404) if ask.method == "HEAD" else http(body, 200)
    with pytest.raises(StoreDown):
        store.finish(KEY, "upload", [Part(1, ETAG, 5)])


@pytest.mark.parametrize("body", [_ERROR.format("InternalError"), "", "<CopyObjectResult/>"])
def test_what_it_says_it_copied_and_does_not_have_is_not_copied(store: Store, hostile: Hostile, body: str) -> None:
    def say(ask: Ask) -> Answer:
        if ask.method == "HEAD":
            return http(b"", 404) if ask.path.endswith("/target") else head()
        return http(body, 200)

    hostile.say = say
    with pytest.raises(StoreDown):
        store.copy(KEY, "stored/target", ETAG)


def test_a_full_store_says_that_it_is_full(store: Store, hostile: Hostile) -> None:
    hostile.say = lambda ask: http(_ERROR.format("InsufficientStorage"), 507)
    with pytest.raises(StoreFull):
        store.put(KEY, BytesIO(b"x"))


def test_what_fails_once_is_asked_again(hostile: Hostile, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(s3_client, "ATTEMPTS", 2)
    store = use_s3(settings, _env(hostile._site.port))
    answers = [http(b"", 503), head()]
    hostile.say = on("HEAD", lambda ask: answers.pop(0))
    assert store.stat(KEY).size == len(BODY)
    assert answers == []


def test_nobody_there_is_found_out_at_once(settings: Any) -> None:
    store = use_s3(settings, _env(free_port()))
    began = time.monotonic()
    with pytest.raises(StoreDown):
        store.stat(KEY)
    assert time.monotonic() - began < 8
