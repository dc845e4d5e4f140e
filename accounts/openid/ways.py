"""Which ways of signing in there are, for those who are not signed in yet."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from messenger.core import policies

BEGIN = "/openid/login"


def label() -> str:
    """What the button of the company's provider says; "" where there is none."""
    if not settings.OIDC_ISSUER:
        return ""
    return str(settings.OIDC_LABEL) or _("Sign in with company account")


def ways() -> dict[str, Any]:
    """GET /auth/ways: `{local, directory, oidc: {label, url} | null, registration}`."""
    return {
        "local": not settings.OIDC_ONLY,
        "directory": bool(settings.LDAP_SERVER_URI) and not settings.OIDC_ONLY,
        "oidc": {"label": label(), "url": BEGIN} if settings.OIDC_ISSUER else None,
        "registration": policies.value("REGISTRATION"),
    }
