"""Who asked for an account, and what was decided."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.people import User
from messenger.core.models import UUIDModel


class ApprovalRequest(UUIDModel):
    """One request for an account. It stays when the person withdraws and is gone: hence the copies of their names."""

    class State(models.TextChoices):
        WAITING = "WAITING", _("waiting")
        APPROVED = "APPROVED", _("approved")
        REJECTED = "REJECTED", _("rejected")
        WITHDRAWN = "WITHDRAWN", _("withdrawn")

    user = models.ForeignKey(User, models.SET_NULL, null=True, related_name="approval_requests")
    login_id = models.CharField(max_length=64)
    name = models.CharField(max_length=80)
    employee_no = models.CharField(max_length=32, blank=True, default="")
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=300, blank=True, default="")  # why it was rejected: the person reads it
    asked_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["state", "asked_at"], name="approval_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(state="WAITING"), name="one_request_at_a_time")
        ]
