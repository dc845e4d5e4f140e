"""The directory's photos: read apart from the people, a few entries at a time, because they are large.

What is known already is only looked at. The bytes of new ones wait in a file without a name until they are drawn.
"""

import logging
import tempfile
from collections.abc import Callable
from dataclasses import replace
from typing import IO

from django.conf import settings

from accounts.directory import client, mapping
from accounts.directory.errors import DirectoryDown
from accounts.models import DIRECTORY, PersonSource
from accounts.roster.entries import Entry
from accounts.selectors.photos import digests
from accounts.services.photos import digest_of

log = logging.getLogger(__name__)


class Album:
    """What a run knows of the directory's photos. `takes` False: they are only looked at."""

    def __init__(self, *, takes: bool) -> None:
        self._takes = takes
        self._kept: IO[bytes] = tempfile.TemporaryFile(prefix="maru-")  # noqa: SIM115  (closed by `__exit__`)
        self._places: dict[str, tuple[int, int]] = {}

    def __enter__(self) -> "Album":
        return self

    def __exit__(self, *_error: object) -> None:
        self._kept.close()

    def picture(self, digest: str) -> bytes | None:
        """The bytes of a new picture; empty, if it was too large to be kept."""
        if digest not in self._places:
            return None
        start, length = self._places[digest]
        self._kept.seek(start)
        return self._kept.read(length)

    def of(self, entries: list[Entry], step: Callable[[], None]) -> list[Entry]:
        """The entries with the digests of their photos; without a word of them where none could be read.

        LDAP_PHOTOS_AT_ONCE new ones, the rest with the next run.
        """
        if not settings.LDAP_ATTRIBUTES["photo"]:
            return entries
        try:
            found = self._read(step)
        except DirectoryDown as down:  # people came in whole: faces can wait
            log.warning("the directory's photos could not be read: %s", down.why)
            return entries
        return [replace(entry, photo=found.get(entry.external_id, "")) for entry in entries]

    def _read(self, step: Callable[[], None]) -> dict[str, str | None]:
        """By lasting name the digest; None for one that has to wait."""
        known, found = _known(), dict[str, str | None]()
        names = [settings.LDAP_ATTRIBUTES[name] for name in ("id", "photo")]
        which = f"(&{settings.LDAP_USER_FILTER}({names[1]}=*))"
        with client.bound() as connection:
            people = client.search(
                connection, settings.LDAP_USER_BASE, which, [*names, *client.OWN_DN], size=settings.LDAP_PHOTO_PAGE
            )
            for one in people:
                step()
                body = (one.attributes.get(names[1].lower()) or [b""])[0]
                who, digest = mapping.external_id(one), digest_of(body) if body else ""
                is_new = digest and known.get(who, "") not in (None, digest)
                found[who] = digest if not is_new or self._keep(digest, body) else None
        return found

    def _keep(self, digest: str, body: bytes) -> bool:
        if self._takes and digest not in self._places:
            if len(self._places) >= settings.LDAP_PHOTOS_AT_ONCE:
                return False
            kept = body if len(body) <= settings.PHOTO_MAX_BYTES else b""
            self._places[digest] = (self._kept.seek(0, 2), len(kept))
            self._kept.write(kept)
        return True


def _known() -> dict[str, str | None]:
    """By lasting name, of which picture the photo was made; None: the directory has no say."""
    of_people = digests()
    kept = PersonSource.objects.filter(source=DIRECTORY).values_list("user_id", "external_id")
    return {name: of_people[user_id] for user_id, name in kept if user_id in of_people}
