"""Web Push, FCM and APNs against services of ours that answer well, badly, late and never."""

import json
import ssl
import time
from collections.abc import Iterator
from email.utils import formatdate
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from messenger.core.outbound import asking, fetching
from messenger.core.push import (
    Delivered,
    Outcome,
    Refused,
    TokenDead,
    TryLater,
    apns,
    calling,
    fcm,
    providers,
    send,
    states,
)
from messenger.core.push.encrypting import encrypt
from tests.notifications.push_stub import HOST, PushService, Say
from tests.notifications.pushes import NOTICE, Browser, account, decoded, ec_pem
from tests.security.devices import once
from tests.security.test_outbound_tls import certificate
from tests.services.outside import always, here

pytestmark = once  # no database is asked
IOS = "a1" * 32
ANDROID = "fcm-token-of-a-phone:APA91b"
SIGN_IN = "/token"
SEND = "/v1/projects/maru-test/messages:send"


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate(tmp_path_factory.mktemp("push"), HOST)


@pytest.fixture
def service(pem: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[PushService]:
    settings.PUSH_VAPID_KEY, settings.PUSH_VAPID_CONTACT = ec_pem(), "mailto:admin@maru.test"
    settings.PUSH_HOSTS, settings.PUSH_SECONDS = [HOST], 5
    settings.PUSH_FCM_ACCOUNT = account()
    settings.PUSH_APNS_KEY, settings.PUSH_APNS_KEY_ID = ec_pem(), "KEY1234567"
    settings.PUSH_APNS_TEAM_ID, settings.PUSH_APNS_TOPIC = "TEAM123456", "kr.maru.app"
    for place, name in ((fetching, "tls"), (asking, "tls_with_http2")):
        trusting = ssl.create_default_context(cafile=str(pem))
        monkeypatch.setattr(place, name, lambda trusting=trusting: trusting)
    with PushService(pem) as running:
        monkeypatch.setattr(calling, "rules", lambda: here(running.port, always("127.0.0.1"), HOST))
        monkeypatch.setattr(fcm, "TOKEN_URL", running.url + SIGN_IN)
        monkeypatch.setattr(fcm, "SEND_URL", running.url + "/v1/projects/{project}/messages:send")
        monkeypatch.setattr(apns, "URL", running.url)
        monkeypatch.setitem(providers._PROVIDERS, "ANDROID", fcm.Fcm())
        monkeypatch.setitem(providers._PROVIDERS, "IOS", apns.Apns())
        running.answers[SIGN_IN] = Say.of(200, {"access_token": "ya29.test", "expires_in": 3599})
        yield running


def _browser(service: PushService) -> Browser:
    return Browser(f"{service.url}/wpush/v2/abc")


def _token(service: PushService, platform: str) -> str:
    return {"WEB": _browser(service).token, "ANDROID": ANDROID, "IOS": IOS}[platform]


# --- Delivered ---------------------------------------------------------------------------------


def test_the_cipher_is_the_one_of_the_rfc() -> None:
    """RFC 8291, appendix A."""
    private = ec.derive_private_key(
        int.from_bytes(decoded("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")), ec.SECP256R1()
    )
    sealed = encrypt(
        b"When I grow up, I want to be a watermelon",
        decoded("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
        decoded("BTBZMqHH6r4Tts7J_aSIgg"),
        ours=private,
        salt=decoded("DGv6ra1nlYgDCS1FRnbzlw"),
    )
    assert sealed == decoded(
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl"
        "7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_a_browser_reads_what_it_was_sent_and_nobody_else(service: PushService) -> None:
    browser = _browser(service)
    assert send("WEB", browser.token, NOTICE) == Delivered()
    (got,) = service.got
    assert (got.method, got.path, got.headers["content-encoding"]) == ("POST", "/wpush/v2/abc", "aes128gcm")
    assert (got.headers["ttl"], got.headers["urgency"], got.headers["topic"]) == ("600", "high", "c" * 32)
    assert browser.read(got.body) == {
        "title": NOTICE.title, "body": NOTICE.body, "badge": 7, "tag": "thread", "data": NOTICE.data,
    }  # fmt: skip
    with pytest.raises(InvalidTag):
        _browser(service).read(got.body)


def test_the_signature_says_who_calls_whom(service: PushService) -> None:
    browser = _browser(service)
    send("WEB", browser.token, NOTICE)
    scheme, _space, rest = service.got[0].headers["authorization"].partition(" ")
    said = dict(part.strip().split("=", 1) for part in rest.split(","))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(said["k"]))
    claims = jwt.decode(said["t"], key, algorithms=["ES256"], audience=service.url)
    assert (scheme, claims["sub"]) == ("vapid", "mailto:admin@maru.test")
    assert time.time() < claims["exp"] <= time.time() + 86400
    assert said["k"] == next(state.public_key for state in states() if state.platform == "WEB")


def test_android_gets_its_message_with_one_sign_in_an_hour(service: PushService) -> None:
    service.otherwise = Say.of(200, {"name": "projects/maru-test/messages/1"})
    assert [send("ANDROID", ANDROID, NOTICE) for _time in range(2)] == [Delivered()] * 2
    signed, *sent = service.got
    assert [one.path for one in service.got] == [SIGN_IN, SEND, SEND]
    assertion = dict(part.split("=", 1) for part in signed.body.decode().split("&"))["assertion"]
    key: Any = load_pem_private_key(json.loads(account())["private_key"].encode(), None)
    claims = jwt.decode(assertion, key.public_key(), algorithms=["RS256"], audience=fcm.TOKEN_URL)
    assert (claims["iss"], claims["scope"]) == ("push@maru.test", fcm.SCOPE)
    message = sent[0].json["message"]
    assert (sent[0].headers["authorization"], message["token"]) == ("Bearer ya29.test", ANDROID)
    assert message["notification"] == {"title": NOTICE.title, "body": NOTICE.body}
    assert message["data"] == {"roomId": "r", "messageId": "12", "badge": "7", "thread": "thread"}
    assert message["android"]["collapse_key"] == "c" * 32


def test_ios_gets_its_message_over_http2(service: PushService) -> None:
    service.otherwise = Say(200)
    assert [send("IOS", IOS, NOTICE) for _time in range(2)] == [Delivered()] * 2
    first, second = service.got
    assert (first.protocol, first.path) == ("h2", f"/3/device/{IOS}")
    assert (first.headers["apns-topic"], first.headers["apns-collapse-id"]) == ("kr.maru.app", "c" * 32)
    assert first.json == {
        "aps": {
            "alert": {"title": NOTICE.title, "body": NOTICE.body},
            "badge": 7,
            "sound": "default",
            "thread-id": "thread",
        },
        "roomId": "r",
        "messageId": "12",
    }
    assert first.headers["authorization"] == second.headers["authorization"]  # one signature serves for a while
    key: Any = load_pem_private_key(ec_pem().encode(), None)
    signed = first.headers["authorization"].removeprefix("bearer ")
    assert jwt.decode(signed, key.public_key(), algorithms=["ES256"])["iss"] == "TEAM123456"
    assert jwt.get_unverified_header(signed)["kid"] == "KEY1234567"


# --- Refused, later, dead ------------------------------------------------------------------------


def _fcm_error(status: int, code: str, **headers: str) -> Say:
    said = {"error": {"code": status, "status": "X", "message": "", "details": [{"errorCode": code}]}}
    return Say.of(status, said, **headers)


@pytest.mark.parametrize(
    ("platform", "say", "outcome"),
    [
        ("WEB", Say(410), TokenDead("HTTP 410")),
        ("WEB", Say(404), TokenDead("HTTP 404")),
        ("WEB", Say(429, headers={"Retry-After": "120"}), TryLater("HTTP 429", 120)),
        ("WEB", Say(503), TryLater("HTTP 503", 0)),
        ("WEB", Say(503, headers={"Retry-After": "never"}), TryLater("HTTP 503", 0)),
        ("WEB", Say(503, headers={"Retry-After": "99999999999999999999"}), TryLater("HTTP 503", 86400)),
        ("WEB", Say(503, headers={"Retry-After": "-5"}), TryLater("HTTP 503", 0)),
        ("WEB", Say(401), Refused("HTTP 401")),
        ("WEB", Say(302, headers={"Location": "http://127.0.0.1/"}), Refused("HTTP 302")),
        ("ANDROID", _fcm_error(404, "UNREGISTERED"), TokenDead("UNREGISTERED")),
        ("ANDROID", _fcm_error(403, "SENDER_ID_MISMATCH"), TokenDead("SENDER_ID_MISMATCH")),
        ("ANDROID", _fcm_error(429, "QUOTA_EXCEEDED", Retry_After="60"), TryLater("HTTP 429", 60)),
        ("ANDROID", _fcm_error(503, "UNAVAILABLE"), TryLater("HTTP 503", 0)),
        ("ANDROID", _fcm_error(400, "INVALID_ARGUMENT"), Refused("HTTP 400 INVALID_ARGUMENT")),
        ("ANDROID", Say(401), TryLater("HTTP 401", 0)),
        ("ANDROID", Say(500, b"<html>"), TryLater("HTTP 500", 0)),
        ("ANDROID", Say(400, b'{"error": [1]}'), Refused("HTTP 400")),
        ("ANDROID", Say(400, b"[" * 9000), Refused("HTTP 400")),
        ("IOS", Say.of(410, {"reason": "Unregistered", "timestamp": 1}), TokenDead("Unregistered")),
        ("IOS", Say.of(400, {"reason": "BadDeviceToken"}), TokenDead("BadDeviceToken")),
        ("IOS", Say.of(429, {"reason": "TooManyRequests"}, Retry_After="30"), TryLater("TooManyRequests", 30)),
        ("IOS", Say.of(403, {"reason": "ExpiredProviderToken"}), TryLater("ExpiredProviderToken", 0)),
        ("IOS", Say.of(403, {"reason": "InvalidProviderToken"}), Refused("InvalidProviderToken")),
        ("IOS", Say.of(503, {"reason": "Shutdown"}), TryLater("Shutdown", 0)),
        ("IOS", Say(400, b"\xff\x00"), Refused("HTTP 400")),
        ("IOS", Say.of(400, {"reason": ["x"]}), Refused("HTTP 400")),
    ],
)
def test_what_a_service_answers_means(service: PushService, platform: str, say: Say, outcome: Outcome) -> None:
    service.otherwise = say
    assert send(platform, _token(service, platform), NOTICE) == outcome


def test_a_date_to_wait_for_is_counted_in_seconds(service: PushService) -> None:
    service.otherwise = Say(429, headers={"Retry-After": formatdate(time.time() + 3600, usegmt=True)})
    found = send("WEB", _browser(service).token, NOTICE)
    assert isinstance(found, TryLater)
    assert 3500 < found.seconds <= 3600


@pytest.mark.parametrize("platform", ["WEB", "ANDROID", "IOS"])
def test_a_service_that_says_nothing_is_asked_later(service: PushService, platform: str, settings: Any) -> None:
    settings.PUSH_SECONDS = 1
    service.otherwise = Say(silent=True)
    began = time.monotonic()
    assert send(platform, _token(service, platform), NOTICE) == TryLater("TIMEOUT")
    assert time.monotonic() - began < 4


@pytest.mark.parametrize(
    "raw", [b"hello\r\n\r\n", b"HTTP/1.1 201 " + b"x" * 100_000, b"HTTP/1.1 201 X\r\nA: " + b"y" * 50_000, b""]
)
def test_a_service_that_talks_nonsense_is_asked_later(service: PushService, raw: bytes) -> None:
    service.otherwise = Say(raw=raw or b"\x00")
    assert isinstance(send("WEB", _browser(service).token, NOTICE), TryLater)


def test_an_answer_without_an_end_is_not_read_to_it(service: PushService) -> None:
    service.otherwise = Say(201, b"x" * (8 << 20))
    assert send("WEB", _browser(service).token, NOTICE) == Delivered()


def test_a_sign_in_that_is_refused_is_no_reason_to_forget_the_phone(service: PushService) -> None:
    service.answers[SIGN_IN] = Say.of(400, {"error": "invalid_grant"})
    assert send("ANDROID", ANDROID, NOTICE) == Refused("sign-in: HTTP 400")
    service.answers[SIGN_IN] = Say.of(200, {"access_token": "a\r\nX-Evil: 1", "expires_in": "soon"})
    assert send("ANDROID", ANDROID, NOTICE) == Refused("sign-in: HTTP 200")
    service.answers[SIGN_IN] = Say(503, headers={"Retry-After": "9"})
    assert send("ANDROID", ANDROID, NOTICE) == TryLater("sign-in: HTTP 503", 9)
    assert SEND not in [one.path for one in service.got]
