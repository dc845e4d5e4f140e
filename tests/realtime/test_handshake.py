"""Who may open a socket, and from which page (contract 10, 12)."""

import pytest
from pytest_django.fixtures import Settings

from accounts import services
from accounts.models import User
from tests.chat.doors import Wire, token_of
from tests.realtime.sockets import act

pytestmark = pytest.mark.django_db(transaction=True)

HOST = b"127.0.0.1:8000"
OURS = b"http://127.0.0.1:8000"
FOREIGN = [
    b"", b"null", b"http://evil.example", b"http://127.0.0.1", b"http://127.0.0.1:9000", b"http://127.0.0.1:80",
    b"http://127.0.0.1:8000.evil.example", b"http://evil.example/127.0.0.1:8000", b"http://127.0.0.1:8000@evil.example",
    b"http://evil.example:8000", b"http://localhost:8000", b"http://[::1]:8000", b"http://127.0.0.1:8000/",
    b"http://127.0.0.1:8000/x", b"http://127.0.0.1:8000?x", b"http://127.0.0.1:8000#x", b"ftp://127.0.0.1:8000",
    b"file://127.0.0.1:8000", b"HTTP://127.0.0.1:8000", b" http://127.0.0.1:8000", b"http://127.0.0.1:8000 ",
    b"http://127.0.0.1:8000,http://evil.example", b"http://127.0.0.1:08000", b"http://127.1:8000",
    b"http://0x7f000001:8000", b"http://user@127.0.0.1:8000", b"http:127.0.0.1:8000", b"127.0.0.1:8000",
    b"//127.0.0.1:8000", b"http://127.0.0.1.:8000", b"javascript:alert(1)", b"chrome-extension://abc", b"http://[",
    b"http://127.0.0.1:8000\x00", b"http://127.0.0.1:99999", b"\xff\xfe", b"http://127.0.0.1%3a8000",
    b"http://\xef\xbc\x91\xef\xbc\x92\xef\xbc\x97.0.0.1:8000", b"ws://127.0.0.1:8000", b"about:blank",
]  # fmt: skip


def _cookie(user: User, settings: Settings) -> tuple[bytes, bytes]:
    token = services.open_device_session(user, device_name="브라우저", browser=True).token
    return b"cookie", f"{settings.SESSION_COOKIE}={token}".encode()


async def _first(
    headers: list[tuple[bytes, bytes]], subprotocols: list[str] | None = None
) -> tuple[str | None, object]:
    """The subprotocol, and the first thing that is said: HELLO or a close code."""
    wire = Wire(headers, subprotocols)
    protocol = await wire.connect()
    output = await wire.receive()
    await wire.disconnect()
    return protocol, "HELLO" if "HELLO" in output.get("text", "") else output["code"]


async def test_a_page_of_ours_with_its_cookie(alice: User, settings: Settings) -> None:
    cookie = await act(_cookie, alice, settings)
    assert await _first([cookie, (b"origin", OURS), (b"host", HOST)]) == (None, "HELLO")


@pytest.mark.parametrize("origin", FOREIGN, ids=repr)
async def test_another_page_with_the_cookie(alice: User, settings: Settings, origin: bytes) -> None:
    cookie = await act(_cookie, alice, settings)
    assert await _first([cookie, (b"origin", origin), (b"host", HOST)]) == (None, 4403)


async def test_no_origin_with_the_cookie(alice: User, settings: Settings) -> None:
    cookie = await act(_cookie, alice, settings)
    assert await _first([cookie, (b"host", HOST)]) == (None, 4403)


@pytest.mark.parametrize("host", [b"evil.example", b"", b"evil.example:8000", b"["], ids=repr)
async def test_a_page_that_names_itself_as_the_host(alice: User, settings: Settings, host: bytes) -> None:
    cookie = await act(_cookie, alice, settings)
    assert await _first([cookie, (b"origin", b"http://" + host), (b"host", host)]) == (None, 4403)


