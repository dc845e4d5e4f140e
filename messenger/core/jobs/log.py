"""The log of a job: a few lines that tell an operator what happened to it."""

from uuid import UUID

from messenger.core.models import JobLine

LONGEST = 500
MOST_LINES = 200  # of one run


def write(job_id: UUID, text: str) -> None:
    """Add a line, cut to what fits."""
    JobLine.objects.create(job_id=job_id, text=text.replace("\0", "")[:LONGEST])
