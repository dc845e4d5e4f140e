"""Posts something to an https address: what wakes phones and browsers (decisions 0019, 0026)."""

from collections.abc import Mapping

from messenger.core.outbound import policy
from messenger.core.outbound.asking import Answered as Posted
from messenger.core.outbound.asking import ask
from messenger.core.outbound.policy import Policy

__all__ = ["MOST_ANSWER", "Posted", "post"]

MOST_ANSWER = 16 << 10
USER_AGENT = "MaruPush/1.0"


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
    sent = {"User-Agent": USER_AGENT, **headers}
    return ask(
        "POST",
        url,
        sent,
        body,
        seconds=seconds,
        most=MOST_ANSWER,
        rules=rules or policy.current(),
        http2=http2,
    )
