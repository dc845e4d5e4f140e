"""The devices somebody is signed in on."""

import datetime as dt
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import DeviceSession, User
from messenger.core.errors import NotFound


def devices_of(actor: User, *, include_ended: bool = False) -> QuerySet[DeviceSession]:
    """The actor's own device sessions, last seen first; ended ones only if asked for."""
    mine = DeviceSession.objects.filter(user=actor).order_by("-last_seen_at", "id")
    if include_ended:
        return mine
    return mine.filter(Q(revoked_at__isnull=True), expires_at__gt=timezone.now())


def own_device(actor: User, session_id: UUID) -> DeviceSession:
    """One of the actor's own that is not revoked, or `NotFound`."""
    found = DeviceSession.objects.filter(user=actor, pk=session_id, revoked_at__isnull=True).first()
    if found is None:
        raise NotFound
    return found


def was_used_from(user: User, ip: str | None) -> bool:
    """Whether somebody was signed in from this address, by a device that still counts as theirs."""
    return DeviceSession.objects.filter(user=user, ip=ip, familiar=True).exists()


def ended_since(moment: dt.datetime) -> list[UUID]:
    """Device sessions revoked or expired after `moment`: their sockets must close."""
    now = timezone.now()
    ended = Q(revoked_at__gte=moment) | Q(expires_at__gte=moment, expires_at__lte=now)
    return list(DeviceSession.objects.filter(ended).values_list("pk", flat=True))
