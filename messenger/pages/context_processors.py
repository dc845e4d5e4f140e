"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from accounts.authentication import browser_session
from accounts.preferences import TEXT_SIZES, THEMES
from messenger.core import policies


def product(request: HttpRequest) -> dict[str, Any]:
    """The product's name, and how this person wants pages to look (set by the server: no flash)."""
    chosen = preferences_of(request)
    theme, size = chosen.get("theme"), chosen.get("textSize")
    return {
        "product": settings.PRODUCT_NAME,
        "theme": theme if theme in THEMES else "system",
        "text_size": size if size in TEXT_SIZES else "normal",
        "registration": lambda: policies.value("REGISTRATION"),  # asked for on two pages only
    }


def preferences_of(request: HttpRequest) -> dict[str, Any]:
    """What the signed-in person chose, also while they owe a step; empty for anybody else."""
    session = browser_session(request)
    user = session.user if session else None
    if user is None:
        return {}
    return getattr(getattr(user, "profile", None), "preferences", None) or {}
