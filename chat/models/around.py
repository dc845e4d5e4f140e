"""What people keep around messages: forwards, bookmarks, drafts, and what they asked for at a later moment."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chat.models.messages import Message
from chat.models.rooms import Room
from messenger.core.models import UUIDModel


class Forward(models.Model):
    """That a message passes another one on. `request` is what a repeated request is known by."""

    message = models.OneToOneField(Message, models.CASCADE, related_name="forward_row")
    source = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    request = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["sender", "request"], name="forward_request")]


class Bookmark(models.Model):
    """A message that somebody keeps at hand, with a note to themselves."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    message = models.ForeignKey(Message, models.CASCADE, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "message"], name="bookmarked_once")]
        indexes = [models.Index(fields=["user", "-id"], name="bookmark_latest")]


class RoomDraft(models.Model):
    """What somebody has begun to write in a room. `version` grows with each write, and an empty one keeps it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    room = models.ForeignKey(Room, models.CASCADE, related_name="+")
    text = models.TextField(blank=True)
    reply_to_id = models.BigIntegerField(null=True)
    version = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "room"], name="one_draft_a_room")]


class ScheduledMessage(UUIDModel):
    """A message that is sent at a moment. `client_msg_id` makes that happen once, whoever is killed.

    `content_hash` is what a repeated request must match; `message` is what it became.
    """

    class State(models.TextChoices):
        WAITING = "WAITING", _("waiting")
        SENT = "SENT", _("sent")
        FAILED = "FAILED", _("failed")

    sender = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    room = models.ForeignKey(Room, models.CASCADE, related_name="+")
    client_msg_id = models.UUIDField()
    content_hash = models.BinaryField(max_length=32)
    text = models.TextField()
    mentions = models.JSONField(default=list)
    mentions_all = models.BooleanField(default=False)
    mention_units = models.JSONField(default=list)
    reply_to_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    failure = models.CharField(max_length=32, blank=True)  # a class of reason, for people to act on
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sender", "client_msg_id"], name="scheduled_once")]
        indexes = [
            models.Index(fields=["at"], name="scheduled_due", condition=models.Q(state="WAITING")),
            models.Index(fields=["sender", "at"], name="scheduled_mine", condition=~models.Q(state="SENT")),
        ]


class Reminder(UUIDModel):
    """Somebody wants to be reminded of a message at a moment; `told_at` says that they were."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    message = models.ForeignKey(Message, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "message", "at"], name="reminded_once")]
        indexes = [
            models.Index(fields=["at"], name="reminder_due", condition=models.Q(told_at__isnull=True)),
            models.Index(fields=["user", "at"], name="reminder_mine", condition=models.Q(told_at__isnull=True)),
        ]
