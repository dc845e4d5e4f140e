"""What the chat does in the background."""

import time
from uuid import UUID

from django.conf import settings

from chat.selectors import disclosed
from chat.services import (
    calling,
    closing,
    disclosing,
    following,
    indexing,
    links,
    moments,
    must_read_reminders,
    must_read_telling,
    notified,
    polls,
    previewing,
    push_tokens,
    pushing,
    reminders,
    scheduling,
    waking,
)
from files.services import collecting
from messenger.core import jobs
from messenger.core.jobs import kinds
from messenger.core.jobs.run import worker_ends

FOLLOW_PAUSE = 0.5  # seconds between two looks while nothing happens

collecting.keep("links/", previewing.kept_pictures)
calling.follow()


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
        moments.ask_for_due()
        if not following.catch_up(lately=True):
            worker_ends.wait(FOLLOW_PAUSE)
    with run.done():
        if settings.FOLLOW_RUN_SECONDS:
            jobs.enqueue("room.follow", key=kinds.BY_THE_CLOCK)


@jobs.handles(indexing.REBUILD, queue="upkeep", attempts=10, seconds=6 * 3600)
def rebuild_search(run: jobs.Run) -> None:
    """Everything is taken into the search index once more."""
    indexing.rebuild(run)


@jobs.every("message.moments", seconds=15)
def look_at_the_clock(run: jobs.Run) -> None:
    """What is due is done, also while nobody follows the rooms; who follows them looks twice a second."""
    moments.ask_for_due()


@jobs.handles(scheduling.SEND, queue="push", attempts=10, seconds=60)
def send_scheduled(run: jobs.Run) -> None:
    """Send a message at its moment: `id`."""
    scheduling.send_due(run, UUID(run.args["id"]))


@jobs.handles(reminders.TELL, queue="push", attempts=10, seconds=60)
def tell_reminder(run: jobs.Run) -> None:
    """Remind somebody of a message: `id`."""
    reminders.tell_due(run, UUID(run.args["id"]))


@jobs.handles(polls.CLOSE, queue="push", attempts=20, seconds=60)
def close_poll(run: jobs.Run) -> None:
    """Close a poll whose time has come: `pollId`."""
    closing.close_at_its_time(run, UUID(run.args["pollId"]))


@jobs.every("poll.close_overdue", seconds=30)
def close_overdue_polls(run: jobs.Run) -> None:
    """Have polls closed that should be closed by now."""
    closing.close_overdue()


@jobs.handles(polls.TELL, queue="push", attempts=20, seconds=60)
def tell_of_poll(run: jobs.Run) -> None:
    """Tell a room of the counts of a poll that moves fast: `pollId`."""
    closing.tell_in_one_go(run, UUID(run.args["pollId"]))


@jobs.handles(must_read_reminders.REMIND, queue="push", attempts=8, seconds=120)
def remind_in_time(run: jobs.Run) -> None:
    """Before the deadline of a must-read notice, remind who has not confirmed: `mustReadId`, seconds `before`."""
    must_read_reminders.remind_in_time(run, UUID(run.args["mustReadId"]), run.args["before"])


@jobs.handles(must_read_telling.TELL, queue="push", attempts=3, seconds=60)
def tell_numbers(run: jobs.Run) -> None:
    """Tell how many have confirmed, after several did within a moment: `mustReadId`."""
    with run.done():
        must_read_telling.tell_numbers(UUID(run.args["mustReadId"]))


@jobs.handles(waking.WAKE, queue="push", attempts=8, seconds=300)
def wake_devices(run: jobs.Run) -> None:
    """Wake somebody's devices for what is due: `id` of the person."""
    pushing.push_to(run, UUID(run.args["id"]))


@jobs.every("disclosure.expire", seconds=60)
def end_disclosures(run: jobs.Run) -> None:
    """Write down which approvals ran out, and tell whom it is to be told; nobody could read under them any more."""
    for disclosure_id in disclosed.overdue():
        disclosing.write_down_expiry(disclosure_id)


@jobs.every("notification.forget", seconds=3600)
def forget_notifications(run: jobs.Run) -> None:
    """Delete old notifications, and the tokens of devices that are signed in no more."""
    run.say(f"{notified.forget_old()} notifications and {push_tokens.forget_ended()} devices forgotten")
