"""What the workers do for people: the jobs by their kinds. Doors only; the services do the work."""

from uuid import UUID

from django.conf import settings

from accounts.directory import syncing
from accounts.services import imports, transferring
from messenger.core import jobs

# --- The directory (decision 0032)


@jobs.handles(syncing.SYNC, queue="upkeep", attempts=3, seconds=1800)
def sync_directory(run: jobs.Run) -> None:
    """People here become what the directory says of them."""
    syncing.sync(run)


@jobs.handles(syncing.PREVIEW, queue="upkeep", attempts=3, seconds=600)
def preview_directory(run: jobs.Run) -> None:
    """Somebody wants to see first what that would change."""
    syncing.preview(run)


# --- People by lists


@jobs.handles(imports.APPLY, queue="upkeep", attempts=5, seconds=3600)
def import_people(run: jobs.Run) -> None:
    """A sheet of people is taken in: `importId`."""
    imports.run_import(run, UUID(run.args["importId"]))


@jobs.every("transfer.due", seconds=60)
@jobs.handles("transfer.due", queue="upkeep", attempts=5, seconds=600)
def bring_transfers_into_force(run: jobs.Run) -> None:
    """What is planned for today, or was for a day on which nobody worked, is in force: each order once."""
    if done := transferring.apply_due():
        run.say(f"{done} transfers")


if settings.LDAP_SERVER_URI:
    jobs.every(syncing.SYNC, seconds=settings.LDAP_SYNC_SECONDS)(sync_directory)
