"""What the auditors' pages do in the background."""

from uuid import UUID

from accounts.selectors.people import people
from audit.services.verifying import verify
from messenger.core import jobs
from messenger.core.jobs import Run

VERIFY = "audit.verify"


@jobs.handles(VERIFY, queue="upkeep", attempts=2, seconds=4 * 3600)
def verify_log(run: Run) -> None:
    """Check a long log for the auditor `actorId`; the result is the entry that says that it was checked."""
    actor = people().filter(pk=UUID(run.args["actorId"])).first()
    if actor is None:
        return
    found = verify(actor=actor)
    run.say(f"{found.checked} entries checked: {found.problem or 'whole'}")
