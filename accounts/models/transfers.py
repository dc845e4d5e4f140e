"""Transfers (인사발령): what becomes of somebody's posts from a day on. And people taken in from a sheet."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models.org import OrgUnit
from accounts.models.people import User
from messenger.core.models import UUIDModel


class Transfer(UUIDModel):
    """One order about one person, for a day. `from_unit` is the post it is about, `to_unit` where it leads.

    Names of units are copied: the order is read when the units may be gone.
    """

    class Kind(models.TextChoices):
        MOVE = "MOVE", _("transfer")  # 전보
        PROMOTION = "PROMOTION", _("promotion")  # 승진
        CONCURRENT = "CONCURRENT", _("concurrent post")  # 겸직
        RELEASE = "RELEASE", _("end of a concurrent post")  # 겸직 해제
        LEAVE = "LEAVE", _("leave of absence")  # 휴직
        RETURN = "RETURN", _("return")  # 복직
        RETIREMENT = "RETIREMENT", _("leaving the company")  # 퇴직

    class State(models.TextChoices):
        PLANNED = "PLANNED", _("planned")
        APPLIED = "APPLIED", _("in force")
        CANCELLED = "CANCELLED", _("cancelled")
        FAILED = "FAILED", _("could not be done")

    user = models.ForeignKey(User, models.CASCADE, related_name="transfers")
    kind = models.CharField(max_length=10, choices=Kind)
    effective_on = models.DateField()  # of the office's time zone, from its 00:00 on
    from_unit = models.ForeignKey(OrgUnit, models.SET_NULL, null=True, blank=True, related_name="+")
    from_name = models.CharField(max_length=80, blank=True, default="")
    to_unit = models.ForeignKey(OrgUnit, models.SET_NULL, null=True, blank=True, related_name="+")
    to_name = models.CharField(max_length=80, blank=True, default="")
    title = models.CharField(max_length=80, blank=True, default="")
    role_in_org = models.CharField(max_length=80, blank=True, default="")
    is_primary = models.BooleanField(default=True)
    note = models.CharField(max_length=300, blank=True, default="")  # the order's number, for example
    state = models.CharField(max_length=9, choices=State, default=State.PLANNED)
    failure = models.CharField(max_length=300, blank=True, default="")
    planned_at = models.DateTimeField(default=timezone.now)
    planned_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)  # applied, cancelled or failed
    ended_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["effective_on"], name="transfer_due", condition=models.Q(state="PLANNED")),
            models.Index(fields=["user", "-effective_on"], name="transfer_history"),
        ]


class PeopleImport(UUIDModel):
    """A sheet of people: what taking it in would change, and how that went. The sheet itself is not kept."""

    class State(models.TextChoices):
        PLANNED = "PLANNED", pgettext_lazy("import", "planned")
        APPLYING = "APPLYING", _("being applied")
        DONE = "DONE", _("done")

    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    file_name = models.CharField(max_length=255, blank=True, default="")
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    applied_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    plan = models.JSONField(default=dict)  # `roster.plan_out`
    problems = models.JSONField(default=list)  # of rows that could not be read
    results = models.JSONField(default=list)
