"""How device sessions end."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import DeviceSession, User
from audit import actions
from audit.services import record
from messenger.core.events import Hangup, publish


def revoke_all(user: User, *, actor: User | None, reason: str, but: UUID | None = None) -> None:
    """Sign `user` out everywhere, `but` one device."""
    theirs = DeviceSession.objects.filter(user=user, revoked_at__isnull=True).values_list("pk", flat=True)
    revoke([pk for pk in theirs if pk != but], actor=actor, reason=reason)


def revoke(session_ids: Iterable[UUID], *, actor: User | None, reason: str) -> None:
    """End device sessions, write it down, close their sockets."""
    with transaction.atomic():
        for session_id in end(list(session_ids)):
            record(actions.DEVICE_REVOKED, actor=actor, target_type="device", target_id=session_id, reason=reason)


def end(session_ids: list[UUID]) -> list[UUID]:
    """Mark as revoked what is not yet, hang up, and return which ones it were."""
    alive = DeviceSession.objects.select_for_update().filter(pk__in=session_ids, revoked_at__isnull=True)
    ended = list(alive.values_list("pk", flat=True))
    if ended:
        DeviceSession.objects.filter(pk__in=ended).update(revoked_at=timezone.now())
        publish(Hangup(tuple(ended)))
    return ended
