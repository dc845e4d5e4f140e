"""Who administers the office, and from where: the one question that every door of the administration asks.

Pages (`/manage`, `/system`, Django's administration) and endpoints (`/admin`, `/jobs`, `/system`) ask alike.
"""

import ipaddress
from typing import Any

from django.conf import settings

from messenger.core import context

ROLE = "SYSTEM_ADMIN"


def administers(caller: Any) -> bool:
    """Whether `caller` is a system admin who asks from where the administration may be reached (`ADMIN_ALLOWED`)."""
    return ROLE in getattr(caller, "roles", ()) and reached_from_here()


def reached_from_here() -> bool:
    """Whether the administration may be reached from where the request came from; what strangers are told, too."""
    if not settings.ADMIN_ALLOWED:
        return True
    address = ipaddress.ip_address(context.current().ip or "0.0.0.0")  # noqa: S104  (nowhere, no binding)
    return any(address in network for network in settings.ADMIN_ALLOWED)
