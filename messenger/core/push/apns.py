"""iOS by Apple's service: HTTP/2, signed with a key of the company's developer account."""

import json
import re
import threading
import time
from typing import Any

import jwt
from django.conf import settings

from messenger.core.outbound.posting import Posted
from messenger.core.push.answers import Delivered, Outcome, Push, Refused, TokenDead, TryLater, wait_of
from messenger.core.push.calling import call

URL = "https://api.push.apple.com"
SANDBOX_URL = "https://api.sandbox.push.apple.com"
SIGNED_SECONDS = 40 * 60  # Apple wants one between 20 minutes and an hour old
MOST_BODY = 1000  # characters; a notice has 4096 bytes at most
_TOKEN = re.compile(r"[0-9a-f]{64,200}")
_DEAD = ("BadDeviceToken", "DeviceTokenNotForTopic", "Unregistered", "ExpiredToken")
_OUR_SIGNATURE = ("ExpiredProviderToken", "TooManyProviderTokenUpdates")


class Apns:
    """Apple Push Notification service."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._signed: tuple[str, str, float] = ("", "", 0.0)  # the key, its signature, until when

    @property
    def missing(self) -> str:
        names = ("PUSH_APNS_KEY", "PUSH_APNS_KEY_ID", "PUSH_APNS_TEAM_ID", "PUSH_APNS_TOPIC")
        return ", ".join(name for name in names if not getattr(settings, name))

    public_key = ""

    def identity(self, token: str) -> str:
        if not _TOKEN.fullmatch(token.lower()):
            raise ValueError("this is no token")
        return token.lower()

    def send(self, token: str, push: Push) -> Outcome:
        """Post one notice."""
        headers = {
            "authorization": f"bearer {self._signature()}",
            "apns-topic": settings.PUSH_APNS_TOPIC,
            "apns-push-type": "alert",
            "apns-priority": "10",
            "apns-expiration": str(int(time.time()) + push.ttl),
            "apns-collapse-id": push.collapse,
            "content-type": "application/json",
        }
        url = SANDBOX_URL if settings.PUSH_APNS_SANDBOX else URL
        answer = call(f"{url}/3/device/{self.identity(token)}", headers, _body(push), http2=True)
        if answer.status == 403 and _reason(answer) in _OUR_SIGNATURE:
            self._signed = ("", "", 0.0)
            return TryLater(_reason(answer))
        return _outcome(answer)

    def _signature(self) -> str:
        with self._lock:
            if self._signed[0] != settings.PUSH_APNS_KEY or self._signed[2] < time.time():
                signed = jwt.encode(
                    {"iss": settings.PUSH_APNS_TEAM_ID, "iat": int(time.time())},
                    settings.PUSH_APNS_KEY,
                    algorithm="ES256",
                    headers={"kid": settings.PUSH_APNS_KEY_ID},
                )
                self._signed = (settings.PUSH_APNS_KEY, signed, time.time() + SIGNED_SECONDS)
            return self._signed[1]


def _body(push: Push) -> bytes:
    said: dict[str, Any] = {
        "aps": {
            "alert": {"title": push.title, "body": push.body[:MOST_BODY]},
            "badge": push.badge,
            "sound": "default",
            "thread-id": push.thread,
        },
        **push.data,
    }
    return json.dumps(said, ensure_ascii=False).encode()


def _outcome(answer: Posted) -> Outcome:
    reason = _reason(answer)
    why = reason or f"HTTP {answer.status}"
    if answer.status == 200:
        return Delivered()
    if answer.status == 410 or reason in _DEAD:
        return TokenDead(why)
    if answer.status == 429 or answer.status >= 500:
        return TryLater(why, wait_of(answer.headers))
    return Refused(why)


def _reason(answer: Posted) -> str:
    """`BadDeviceToken` and the like, out of an answer of any kind."""
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        return ""
    reason = found.get("reason") if isinstance(found, dict) else ""
    return reason[:40] if isinstance(reason, str) else ""
