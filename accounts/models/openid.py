"""What is known of the company's OpenID provider and of those who sign in there (decision 0033)."""

from django.db import models
from django.utils import timezone

from accounts.models.devices import DeviceSession
from accounts.models.people import User


class OpenProvider(models.Model):
    """What a provider published last: its document and its keys, for the time when it cannot be reached."""

    issuer = models.CharField(max_length=255, primary_key=True)
    document = models.JSONField(default=dict)
    document_at = models.DateTimeField(null=True)
    keys = models.JSONField(default=list)
    keys_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)  # the last time that somebody set out to ask


class OpenIdentity(models.Model):
    """Who somebody is at a provider: its lasting name for them (`sub`), which is all that they are known by."""

    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    user = models.ForeignKey(User, models.CASCADE, related_name="open_identities")
    created_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="open_subject_is_one_person"),
            models.UniqueConstraint(fields=["issuer", "user"], name="open_person_is_one_subject"),
        ]


class OpenSession(models.Model):
    """The provider's session beside ours, by which it ends ours.

    It has no device as long as the second step of signing in is still to come; `ticket` is the first one.
    """

    identity = models.ForeignKey(OpenIdentity, models.CASCADE, related_name="sessions")
    device = models.OneToOneField(DeviceSession, models.CASCADE, null=True, related_name="opened_by")
    ticket = models.UUIDField(null=True, unique=True)
    sid = models.CharField(max_length=255, blank=True)
    id_token = models.BinaryField()  # sealed: shown to the provider when one signs out, and to nobody else
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["identity", "sid"], name="open_session_sid")]


class OpenOnce(models.Model):
    """What counts once: the state of a sign-in, the name of a logout token; by their hashes, until they are void."""

    digest = models.CharField(max_length=64, primary_key=True)
    until = models.DateTimeField(db_index=True)
