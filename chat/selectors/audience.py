"""Who may see what in a room, remembered for as long as the room's epoch stands.

Every change of members, of their right to look back and of a member's status bumps
`room.member_epoch` under the room's lock, so an audience of that epoch is exact: writer and
hub ask with the epoch they hold, and a stale one can never leak (decision 0008).
"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock
from uuid import UUID

from accounts.models import UserStatus
from chat.models import Member, Room

_KEPT_ROOMS = 5000


@dataclass(frozen=True, slots=True)
class Place:
    """One member: the row, and the messages they see (after `joined_seq`, or in an earlier stay)."""

    member_id: int
    joined_seq: int
    past_stays: tuple[tuple[int, int], ...] = ()

    def sees(self, seq: int) -> bool:
        """Whether message `seq` falls into a stay."""
        return seq > self.joined_seq or any(after < seq <= upto for after, upto in self.past_stays)


@dataclass(frozen=True, slots=True)
class Audience:
    """The active members of a room at `epoch`."""

    epoch: int
    places: dict[UUID, Place]
    newest_join: int

    def seeing(self, seq: int | None) -> Iterable[UUID]:
        """Those who can see message `seq`; with None, everybody."""
        if seq is None or seq > self.newest_join:
            return self.places.keys()
        return [user_id for user_id, place in self.places.items() if place.sees(seq)]


_kept: OrderedDict[UUID, Audience] = OrderedDict()
_lock = Lock()


def load(room_id: UUID, epoch: int = 0) -> Audience:
    """Read the audience from the database, in one statement."""
    rows = Member.objects.filter(
        room_id=room_id, left_at=None, room__deleted_at=None, user__status=UserStatus.ACTIVE
    ).values_list("room__member_epoch", "room__history_visibility", "user_id", "id", "joined_seq", "past_stays")
    places: dict[UUID, Place] = {}
    for found_epoch, visibility, user_id, member_id, joined_seq, past_stays in rows:
        epoch = found_epoch
        if visibility == Room.HistoryVisibility.ALL:
            places[user_id] = Place(member_id, 0)
        else:
            places[user_id] = Place(member_id, joined_seq, tuple((after, upto) for after, upto in past_stays))
    return Audience(epoch, places, max((p.joined_seq for p in places.values()), default=0))


def known(room_id: UUID, epoch: int) -> Audience | None:
    """The remembered audience if it is of `epoch` or later. Touches no database."""
    with _lock:
        kept = _kept.get(room_id)
        if kept is None or kept.epoch < epoch:
            return None
        _kept.move_to_end(room_id)
        return kept


def of(room_id: UUID, epoch: int) -> Audience:
    """The audience at `epoch` or later. Only for a committed epoch: it is remembered."""
    found = known(room_id, epoch)
    if found is None:
        found = load(room_id, epoch)
        with _lock:
            kept = _kept.get(room_id)
            if kept is None or kept.epoch <= found.epoch:  # a slower reader must not bring an older one back
                _kept[room_id] = found
            if len(_kept) > _KEPT_ROOMS:
                _kept.popitem(last=False)
    return found


def forget_all() -> None:
    """Empty the memory (tests)."""
    with _lock:
        _kept.clear()
