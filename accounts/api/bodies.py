"""Bodies that are a file as it is, not JSON."""

from typing import Any

from django.conf import settings
from rest_framework.parsers import BaseParser

from messenger.core.errors import Invalid, TooLarge


class FileParser(BaseParser):
    """The bytes of a file, whatever it is called; `limit` is the setting that says how many at most."""

    media_type = "*/*"
    limit = ""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        most = int(getattr(settings, self.limit))
        data = stream.read(most + 1)
        if len(data) > most:
            raise TooLarge
        return data


def file_of(data: Any) -> bytes:
    """The body of an upload; an empty one is `Invalid`."""
    if not isinstance(data, bytes) or not data:
        raise Invalid
    return data
