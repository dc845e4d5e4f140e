"""What people are notified of, and the devices that are woken for it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import DeviceSession
from chat.models.messages import Message
from chat.models.rooms import Room
from messenger.core.models import UUIDModel


class Notification(models.Model):
    """Something that somebody shall know. A message's text is never kept here: it is looked up when shown."""

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    type = models.CharField(max_length=24)
    key = models.CharField(max_length=120, blank=True)  # what happens once for each person
    room = models.ForeignKey(Room, models.CASCADE, null=True, related_name="+")
    message = models.ForeignKey(Message, models.CASCADE, null=True, related_name="+")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    text = models.CharField(max_length=300, blank=True)
    target = models.JSONField(null=True)  # {kind, id}: where it leads
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "type", "key"], name="notified_once", condition=~Q(key="")),
        ]
        indexes = [
            models.Index(fields=["user", "-id"], name="notification_newest"),
            models.Index(fields=["user", "room"], name="notification_unread", condition=Q(read_at__isnull=True)),
            models.Index(fields=["created_at"], name="notification_old"),
        ]


class NotifiedRoom(models.Model):
    """Up to which message a room's members were notified: what happens to older ones is no news."""

    room = models.OneToOneField(Room, models.CASCADE, primary_key=True, related_name="+")
    seq = models.BigIntegerField()


class PushToken(UUIDModel):
    """An address at which a device can be woken. It ends with the device's sign-in, and when its service says so."""

    class Platform(models.TextChoices):
        WEB = "WEB", _("browser")
        ANDROID = "ANDROID", _("Android")
        IOS = "IOS", _("iOS")
        WINDOWS = "WINDOWS", _("Windows")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    device = models.ForeignKey(DeviceSession, models.CASCADE, related_name="+")
    platform = models.CharField(max_length=7, choices=Platform)
    token = models.TextField()
    token_hash = models.CharField(max_length=64, unique=True)  # SHA-256 of platform and token: one row a device
    created_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)  # when its service last took something
    disabled_at = models.DateTimeField(null=True)
    disabled_why = models.CharField(max_length=64, blank=True)


class PushDue(models.Model):
    """What somebody's devices are still to be woken for: the newest of each thread, so a burst is one."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    thread = models.CharField(max_length=64)  # a room's id, or what else belongs together
    type = models.CharField(max_length=24, blank=True)  # of the notification; empty: a message like any other
    room = models.ForeignKey(Room, models.CASCADE, null=True, related_name="+")
    message = models.ForeignKey(Message, models.CASCADE, null=True, related_name="+")
    notification = models.ForeignKey(Notification, models.CASCADE, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)  # when the newest of it happened
    due_at = models.DateTimeField(default=timezone.now, db_index=True)  # whoever reads it before is not woken
    reached = models.JSONField(default=list)  # the tokens that have it already

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "thread"], name="push_due_once")]
