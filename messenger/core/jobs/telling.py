"""Tells the person who asked for a job how it is getting on: `JOB_UPDATED` (contract 10)."""

from uuid import UUID

from django.db import transaction

from messenger.core import events
from messenger.core.jobs import reading
from messenger.core.models import Job

UPDATED = "JOB_UPDATED"
events.declare(UPDATED)


def changed(job: Job) -> None:
    """After the commit, tell who asked for it how the job stands then. Nobody asked: nobody is told."""
    asked_by = job.asked_by
    if asked_by is not None:
        transaction.on_commit(lambda: _tell(job.pk, asked_by), robust=True)


def _tell(job_id: UUID, user_id: UUID) -> None:
    events.publish(events.Event(UPDATED, {"job": reading.as_wire(reading.found(job_id))}, users=(user_id,)))
