"""Cases in which an auditor may read conversations, and what was looked at (decision 0030)."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chat.models.rooms import Room
from messenger.core.models import UUIDModel


class Disclosure(UUIDModel):
    """A case: who asked for what and why, who of the others agreed, and until when it holds.

    Its scope is `rooms`, or `people`, or both (then those rooms while those people were in them), and the messages
    of a period that had passed when it was asked for. Nothing of it changes afterwards but its state.
    """

    class State(models.TextChoices):
        ASKED = "ASKED", _("waiting for a decision")
        APPROVED = "APPROVED", _("approved")
        REJECTED = "REJECTED", _("rejected")
        EXPIRED = "EXPIRED", _("expired")
        CLOSED = "CLOSED", _("closed by hand")

    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    reason = models.TextField()
    legal_basis = models.CharField(max_length=300)
    since = models.DateTimeField()
    until = models.DateTimeField()  # the period ends before
    with_files = models.BooleanField(default=False)
    tells_subjects = models.BooleanField(default=False)
    hours = models.PositiveIntegerField()  # it may be read for, once approved
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)  # why it was decided so
    expires_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason="") & ~Q(legal_basis=""), name="disclosure_has_reasons"),
            models.CheckConstraint(condition=Q(since__lt=F("until"), hours__gt=0), name="disclosure_has_a_period"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")), name="disclosure_takes_two"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True, decided_at__isnull=True, expires_at__isnull=True)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="disclosure_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="ASKED", decided_at__isnull=True, closed_at__isnull=True)
                | Q(state="REJECTED", decided_at__isnull=False, expires_at__isnull=True, closed_at__isnull=True)
                | Q(
                    state__in=("APPROVED", "EXPIRED"),
                    expires_at__isnull=False,  # a CHECK lets pass what is unknown
                    expires_at__gt=F("decided_at"),
                    closed_at__isnull=True,
                )
                | Q(state="CLOSED", closed_at__isnull=False),
                name="disclosure_is_in_a_state",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="disclosure_closed_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["-asked_at", "-id"], name="disclosure_newest"),
            models.Index(fields=["expires_at"], name="disclosure_to_expire", condition=Q(state="APPROVED")),
        ]

    def state_at(self, moment: dt.datetime) -> str:
        """The state by the clock: an approval is over at its moment, whoever has noticed."""
        over = self.state == self.State.APPROVED and self.expires_at is not None and self.expires_at <= moment
        return str(self.State.EXPIRED if over else self.state)


class DisclosedRoom(models.Model):
    """A room that a case names. PROTECT: a scope that lost a row would say something else."""

    disclosure = models.ForeignKey(Disclosure, models.CASCADE, related_name="room_rows", db_index=False)
    room = models.ForeignKey(Room, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["disclosure", "room"], name="disclosed_room_once")]


class DisclosedPerson(models.Model):
    """Somebody whom a case names."""

    disclosure = models.ForeignKey(Disclosure, models.CASCADE, related_name="person_rows", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["disclosure", "user"], name="disclosed_person_once")]


class DisclosureLook(models.Model):
    """What was looked at, written in the transaction that read it: messages of a room from one `seq` to another."""

    class Kind(models.TextChoices):
        PAGE = "PAGE", _("messages")
        SEARCH = "SEARCH", _("search")
        FILE = "FILE", _("file")

    id = models.BigAutoField(primary_key=True)
    disclosure = models.ForeignKey(Disclosure, models.PROTECT, related_name="looks", db_index=False)
    kind = models.CharField(max_length=6, choices=Kind)
    room = models.ForeignKey(Room, models.PROTECT, related_name="+", db_index=False)
    from_seq = models.BigIntegerField()
    to_seq = models.BigIntegerField()
    count = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["disclosure", "-id"], name="disclosure_looks")]
        constraints = [
            models.CheckConstraint(condition=Q(from_seq__lte=F("to_seq")), name="disclosure_look_forward"),
        ]
