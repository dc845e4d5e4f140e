"""Background work: a row first, then a doorbell (docs/decisions/0015).

@jobs.handles("file.scan", queue="scan", attempts=8, seconds=600)
def scan(run: jobs.Run) -> None: ...

jobs.enqueue("file.scan", key=str(attachment.pk), attachmentId=str(attachment.pk))
"""

from messenger.core.jobs.asking import cancel, enqueue, retry
from messenger.core.jobs.endings import Again, Cancelled, Failed, Fenced, IllegalMove, Stopping
from messenger.core.jobs.kinds import every, handles
from messenger.core.jobs.run import Run
from messenger.core.jobs.running import run_all
from messenger.core.models import Job

__all__ = [
    "Again",
    "Cancelled",
    "Failed",
    "Fenced",
    "IllegalMove",
    "Job",
    "Run",
    "Stopping",
    "cancel",
    "enqueue",
    "every",
    "handles",
    "retry",
    "run_all",
]
