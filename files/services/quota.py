"""How much people and rooms may keep (settings `QUOTA_USER_BYTES`, `QUOTA_ROOM_BYTES`).

The counter is moved by one conditional statement, so twenty uploads at once cannot slip past it.
"""

from collections.abc import Collection
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from files.errors import QuotaFull
from files.models import Usage


def check(*, user_id: UUID, room_ids: Collection[UUID], size: int) -> None:
    """`QuotaFull` where `size` bytes for each of these rooms would not fit now. Counts nothing: `take` does."""
    _check(Usage.Kind.USER, [user_id], len(room_ids) * size, settings.QUOTA_USER_BYTES)
    _check(Usage.Kind.ROOM, room_ids, size, settings.QUOTA_ROOM_BYTES)


def _check(kind: Usage.Kind, owner_ids: Collection[UUID], size: int, limit: int) -> None:
    if not limit:
        return
    full = Usage.objects.filter(kind=kind, owner_id__in=owner_ids, bytes__gt=limit - size).exists()
    if full or size > limit:
        raise QuotaFull(reason="QUOTA", scope=kind.value, limit=limit)


@transaction.atomic
def take(*, user_id: UUID, room_id: UUID, size: int) -> None:
    """Count `size` bytes for both, or `QuotaFull` with `details.scope` and nothing counted."""
    for kind, owner_id, limit in (
        (Usage.Kind.USER, user_id, settings.QUOTA_USER_BYTES),
        (Usage.Kind.ROOM, room_id, settings.QUOTA_ROOM_BYTES),
    ):
        Usage.objects.get_or_create(kind=kind, owner_id=owner_id)
        row = Usage.objects.filter(kind=kind, owner_id=owner_id)
        if limit:
            row = row.filter(bytes__lte=limit - size)
        if not row.update(bytes=F("bytes") + size):
            raise QuotaFull(reason="QUOTA", scope=kind.value, limit=limit)


def give_back(*, user_id: UUID, room_id: UUID, size: int) -> None:
    """They are gone again."""
    for kind, owner_id in ((Usage.Kind.USER, user_id), (Usage.Kind.ROOM, room_id)):
        Usage.objects.filter(kind=kind, owner_id=owner_id).update(bytes=Greatest(F("bytes") - size, 0))
