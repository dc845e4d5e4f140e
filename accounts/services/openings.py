"""Device sessions that began at the company's OpenID provider, and how it ends them (decision 0033)."""

import datetime as dt
import logging
from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import DeviceSession, OpenIdentity, OpenSession, SignInTicket
from accounts.services import ending
from messenger.core import sealing

log = logging.getLogger(__name__)

_PURPOSE = "openid"


def open_beside(
    identity: OpenIdentity,
    *,
    sid: str,
    id_token: str,
    device: DeviceSession | None = None,
    ticket: SignInTicket | None = None,
) -> None:
    """Remember which of the provider's sessions opened this device, or this first step of a sign-in."""
    stale = timezone.now() - dt.timedelta(seconds=settings.SIGN_IN_TICKET_SECONDS)
    OpenSession.objects.filter(device=None, created_at__lt=stale).delete()
    OpenSession.objects.create(
        identity=identity,
        device=device,
        ticket=ticket.pk if ticket else None,
        sid=sid,
        id_token=sealing.seal(_PURPOSE, id_token.encode(), about=str(identity.pk).encode()),
    )


def carry_over(ticket: SignInTicket, device: DeviceSession) -> None:
    """The second step was done: what was remembered of the first is the device's."""
    OpenSession.objects.filter(ticket=ticket.pk).update(device=device, ticket=None)


def id_token_of(device: DeviceSession) -> str:
    """The token by which the provider knows which of its sessions ends with this device; "" if there is none."""
    found = OpenSession.objects.filter(device=device).select_related("identity").first()
    if found is None:
        return ""
    try:
        return sealing.unseal(_PURPOSE, bytes(found.id_token), about=str(found.identity_id).encode()).decode()
    except sealing.Broken:
        log.warning("an ID token was sealed under another key")
        return ""


@transaction.atomic
def close_all(*, issuer: str, subject: str, sid: str) -> int:
    """End what the provider's session opened, or all that its person opened there; how many devices that were.

    A sign-in between its two steps ends as well.
    """
    theirs = OpenSession.objects.filter(identity__issuer=issuer)
    if subject:
        theirs = theirs.filter(identity__subject=subject)
    if sid:  # a provider that did not tell us the session's name when it began means all of the person
        theirs = theirs.filter(Q(sid=sid) | Q(sid="")) if subject else theirs.filter(sid=sid)
    found = list(theirs.select_for_update().values_list("pk", "device_id", "ticket"))
    _forget_first_steps(ticket for _pk, _device, ticket in found if ticket)
    devices = [device for _pk, device, _ticket in found if device]
    open_ones = DeviceSession.objects.filter(pk__in=devices, revoked_at__isnull=True).count()
    ending.revoke(devices, actor=None, reason="provider_logout")
    return open_ones


def _forget_first_steps(tickets: Iterable[UUID]) -> None:
    waiting = list(tickets)
    SignInTicket.objects.filter(pk__in=waiting).delete()
    OpenSession.objects.filter(ticket__in=waiting).delete()
