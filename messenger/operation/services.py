"""What system admins do behind the conversations; every act is in the audit log (contract 9)."""

from uuid import UUID

from django.db import transaction

from accounts.models import Role, User
from accounts.selectors import roles
from audit import actions
from audit.services import record
from files.services import rescanning
from messenger.core import jobs


@transaction.atomic
def cancel_job(*, actor: User, job_id: UUID) -> None:
    """End a job now, or at its next step. `NotFound`, or `IllegalMove` if it has ended already."""
    roles.require(actor, Role.SYSTEM_ADMIN)
    job = jobs.cancel(job_id)
    record(actions.JOB_CANCELLED, actor=actor, target_type="job", target_id=job.pk, kind=job.kind)


@transaction.atomic
def retry_job(*, actor: User, job_id: UUID) -> None:
    """Begin again with a job that ended without success. `NotFound`, or `IllegalMove` otherwise."""
    roles.require(actor, Role.SYSTEM_ADMIN)
    job = jobs.retry(job_id)
    record(actions.JOB_RETRIED, actor=actor, target_type="job", target_id=job.pk, kind=job.kind)


@transaction.atomic
def scan_again(*, actor: User) -> None:
    """Have every openable file scanned again."""
    roles.require(actor, Role.SYSTEM_ADMIN)
    count = rescanning.rescan_all()
    record(actions.FILE_RESCAN_ASKED, actor=actor, target_type="files", target_id="all", count=count)
