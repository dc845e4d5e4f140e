"""The one way to push services: https, by their addresses as they were checked, within a time."""

from collections.abc import Mapping
from dataclasses import replace

from django.conf import settings

from messenger.core.outbound import policy, posting
from messenger.core.outbound.policy import Policy
from messenger.core.outbound.posting import Posted


def rules() -> Policy:
    """Public addresses alone: what previews may fetch from the intranet is no push service."""
    return replace(policy.current(), allowed=())


def call(url: str, headers: Mapping[str, str], body: bytes, *, http2: bool = False) -> Posted:
    """Post to a service; `OutboundError` if it cannot be reached."""
    return posting.post(url, headers, body, seconds=settings.PUSH_SECONDS, http2=http2, rules=rules())
