"""The one way to the provider: its own host wherever that is, other hosts only if anybody may call them."""

import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from accounts.openid.errors import ProviderDown
from messenger.core.outbound import policy
from messenger.core.outbound.asking import Answered, ask
from messenger.core.outbound.errors import Blocked, OutboundError
from messenger.core.outbound.policy import Policy

MOST_ANSWER = 256 << 10
PAUSE_SECONDS = 5.0  # after it was silent nobody waits for it
AT_ONCE = 4  # threads that may wait for it; the others of the process go on with what needs no provider
_PORTS = {"http": 80, "https": 443}
_seats = threading.BoundedSemaphore(AT_ONCE)
_shut_until = 0.0


def rules() -> Policy:
    """The issuer's host was chosen by the administrator. What its document names beyond was not (V40): it must
    be public, or in `LINK_ALLOWED`."""
    parts = urlsplit(settings.OIDC_ISSUER)
    return replace(policy.current(), chosen=frozenset({(parts.hostname or "", parts.port or _PORTS[parts.scheme])}))


def get(url: str, token: str = "") -> dict[str, Any]:
    """The JSON object there, asked for with an access token if one is given. Raises `ProviderDown`."""
    return _object(_call("GET", url, {"Authorization": f"Bearer {token}"} if token else {}))


def post(url: str, form: Mapping[str, str], headers: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
    """Status and JSON object of a form that was posted; a refusal (4xx) is an answer too. Raises `ProviderDown`."""
    sent = {"Content-Type": "application/x-www-form-urlencoded", **headers}
    answer = _call("POST", url, sent, urlencode(form).encode())
    return answer.status, _object(answer, also=range(400, 500))


def forget() -> None:
    """Ask again at once (tests)."""
    global _shut_until
    _shut_until = 0.0


def _call(method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> Answered:
    global _shut_until
    schemes = ("https", "http") if settings.OIDC_ISSUER.startswith("http:") else ("https",)
    sent = {"Accept": "application/json", "User-Agent": "MaruSignIn/1.0", "Accept-Encoding": "identity", **headers}
    with _seat():
        try:
            return ask(
                method,
                url,
                sent,
                body,
                seconds=settings.OIDC_SECONDS,
                most=MOST_ANSWER,
                rules=rules(),
                schemes=schemes,
            )
        except Blocked as error:
            raise ProviderDown(f"blocked_{error.code.lower()}") from error
        except OutboundError as error:
            _shut_until = time.monotonic() + PAUSE_SECONDS  # before the next one sits down
            raise ProviderDown(error.code.lower()) from error


@contextmanager
def _seat() -> Iterator[None]:
    """One of the few who ask it at a time; nobody asks again whom those before them found silent."""
    _refuse_while_shut()
    if not _seats.acquire(timeout=settings.OIDC_SECONDS):
        raise ProviderDown("busy")
    try:
        _refuse_while_shut()
        yield
    finally:
        _seats.release()


def _refuse_while_shut() -> None:
    if time.monotonic() < _shut_until:
        raise ProviderDown("left_alone")


def _object(answer: Answered, also: range = range(0)) -> dict[str, Any]:
    if answer.status != 200 and answer.status not in also:
        raise ProviderDown(f"status_{answer.status}")
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise ProviderDown("no_json")
    return found
