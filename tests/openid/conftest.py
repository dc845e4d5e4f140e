"""A browser, and the company's provider: a real one, or one that says whatever a test wants."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.test import Client

from accounts.openid import calling
from tests.openid.hostile import CLIENT, Hostile
from tests.services import oidc
from tests.services.oidc import Oidc, sign_in_there

ORIGIN = "http://testserver"


@pytest.fixture(scope="module")
def real() -> Iterator[Oidc]:
    """npm's oidc-provider, which knows minji.kim and junho.park."""
    if why := oidc.missing():
        pytest.skip(why)
    with Oidc(ORIGIN) as provider:
        yield provider


@pytest.fixture(autouse=True)
def _nobody_waits() -> Iterator[None]:
    calling.forget()
    yield
    calling.forget()


def configure(settings: Any, issuer: str, **more: Any) -> None:
    """Sign in at `issuer`; what is not said is as in an installation that only names the provider."""
    wanted = {
        "OIDC_ISSUER": issuer,
        "OIDC_CLIENT_ID": CLIENT,
        "OIDC_CLIENT_SECRET": oidc.SECRET,
        "OIDC_CLIENT_AUTH": "basic",
        "OIDC_CREATE": "on",
        **more,
    }
    for name, value in wanted.items():
        setattr(settings, name, value)


@pytest.fixture
def company(real: Oidc, settings: Any) -> Callable[..., None]:
    """`company(OIDC_MATCH="login")`: the real provider is the company's."""
    configure(settings, real.issuer)
    return lambda **more: configure(settings, real.issuer, **more)


@pytest.fixture
def hostile(settings: Any) -> Iterator[Hostile]:
    """The company's provider says whatever the test wants."""
    with Hostile() as provider:
        configure(settings, provider.issuer)
        yield provider


@pytest.fixture
def visitor(db: None) -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def comes_in(real: Oidc, company: Any, visitor: Client) -> Callable[..., Any]:
    """`comes_in("minji.kim")`: Maru's answer to who went the whole way through the real provider's pages."""

    def go(person: str, *, going: str = "", client: Client | None = None) -> Any:
        used = client or visitor
        led = used.get("/openid/login", {"next": going} if going else {})
        assert led.status_code == 302, led.content.decode()
        with httpx.Client() as there:
            back = sign_in_there(there, led["Location"], person)
        return used.get(back.removeprefix(ORIGIN))

    return go


class Asked:
    """A question on its way: what the provider was asked, and the answer that a test makes up."""

    def __init__(self, visitor: Client, going: str = "") -> None:
        self.visitor = visitor
        led = visitor.get("/openid/login", {"next": going} if going else {})
        assert led.status_code == 302, led.content.decode()
        self.address = led["Location"]
        self.query = {name: values[0] for name, values in parse_qs(urlsplit(self.address).query).items()}

    def answered(self, **changed: Any) -> Any:
        """The provider's answer comes back with the browser; a parameter of None is left out."""
        said = {"code": "a-code", "state": self.query["state"], **changed}
        return self.visitor.get("/openid/callback", {k: v for k, v in said.items() if v is not None})


@pytest.fixture
def ask(hostile: Hostile, visitor: Client) -> Callable[..., Asked]:
    """`ask()`: the browser was sent to the provider, which has a good token for it."""

    def begin(going: str = "", **claims: Any) -> Asked:
        asked = Asked(visitor, going)
        hostile.gives(hostile.id_token(**{"nonce": asked.query["nonce"], **claims}))
        return asked

    return begin
