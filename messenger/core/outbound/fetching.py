"""Fetches what lies at an address that somebody wrote. The only way out (decision 0019)."""

import logging
import math
import ssl
import time
from contextlib import closing
from dataclasses import dataclass
from email.message import Message
from functools import cache

import httpcore

from messenger.core.outbound import bodies, policy, targets, turns
from messenger.core.outbound.bodies import Kind
from messenger.core.outbound.errors import Failed, OutboundError
from messenger.core.outbound.pinned import CONNECT_SECONDS, Deadline, Pinned
from messenger.core.outbound.policy import Policy
from messenger.core.outbound.targets import Target

log = logging.getLogger(__name__)

TOTAL_SECONDS = 5.0
MOST_REDIRECTS = 3
_MOST_ADDRESSES = 4  # of one name are tried
USER_AGENT = "MaruLinkPreview/1.0"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found: the URL after all redirects, the type and charset as its header says, the bytes."""

    url: str
    mime: str
    charset: str
    body: bytes


def fetch(url: str, kind: Kind, rules: Policy | None = None) -> Answer:
    """Fetch one thing, within five seconds and three redirects; anonymous, whoever asks.

    Raises `Blocked` or `Failed`, always the same time after the beginning, so that nobody learns from the
    clock whether an address was forbidden, refused or silent.
    """
    rules = rules or policy.current()
    began = time.monotonic()
    try:
        return _follow(url, kind, rules, Deadline(TOTAL_SECONDS))
    except OutboundError as error:
        log.info("an address was not fetched: %s %s", type(error).__name__, error.code)
        _wait_for_the_bell(began, rules.failure_seconds)
        raise


def _follow(url: str, kind: Kind, rules: Policy, deadline: Deadline) -> Answer:
    target = targets.parse(url)
    for _hop in range(MOST_REDIRECTS + 1):
        found = _ask(target, kind, rules, deadline)
        if isinstance(found, Answer):
            return found
        if target.scheme == "https" and found.scheme == "http":
            raise Failed("DOWNGRADE")
        target = found
    raise Failed("REDIRECTS")


def _ask(target: Target, kind: Kind, rules: Policy, deadline: Deadline) -> Answer | Target:
    """One hop: what is there, or where it says to go."""
    network = way_to(target, rules, deadline)
    try:
        with turns.taken(target.host, deadline.left()):
            return _exchange(target, kind, network)
    except httpcore.TimeoutException:
        raise Failed("TIMEOUT") from None
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError):
        raise Failed("PROTOCOL") from None


def way_to(target: Target, rules: Policy, deadline: Deadline) -> Pinned:
    """The network that leads to this target and nowhere else, or `Blocked`."""
    rules.check_name(target)
    if target.address is not None:
        addresses = [target.address]
    else:
        addresses = list(dict.fromkeys(rules.resolve(target.host, deadline.left(CONNECT_SECONDS))))
    if not addresses:
        raise Failed("DNS")
    rules.check_addresses(target, addresses)
    return Pinned(addresses[:_MOST_ADDRESSES], deadline)


def _exchange(target: Target, kind: Kind, network: Pinned) -> Answer | Target:
    request = httpcore.Request(
        "GET",
        httpcore.URL(scheme=target.scheme, host=target.host, port=target.port, target=target.path),
        headers={
            "Host": target.authority,
            "User-Agent": USER_AGENT,
            "Accept": ", ".join(kind.types),
            "Accept-Encoding": "identity",
            "Accept-Language": "ko, en;q=0.8",
            "Connection": "close",
        },
    )
    with (
        httpcore.ConnectionPool(ssl_context=tls(), network_backend=network, retries=0) as pool,
        closing(pool.handle_request(request)) as response,
    ):
        if network.stream is not None:
            network.stream.head_ended()
        # What is no UTF-8 becomes surrogates, which no URL and no type has.
        headers = {n.decode("latin-1").lower(): v.decode("utf-8", "surrogateescape") for n, v in response.headers}
        if response.status in _REDIRECTS and "location" in headers:
            return targets.follow(target, headers["location"])
        if response.status != 200:
            raise Failed("STATUS")
        mime, charset = _content_type(headers.get("content-type", ""))
        if mime not in kind.types:
            raise Failed("TYPE")
        encoding = headers.get("content-encoding", "").strip().lower()
        body = bodies.read(response.iter_stream(), encoding, kind, mime)
        return Answer(target.url, mime, charset, body)


def _content_type(header: str) -> tuple[str, str]:
    """`("text/html", "euc-kr")`."""
    message = Message()
    message["Content-Type"] = header
    charset = message.get_param("charset", "")
    return message.get_content_type() if header else "", charset.lower() if isinstance(charset, str) else ""


@cache
def tls() -> ssl.SSLContext:
    """The system's certificates, so that a company's own authority counts."""
    return ssl.create_default_context()


def _wait_for_the_bell(began: float, every: float) -> None:
    """Wait until a whole number of `every` seconds has gone by since `began`."""
    if every:
        gone = time.monotonic() - began
        time.sleep((math.floor(gone / every) + 1) * every - gone)
