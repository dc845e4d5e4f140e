"""Lets the browser have a few files of npm packages, as `vendor/<package>/<file>`.

Nothing third-party is in the repository and nothing is bundled: `settings.NPM_FILES` names,
for each package, the files that go out; the first one is what the package's bare name means.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

ROOT = settings.BASE_DIR / "node_modules"
PREFIX = "vendor"


class MissingPackage(Exception):
    """A file that is to be served is not there: `npm ci` has not run, or a package changed its layout."""


@cache
def files() -> frozenset[str]:
    """Every allowed `<package>/<file>`."""
    return frozenset(f"{package}/{name}" for package, names in settings.NPM_FILES.items() for name in names)


def bare_names() -> Iterator[tuple[str, str]]:
    """`(what a module may import, its static path)` for every allowed module."""
    for package, names in settings.NPM_FILES.items():
        for position, name in enumerate(names):
            if not name.endswith((".js", ".mjs")):
                continue
            if position == 0:
                yield package, f"{PREFIX}/{package}/{name}"
            yield f"{package}/{name}", f"{PREFIX}/{package}/{name}"


class NpmFinder(BaseFinder):
    """Staticfiles finder over the allow-list."""

    def check(self, **kwargs: Any) -> list[Any]:
        """Nothing to warn of: what is missing stops `collectstatic`."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The file behind `vendor/…`, if it is allowed and there."""
        name = path.removeprefix(f"{PREFIX}/")
        if name != path and name in files() and (ROOT / name).is_file():
            return [str(ROOT / name)] if find_all else str(ROOT / name)
        return []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """What `collectstatic` copies. Raises `MissingPackage` rather than leave a file out."""
        storage = FileSystemStorage(location=ROOT)
        storage.prefix = PREFIX  # type: ignore[attr-defined]  # read by collectstatic
        for name in sorted(files()):
            if not (ROOT / name).is_file():
                raise MissingPackage(f"node_modules/{name} is not there: run `npm ci`")
            yield name, storage
