"""The administration: where it is, and from where it may be reached (docs/administration.md)."""

import ipaddress

from messenger import env


def _path(raw: str) -> str:
    path = raw.strip("/")
    if not path or not all(part.isascii() and part.replace("-", "").isalnum() for part in path.split("/")):
        raise ValueError(raw)
    return f"{path}/"


ADMIN_PATH = env.shaped("ADMIN_PATH", "admin/", _path, "a path such as admin/ or office/admin/")
ADMIN_ALLOWED = env.shaped(
    "ADMIN_ALLOWED",
    "",
    lambda raw: tuple(ipaddress.ip_network(word) for word in raw.split()),
    "networks such as 10.1.0.0/16 between spaces; empty: from everywhere",
)
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"  # what was done, on the next page: signed
# Django's admin wants its own sessions and sign-in. Ours is a device session, set by accounts.middleware, and
# messages are carried by the site itself (messenger/core/administration).
SILENCED_SYSTEM_CHECKS = ["admin.E402", "admin.E404", "admin.E408", "admin.E409", "admin.E410"]
