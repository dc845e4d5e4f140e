"""Photos: chosen by people themselves or brought along by a list, taken away by their owner or an admin.

One is drawn before the transaction, and only its small square is kept (decision 0038).
"""

import hashlib
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts import events, photos
from accounts.errors import PhotosByDirectory
from accounts.models import Photo, Profile, User
from accounts.selectors.people import people
from accounts.selectors.photos import are_peoples_own, digests
from accounts.services.standing import locked
from audit import actions
from audit.services import record
from messenger.core import limits
from messenger.core.errors import TooLarge


def choose_photo(*, actor: User, picture: bytes) -> User:
    """Make the middle of a picture one's own photo.

    Raises `PhotosByDirectory`, `RateLimited`, `TooLarge`, `NotAPhoto`, `PhotosUnavailable`. Contract section 3.
    """
    _refuse_unless_own()
    limits.spend("photo", str(actor.pk))
    if len(picture) > settings.PHOTO_MAX_BYTES:
        raise TooLarge
    drawn = photos.draw(picture)
    with transaction.atomic():
        user = locked(actor.pk)
        _keep(user, drawn, actor=actor, source="", source_digest=digest_of(picture))
    return people().get(pk=actor.pk)


@transaction.atomic
def take_own_photo_away(*, actor: User) -> None:
    """Be without a photo, also without the directory's, until one chooses another. Raises `PhotosByDirectory`."""
    _refuse_unless_own()
    _keep(locked(actor.pk), b"", actor=actor, source="", source_digest="")


@transaction.atomic
def take_photo_away(*, actor: User, user_id: UUID) -> User:
    """An admin takes somebody's photo away; a list brings it back only when it has another one."""
    user = locked(user_id)
    kept = Photo.objects.filter(user=user).first()
    if kept is not None:
        _keep(user, b"", actor=actor, source=kept.source, source_digest=kept.source_digest)
    return people().get(pk=user_id)


@transaction.atomic
def take_in_photo(*, actor: User | None, user_id: UUID, drawn: bytes, source: str, source_digest: str) -> bool:
    """What a list has for somebody's face (`drawn` empty: nothing); whether anything changed.

    Whoever chose their photo themselves keeps it where the policy PHOTOS_BY says so.
    """
    user = locked(user_id)
    if digests(pk=user_id).get(user_id, "") in (None, source_digest):
        return False
    return _keep(user, drawn, actor=actor, source=source, source_digest=source_digest)


@transaction.atomic
def forget_chosen_photo(user: User, *, source: str) -> None:
    """Whoever chose the photo of somebody who is locked was perhaps not they: `source` now says who they are."""
    gone, _rows = Photo.objects.filter(user=user, source="").delete()
    if gone:
        _show(user, b"", actor=None, source=source)


def digest_of(picture: bytes) -> str:
    """By which a picture is known again."""
    return hashlib.sha256(picture).hexdigest()


def _refuse_unless_own() -> None:
    if not are_peoples_own():
        raise PhotosByDirectory


def _keep(user: User, drawn: bytes, *, actor: User | None, source: str, source_digest: str) -> bool:
    """The row, and what `_show` does."""
    kept = {"body": drawn, "source": source, "source_digest": source_digest, "changed_at": timezone.now()}
    Photo.objects.update_or_create(user=user, defaults=kept)
    return _show(user, drawn, actor=actor, source=source)


def _show(user: User, drawn: bytes, *, actor: User | None, source: str) -> bool:
    """The name in the profile, the audit entry, the event; if it looks different now, which is the answer."""
    name = photos.name_of(drawn)
    if not Profile.objects.filter(user=user).exclude(photo=name).update(photo=name):
        return False
    record(
        actions.USER_PHOTO_CHANGED if drawn else actions.USER_PHOTO_REMOVED,
        actor=actor,
        target_type="user",
        target_id=user.pk,
        **({"source": source} if source and actor is None else {}),
    )
    events.profile_updated(people().get(pk=user.pk))
    return True
