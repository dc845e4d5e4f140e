"""Style sheets: many small files to read, one request for the browser.

From the sources each file is linked by itself. `collectstatic` also writes each sheet in one
piece; nothing is minified or rewritten, the files just stand one behind the other.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage
from django.templatetags.static import static

SOURCES = Path(settings.BASE_DIR) / "static/css"
_EVERYWHERE = ("tokens", "base", "controls", "parts")
_SHEETS = {
    "pages": (*_EVERYWHERE, "pages", "own", "own-photo", "second-factor"),
    "messenger": (*_EVERYWHERE, "app", "components/rail", "components/room-list"),
}


def files(sheet: str) -> list[str]:
    """The static paths of a sheet's files in their order."""
    return [f"css/{name}.css" for name in _SHEETS[sheet]]


def whole(sheet: str) -> str:
    """The static path of a sheet in one piece."""
    return f"css/{sheet}.whole.css"


def urls(sheet: str) -> list[str]:
    """What a page links."""
    return [static(path) for path in (files(sheet) if settings.STATIC_FROM_SOURCE else [whole(sheet)])]


class SheetFinder(BaseFinder):
    """Adds the whole sheets to what `collectstatic` collects; from the sources they are not asked for."""

    def check(self, **kwargs: Any) -> list[Any]:
        """Nothing to warn of."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Never by itself."""
        return []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """Every sheet in one piece."""
        storage = InMemoryStorage()
        for sheet in _SHEETS:
            texts = [(SOURCES.parent / path).read_text(encoding="utf-8") for path in files(sheet)]
            storage.save(whole(sheet), ContentFile("\n".join(texts).encode()))
            yield whole(sheet), storage
