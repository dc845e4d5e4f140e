"""The provider's keys and addresses are kept: for when it is away, and so that nobody makes us ask it often."""

import datetime as dt
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import OpenProvider
from accounts.openid import calling, provider, tokens
from accounts.openid.errors import BadToken, ProviderDown
from audit.models import AuditEntry
from messenger.core.outbound.errors import OutboundError
from tests.conftest import PASSWORD
from tests.openid.conftest import Asked, configure
from tests.openid.hostile import Hostile, public, rsa_key
from tests.security import outbound_vectors as vectors
from tests.services.outside import watch

pytestmark = pytest.mark.django_db
KEYS, DOCUMENT = "/keys", "/.well-known/openid-configuration"


def age(seconds: float) -> None:
    """What is kept was fetched so long ago."""
    then = timezone.now() - dt.timedelta(seconds=seconds)
    OpenProvider.objects.update(document_at=then, keys_at=then, asked_at=then)


def signed_by(hostile: Hostile, name: str) -> dict[str, Any]:
    """The claims of a logout token that this key signed, if it is taken."""
    return tokens.logout(hostile.logout_token(key=rsa_key(name), header={"kid": name}))


def test_many_tokens_ask_for_keys_once(hostile: Hostile) -> None:
    for _ in range(3):
        assert signed_by(hostile, "one")["sub"] == "s-1"
    assert (hostile.count(KEYS), hostile.count(DOCUMENT)) == (1, 1)


def test_a_new_key_of_the_provider_is_fetched_when_it_is_met(hostile: Hostile) -> None:
    signed_by(hostile, "one")
    hostile.keys = [public("two")]
    age(provider.AGAIN.total_seconds())
    assert signed_by(hostile, "two")["sub"] == "s-1"
    with pytest.raises(BadToken):
        signed_by(hostile, "one")
    assert hostile.count(KEYS) == 2


def test_made_up_keys_do_not_make_us_ask_without_end(hostile: Hostile) -> None:
    signed_by(hostile, "one")
    age(provider.AGAIN.total_seconds())
    for n in range(20):
        with pytest.raises(BadToken):
            tokens.logout(hostile.logout_token(header={"kid": f"made up {n}"}))
    assert hostile.count(KEYS) == 2


def test_a_key_that_was_taken_back_counts_no_more_after_an_hour(hostile: Hostile, settings: Any) -> None:
    signed_by(hostile, "one")
    hostile.keys = [public("two")]
    age(settings.OIDC_KEYS_SECONDS)
    with pytest.raises(BadToken):
        signed_by(hostile, "one")


def test_kept_keys_serve_while_the_provider_is_away(hostile: Hostile, settings: Any) -> None:
    signed_by(hostile, "one")
    hostile.stop()
    age(settings.OIDC_KEYS_SECONDS + 60)
    assert signed_by(hostile, "one")["sub"] == "s-1"
    assert provider.endpoints().token.endswith("/token")
    age(settings.OIDC_KEYS_KEPT_SECONDS + 60)
    calling.forget()
    with pytest.raises(ProviderDown):
        signed_by(hostile, "one")


def test_what_the_provider_says_in_confusion_replaces_nothing(hostile: Hostile, settings: Any) -> None:
    signed_by(hostile, "one")
    good = dict(hostile.document)
    for keys, document in (([], good), (["x"], good), (hostile.keys, {**good, "issuer": "https://other.example"})):
        hostile.answers[KEYS] = lambda keys=keys: (200, {"keys": keys})  # type: ignore[misc]
        hostile.document = document
        age(settings.OIDC_KEYS_SECONDS)
        assert signed_by(hostile, "one")["sub"] == "s-1"
    assert OpenProvider.objects.get().document["token_endpoint"] == good["token_endpoint"]


