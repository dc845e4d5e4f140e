"""Requests for an account: made by signing up, decided by a SYSTEM_ADMIN, withdrawn by who made them (contract 9)."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.errors import AlreadyDecided
from accounts.models import ApprovalRequest, Role, User, UserStatus
from accounts.selectors import approvals, roles, user_by_handle
from accounts.services import standing
from audit import actions
from audit.services import record
from messenger.core.errors import NotFound, Refusal

State = ApprovalRequest.State


@dataclass(frozen=True, slots=True)
class Decided:
    """How it went with one of several; `code` is empty where it went well."""

    user_id: UUID
    code: str = ""
    text: str = ""


def ask_for_approval(user: User) -> ApprovalRequest:
    """Note that somebody who signed up waits. In the transaction that makes them."""
    return ApprovalRequest.objects.create(
        user=user, login_id=user.login_id, name=user.profile.name, employee_no=user.employee_no or ""
    )


@transaction.atomic
def approve(*, actor: User, user_id: UUID) -> User:
    """Let somebody in who waits, or who was rejected by mistake. Raises `NotFound`, `AlreadyDecided`, `Forbidden`."""
    roles.require(actor, Role.SYSTEM_ADMIN)
    user = _applicant(user_id)
    if user.status != UserStatus.PENDING:
        raise AlreadyDecided
    return standing.enable_user(actor=actor, user_id=user.pk)


@transaction.atomic
def reject(*, actor: User, user_id: UUID, reason: str) -> User:
    """Refuse somebody an account; they read `reason` when they try to sign in.

    Raises `NotFound`, `AlreadyDecided`, `Forbidden`.
    """
    roles.require(actor, Role.SYSTEM_ADMIN)
    user = _applicant(user_id)
    asked = ApprovalRequest.objects.filter(user=user).order_by("-asked_at").first() or ask_for_approval(user)
    if user.status != UserStatus.PENDING or asked.state != State.WAITING:
        raise AlreadyDecided
    asked.state, asked.reason = State.REJECTED, reason
    asked.decided_at, asked.decided_by = timezone.now(), actor
    asked.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    record(actions.USER_REJECTED, actor=actor, target_type="user", target_id=user.pk, subject_id=user.pk, reason=reason)
    return user


def decide(*, actor: User, user_ids: Iterable[UUID], approved: bool, reason: str = "") -> list[Decided]:
    """The same for several, each on its own: one that was decided meanwhile keeps nobody else waiting."""
    roles.require(actor, Role.SYSTEM_ADMIN)
    results = []
    for user_id in dict.fromkeys(user_ids):
        try:
            if approved:
                approve(actor=actor, user_id=user_id)
            else:
                reject(actor=actor, user_id=user_id, reason=reason)
            results.append(Decided(user_id))
        except Refusal as refusal:
            results.append(Decided(user_id, refusal.code, str(refusal.text)))
    return results


@transaction.atomic
def withdraw(*, user_id: UUID) -> None:
    """Take one's own request back: the account that waits is gone, and its login is free. Raises `AlreadyDecided`."""
    user = _applicant(user_id)
    if user.status != UserStatus.PENDING:
        raise AlreadyDecided
    ApprovalRequest.objects.filter(user=user, state=State.WAITING).update(
        state=State.WITHDRAWN, decided_at=timezone.now()
    )
    record(actions.USER_WITHDREW, actor=user, target_type="user", target_id=user.pk, subject_id=user.pk)
    user.delete()


def make_way(*handles: str | None) -> None:
    """Free a login or an employee number that nobody but a refused request has: what never was an account is gone.

    The request stays in the list. For whoever is about to give the handle to somebody, in their transaction.
    """
    for handle in filter(None, handles):
        holder = user_by_handle(handle)
        refused = approvals.rejected().select_for_update(of=("self",)).filter(pk=holder.pk).first() if holder else None
        if refused is not None:
            record(actions.USER_REQUEST_CLEARED, target_type="user", target_id=refused.pk, subject_id=refused.pk)
            refused.delete()


def _applicant(user_id: UUID) -> User:
    """Somebody, locked, who waits or asked once: who came in another way is no business of approvals."""
    user = standing.locked(user_id)
    asked = user.status == UserStatus.PENDING or ApprovalRequest.objects.filter(user=user).exists()
    if not asked:
        raise NotFound
    return user
