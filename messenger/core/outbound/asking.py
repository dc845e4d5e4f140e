"""Asks one address one thing, and follows it nowhere: for services that an administrator chose (decision 0019)."""

import ssl
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache

import httpcore

from messenger.core.outbound import fetching, targets, turns
from messenger.core.outbound.errors import Blocked, Failed
from messenger.core.outbound.pinned import Deadline
from messenger.core.outbound.policy import Policy
from messenger.core.outbound.targets import Target


@dataclass(frozen=True, slots=True)
class Answered:
    """What was answered: header names in lower case; of the body no more than was asked for."""

    status: int
    headers: dict[str, str]
    body: bytes


def ask(
    method: str,
    url: str,
    headers: Mapping[str, str],
    body: bytes = b"",
    *,
    seconds: float,
    most: int,
    rules: Policy,
    schemes: tuple[str, ...] = ("https",),
    http2: bool = False,
) -> Answered:
    """The answer within `seconds`, its body cut at `most` bytes. Raises `Blocked` or `Failed`."""
    deadline = Deadline(seconds)
    target = targets.parse(url)
    if target.scheme not in schemes:
        raise Blocked("SCHEME")
    network = fetching.way_to(target, rules, deadline)
    request = _request(method, target, headers, body)
    try:
        with (
            turns.taken(target.host, deadline.left()),
            httpcore.ConnectionPool(
                ssl_context=tls_with_http2() if http2 else fetching.tls(),
                network_backend=network,
                retries=0,
                http1=not http2,
                http2=http2,
            ) as pool,
            closing(pool.handle_request(request)) as response,
        ):
            if network.stream is not None:
                network.stream.head_ended()
            names = {n.decode("latin-1").lower(): v.decode("latin-1") for n, v in response.headers}
            return Answered(response.status, names, _beginning(response, most))
    except httpcore.TimeoutException:
        raise Failed("TIMEOUT") from None
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError):
        raise Failed("PROTOCOL") from None


def _request(method: str, target: Target, headers: Mapping[str, str], body: bytes) -> httpcore.Request:
    sent: dict[bytes | str, bytes | str] = {"Host": target.authority}
    if body or method == "POST":
        sent["Content-Length"] = str(len(body))
    sent.update(headers.items())
    url = httpcore.URL(scheme=target.scheme, host=target.host, port=target.port, target=target.path)
    return httpcore.Request(method, url, headers=list(sent.items()), content=body)


def _beginning(response: httpcore.Response, most: int) -> bytes:
    """What an answer says, and no more than one reads."""
    body = bytearray()
    for piece in response.iter_stream():
        body += piece
        if len(body) >= most:
            break
    return bytes(body[:most])


@cache
def tls_with_http2() -> ssl.SSLContext:
    """A context of its own: which protocols are offered is kept in it."""
    return ssl.create_default_context()
