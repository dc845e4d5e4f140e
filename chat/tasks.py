"""What the chat does in the background."""

from uuid import UUID

from chat.services import links, previewing
from files.services import collecting
from messenger.core import jobs

collecting.keep("links/", previewing.kept_pictures)


@jobs.handles(links.FETCH, queue="links", attempts=5, seconds=60)
def fetch_link(run: jobs.Run) -> None:
    """Fetch what a link leads to: `linkId`."""
    previewing.refresh(run, UUID(run.args["linkId"]))


@jobs.every("link.forget", seconds=86400)
def forget_links(run: jobs.Run) -> None:
    """Forget the links that no message names."""
    run.say(f"{links.forget_unnamed()} links forgotten")
