"""From where the office may be administered: pages, endpoints and Django's administration ask alike."""

import ipaddress

from django.conf import settings

from messenger.core import context


def reached_from_here() -> bool:
    """Whether the administration may be reached from where the request came from (`ADMIN_ALLOWED`)."""
    if not settings.ADMIN_ALLOWED:
        return True
    address = ipaddress.ip_address(context.current().ip or "0.0.0.0")  # noqa: S104  (nowhere, no binding)
    return any(address in network for network in settings.ADMIN_ALLOWED)
