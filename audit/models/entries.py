"""The audit log: who did what to what, from where. It knows nobody: ids and name snapshots only."""

from typing import Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from audit.errors import AppendOnly


class AppendOnlyRows(models.QuerySet[Any]):
    """Rows that are read and added. Triggers refuse the rest; this says so before they have to."""

    def update(self, **kwargs: Any) -> int:
        raise AppendOnly

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnly

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        raise AppendOnly


class AppendOnlyModel(models.Model):
    """A row that is never changed and never deleted (contract 12, `audit.guards`)."""

    objects: ClassVar[Any] = AppendOnlyRows.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnly


class AuditEntry(AppendOnlyModel):
    """One recorded action. Written in the transaction of what it records, and never changed.

    `subject_id` is the person whose data was handled, where it was somebody's. `mark` is made by the writer with
    a key that the database does not have: a row without a right one was not written by Maru.
    """

    class Outcome(models.TextChoices):
        SUCCESS = "success"
        FAILURE = "failure"

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor_id = models.UUIDField(null=True, db_index=True)
    actor_name = models.CharField(max_length=160, blank=True)
    action = models.CharField(max_length=64, db_index=True)
    target_type = models.CharField(max_length=32, blank=True)
    target_id = models.CharField(max_length=64, blank=True)
    subject_id = models.UUIDField(null=True, db_index=True)
    ip = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=300, blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.SUCCESS)
    detail = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    mark = models.CharField(max_length=96, unique=True)

    class Meta:
        indexes = [models.Index(fields=["target_type", "target_id"])]
