"""Who asked for an account, and how that stands."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import ApprovalRequest, Role, User, UserStatus
from accounts.selectors import roles

State = ApprovalRequest.State
_REASONS = {UserStatus.PENDING: "PENDING_APPROVAL", UserStatus.DISABLED: "DISABLED"}


def requests(actor: User, state: str = State.WAITING) -> QuerySet[Any]:
    """Requests in this state, the oldest waiting first, others as they were decided last. SYSTEM_ADMIN."""
    roles.require(actor, Role.SYSTEM_ADMIN)
    rows = ApprovalRequest.objects.filter(state=state).select_related("decided_by__profile")
    return rows.order_by("asked_at", "id") if state == State.WAITING else rows.order_by("-decided_at", "id")


def request_of(user: User) -> ApprovalRequest | None:
    """The latest request of somebody who asked for an account."""
    return ApprovalRequest.objects.filter(user=user).order_by("-asked_at").first()


def rejected() -> QuerySet[User]:
    """Those who were refused an account. They have their login until somebody else needs it (`approving.make_way`)."""
    refused = ApprovalRequest.objects.filter(user=OuterRef("pk"), state=State.REJECTED)
    return User.objects.filter(Exists(refused), status=UserStatus.PENDING)


def is_rejected(user: User) -> bool:
    """Whether somebody is one of them."""
    return rejected().filter(pk=user.pk).exists()


def why_not_active(user: User) -> tuple[str, str]:
    """`(reason, words)` for somebody who may not sign in: contract 12's reason, and what the admin wrote to them."""
    asked = request_of(user) if user.status == UserStatus.PENDING else None
    if asked is not None and asked.state == State.REJECTED:
        return "REJECTED", asked.reason
    return _REASONS[UserStatus(user.status)], ""
