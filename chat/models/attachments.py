"""What hangs on messages: files, and the links in their text."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chat.models.messages import Message
from files.models import Attachment
from messenger.core.models import UUIDModel


class MessageAttachment(models.Model):
    """A file sent with a message. An attachment can be sent once (contract 5)."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="attachment_rows", db_index=False)
    attachment = models.OneToOneField(Attachment, models.CASCADE, related_name="sent_with")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "position"], name="attachment_place")]


class Link(UUIDModel):
    """What is known of an address, shared by all messages that name it; fetched again after `expires_at`.

    `policy` is the version of the rules it was fetched under: other rules, another answer.
    """

    class Status(models.TextChoices):
        PENDING = "PENDING", _("being fetched")
        READY = "READY", _("ready")
        FAILED = "FAILED", _("failed")
        BLOCKED = "BLOCKED", _("not allowed")

    url = models.CharField(max_length=2048)
    url_hash = models.CharField(max_length=64)  # SHA-256 of `url`, hex: the address is too long for an index
    policy = models.CharField(max_length=16)
    domain = models.CharField(max_length=253)
    status = models.CharField(max_length=7, choices=Status, default=Status.PENDING)
    title = models.CharField(max_length=200, blank=True)
    description = models.CharField(max_length=500, blank=True)
    image_key = models.CharField(max_length=200, blank=True)
    error = models.CharField(max_length=32, blank=True)  # for operators; people see FAILED or BLOCKED
    created_at = models.DateTimeField(default=timezone.now)
    fetched_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["url_hash", "policy"], name="link_known_once")]


class MessageLink(models.Model):
    """A link that stands in a message."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="link_rows", db_index=False)
    link = models.ForeignKey(Link, models.CASCADE, related_name="message_rows")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "position"], name="link_place"),
            models.UniqueConstraint(fields=["message", "link"], name="link_once_a_message"),
        ]
