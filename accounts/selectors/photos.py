"""Photos: the bytes of one, and what is known of those of a list."""

from typing import Any
from uuid import UUID

from accounts.models import Photo, User
from accounts.selectors.people import visible_to
from messenger.core import policies
from messenger.core.errors import NotFound


def photo_of(actor: User, user_id: UUID) -> tuple[str, bytes]:
    """The name and the bytes of the photo of somebody whom the actor may see, else `NotFound`. One query."""
    shown = Photo.objects.filter(pk=user_id, user__in=visible_to(actor).values("pk")).exclude(user__profile__photo="")
    found = shown.values_list("user__profile__photo", "body").first()
    if found is None:
        raise NotFound
    name, body = found
    return name, bytes(body)


def are_peoples_own() -> bool:
    """Whether people choose their photos themselves (policy PHOTOS_BY)."""
    return bool(policies.value("PHOTOS_BY") == "people")


def digests(**which: Any) -> dict[UUID, str | None]:
    """By person, of which picture their photo was made; None: they chose themselves, and no list has a say."""
    own = are_peoples_own()
    rows = Photo.objects.filter(**which).values_list("user_id", "source", "source_digest")
    return {user_id: None if own and not source else digest for user_id, source, digest in rows}
