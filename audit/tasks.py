"""What the audit log does in the background: seal, sign, send."""

import time

from django.conf import settings

from audit.errors import ChainBroken
from audit.services import checkpoints, sealing, sending
from messenger.core import jobs
from messenger.core.jobs import kinds
from messenger.core.jobs.run import worker_ends


@jobs.every("audit.seal", seconds=15)
@jobs.handles("audit.seal", queue="follow", attempts=3, seconds=4000)
def seal_entries(run: jobs.Run) -> None:
    """Seal what was recorded, as it is recorded. Its successor stands ready when it ends."""
    until = time.monotonic() + settings.FOLLOW_RUN_SECONDS
    sealing.seal()
    while time.monotonic() < until:
        run.step()
        if not sealing.seal():
            worker_ends.wait(settings.AUDIT_SEAL_SECONDS)
    with run.done():
        if settings.FOLLOW_RUN_SECONDS:
            jobs.enqueue("audit.seal", key=kinds.BY_THE_CLOCK)


@jobs.every("audit.seal_all", seconds=3600)
def seal_everything(run: jobs.Run) -> None:
    """Seal what appeared later than anybody looks back, by asking every entry."""
    if sealed := sealing.seal(everything=True):
        run.say(f"{sealed} entries sealed")


@jobs.every("audit.checkpoint", seconds=settings.AUDIT_CHECKPOINT_SECONDS)
def make_checkpoint(run: jobs.Run) -> None:
    """Check what is new in the log and sign it."""
    sealing.seal()
    try:
        made = checkpoints.make()
    except ChainBroken as broken:
        raise jobs.Failed(jobs.Job.Cause.VALIDATION, f"the chain is broken at {broken.details['chainNo']}") from broken
    if made:
        run.say(f"signed up to number {made.chain_no}")


@jobs.handles(checkpoints.SEND, queue="push", attempts=20, seconds=60)
def send_checkpoint(run: jobs.Run) -> None:
    """Bring a checkpoint outside: `checkpointId`, `place`."""
    sending.send(run, int(run.args["checkpointId"]), str(run.args["place"]))
