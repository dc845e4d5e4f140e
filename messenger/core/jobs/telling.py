"""Tells the person who asked for a job how it is getting on: `JOB_UPDATED` (contract 10)."""

from uuid import UUID

from django.db import transaction
from django.dispatch import Signal

from messenger.core import events
from messenger.core.jobs import reading
from messenger.core.models import Job

UPDATED = "JOB_UPDATED"
events.declare(UPDATED)
job_ended = Signal()  # `job_id`, `kind`, `state`, `asked_by`: sent where the job ends, if somebody asked for it


def changed(job: Job) -> None:
    """After the commit, tell who asked for it how the job stands then. Nobody asked: nobody is told."""
    asked_by = job.asked_by
    if asked_by is not None:
        transaction.on_commit(lambda: _tell(job.pk, asked_by), robust=True)


def ended(job: Job, state: Job.State) -> None:
    """Have the upper apps hear of the end of a job that somebody asked for."""
    if job.asked_by is not None:
        job_ended.send(sender=Job, job_id=job.pk, kind=job.kind, state=state, asked_by=job.asked_by)


def _tell(job_id: UUID, user_id: UUID) -> None:
    events.publish(events.Event(UPDATED, {"job": reading.as_wire(reading.found(job_id))}, users=(user_id,)))
