"""What the chat does in the background."""

import time
from uuid import UUID

from django.conf import settings

from chat.services import following, links, previewing
from files.services import collecting
from messenger.core import jobs
from messenger.core.jobs import kinds
from messenger.core.jobs.run import worker_ends

FOLLOW_PAUSE = 0.5  # seconds between two looks while nothing happens

collecting.keep("links/", previewing.kept_pictures)


@jobs.handles(links.FETCH, queue="links", attempts=5, seconds=60)
def fetch_link(run: jobs.Run) -> None:
    """Fetch what a link leads to: `linkId`."""
    previewing.refresh(run, UUID(run.args["linkId"]))


@jobs.every("link.forget", seconds=86400)
def forget_links(run: jobs.Run) -> None:
    """Forget the links that no message names."""
    run.say(f"{links.forget_unnamed()} links forgotten")


@jobs.every("room.follow", seconds=15)
@jobs.handles("room.follow", queue="follow", attempts=3, seconds=4000)
def follow_rooms(run: jobs.Run) -> None:
    """Take in what is written, as it is written: index it, notify of it. Its successor stands ready when it ends."""
    until = time.monotonic() + settings.FOLLOW_RUN_SECONDS
    following.catch_up()
    while time.monotonic() < until:
        run.step()
        if not following.catch_up(lately=True):
            worker_ends.wait(FOLLOW_PAUSE)
    with run.done():
        if settings.FOLLOW_RUN_SECONDS:
            jobs.enqueue("room.follow", key=kinds.BY_THE_CLOCK)