@pytest.mark.parametrize(
    "document",
    [
        {"issuer": "https://other.example"},
        {"issuer": None},
        {"token_endpoint": None},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
)
def test_a_document_that_makes_no_sense_is_none(visitor: Client, hostile: Hostile, document: dict[str, Any]) -> None:
    hostile.document |= document
    answer = visitor.get("/openid/login")
    assert answer.status_code == 503 and "연결할 수 없습니다" in answer.content.decode()
    assert not OpenProvider.objects.exists()


def test_with_the_provider_away_people_are_told_at_once_and_passwords_go_on(
    visitor: Client, settings: Any, alice: Any
) -> None:
    configure(settings, "http://127.0.0.1:9")
    began = time.monotonic()
    for _ in range(10):
        answer = visitor.get("/openid/login")
        assert answer.status_code == 503 and "/login" in answer.content.decode()
    assert time.monotonic() - began < settings.OIDC_SECONDS + 2
    assert visitor.get("/login").status_code == 200
    assert visitor.post("/login", {"username": "alice", "password": PASSWORD}).status_code == 302


def test_a_provider_that_was_silent_is_left_alone_for_a_moment(hostile: Hostile, settings: Any) -> None:
    settings.OIDC_SECONDS = 1
    hostile.answers[DOCUMENT] = lambda: (time.sleep(1.5), (200, {}))[
        1
    ]  # a provider that is slow, not a test that waits
    with pytest.raises(ProviderDown):
        provider.endpoints()
    began = time.monotonic()
    for _ in range(20):
        with pytest.raises(ProviderDown) as refused:
            provider.endpoints()
        assert refused.value.reason == "left_alone"
    assert time.monotonic() - began < 1 and hostile.count(DOCUMENT) == 1


@pytest.mark.parametrize("endpoint", ["jwks_uri", "token_endpoint", "userinfo_endpoint"])
def test_a_document_leads_nobody_inside(
    ask: Callable[..., Asked], hostile: Hostile, endpoint: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V40: only the issuer's own host was chosen by the administrator; whom its document names must be public."""
    settings.OIDC_USERINFO = "always"
    seen = watch(monkeypatch)
    port = int(hostile.issuer.rpartition(":")[2])
    addresses = [url for url in vectors.URLS if url.startswith(("http://", "https://"))]
    for url in addresses[:: max(1, len(addresses) // 12)]:
        OpenProvider.objects.all().delete()
        hostile.document[endpoint] = url
        assert ask().answered().status_code == 503, url
        reason = AuditEntry.objects.filter(action="auth.login_failed").latest("id").detail["reason"]
        assert reason.startswith("blocked_"), (url, reason)
    assert seen.others(port) == []


def test_a_redirect_of_the_provider_is_not_followed(hostile: Hostile, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = watch(monkeypatch)
    hostile.answers[KEYS] = lambda: (302, {"location": "http://127.0.0.2/"})
    with pytest.raises(ProviderDown):
        signed_by(hostile, "one")
    assert seen.others(int(hostile.issuer.rpartition(":")[2])) == []


def test_who_waited_for_a_seat_does_not_ask_whom_the_one_before_found_silent(
    hostile: Hostile, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, silent = threading.Semaphore(0), threading.Event()

    def hang(*_given: Any, **_more: Any) -> Any:
        asked.release()
        assert silent.wait(5)
        raise OutboundError("TIMEOUT")

    monkeypatch.setattr(calling, "ask", hang)
    told: list[str] = []

    def call() -> None:
        try:
            calling.get(hostile.issuer)
        except ProviderDown as down:
            told.append(down.reason)

    crowd = [threading.Thread(target=call) for _ in range(calling.AT_ONCE * 3)]
    for one in crowd:
        one.start()
    for _seat in range(calling.AT_ONCE):
        assert asked.acquire(timeout=5)
    silent.set()
    for one in crowd:
        one.join(5)
    assert sorted(told) == ["left_alone"] * calling.AT_ONCE * 2 + ["timeout"] * calling.AT_ONCE
