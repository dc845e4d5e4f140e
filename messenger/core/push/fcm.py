"""Android by Firebase Cloud Messaging (HTTP v1), with a service account's signature."""

import json
import threading
import time
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlencode

import jwt
from django.conf import settings

from messenger.core.outbound.posting import Posted
from messenger.core.push.answers import Delivered, Outcome, Push, Refused, TokenDead, TryLater, wait_of
from messenger.core.push.calling import call

TOKEN_URL = "https://oauth2.googleapis.com/token"  # noqa: S105
SEND_URL = "https://fcm.googleapis.com/v1/projects/{project}/messages:send"
SCOPE = "https://www.googleapis.com/auth/firebase.messaging"
MOST_TOKEN = 4096
_DEAD = ("UNREGISTERED", "SENDER_ID_MISMATCH")


class Fcm:
    """Firebase Cloud Messaging."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._access: tuple[str, str, float] = ("", "", 0.0)  # the account, its token, until when

    @property
    def missing(self) -> str:
        try:
            _account(settings.PUSH_FCM_ACCOUNT)
        except (ValueError, KeyError, TypeError):
            return "PUSH_FCM_ACCOUNT"
        return ""

    public_key = ""

    def identity(self, token: str) -> str:
        if not (token.isascii() and token.isprintable() and " " not in token and 20 <= len(token) <= MOST_TOKEN):
            raise ValueError("this is no token")
        return token

    def send(self, token: str, push: Push) -> Outcome:
        """Post one notice; with a fresh signature if ours ran out."""
        access = self._signed_in()
        if not isinstance(access, str):
            return access
        url = SEND_URL.format(project=quote(_account(settings.PUSH_FCM_ACCOUNT)["project_id"], safe=""))
        headers = {"Authorization": f"Bearer {access}", "Content-Type": "application/json"}
        answer = call(url, headers, json.dumps(_message(token, push), ensure_ascii=False).encode())
        if answer.status == 401:
            self._access = ("", "", 0.0)
            return TryLater("HTTP 401")
        return _outcome(answer)

    def _signed_in(self) -> str | Outcome:
        """The access token: asked for once an hour."""
        with self._lock:
            raw = settings.PUSH_FCM_ACCOUNT
            if self._access[0] == raw and self._access[2] > time.time():
                return self._access[1]
            answer = call(TOKEN_URL, {"Content-Type": "application/x-www-form-urlencoded"}, _assertion(_account(raw)))
            if answer.status == 429 or answer.status >= 500:
                return TryLater(f"sign-in: HTTP {answer.status}", wait_of(answer.headers))
            given = _read(answer)
            token, seconds = given.get("access_token"), given.get("expires_in", 3600)
            if answer.status != 200 or not isinstance(token, str) or not token.isprintable() or not token.isascii():
                return Refused(f"sign-in: HTTP {answer.status}")
            lasts = min(max(seconds, 0), 3600) if isinstance(seconds, int) else 0
            self._access = (raw, token, time.time() + lasts - 60)
            return token


def _assertion(account: dict[str, str]) -> bytes:
    now = int(time.time())
    claims = {"iss": account["client_email"], "scope": SCOPE, "aud": TOKEN_URL, "iat": now, "exp": now + 3600}
    signed = jwt.encode(claims, account["private_key"], algorithm="RS256")
    return urlencode({"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": signed}).encode()


def _message(token: str, push: Push) -> dict[str, Any]:
    return {
        "message": {
            "token": token,
            "notification": {"title": push.title, "body": push.body},
            "data": {**push.data, "badge": str(push.badge), "thread": push.thread},
            "android": {
                "priority": "HIGH",
                "collapse_key": push.collapse,
                "ttl": f"{push.ttl}s",
                "notification": {"tag": push.thread, "notification_count": push.badge},
            },
        }
    }


def _outcome(answer: Posted) -> Outcome:
    if answer.status == 200:
        return Delivered()
    code = _code(answer)
    if answer.status == 404 or code in _DEAD:
        return TokenDead(code or "HTTP 404")
    if answer.status == 429 or answer.status >= 500:
        return TryLater(f"HTTP {answer.status}", wait_of(answer.headers))
    if code == "INVALID_ARGUMENT" and b"registration token" in answer.body:
        return TokenDead(code)
    return Refused(f"HTTP {answer.status} {code}".strip())


def _code(answer: Posted) -> str:
    """`UNREGISTERED` and the like, out of an answer of any kind."""
    error = _read(answer).get("error")
    if not isinstance(error, dict):
        return ""
    details = error.get("details")
    for detail in details if isinstance(details, list) else ():
        if isinstance(detail, dict) and isinstance(detail.get("errorCode"), str):
            return str(detail["errorCode"])[:40]
    return str(error.get("status", ""))[:40]


def _read(answer: Posted) -> dict[str, Any]:
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


@lru_cache(maxsize=2)
def _account(raw: str) -> dict[str, str]:
    account = json.loads(raw)
    return {name: str(account[name]) for name in ("project_id", "client_email", "private_key")}
