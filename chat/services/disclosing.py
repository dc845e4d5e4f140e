"""Two people open a case, so that one of them may read: asking, deciding, closing (contract 9, decision 0030)."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User, UserStatus
from accounts.selectors import roles
from audit import actions
from audit.services import record
from chat.errors import DisclosureDecided, MayNotDecide
from chat.models import DisclosedPerson, DisclosedRoom, Disclosure, Room
from chat.notification_types import DISCLOSED
from chat.selectors import disclosed
from chat.selectors.disclosure_rights import DECIDED, rights
from chat.services.notifying import notify
from messenger.core.errors import Invalid, NotFound

State = Disclosure.State


@transaction.atomic
def ask(
    *,
    actor: User,
    reason: str,
    legal_basis: str,
    since: dt.datetime,
    until: dt.datetime,
    room_ids: tuple[UUID, ...] = (),
    user_ids: tuple[UUID, ...] = (),
    hours: int | None = None,
    with_files: bool = False,
    tells_subjects: bool = False,
) -> Disclosure:
    """Ask for a case: AUDITOR. It opens nothing until somebody else approves it.

    `since` to `until` (exclusive) is what was written by now: nobody listens to what is yet to be said. A room or
    person that does not exist is `Invalid`.
    """
    roles.require(actor, Role.AUDITOR)
    now = timezone.now()
    if until > now:
        raise Invalid(to=[str(_("Only what has been written already can be asked for."))])
    _ensure_named(room_ids, user_ids)
    disclosure = Disclosure.objects.create(
        reason=reason,
        legal_basis=legal_basis,
        since=since,
        until=until,
        hours=hours or settings.DISCLOSURE_HOURS,
        with_files=with_files,
        tells_subjects={"never": False, "always": True}.get(settings.DISCLOSURE_NOTICE, tells_subjects),
        asked_by=actor,
        asked_at=now,
    )
    DisclosedRoom.objects.bulk_create([DisclosedRoom(disclosure=disclosure, room_id=one) for one in room_ids])
    DisclosedPerson.objects.bulk_create([DisclosedPerson(disclosure=disclosure, user_id=one) for one in user_ids])
    _write_down(
        actions.DISCLOSURE_ASKED,
        actor,
        disclosure,
        reason=reason,
        legalBasis=legal_basis,
        roomIds=[str(one) for one in room_ids],
        userIds=[str(one) for one in user_ids],
        since=since.isoformat(),
        until=until.isoformat(),
        hours=disclosure.hours,
        withFiles=with_files,
    )
    return disclosed.case(actor, disclosure.pk)


def _ensure_named(room_ids: tuple[UUID, ...], user_ids: tuple[UUID, ...]) -> None:
    if not room_ids and not user_ids:
        raise Invalid(roomIds=[str(_("A room or a person is expected."))])
    if Room.objects.filter(pk__in=room_ids).count() != len(set(room_ids)):
        raise Invalid(roomIds=[str(_("There is no such room."))])
    known = User.objects.filter(pk__in=user_ids).exclude(status=UserStatus.PENDING)
    if known.count() != len(set(user_ids)):
        raise Invalid(userIds=[str(_("Somebody of these people cannot be found."))])


def approve(*, actor: User, disclosure_id: UUID, note: str = "", hours: int | None = None) -> Disclosure:
    """Agree to a case, for what was asked or fewer `hours` from now on.

    By another AUDITOR or a SYSTEM_ADMIN: `MayNotDecide` says why for who asked, for everybody whose conversations it
    opens, and where the two may not be two people; `DisclosureDecided` if it does not wait any more.
    """
    return _decide(actor, disclosure_id, State.APPROVED, note, hours)


def reject(*, actor: User, disclosure_id: UUID, note: str) -> Disclosure:
    """Refuse a case, and say why. By whom it could be approved."""
    return _decide(actor, disclosure_id, State.REJECTED, note)


def _decide(actor: User, disclosure_id: UUID, state: State, note: str, hours: int | None = None) -> Disclosure:
    action = actions.DISCLOSURE_APPROVED if state == State.APPROVED else actions.DISCLOSURE_REJECTED
    with transaction.atomic():
        disclosure = locked_case(actor, disclosure_id)
        objection = rights(actor, [disclosure])[disclosure.pk].objection
        if objection is None:
            _set_decision(disclosure, actor, state, note, hours)
            _write_down(action, actor, disclosure, note=note, expiresAt=disclosure.expires_at)
            return disclosed.case(actor, disclosure_id)
    if objection == DECIDED:
        raise DisclosureDecided(state=disclosure.state_at(timezone.now()))
    because = {"because": objection.because} if objection.because else {}
    record(
        action,
        actor=actor,
        target_type="disclosure",
        target_id=disclosure_id,
        outcome="failure",
        objection=objection.code,
        **because,
    )
    raise MayNotDecide(objection.text, reason=objection.code, **because)


def _set_decision(disclosure: Disclosure, actor: User, state: State, note: str, hours: int | None) -> None:
    now = timezone.now()
    disclosure.state, disclosure.note = state, note
    disclosure.decided_by, disclosure.decided_at = actor, now
    if state == State.APPROVED:
        disclosure.expires_at = now + dt.timedelta(hours=min(hours or disclosure.hours, disclosure.hours))
    disclosure.save(update_fields=["state", "note", "decided_by", "decided_at", "expires_at"])


@transaction.atomic
def close(*, actor: User, disclosure_id: UUID) -> Disclosure:
    """End a case before its time: any AUDITOR or SYSTEM_ADMIN; one that still waits, who asked for it alone."""
    disclosure = locked_case(actor, disclosure_id)
    state = disclosure.state_at(timezone.now())
    if state not in (State.ASKED, State.APPROVED):
        raise DisclosureDecided(state=state)
    if state == State.ASKED and disclosure.asked_by_id != actor.pk:
        raise MayNotDecide(_("Only who asked for this case can take it back."), reason="NOT_OWN")
    disclosure.state, disclosure.closed_by, disclosure.closed_at = State.CLOSED, actor, timezone.now()
    disclosure.save(update_fields=["state", "closed_by", "closed_at"])
    _write_down(actions.DISCLOSURE_CLOSED, actor, disclosure, state=state)
    _tell_subjects(disclosure)
    return disclosed.case(actor, disclosure_id)


@transaction.atomic
def write_down_expiry(disclosure_id: UUID) -> None:
    """An approval ran out: say so in its row, and tell whom it is to be told. Readers did not wait for this."""
    disclosure = Disclosure.objects.select_for_update().get(pk=disclosure_id)
    if disclosure.state != State.APPROVED or disclosure.state_at(timezone.now()) != State.EXPIRED:
        return
    disclosure.state = State.EXPIRED
    disclosure.save(update_fields=["state"])
    _write_down(actions.DISCLOSURE_EXPIRED, None, disclosure)
    _tell_subjects(disclosure)


def locked_case(actor: User, disclosure_id: UUID) -> Disclosure:
    """A case as it is now, until the transaction ends; for overseers."""
    disclosed.require_overseer(actor)
    found = Disclosure.objects.select_for_update().filter(pk=disclosure_id).first()
    if found is None:
        raise NotFound
    return found


def _tell_subjects(disclosure: Disclosure) -> None:
    """Those whose messages were read learn of it when it is over, if the case says so: the period, nothing else."""
    if not disclosure.tells_subjects:
        return
    subjects = disclosed.subjects_of(disclosure)
    if not subjects:
        return
    first, last = timezone.localdate(disclosure.since), timezone.localdate(disclosure.until - dt.timedelta(seconds=1))
    notify(subjects, DISCLOSED, text=f"{first} ~ {last}", key=str(disclosure.pk))
    _write_down(actions.DISCLOSURE_TOLD, None, disclosure, people=len(subjects))


def _write_down(action: str, actor: User | None, disclosure: Disclosure, **detail: Any) -> None:
    record(action, actor=actor, target_type="disclosure", target_id=disclosure.pk, **detail)
