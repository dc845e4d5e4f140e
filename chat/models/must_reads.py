"""Must-read notices: who has to confirm what, until when, and who did."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import OrgUnit
from chat.models.messages import Message
from chat.models.rooms import Room
from messenger.core.models import UUIDModel


class MustRead(UUIDModel):
    """A notice that everybody it is addressed to confirms. Whom that is was settled when it was published.

    `closed_at`: nobody is asked any more. `withdrawn_at`: only its author still sees it.
    `told_at`: when its numbers were last told (they are told together, see `services.must_read_telling`).
    """

    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    client_msg_id = models.UUIDField()
    content_hash = models.BinaryField(max_length=32)
    title = models.CharField(max_length=100)
    text = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)
    deadline = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "client_msg_id"], name="must_read_published_once"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(closed_at__isnull=False),
                name="must_read_withdrawn_is_closed",
            ),
        ]
        indexes = [models.Index(fields=["author", "-created_at", "-id"], name="must_read_mine")]


class MustReadPlace(models.Model):
    """Where a notice was addressed: a room, with its message there, or a department under its name of that day."""

    must_read = models.ForeignKey(MustRead, models.CASCADE, related_name="places")
    room = models.ForeignKey(Room, models.CASCADE, null=True, related_name="+")
    message = models.OneToOneField(Message, models.CASCADE, null=True, related_name="must_read_place")
    unit = models.ForeignKey(OrgUnit, models.SET_NULL, null=True, related_name="+")
    unit_name = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["must_read", "room"], name="must_read_once_a_room"),
            models.CheckConstraint(
                condition=Q(room__isnull=False, message__isnull=False, unit_name="")
                | Q(room__isnull=True, message__isnull=True) & ~Q(unit_name=""),
                name="must_read_in_a_room_or_a_unit",
            ),
        ]


class MustReadRecipient(models.Model):
    """Somebody who has to confirm, in the department they had when it was published. The first confirmation stays."""

    must_read = models.ForeignKey(MustRead, models.CASCADE, related_name="recipients", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    unit_name = models.CharField(max_length=80, blank=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["must_read", "user"], name="must_read_confirmed_once")]
        indexes = [
            models.Index(fields=["user", "must_read"], name="must_read_of_mine"),
            models.Index(
                fields=["user", "must_read"], name="must_read_to_confirm", condition=Q(confirmed_at__isnull=True)
            ),
        ]


class ReadReminder(models.Model):
    """When those who had not read a message were last reminded of it."""

    message = models.OneToOneField(Message, models.CASCADE, primary_key=True, related_name="+")
    reminded_at = models.DateTimeField(default=timezone.now)
    reminded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
