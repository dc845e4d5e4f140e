"""JSON in and out of DRF. Apart from `core.api`, because DRF's views load these by name."""

from typing import Any

from django.conf import settings
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer

from messenger.core import errors, wire


class StrictJSONParser(BaseParser):
    """`core.wire.decode` behind DRF. An empty body is an empty object."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        raw = stream.read(settings.MAX_JSON_BYTES + 1)
        if len(raw) > settings.MAX_JSON_BYTES:
            raise errors.TooLarge
        return wire.decode(raw) if raw else {}


class WireRenderer(BaseRenderer):
    """`core.wire.encode` behind DRF."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        return b"" if data is None else wire.encode(data).encode()
