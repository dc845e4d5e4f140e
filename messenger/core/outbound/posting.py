"""Posts something to an https address: what wakes phones and browsers (decisions 0019, 0026)."""

import ssl
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache

import httpcore

from messenger.core.outbound import fetching, policy, targets, turns
from messenger.core.outbound.errors import Blocked, Failed
from messenger.core.outbound.pinned import Deadline
from messenger.core.outbound.policy import Policy

MOST_ANSWER = 16 << 10
USER_AGENT = "MaruPush/1.0"


@dataclass(frozen=True, slots=True)
class Posted:
    """What was answered: header names in lower case; of the body no more than `MOST_ANSWER`."""

    status: int
    headers: dict[str, str]
    body: bytes


def post(
    url: str,
    headers: Mapping[str, str],
    body: bytes,
    *,
    seconds: float,
    http2: bool = False,
    rules: Policy | None = None,
) -> Posted:
    """Post `body` within `seconds`; redirects are not followed. Raises `Blocked` or `Failed`."""
    deadline = Deadline(seconds)
    target = targets.parse(url)
    if target.scheme != "https":
        raise Blocked("SCHEME")
    network = fetching.way_to(target, rules or policy.current(), deadline)
    sent: dict[bytes | str, bytes | str] = {"Host": target.authority, "User-Agent": USER_AGENT}
    sent["Content-Length"] = str(len(body))
    sent.update(headers.items())
    request = httpcore.Request(
        "POST",
        httpcore.URL(scheme=target.scheme, host=target.host, port=target.port, target=target.path),
        headers=list(sent.items()),
        content=body,
    )
    try:
        with (
            turns.taken(target.host, deadline.left()),
            httpcore.ConnectionPool(
                ssl_context=_tls_with_http2() if http2 else fetching.tls(),
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
            return Posted(response.status, names, _beginning(response))
    except httpcore.TimeoutException:
        raise Failed("TIMEOUT") from None
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError):
        raise Failed("PROTOCOL") from None


def _beginning(response: httpcore.Response) -> bytes:
    """What an answer says, and no more than one reads."""
    body = bytearray()
    for piece in response.iter_stream():
        body += piece
        if len(body) >= MOST_ANSWER:
            break
    return bytes(body[:MOST_ANSWER])


@cache
def _tls_with_http2() -> ssl.SSLContext:
    """A context of its own: which protocols are offered is kept in it."""
    return ssl.create_default_context()
