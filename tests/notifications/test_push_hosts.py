"""A browser's subscription is what a person typed: it leads to push services alone, and to no address of ours."""

import json
from typing import Any

import pytest

from messenger.core.outbound.allowing import parse
from messenger.core.outbound.errors import Blocked
from messenger.core.outbound.policy import Policy
from messenger.core.push import Refused, calling, send, web
from tests.notifications.pushes import NOTICE, Browser, ec_pem
from tests.security import outbound_vectors as vectors
from tests.security.devices import once
from tests.services.outside import always, watch

pytestmark = once


@pytest.fixture(autouse=True)
def _on(settings: Any) -> None:
    settings.PUSH_VAPID_KEY, settings.PUSH_VAPID_CONTACT = ec_pem(), "mailto:admin@maru.test"
    settings.PUSH_HOSTS = ["push.example", "*.wild.example"]


@pytest.mark.parametrize("url", ["https://push.example/a", "https://a.wild.example/x?y", "https://a.b.wild.example/"])
def test_what_may_be_called(url: str) -> None:
    assert web.parse(Browser(url).token).endpoint == url


@pytest.mark.parametrize(
    "url",
    [
        "http://push.example/a",
        "https://other.example/a",
        "https://wild.example/a",
        "https://evilwild.example/a",
        "https://push.example.evil.example/a",
        "https://push.example@evil.example/a",
        "https://push.example\\@evil.example/a",
        "https://127.0.0.1/",
        "javascript:alert(1)",
        "",
        *(url.replace("http://", "https://") for url in vectors.SPELLINGS),
        *(url.replace("http://", "https://") for url in vectors.LITERALS),
    ],
)
def test_what_may_not(url: str) -> None:
    with pytest.raises(ValueError, match="this"):
        web.parse(Browser(url).token)


GOOD = json.loads(Browser("https://push.example/a").token)


@pytest.mark.parametrize(
    "token",
    [
        "",
        "null",
        "[]",
        "5",
        "{",
        "[" * 4000,
        json.dumps({**GOOD, "keys": None}),
        json.dumps({**GOOD, "keys": {"p256dh": GOOD["keys"]["p256dh"], "auth": "AA"}}),
        json.dumps({**GOOD, "keys": {"p256dh": "AAAA", "auth": GOOD["keys"]["auth"]}}),
        json.dumps({**GOOD, "keys": {"p256dh": "B" + "A" * 86, "auth": GOOD["keys"]["auth"]}}),  # no point of the curve
        json.dumps({**GOOD, "keys": {"p256dh": 5, "auth": GOOD["keys"]["auth"]}}),
    ],
)
def test_what_is_no_subscription(token: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        web.parse(token)


@pytest.mark.parametrize("address", [*vectors.FORBIDDEN_4[:12], "::1", "fd00::1", "169.254.169.254"])
def test_a_push_host_that_lies_about_where_it_is_gets_nothing(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = watch(monkeypatch)
    monkeypatch.setattr(calling, "rules", lambda: Policy(resolve=always(address), failure_seconds=0))
    assert send("WEB", Browser("https://push.example/a").token, NOTICE) == Refused("BLOCKED ADDRESS")
    assert seen.called == []


def test_intranet_hosts_that_previews_may_fetch_are_no_push_services(settings: Any) -> None:
    settings.LINK_ALLOWED = parse("wiki.corp=10.1.0.0/16:443")
    assert calling.rules().allowed == ()
    with pytest.raises(Blocked):
        calling.rules().check_addresses(web.targets.parse("https://wiki.corp/"), list(always("10.1.2.3")("", 0)))


def test_after_a_change_of_the_list_an_old_subscription_is_dead(settings: Any) -> None:
    token = Browser("https://push.example/a").token
    settings.PUSH_HOSTS = []
    assert send("WEB", token, NOTICE) == web.TokenDead("NOT_ALLOWED")
