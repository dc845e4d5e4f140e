"""What the workers do for files: the jobs by their kinds. Doors only; the services do the work."""

from uuid import UUID

from django.conf import settings

from files.rendering import documents
from files.services import collecting, pictures, rescanning, scanning, texting
from messenger.core import jobs

# --- Scanning (decision 0017)

_JUDGING_SECONDS = settings.SCAN_SECONDS + 300  # the scan, and reading and copying the bytes


@jobs.handles(scanning.SCAN, queue="scan", attempts=6, seconds=_JUDGING_SECONDS)
def scan(run: jobs.Run) -> None:
    """A file that arrived gets its verdict."""
    scanning.scan(run, UUID(run.args["attachmentId"]))


@jobs.every("file.scan_waiting", seconds=60)
def scan_waiting(run: jobs.Run) -> None:
    """Files without a verdict are not forgotten, however long the scanner is away."""
    rescanning.ask_for_waiting()


@jobs.every("file.signatures", seconds=600)
def signatures(run: jobs.Run) -> None:
    """New signatures look at everything that the old ones have judged."""
    rescanning.note_signatures()


@jobs.handles(rescanning.RESCAN, queue="upkeep", seconds=_JUDGING_SECONDS)
def rescan(run: jobs.Run) -> None:
    """A portion of it. Not in the queue of the scans that somebody waits for."""
    rescanning.rescan(run)


# --- Pictures (decision 0018)


@jobs.handles(pictures.PICTURE, queue="media", attempts=3, seconds=600)
def picture(run: jobs.Run) -> None:
    """A file gets its small picture."""
    pictures.draw(run, UUID(run.args["attachmentId"]))


@jobs.handles(pictures.DOCUMENT, queue="media", attempts=3, seconds=600)
def document(run: jobs.Run) -> None:
    """An office document gets a PDF of itself."""
    pictures.show(run, UUID(run.args["attachmentId"]))


@jobs.every("file.sweep", seconds=3600)
def sweep(run: jobs.Run) -> None:
    """What workers left behind that were killed."""
    run.say(f"folders: {documents.sweep()}")


# --- What is written in them


@jobs.handles(texting.READ, queue="media", attempts=3, seconds=600)
def text(run: jobs.Run) -> None:
    """A file can be found by what is written in it."""
    texting.read(run, UUID(run.args["attachmentId"]))


@jobs.every("file.texts", seconds=3600)
def texts(run: jobs.Run) -> None:
    """Files that came before they could be searched, or whose text got lost, get theirs."""
    run.say(f"asked for: {texting.fill()}")


# --- Housekeeping


@jobs.every("file.collect", seconds=3600)
def collect(run: jobs.Run) -> None:
    """What nobody finished, sent or knows is thrown away."""
    for what, count in collecting.collect().items():
        run.say(f"{what}: {count}")
