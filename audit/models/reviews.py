"""What auditors keep: the questions they ask again, and the reviews that they signed."""

from django.db import models
from django.utils import timezone

from audit.models.entries import AppendOnlyModel
from messenger.core.models import UUIDModel


class SavedQuery(UUIDModel):
    """A person's own filter with a name. `query` holds the parameters of `GET /audit`."""

    owner_id = models.UUIDField()
    name = models.CharField(max_length=60)
    query = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner_id", "name"], name="saved_query_named_once")]


class MonthlyReview(AppendOnlyModel):
    """Somebody looked at a month's access records and signed what they found. Said later: a further row."""

    id = models.BigAutoField(primary_key=True)
    month = models.DateField(db_index=True)  # its first day
    reviewer_id = models.UUIDField()
    reviewer_name = models.CharField(max_length=160)
    findings = models.TextField(blank=True)
    figures = models.JSONField(default=dict)  # as they were when it was signed
    signed_at = models.DateTimeField(default=timezone.now)
