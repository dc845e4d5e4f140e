"""Uploads on their way in, attachments that have arrived, and how much room they take."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from messenger.core.models import UUIDModel


class VirusStatus(models.TextChoices):
    """What the scanner said (contract 6). Only CLEAN and SKIPPED can be opened."""

    PENDING = "PENDING", _("being scanned")
    CLEAN = "CLEAN", _("clean")
    INFECTED = "INFECTED", _("blocked")
    ERROR = "ERROR", _("could not be scanned")
    SKIPPED = "SKIPPED", _("not scanned")


OPENABLE = (VirusStatus.CLEAN, VirusStatus.SKIPPED)


class Attachment(UUIDModel):
    """A file that has arrived whole: its size and hash are the server's own.

    `room_id` is the room it was uploaded for; that is a plain id, because rooms lie above. Which message
    carries it is the chat's business. `key` names the bytes in the store: below `quarantine/` until
    the verdict, below `stored/` after it. `mime` is what the bytes are, not what the client said.
    """

    uploader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    room_id = models.UUIDField(db_index=True)
    filename = models.CharField(max_length=255)
    size = models.BigIntegerField()
    mime = models.CharField(max_length=127)
    sha256 = models.CharField(max_length=64)
    key = models.CharField(max_length=200, unique=True)
    virus_status = models.CharField(max_length=8, choices=VirusStatus, default=VirusStatus.PENDING)
    virus_name = models.CharField(max_length=200, blank=True)
    signatures = models.CharField(max_length=100, blank=True)  # the scanner's version at the last verdict
    scanned_at = models.DateTimeField(null=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    thumbnail_key = models.CharField(max_length=200, blank=True)
    preview_key = models.CharField(max_length=200, blank=True)  # a PDF made of an office document
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)  # an attachment can be sent once; until then it is its uploader's

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(size__gte=0), name="attachment_size"),
            models.CheckConstraint(
                condition=~Q(virus_status__in=["CLEAN", "SKIPPED"]) | Q(key__startswith="stored/"),
                name="attachment_promoted",
            ),
        ]
        indexes = [
            models.Index(fields=["created_at"], name="attachment_waiting", condition=Q(virus_status="PENDING")),
            models.Index(fields=["created_at"], name="attachment_unsent", condition=Q(sent_at__isnull=True)),
        ]

    @property
    def is_image(self) -> bool:
        """Whether people look at it as a picture."""
        return self.mime.startswith("image/")

    @property
    def is_openable(self) -> bool:
        """Whether the scanner lets it be opened."""
        return self.virus_status in OPENABLE


class AttachmentText(models.Model):
    """What can be read in a file, so that it can be found: its first `FILE_TEXT_CHARACTERS`, without layout.

    Only openable files have one; `""` says that there is nothing to be read, and that nobody need look again.
    """

    attachment = models.OneToOneField(Attachment, models.CASCADE, primary_key=True, related_name="text")
    text = models.TextField()
    truncated = models.BooleanField()
    made_at = models.DateTimeField()


class Upload(UUIDModel):
    """A file on its way: begun, its parts arriving, then finished into an attachment.

    `store_id` is the store's own name for the unfinished upload, `key` where it will lie.
    """

    uploader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    room_id = models.UUIDField()
    filename = models.CharField(max_length=255)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, blank=True)  # what the client says, checked in the end
    mime = models.CharField(max_length=127, blank=True)  # what the client says, believed only for sound or film
    key = models.CharField(max_length=200, unique=True)
    store_id = models.CharField(max_length=300, blank=True)
    part_size = models.BigIntegerField()
    attachment = models.OneToOneField(Attachment, models.CASCADE, null=True, related_name="upload")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)

    @property
    def part_count(self) -> int:
        """How many parts it has; an empty file has none."""
        return -(-self.size // self.part_size)

    def size_of(self, part_number: int) -> int:
        """How many bytes part 1 … `part_count` has; the last one may be shorter."""
        return min(self.part_size, self.size - (part_number - 1) * self.part_size)


class Usage(models.Model):
    """How many bytes a person or a room has taken, unfinished uploads included: the quota's counter."""

    class Kind(models.TextChoices):
        USER = "user"
        ROOM = "room"

    kind = models.CharField(max_length=4, choices=Kind)
    owner_id = models.UUIDField()
    bytes = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "owner_id"], name="usage_of"),
            models.CheckConstraint(condition=Q(bytes__gte=0), name="usage_bytes"),
        ]


class Download(models.Model):
    """When somebody was last recorded as opening a file: the ranges that follow are the same download."""

    attachment = models.ForeignKey(Attachment, models.CASCADE, related_name="downloads", db_index=False)
    device_session_id = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attachment", "device_session_id"], name="download_by_device")]


class Signatures(models.Model):
    """The virus signatures that were last seen in force, and when the scanner last answered: one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    version = models.CharField(max_length=100, blank=True)
    published_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_row_of_signatures")]
