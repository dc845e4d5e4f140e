"""How device sessions end."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import DeviceSession, SecondFactor, User
from audit import actions
from audit.services import record
from messenger.core.events import Hangup, publish


def revoke_all(user: User, *, actor: User | None, reason: str, but: UUID | None = None) -> None:
    """Sign `user` out everywhere, `but` one device.

    Whoever does so may do it because somebody else was there: all devices but that one are strangers from now on,
    those that ended long ago, too, and the next sign-in from one of them is told (`new_devices`). A second factor that
    was begun and not confirmed is gone: its key may be in those other hands.
    """
    with transaction.atomic():
        SecondFactor.objects.filter(user=user, confirmed_at=None).delete()
        theirs = DeviceSession.objects.filter(user=user).exclude(pk__in=[but] if but else [])
        theirs.filter(familiar=True).update(familiar=False)
        open_ones = theirs.filter(revoked_at__isnull=True).values_list("pk", flat=True)
        revoke(open_ones, actor=actor, reason=reason)


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
