"""People, the org chart, and the devices they are signed in on."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from messenger.core.models import UUIDModel


class UserStatus(models.TextChoices):
    PENDING = "PENDING", _("waiting for approval")
    ACTIVE = "ACTIVE", _("active")
    DISABLED = "DISABLED", _("disabled")


class Role(models.TextChoices):
    SYSTEM_ADMIN = "SYSTEM_ADMIN", _("system admin")
    AUDITOR = "AUDITOR", _("auditor")
    USER = "USER", _("user")


class UserManager(BaseUserManager["User"]):
    """Looks people up by their login, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.alias(folded=Lower("login_id")).get(folded=(username or "").lower())


class User(UUIDModel, AbstractBaseUser):
    """Somebody who may sign in. What others read about them is their `Profile`."""

    login_id = models.CharField(max_length=64, unique=True)
    employee_no = models.CharField(max_length=32, null=True, blank=True, unique=True)
    status = models.CharField(max_length=8, choices=UserStatus, default=UserStatus.ACTIVE)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "login_id"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("login_id"), name="user_login_taken")]

    def __str__(self) -> str:
        return self.login_id

    @property
    def roles(self) -> list[str]:
        """The roles a client is told: USER, which everybody has, and what was granted."""
        return sorted({Role.USER.value, *(granted.role for granted in self.granted_roles.all())})

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """What Django's sign-in asks; only ACTIVE people can do anything at all."""
        return self.status == UserStatus.ACTIVE


class UserRole(models.Model):
    """A role beyond USER, which everybody has. Roles give no way into conversations."""

    user = models.ForeignKey(User, models.CASCADE, related_name="granted_roles")
    role = models.CharField(max_length=16, choices=Role)
    granted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "role"], name="role_granted_once")]


class Profile(models.Model):
    """What colleagues see of a person, and the person's own preferences."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="profile")
    name = models.CharField(max_length=80)
    title = models.CharField(max_length=80, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=32, blank=True)
    # One folded line of everything a person is found by, made by `services` on every write.
    search_text = models.TextField(blank=True, default="")
    preferences = models.JSONField(default=dict, blank=True)


class OrgUnit(UUIDModel):
    """A department; the tree of them is the org chart."""

    name = models.CharField(max_length=80)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    order_no = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order_no", "name"]
        constraints = [models.CheckConstraint(condition=~Q(parent=models.F("id")), name="unit_is_not_its_own_parent")]

    def __str__(self) -> str:
        return self.name


class OrgMember(models.Model):
    """Somebody's post in a unit; several rows are concurrent posts (겸직)."""

    unit = models.ForeignKey(OrgUnit, models.CASCADE, related_name="posts")
    user = models.ForeignKey(User, models.CASCADE, related_name="posts")
    title = models.CharField(max_length=80, blank=True)
    role_in_org = models.CharField(max_length=80, blank=True)
    is_primary = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "user"], name="one_post_in_a_unit"),
            models.UniqueConstraint(fields=["user"], condition=Q(is_primary=True), name="one_primary_post"),
        ]


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
    token_hash = models.CharField(max_length=64)
    next_hash = models.CharField(max_length=64, blank=True, default="")
    next_at = models.DateTimeField(null=True)
    grace_hashes = models.JSONField(default=dict)
    ip = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
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
