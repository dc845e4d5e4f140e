"""Who is kept by a list outside (a directory), and how the runs that read it went."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.people import User
from messenger.core.models import UUIDModel

DIRECTORY = "directory"


class PersonSource(models.Model):
    """The list outside that keeps a person, and its own lasting name of them. Who has no row is kept here.

    A person of the directory signs in there: their password here, if any, opens nothing.
    """

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="kept_by")
    source = models.CharField(max_length=16, default=DIRECTORY)
    external_id = models.CharField(max_length=255)  # entryUUID, objectGUID, or the DN where there is neither
    since = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True)  # disabled by the list, not by a person here: it may enable again

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "external_id"], name="one_person_of_a_source")]


class DirectoryState(models.Model):
    """When the directory last answered. One row; what it is about is the installation."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    reached_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True, default="")


class DirectoryRun(UUIDModel):
    """One reading of the whole directory: what it would change (`dry`), or changed."""

    class State(models.TextChoices):
        RUNNING = "RUNNING", _("running")
        PREVIEW = "PREVIEW", _("preview")  # a dry run came to its end
        WAITING = "WAITING", _("waits for approval")  # the guard stopped it
        APPROVED = "APPROVED", _("approved")  # the next run may disable whom this one named
        DONE = "DONE", _("done")
        FAILED = "FAILED", _("failed")
        REPLACED = "REPLACED", _("replaced")  # waited, until a later run looked again

    dry = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State, default=State.RUNNING)
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    approved_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField(default=timezone.now, db_index=True)
    finished_at = models.DateTimeField(null=True)
    read = models.PositiveIntegerField(default=0)  # entries
    counts = models.JSONField(default=dict)  # of the changes, by their kinds
    changes = models.JSONField(default=list)  # the first LDAP_PREVIEW_CHANGES of them, for people to look at
    leaving = models.JSONField(default=list)  # ids of everybody it would disable
    error = models.CharField(max_length=300, blank=True, default="")
