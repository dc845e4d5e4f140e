"""Anonymous votes: whose ballot is whose, and what is on it. Only with the key outside the database (decision 0022)."""

import logging
from collections.abc import Iterable, Sequence
from uuid import UUID

from chat.models import Poll, PollBallot, PollOption
from messenger.core import sealing

log = logging.getLogger(__name__)

PURPOSE = "poll ballots"
_BYTES = 16  # every ballot is as long as every other, whatever is on it


def name_of(poll: Poll, user_id: UUID) -> str:
    """The name of this person's ballot in an open poll."""
    return sealing.name(PURPOSE, poll.pk.bytes, bytes(poll.salt or b""), user_id.bytes)


def sealed(name: str, options: Sequence[PollOption], chosen: Iterable[UUID]) -> bytes:
    """A ballot that says which of the options are chosen."""
    wanted = set(chosen)
    marks = sum(1 << option.place for option in options if option.pk in wanted)
    return sealing.seal(PURPOSE, marks.to_bytes(_BYTES, "big"), about=name.encode())


def chosen_on(ballot: PollBallot, options: Sequence[PollOption]) -> list[UUID]:
    """What is chosen on a ballot; nothing on one that cannot be read, because its key is gone."""
    try:
        marks = int.from_bytes(sealing.unseal(PURPOSE, bytes(ballot.sealed), about=ballot.name.encode()), "big")
    except sealing.Broken:
        log.error("a ballot cannot be opened: it was sealed under another SEALING_KEY")
        return []
    return [option.pk for option in options if marks >> option.place & 1]