async def test_origins_that_are_allowed_by_name(alice: User, settings: Settings) -> None:
    settings.ALLOWED_ORIGINS = ["https://chat.company.example"]
    settings.PRODUCTION = True
    cookie = await act(_cookie, alice, settings)
    host = (b"host", b"chat.company.example")
    assert (await _first([cookie, (b"origin", b"https://chat.company.example"), host]))[1] == "HELLO"
    for other in (
        b"http://chat.company.example",
        b"https://chat.company.example:9000",
        b"https://x.chat.company.example",
        OURS,
    ):
        assert (await _first([cookie, (b"origin", other), host]))[1] == 4403


@pytest.mark.parametrize("origin", [b"http://evil.example", b"null", b"", OURS], ids=repr)
async def test_with_a_token_in_the_hand_the_page_does_not_matter(alice: User, origin: bytes) -> None:
    token = await act(token_of, alice)
    bearer = (b"authorization", f"Bearer {token}".encode())
    assert (await _first([bearer, (b"origin", origin)]))[1] == "HELLO"
    assert (await _first([bearer]))[1] == "HELLO"


async def test_a_token_as_a_subprotocol(alice: User) -> None:
    token = await act(token_of, alice)
    assert await _first([(b"origin", b"http://evil.example")], ["bearer", token]) == ("bearer", "HELLO")


@pytest.mark.parametrize(
    "subprotocols", [["bearer"], ["bearer", ""], ["bearer", "x"], ["bearer", "a.b.c"], ["token", "x"], ["x", "bearer"]]
)
async def test_bad_subprotocols(subprotocols: list[str]) -> None:
    assert (await _first([], subprotocols))[1] == 4401


@pytest.mark.parametrize(
    "header",
    [
        (b"x", b"y"),
        (b"authorization", b"Bearer "),
        (b"authorization", b"Bearer x"),
        (b"authorization", b"Bearer \xff\x00"),
        (b"authorization", b"Basic YWxpY2U6eA=="),
    ],
    ids=repr,
)
async def test_no_credentials_or_bad_ones(header: tuple[bytes, bytes]) -> None:
    assert (await _first([header]))[1] == 4401


async def test_a_cookie_that_opens_nothing(settings: Settings) -> None:
    for value in (b"x", b"", b"a.b.c", b"\xff"):
        cookie = (b"cookie", settings.SESSION_COOKIE.encode() + b"=" + value)
        assert (await _first([cookie, (b"origin", OURS), (b"host", HOST)]))[1] == 4401


async def test_a_bad_token_is_not_saved_by_a_good_cookie(alice: User, settings: Settings) -> None:
    cookie = await act(_cookie, alice, settings)
    bad = (b"authorization", b"Bearer x")
    assert (await _first([cookie, (b"origin", OURS), (b"host", HOST), bad]))[1] == 4401


async def test_the_cookies_token_is_no_bearer_token(alice: User) -> None:
    signed_in = await act(services.open_device_session, alice, device_name="x", browser=True)
    assert (await _first([(b"authorization", f"Bearer {signed_in.token}".encode())]))[1] == 4401


async def test_an_ended_device_or_a_disabled_person(alice: User) -> None:
    token = await act(token_of, alice)
    bearer = [(b"authorization", f"Bearer {token}".encode())]
    session = await act(services.session_of_access_token, token)
    await act(services.sign_out, session=session)
    assert (await _first(bearer))[1] == 4401
    token = await act(token_of, alice)
    await act(services.disable_user, actor=None, user_id=alice.pk)
    assert (await _first([(b"authorization", f"Bearer {token}".encode())]))[1] == 4401


async def test_so_many_sockets_a_person(alice: User, bob: User, settings: Settings) -> None:
    from tests.realtime.sockets import connected

    settings.SOCKETS_PER_USER = 2
    token = await act(token_of, alice)
    bearer = [(b"authorization", f"Bearer {token}".encode())]
    async with connected(alice), connected(bob):
        async with connected(alice):
            assert (await _first(bearer))[1] == 4429
        assert (await _first(bearer))[1] == "HELLO"
