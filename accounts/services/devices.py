"""Device sessions: from a token to its session, and signing devices out."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts import guard, selectors, tokens
from accounts.errors import SessionEnded
from accounts.models import DeviceSession, User
from accounts.services import ending, owing, rotation, ways
from accounts.services.lifetimes import ends_at
from accounts.services.second_factor_browsers import forget_browsers
from audit import actions
from audit.services import record
from messenger.core import context

CHECKED_AT_ONCE = 500
SEEN_EVERY = dt.timedelta(minutes=1)  # a row written at each request would cost more than the request


@guard.counted
def session_of_access_token(token: str) -> DeviceSession | None:
    """The open device session behind an access token, or None. Sees it as used now."""
    session_id = tokens.session_of_access(token)
    session = _open_session(session_id) if session_id else None
    if session is not None:
        note_use(session)
    return session


@guard.counted
def session_of_browser(token: str) -> DeviceSession | None:
    """The open device session behind a browser's cookie, or None.

    A token of this session that is neither the newest nor in its grace has been copied from
    somewhere: it ends the session.
    """
    session_id = tokens.session_of("browser", token)
    session = _open_session(session_id) if session_id else None
    try:
        if session is None or not rotation.accept_browser_token(session, token):
            return None
    except SessionEnded:  # revoked between two looks
        return None
    note_use(session)
    return session


def standing(session_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these device sessions that still open doors: for sockets, which nobody's request checks any more."""
    ids, found = list(session_ids), set[UUID]()
    for start in range(0, len(ids), CHECKED_AT_ONCE):
        some = DeviceSession.objects.select_related("user").filter(pk__in=ids[start : start + CHECKED_AT_ONCE])
        found.update(row.pk for row in some if row.is_open and not row.owes and ways.is_vouched(row))
    return found


def sign_out(*, session: DeviceSession) -> None:
    """End the session one is using."""
    with transaction.atomic():
        if ending.end([session.pk]):
            record(actions.AUTH_LOGOUT, actor=session.user, target_type="device", target_id=session.pk)


def revoke_device(*, actor: User, session_id: UUID) -> None:
    """Sign one of the actor's own devices out; `NotFound` if it is none of theirs."""
    session = selectors.own_device(actor, session_id)
    ending.revoke([session.pk], actor=actor, reason="revoked")


@transaction.atomic
def revoke_other_devices(*, actor: User, current: UUID, known: str = "") -> None:
    """Sign all of the actor's devices out but the one in use, and ask for a code in all browsers again.

    `known`: the token by which the browser in use is known; it stays so.
    """
    forget_browsers(actor, but=known)
    ending.revoke_all(actor, actor=actor, reason="revoked", but=current)


def _open_session(session_id: UUID) -> DeviceSession | None:
    session = DeviceSession.objects.select_related("user__profile").filter(pk=session_id).first()
    return session if session is not None and session.is_open and ways.is_vouched(session) else None


def note_use(session: DeviceSession) -> None:
    """Note that the device was used, at most once a minute; being used keeps it signed in, up to its longest life.

    What its person owes is looked at again as often: a policy or a role may have changed.
    """
    if not use_is_due(session):
        return
    now = timezone.now()
    session.last_seen_at = now
    session.expires_at = ends_at(session, now)
    session.ip = context.current().ip or session.ip
    DeviceSession.objects.filter(pk=session.pk, revoked_at__isnull=True).update(
        last_seen_at=now, expires_at=session.expires_at, ip=session.ip
    )
    owing.look_again(session)


def use_is_due(session: DeviceSession) -> bool:
    """Whether `note_use` would write: for the socket, which asks before it goes to a thread."""
    return timezone.now() - session.last_seen_at >= SEEN_EVERY
