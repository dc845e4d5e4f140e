"""Rooms and who is in them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from messenger.core.models import UUIDModel


class Room(UUIDModel):
    """A conversation. Its row is the lock under which `seq`, `change` and `epoch` move.

    `last_seq` numbers its messages, `last_change` everything that happened to them,
    `member_epoch` every change of who may see what: whoever knows an older epoch asks again.
    """

    class Type(models.TextChoices):
        DM = "DM", _("direct message")
        GROUP = "GROUP", _("group")

    class HistoryVisibility(models.TextChoices):
        JOINED = "JOINED", _("from joining on")
        ALL = "ALL", _("everything")

    type = models.CharField(max_length=5, choices=Type)
    name = models.CharField(max_length=80, blank=True)
    dm_key = models.CharField(max_length=80, null=True, unique=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True)
    history_visibility = models.CharField(max_length=6, choices=HistoryVisibility, default=HistoryVisibility.JOINED)
    last_seq = models.BigIntegerField(default=0)
    last_change = models.BigIntegerField(default=0)
    member_epoch = models.BigIntegerField(default=1)
    last_message_at = models.DateTimeField(default=timezone.now)
    moved_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(type="DM", dm_key__isnull=False) | Q(type="GROUP", dm_key__isnull=True),
                name="dm_has_a_key",
            )
        ]


class Member(models.Model):
    """Somebody's place in a room, kept after leaving: `left_at` is null for those who are in.

    They see messages after `joined_seq`, and of earlier stays those in `past_stays`,
    a list of `[after_seq, up_to_seq]`. Under `historyVisibility: ALL` they see everything.
    """

    class Level(models.TextChoices):
        """What of the room calls for attention."""

        ALL = "ALL", _("everything")
        MENTIONS = "MENTIONS", _("mentions")
        NOTHING = "NOTHING", _("nothing")

    room = models.ForeignKey(Room, models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    is_admin = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now)
    joined_seq = models.BigIntegerField(default=0)
    left_at = models.DateTimeField(null=True)
    left_seq = models.BigIntegerField(null=True)
    past_stays = models.JSONField(default=list)
    pinned = models.BooleanField(default=False)
    notify_level = models.CharField(max_length=8, choices=Level, default=Level.ALL)
    hidden = models.BooleanField(default=False)  # a DM that was left, until its next message
    last_read_seq = models.BigIntegerField(default=0)
    last_read_message_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "user"], name="one_place_in_a_room"),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True, left_seq__isnull=True)
                | Q(left_at__isnull=False, left_seq__isnull=False),
                name="left_has_a_seq",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "room"], name="member_rooms_of", condition=Q(left_at__isnull=True)),
            models.Index(fields=["left_at"], name="member_left", condition=Q(left_at__isnull=False)),
        ]
