"""The second factor of signing in (decision 0031), and what a browser holds meanwhile."""

from django.db import models
from django.db.models import F
from django.utils import timezone

from accounts.models.people import User
from messenger.core.models import UUIDModel


class SecondFactor(models.Model):
    """Somebody's authenticator (RFC 6238). It counts from the moment it is confirmed by one of its codes.

    `secret` is sealed. `last_step` is the time step whose code was taken last: none of it or before it opens
    anything again. `failures` counts wrong codes since the last right one, wherever they came from.
    """

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="second_factor")
    secret = models.BinaryField()
    last_step = models.BigIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)


class RecoveryCode(models.Model):
    """One of ten codes that stand in for a lost authenticator, once each. Holds keyed hashes."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "code_hash"], name="recovery_code_once")]


class SignInTicket(UUIDModel):
    """A sign-in whose first step is done: opens the page of the code, in the browser that holds its token, once."""

    user = models.ForeignKey(User, models.CASCADE, related_name="sign_in_tickets")
    token_hash = models.CharField(max_length=64)
    signed_in_by = models.CharField(max_length=16)
    remembered = models.BooleanField(default=False)
    going = models.CharField(max_length=500, blank=True)  # where the browser was on its way to
    user_agent = models.CharField(max_length=300, blank=True)
    expires_at = models.DateTimeField(db_index=True)


class KnownBrowser(UUIDModel):
    """A browser in which somebody gave a code and wants to be asked for the password alone for a while."""

    user = models.ForeignKey(User, models.CASCADE, related_name="known_browsers")
    token_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(expires_at__gte=F("made_at")), name="known_browser_for_a_time")
        ]
