"""What shows that the log is whole: a seal for each entry, and signed checkpoints."""

from django.db import models
from django.utils import timezone

from audit.models.entries import AppendOnlyModel


class Seal(AppendOnlyModel):
    """An entry's place in the chain. `hash` needs the key and the seal before it (decision 0029); hex digits."""

    chain_no = models.BigIntegerField(primary_key=True)
    entry_id = models.BigIntegerField(unique=True)  # no foreign key: a deleted entry must leave its seal behind
    digest = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)


class Checkpoint(AppendOnlyModel):
    """How the first `chain_no` entries were at a moment, signed. `link` can be computed without any key."""

    id = models.BigAutoField(primary_key=True)
    chain_no = models.BigIntegerField(db_index=True)
    hash = models.CharField(max_length=64)
    link = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)
    signature = models.CharField(max_length=128)


class CheckpointSent(AppendOnlyModel):
    """A checkpoint has arrived outside."""

    id = models.BigAutoField(primary_key=True)
    checkpoint_id = models.BigIntegerField()
    place = models.CharField(max_length=16)  # file, syslog, s3
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["checkpoint_id", "place"], name="checkpoint_sent_once")]
