"""The devices people are signed in on."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models.people import User
from messenger.core.models import UUIDModel


class Owed(models.TextChoices):
    """What a signed-in person must do before anything else: no other door opens to their session."""

    NOTHING = ""
    SECOND_FACTOR = "SECOND_FACTOR"
    PASSWORD = "PASSWORD"  # noqa: S105  (a step, no password)


class DeviceSession(UUIDModel):
    """A device somebody is signed in on: a browser or a client. Holds hashes, never tokens.

    `token_hash` is the newest token's. `grace_hashes` maps the hash of a replaced token to the
    moment it was replaced (seconds since 1970), for as long as it may still be used; any older
    token of this device is a stolen one.

    A browser may lose the answer that carried its new cookie, and has no way to ask again. So a
    browser's new token is a candidate (`next_hash`) until the browser shows it for the first time.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="device_sessions")
    device_name = models.CharField(max_length=120)
    platform = models.CharField(max_length=16)
    remembered = models.BooleanField(default=False)
    owes = models.CharField(max_length=16, choices=Owed, blank=True, default=Owed.NOTHING)
    signed_in_by = models.CharField(max_length=16, default="password")  # password, directory, oidc
    token_hash = models.CharField(max_length=64)
    next_hash = models.CharField(max_length=64, blank=True, default="")
    next_at = models.DateTimeField(null=True)
    grace_hashes = models.JSONField(default=dict)
    ip = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    proven_at = models.DateTimeField(default=timezone.now)  # when its person last showed here who they are
    familiar = models.BooleanField(default=True)  # one of theirs: another sign-in from there is no news
    last_seen_at = models.DateTimeField(default=timezone.now)
    rotated_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["user", "revoked_at"]),
            models.Index(fields=["revoked_at"], name="device_revoked", condition=Q(revoked_at__isnull=False)),
        ]

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def is_open(self) -> bool:
        """Whether it still opens doors: not revoked, not expired, its person ACTIVE."""
        return self.revoked_at is None and not self.is_expired and self.user.is_active
