"""The API describes itself, to people who are signed in, without the internet."""

from functools import cache
from typing import Any

from csp.constants import NONE, SELF
from csp.decorators import csp
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema

from messenger.core import wire
from messenger.core.api import Endpoint, Request

# Swagger UI writes style attributes and inlines its own pictures. On this one path only.
_SWAGGER_POLICY: dict[str, Any] = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:"],
    "connect-src": [SELF],
    "font-src": [SELF],
    "frame-ancestors": [NONE],
    "base-uri": [NONE],
    "form-action": [NONE],
    "report-uri": "/csp-report",
}


class DeviceScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # registers itself
    """How the document describes our two ways to say who one is."""

    target_class = "accounts.authentication.DeviceAuthentication"
    name = ["accessToken", "browserCookie"]

    def get_security_definition(self, auto_schema: Any) -> list[dict[str, Any]]:
        return [
            {"type": "http", "scheme": "bearer"},
            {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE},
        ]


@cache
def _document() -> str:
    """The OpenAPI document; it cannot change while the process lives."""
    generator: Any = SchemaGenerator
    return wire.encode(generator().get_schema(request=None, public=True))


class Schema(Endpoint):
    """OpenAPI 3 as JSON."""

    @extend_schema(exclude=True)
    def get(self, request: Request) -> HttpResponse:
        return HttpResponse(_document(), content_type="application/json")


@method_decorator(csp(_SWAGGER_POLICY), name="dispatch")
class Docs(Endpoint):
    """Swagger UI from our own files."""

    @extend_schema(exclude=True)
    def get(self, request: Request) -> HttpResponse:
        return render(request._request, "pages/docs.html")
