"""Whether somebody may be here, and with which role: disabling, enabling, roles."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts import events, signals
from accounts.errors import LastAdmin, Yourself
from accounts.models import ApprovalRequest, Role, User, UserRole, UserStatus
from accounts.selectors.people import people
from accounts.services import ending, owing
from audit import actions
from audit.services import record
from messenger.core.errors import NotFound


@transaction.atomic
def disable_user(*, actor: User | None, user_id: UUID, reason: str = "", from_shell: bool = False) -> User:
    """Shut somebody out: signed out everywhere at once, shown no more but in what they wrote.

    Raises `Yourself`; `LastAdmin`, if nobody would be left to look after the installation. Who sits at the
    machine itself (`from_shell`) may do that too: they can undo it there.
    """
    user = locked(user_id)
    if user.status == UserStatus.DISABLED:
        return user
    if actor is not None and actor.pk == user.pk:
        raise Yourself
    if not from_shell:
        keep_an_admin(without=user)
    set_status(user, UserStatus.DISABLED)
    _close_requests(user, ApprovalRequest.State.REJECTED, actor, reason)
    why = {"reason": reason} if reason else {}
    record(actions.USER_DISABLED, actor=actor, target_type="user", target_id=user.pk, **why)
    ending.revoke_all(user, actor=actor, reason="user_disabled")
    signals.user_disabled.send(sender=User, user=user)
    events.profile_updated(people().get(pk=user.pk))
    return user


@transaction.atomic
def enable_user(*, actor: User | None, user_id: UUID) -> User:
    """Let somebody in: who was disabled, or who waits for approval."""
    user = locked(user_id)
    if user.status == UserStatus.ACTIVE:
        return user
    action = actions.USER_APPROVED if user.status == UserStatus.PENDING else actions.USER_ENABLED
    _close_requests(user, ApprovalRequest.State.APPROVED, actor)
    set_status(user, UserStatus.ACTIVE)
    record(action, actor=actor, target_type="user", target_id=user.pk)
    signals.user_enabled.send(sender=User, user=user)
    events.profile_updated(people().get(pk=user.pk))
    return user


@transaction.atomic
def set_role(*, actor: User | None, user_id: UUID, role: Role, from_shell: bool = False) -> User:
    """Make `role` the one somebody has beyond USER; USER takes the others away. Raises `LastAdmin`, `Yourself`."""
    user = locked(user_id)
    wanted = {Role(role)} - {Role.USER}
    had = set(UserRole.objects.filter(user=user).values_list("role", flat=True))
    if had == wanted:
        return user
    if actor is not None and actor.pk == user.pk:
        raise Yourself
    if Role.SYSTEM_ADMIN not in wanted and not from_shell:
        keep_an_admin(without=user)
    UserRole.objects.filter(user=user).exclude(role__in=wanted).delete()
    UserRole.objects.bulk_create(UserRole(user=user, role=new) for new in wanted - had)
    record(
        actions.USER_ROLE_CHANGED,
        actor=actor,
        target_type="user",
        target_id=user.pk,
        before=sorted(had),
        after=sorted(wanted),
    )
    owing.look_again_at(user)
    for new in sorted(wanted - had):
        signals.account_changed.send(sender=User, user=user, what=str(new).lower(), actor=actor)
    return user


def keep_an_admin(*, without: User) -> None:
    """`LastAdmin` if `without` is the only one who can look after the installation.

    All admins' rows are locked, so that two of them cannot take each other away at the same moment.
    """
    granted = UserRole.objects.select_for_update().filter(role=Role.SYSTEM_ADMIN).order_by("pk")
    admins = set(granted.values_list("user_id", flat=True))
    if without.pk not in admins or without.status != UserStatus.ACTIVE:
        return
    if not User.objects.filter(pk__in=admins - {without.pk}, status=UserStatus.ACTIVE).exists():
        raise LastAdmin


def locked(user_id: UUID) -> User:
    """Somebody, their row locked until the transaction ends, or `NotFound`."""
    user = people().select_for_update(of=("self",), no_key=True).filter(pk=user_id).first()
    if user is None:
        raise NotFound
    return user


def _close_requests(user: User, state: str, actor: User | None, reason: str = "") -> None:
    """Whoever asked for an account waits no more, whichever way that was decided."""
    open_still = ApprovalRequest.objects.filter(user=user)
    if state == ApprovalRequest.State.APPROVED:  # one that was rejected by mistake, too
        open_still = open_still.exclude(state=state)
    else:
        open_still = open_still.filter(state=ApprovalRequest.State.WAITING)
    open_still.update(state=state, reason=reason, decided_at=timezone.now(), decided_by=actor)


def set_status(user: User, status: UserStatus) -> None:
    """Write the status of somebody who is locked."""
    user.status = status
    user.save(update_fields=["status"])
