"""Bases of the tables, and the one row about this installation."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UUIDModel(models.Model):
    """A row with a UUID that tells nothing about its neighbours."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class Installation(models.Model):
    """The one row about this installation.

    `history_epoch` names the line of history clients have seen; a restore from a backup
    starts a new one, and clients drop what they cached (contract 10.6).
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    history_epoch = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_installation")]


class PolicyValue(models.Model):
    """What an admin chose for a policy (`core.policies`), over the environment's."""

    name = models.CharField(max_length=64, primary_key=True)
    value = models.JSONField()
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.UUIDField(null=True)


class Job(UUIDModel):
    """One piece of background work (decision 0015). The row is the truth; a broker's message is a doorbell.

    `token` is the fence: it is renewed with each attempt, and only its holder may move a RUNNING job.
    `run_at` is when it may start, `rang_at` when a worker was last told, `lease_until` how long its
    worker is believed to live. `key` is an idempotency key: while a job with it is unfinished, asking
    again is the same job.
    """

    class State(models.TextChoices):
        QUEUED = "QUEUED", _("waiting")
        RUNNING = "RUNNING", _("running")
        SUCCEEDED = "SUCCEEDED", _("done")
        FAILED = "FAILED", _("failed")
        CANCELLED = "CANCELLED", _("cancelled")
        DEAD = "DEAD", _("given up")

    class Cause(models.TextChoices):
        """Why an attempt failed: the classes an operator acts on."""

        TRANSIENT = "TRANSIENT", _("transient")
        STORAGE = "STORAGE", _("storage")
        PERMISSION = "PERMISSION", _("permission")
        VALIDATION = "VALIDATION", _("validation")
        MALWARE = "MALWARE", _("malware")
        DEPENDENCY_DOWN = "DEPENDENCY_DOWN", _("a service is down")
        BUG = "BUG", _("bug")
        CANCELLED = "CANCELLED", _("cancelled")

    kind = models.CharField(max_length=64)
    queue = models.CharField(max_length=32)
    key = models.CharField(max_length=200, null=True)
    args = models.JSONField(default=dict)
    state = models.CharField(max_length=9, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=5)
    progress = models.FloatField(default=0.0)
    cause = models.CharField(max_length=15, choices=Cause, blank=True)
    waiting_for = models.CharField(max_length=200, blank=True)
    asked_by = models.UUIDField(null=True)  # a person; the ground knows none
    owner = models.UUIDField(null=True)  # on whose behalf: in a queue, owners take turns
    cancel_asked_at = models.DateTimeField(null=True)
    token = models.UUIDField(null=True)
    run_at = models.DateTimeField(default=timezone.now)
    rang_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"], condition=models.Q(state__in=["QUEUED", "RUNNING"]), name="job_asked_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state="RUNNING", token__isnull=False, lease_until__isnull=False)
                | ~models.Q(state="RUNNING"),
                name="job_running_has_a_lease",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["QUEUED", "RUNNING"], finished_at__isnull=True)
                | models.Q(state__in=["SUCCEEDED", "FAILED", "CANCELLED", "DEAD"], finished_at__isnull=False),
                name="job_finished_has_a_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["run_at"], name="job_due", condition=models.Q(state="QUEUED")),
            models.Index(fields=["lease_until"], name="job_leased", condition=models.Q(state="RUNNING")),
            models.Index(fields=["-created_at", "id"], name="job_latest"),
        ]


class JobLine(models.Model):
    """One line of a job's log."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="lines")
    at = models.DateTimeField(default=timezone.now)
    text = models.CharField(max_length=500)
