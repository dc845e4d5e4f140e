"""Messages and what is attached to them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from chat.models.rooms import Room


class Message(models.Model):
    """One line of a room. `seq` is its place for ever, `change` the latest thing that happened to it."""

    class Type(models.TextChoices):
        TEXT = "TEXT"
        FILE = "FILE"
        IMAGE = "IMAGE"
        NOTICE = "NOTICE"
        POLL = "POLL"
        SYSTEM = "SYSTEM"

    WITH_FILES = frozenset({Type.FILE, Type.IMAGE})

    id = models.BigAutoField(primary_key=True)
    room = models.ForeignKey(Room, models.CASCADE, related_name="messages", db_index=False)
    seq = models.BigIntegerField()
    change = models.BigIntegerField()
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    client_msg_id = models.UUIDField(null=True)
    content_hash = models.BinaryField(max_length=32, default=b"")  # of what was sent, for idempotency
    type = models.CharField(max_length=6, choices=Type, default=Type.TEXT)
    text = models.TextField(blank=True)
    system = models.JSONField(null=True)  # {kind, actorId, userIds…} of a SYSTEM line
    mentions_all = models.BooleanField(default=False)
    details = models.JSONField(null=True)  # {mentionUnits, forwarded}: what else came with it
    reply_to = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+", db_index=False)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "seq"], name="message_seq"),
            models.UniqueConstraint(fields=["room", "change"], name="message_change"),
            models.UniqueConstraint(fields=["sender", "client_msg_id"], name="message_sent_once"),
            models.CheckConstraint(
                condition=Q(type="SYSTEM") | Q(sender__isnull=False, client_msg_id__isnull=False),
                name="message_has_a_sender",
            ),
        ]
        indexes = [
            models.Index(
                fields=["room", "seq", "sender"],
                name="message_unread",
                condition=~Q(type="SYSTEM") & Q(deleted_at__isnull=True),
            ),
        ]


class MessageRevision(models.Model):
    """What a message said before it was edited or deleted: for holds and disclosure, shown to nobody here."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="revisions")
    text = models.TextField(blank=True)
    replaced_at = models.DateTimeField(default=timezone.now)


class Mention(models.Model):
    """Somebody named in a message."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="mention_rows", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "user"], name="mentioned_once")]
        indexes = [models.Index(fields=["user", "message"])]


class Reaction(models.Model):
    """An emoji somebody put on a message."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="reactions", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    emoji = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "emoji", "user"], name="reacted_once")]


class Pin(models.Model):
    """A message kept at the top of its room."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="pins", db_index=False)
    message = models.OneToOneField(Message, models.CASCADE, related_name="pin")
    pinned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    pinned_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["room", "-pinned_at"])]
