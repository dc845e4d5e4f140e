"""What a WebSocket handshake says about who is calling and from which page."""

from typing import Any

from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header

from accounts.authentication import bearer_of

BEARER = "bearer"


class Handshake:
    """The headers and subprotocols of one handshake."""

    def __init__(self, scope: Any) -> None:
        self.headers: dict[str, str] = {
            name.decode("latin1").lower(): value.decode("latin1") for name, value in scope["headers"]
        }
        self.offered: list[str] = list(scope.get("subprotocols") or [])
        self.peer: str | None = (scope.get("client") or [None])[0]

    def header(self, name: str) -> str:
        """A header by its lower-case name, or an empty string."""
        return self.headers.get(name, "")

    @property
    def subprotocol(self) -> str | None:
        """What the server answers: `bearer`, if that is what the client speaks."""
        return BEARER if BEARER in self.offered[:1] else None

    @property
    def language(self) -> str:
        """The language of human texts: the first of `Accept-Language` that we speak (contract 1)."""
        for language, _quality in parse_accept_lang_header(self.header("accept-language")):
            try:
                return get_supported_language_variant(language)
            except LookupError:
                continue
        return settings.LANGUAGE_CODE

    @property
    def origin_is_ours(self) -> bool:
        """Whether a page of ours calls. A token in the hand needs no page (contract 12)."""
        if bearer_of(self.headers, self.offered) is not None or not self.header("cookie"):
            return True  # without a cookie there is nothing that a foreign page could use
        origin = self.header("origin")
        if settings.ALLOWED_ORIGINS and origin in settings.ALLOWED_ORIGINS:
            return True
        return not settings.PRODUCTION and self._is_same_origin(origin)

    def _is_same_origin(self, origin: str) -> bool:
        """Scheme, host and port of the page are those of this server."""
        host = self.header("host")
        name, _port = split_domain_port(host)
        return (
            bool(name)
            and validate_host(name, settings.ALLOWED_HOSTS)
            and origin in (f"http://{host}", f"https://{host}")
        )
