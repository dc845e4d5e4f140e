"""Web servers that mean harm, or mean nothing: a call ends in time, in bounds, and with a plain failure."""

import gzip
import itertools
import time
import zlib
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from messenger.core.outbound import bodies, fetching, pinned, turns
from messenger.core.outbound.errors import Blocked, Failed, OutboundError
from messenger.core.outbound.fetching import Answer
from messenger.core.outbound.policy import Policy
from tests.security.devices import once
from tests.services.hostile_http import Say, Site, answer, dripping, flooding, html, redirect
from tests.services.outside import HOST, always, here

pytestmark = once  # no database is asked
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nTransfer-Encoding: chunked\r\n\r\n"
CHUNK = b"8000\r\n" + b"<" + b"p" * 0x7FFF + b"\r\n"
Ask = Callable[..., Answer]


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


@pytest.fixture
def ask(site: Site) -> Ask:
    """`ask(page)`: what comes of a site that answers so; `kind` as in `fetch`."""
    rules = here(site.port, always("127.0.0.1"))

    def fetch(page: bytes | Say, kind: bodies.Kind = bodies.PAGE) -> Answer:
        site.pages["/"] = page
        return fetching.fetch(f"http://{HOST}:{site.port}/", kind, rules)

    return fetch


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same limits on the clock, smaller."""
    assert (fetching.TOTAL_SECONDS, pinned.CONNECT_SECONDS, pinned.FIRST_BYTE_SECONDS) == (5, 2, 2)
    monkeypatch.setattr(fetching, "TOTAL_SECONDS", 0.6)
    monkeypatch.setattr(pinned, "FIRST_BYTE_SECONDS", 0.3)


def code_of(ask: Ask, page: bytes | Say, kind: bodies.Kind = bodies.PAGE) -> str:
    with pytest.raises(Failed) as failed:
        ask(page, kind)
    return failed.value.code


# --- Slow ------------------------------------------------------------------------------------


def test_a_server_that_says_nothing(ask: Ask, site: Site, hasty: None) -> None:
    began = time.monotonic()
    assert code_of(ask, dripping(site, b"", iter([b""]), 30)) == "TIMEOUT"
    assert time.monotonic() - began < 0.6


@pytest.mark.parametrize(
    "first",
    [
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9999\r\n\r\n<",
        CHUNKED % b"text/html" + b"1\r\n<\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<",
    ],
    ids=["head", "body", "chunks", "without length"],
)
def test_a_server_that_drips(ask: Ask, site: Site, hasty: None, first: bytes) -> None:
    drops = itertools.repeat(b"1\r\na\r\n" if b"chunked" in first else b"a")
    began = time.monotonic()
    assert code_of(ask, dripping(site, first, drops, 0.03)) == "TIMEOUT"
    assert time.monotonic() - began < 1.5


def test_redirects_do_not_begin_the_time_anew(ask: Ask, site: Site, hasty: None) -> None:
    for n in range(4):
        site.pages[f"/{n}"] = dripping(site, b"", iter([redirect(f"/{n + 1}")]), 0.25)
    assert code_of(ask, redirect("/0")) == "TIMEOUT"


# --- Large -----------------------------------------------------------------------------------


@pytest.mark.parametrize("line", [b"X-Long: " + b"a" * 60_000, b"X-Many: 1\r\n" * 5000, b"X: 1\r\n folded\r\n" * 4000])
def test_a_head_without_end(ask: Ask, line: bytes) -> None:
    assert code_of(ask, flooding(b"HTTP/1.1 200 OK\r\n", line)) in ("TOO_LARGE", "PROTOCOL")


def test_a_head_of_ten_megabytes(ask: Ask) -> None:
    head = b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: %s\r\n" % (n, b"a" * 1000) for n in range(10_000))
    assert code_of(ask, head + b"\r\n") == "TOO_LARGE"


def test_promises_to_go_on_without_end(ask: Ask) -> None:
    assert code_of(ask, flooding(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100)) == "TOO_LARGE"


def test_a_page_without_end_is_read_as_far_as_a_page_goes(ask: Ask) -> None:
    without_length = html("제목").replace(b"Length", b"Size")
    for end in (flooding(CHUNKED % b"text/html", CHUNK), flooding(without_length, b"a" * 65536)):
        assert len(ask(end).body) == bodies.PAGE.most == 512 << 10


def test_a_picture_without_end(ask: Ask) -> None:
    first = CHUNKED % b"image/png" + b"%x\r\n" % len(PNG) + PNG + b"\r\n"
    assert code_of(ask, flooding(first, CHUNK), bodies.PICTURE) == "TOO_LARGE"
    assert bodies.PICTURE.most == 5 << 20


def bomb(pack: Callable[[bytes], bytes], first: bytes = b"<p>") -> bytes:
    return pack(first + b"a" * (16 << 20))


@pytest.mark.parametrize(("name", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_what_unpacks_to_much_more_than_it_is(ask: Ask, name: str, pack: Callable[[bytes], bytes]) -> None:
    packed = bomb(pack)
    assert code_of(ask, answer(packed, Content_Encoding=name)) == "TOO_LARGE"
    assert code_of(ask, answer(bomb(pack, PNG), "image/png", Content_Encoding=name), bodies.PICTURE) == "TOO_LARGE"


def test_a_packed_page_is_read_though_nobody_asked_for_it(ask: Ask) -> None:
    page = "<title>압축한 쪽</title>".encode()
    assert ask(answer(gzip.compress(page), Content_Encoding="gzip")).body == page
    assert ask(answer(zlib.compress(page), Content_Encoding="Deflate")).body == page


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "gzip, gzip", "identity, gzip", "x"])
def test_packed_in_a_way_that_is_none(ask: Ask, encoding: str) -> None:
    assert code_of(ask, answer(b"<p>no", Content_Encoding=encoding)) == "ENCODING"


def test_a_packed_page_that_breaks_off(ask: Ask) -> None:
    packed = gzip.compress(bytes(range(256)) * 100)[:-30]
    assert code_of(ask, answer(packed, Content_Encoding="gzip")) == "ENCODING"


# --- Wrong -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        b"<html><title>HTTP/0.9</title></html>",
        b"",
        b"\r\n\r\n",
        b"\0" * 100,
        b"HTTP/1.1 99999 OK\r\n\r\n",
        b"HTTP/1.1 two OK\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"220 mail ESMTP\r\n",
        b"-ERR unknown command 'GET'\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100\r\n\r\n<p>too short",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: -1\r\n\r\n<p>",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n<p>a",
        CHUNKED % b"text/html" + b"zz\r\n<p>\r\n0\r\n\r\n",
        CHUNKED % b"text/html" + b"ffffffffffffffffffffffff\r\n<p>",
        CHUNKED % b"text/html" + b"3\r\n<p>\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX: a\0b\r\n\r\n<p>",
        b"HTTP/1.1 200 OK\r\n: no name\r\n\r\n<p>",
    ],
)
def test_what_is_no_answer_of_a_web_server(ask: Ask, said: bytes) -> None:
    assert code_of(ask, said) == "PROTOCOL"


@pytest.mark.parametrize(
    "status", ["201 Created", "204 No Content", "206 Partial Content", "300 Many", "304 Same", "401 Who", "500 Broken"]
)
def test_only_a_plain_yes_is_one(ask: Ask, site: Site, status: str) -> None:
    assert code_of(ask, answer(b"<p>a", status=status, WWW_Authenticate="Negotiate")) == "STATUS"
    assert site.paths == ["/"]  # asked once, and no password was offered


def test_a_change_of_place_without_a_place(ask: Ask) -> None:
    assert code_of(ask, answer(b"<p>a", status="302 Elsewhere")) == "STATUS"
    assert code_of(ask, answer(b"<p>a", status="101 Switching Protocols")) == "PROTOCOL"


def test_a_circle(ask: Ask, site: Site) -> None:
    assert code_of(ask, redirect("/")) == "REDIRECTS"
    assert len(site.requests) == 4


def test_cookies_are_not_kept_from_one_hop_to_the_next(ask: Ask, site: Site) -> None:
    site.pages["/next"] = html("제목")
    ask(answer(b"", status="302 Elsewhere", Location="/next", Set_Cookie="a=b; Path=/"))
    assert "cookie" not in "".join(site.requests).lower()


@pytest.mark.parametrize(
    ("body", "mime"),
    [
        (SVG, "image/png"),
        (SVG, "image/svg+xml"),
        (b"<html>", "image/jpeg"),
        (PNG, "image/jpeg"),
        (PNG, "image/gif"),
        (PNG, "image/webp"),
        (PNG, "image/avif"),
        (PNG, "image/x-icon"),
        (PNG, "application/octet-stream"),
        (PNG, "text/html"),
        (PNG, ""),
        (b"GIF89", "image/gif"),
        (b"RIFF\0\0\0\0WAVE", "image/webp"),
        (b"", "image/png"),
    ],
)
def test_a_picture_is_what_its_head_and_its_first_bytes_say(ask: Ask, body: bytes, mime: str) -> None:
    assert code_of(ask, answer(body, mime), bodies.PICTURE) == "TYPE"


@pytest.mark.parametrize(
    ("body", "mime"),
    [
        (b"<p>", "text/plain"),
        (b"<p>", "application/xml"),
        (b"<p>", "image/svg+xml"),
        (b"<p>", "image/png"),
        (b"<p>", ""),
        (b"<p>", "text/html/x"),
        (b"<p>", "multipart/x-mixed-replace"),
        (b"%PDF-1.7", "text/html"),
        (PNG, "text/html"),
        (b"just words", "text/html"),
        (b"<", "text/html"),
        (b"", "text/html"),
    ],
)
def test_so_is_a_page(ask: Ask, body: bytes, mime: str) -> None:
    assert code_of(ask, answer(body, mime)) == "TYPE"


def test_types_with_odd_spelling_are_understood(ask: Ask) -> None:
    found = ask(answer("<p>가".encode("cp949"), 'Text/HTML ; Charset="EUC-KR"'))
    assert (found.mime, found.charset) == ("text/html", "euc-kr")
    assert ask(answer(PNG, "IMAGE/PNG"), bodies.PICTURE).body == PNG


@hypothesis(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=300)
    | st.builds(
        lambda head, body: b"HTTP/1.1 200 OK\r\n" + head + b"\r\n\r\n" + body, st.binary(max_size=80), st.binary()
    )
    | st.builds(lambda place: redirect("").replace(b"Location: ", b"Location: " + place), st.binary(max_size=60))
)
def test_whatever_comes_it_is_an_answer_or_a_refusal(ask: Ask, said: bytes) -> None:
    try:
        assert isinstance(ask(said), Answer)
    except OutboundError as error:
        assert error.code.isupper()


# --- Many ------------------------------------------------------------------------------------


def test_a_host_is_called_twice_at_a_time(site: Site) -> None:
    with turns.taken("a", 1), turns.taken("a", 1), turns.taken("b", 1):
        with pytest.raises(Failed, match="BUSY"), turns.taken("a", 0.01):
            pass
        with turns.taken("b", 1), pytest.raises(Failed, match="BUSY"), turns.taken("c", 0.01):
            pass  # the process makes four calls
    with turns.taken("a", 0.01):
        pass


def test_a_port_nobody_listens_at_and_a_name_nobody_has(site: Site) -> None:
    def nobody(_host: str, _seconds: float) -> list[object]:
        return []

    for resolve, code in ((always("127.0.0.1"), "UNREACHABLE"), (nobody, "DNS")):
        rules = here(1, resolve)  # type: ignore[arg-type]
        with pytest.raises(Failed, match=code):
            fetching.fetch(f"http://{HOST}:1/", bodies.PAGE, rules)


def test_the_next_address_is_tried_when_the_first_does_not_answer(site: Site) -> None:
    site.pages["/"] = html("제목")

    class Both(Policy):
        def passes(self, *_args: object) -> bool:
            return True

    allowed = here(site.port, always("127.0.0.1")).allowed
    rules = Both(allowed=allowed, resolve=always("::1", "127.0.0.3", "127.0.0.1"), failure_seconds=0)
    assert fetching.fetch(f"http://{HOST}:{site.port}/", bodies.PAGE, rules).mime == "text/html"


def test_a_unix_socket_is_no_address() -> None:
    with pytest.raises(Blocked):
        pinned.Pinned([], pinned.Deadline(1)).connect_unix_socket("/var/run/docker.sock")
