"""People: who may sign in, and what others read about them."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
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
    password_changed_at = models.DateTimeField(null=True)  # null: not since the account was made
    previous_password = models.CharField(max_length=128, blank=True, default="")  # the hash before this one
    must_change_password = models.BooleanField(default=False)  # somebody else knows it: an admin who reset it

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
    photo = models.CharField(max_length=16, blank=True, default="")  # the beginning of its digest; "": none
    # One folded line of everything a person is found by, made by `services` on every write.
    search_text = models.TextField(blank=True, default="")
    preferences = models.JSONField(default=dict, blank=True)
