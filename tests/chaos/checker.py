"""Judges a recorded history. Each check is a pure function that yields what it found wrong.

C1 acknowledged and stored once     C2 a key stored once           C3 seq and change without holes
C4 one content for one change       C5 refused: never, unknown: once at most
C6 who waits keeps their order      C7 every member's device whole C8 nobody sees what is not theirs
C9 read positions only grow, unread numbers follow
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from tests.chaos.history import FAIL, OK, History, Row, Stay

GRACE_SECONDS = 5.0
UNREAD_CAP = 300

Findings = Iterator[str]
Check = Callable[[History], Findings]


def check(history: History) -> list[str]:
    """Everything that is wrong with this history; empty: nothing."""
    return [f"{name}: {found}" for name, one in CHECKS.items() for found in one(history)]


def acknowledged_are_stored(history: History) -> Findings:
    """C1: what was acknowledged is in the database, where and as it was acknowledged."""
    stored = {(row.user, row.key): row for row in history.rows if row.key}
    for sent in history.tries:
        if sent.outcome != OK:
            continue
        row = stored.get((sent.user, sent.key))
        if row is None:
            yield f"{sent.key} of {sent.user} was acknowledged and is lost"
        elif (row.room, row.seq, row.message) != (sent.room, sent.seq, sent.message):
            yield f"{sent.key} was acknowledged as {sent.room}/{sent.seq} and stands at {row.room}/{row.seq}"
        elif row.content != sent.content and not row.edited and not row.deleted:
            yield f"{sent.key} says something else than what was sent"


def stored_once(history: History) -> Findings:
    """C2: nothing is in the database twice."""
    keys = Counter((row.user, row.key) for row in history.rows if row.key)
    yield from (f"{key} of {user} is stored {times} times" for (user, key), times in keys.items() if times > 1)
    ids = Counter(row.message for row in history.rows)
    yield from (f"message id {message} is given {times} times" for message, times in ids.items() if times > 1)


def numbered_without_holes(history: History) -> Findings:
    """C3: a room's seq is 1..n, its change unique; live events come in the order of change."""
    rooms: dict[str, list[Row]] = defaultdict(list)
    for row in history.rows:
        rooms[row.room].append(row)
    for room, head in history.heads.items():
        seqs = sorted(row.seq for row in rooms[room])
        if seqs != list(range(1, len(seqs) + 1)):
            yield f"seq of {room} is not 1..{len(seqs)}"
        if head.last_seq != len(seqs):
            yield f"{room} says lastSeq {head.last_seq} and has {len(seqs)} messages"
        changes = [row.change for row in rooms[room]]
        if len(set(changes)) != len(changes):
            yield f"change of {room} is given twice"
        if head.last_change != max(changes, default=0):
            yield f"{room} says lastChange {head.last_change}, its latest is {max(changes, default=0)}"
    yield from _places_agree(history)
    yield from _live_order(history)


def _places_agree(history: History) -> Findings:
    where = {(row.room, row.seq): row.message for row in history.rows}
    for sight in history.sights:
        if where.get((sight.room, sight.seq)) != sight.message:
            yield f"{sight.device} saw message {sight.message} at {sight.room}/{sight.seq}, where another stands"


def _live_order(history: History) -> Findings:
    latest: dict[tuple[str, str], int] = {}
    for sight in history.sights:
        if not sight.connection:
            continue
        key = (sight.connection, sight.room)
        if sight.change <= latest.get(key, 0):
            yield f"{sight.device} was told change {sight.change} of {sight.room} after {latest[key]}"
        latest[key] = max(sight.change, latest.get(key, 0))


def one_content(history: History) -> Findings:
    """C4: what a message shows at a change is the same everywhere."""
    known = {(row.room, row.seq, row.change): row.content for row in history.rows}
    for sight in history.sights:
        key = (sight.room, sight.seq, sight.change)
        if known.setdefault(key, sight.content) != sight.content:
            yield f"{sight.device} saw other content at {key}"


def refused_never_appear(history: History) -> Findings:
    """C5: a refused send is not stored, an unknown one once at most (C2), and nobody made one up."""
    refused = {(t.user, t.key, t.room, t.content) for t in history.tries if t.outcome == FAIL}
    accepted = {(t.user, t.key, t.room, t.content) for t in history.tries if t.outcome != FAIL}
    sent = {(user, key) for user, key, _room, _content in accepted}
    rooms = {(user, key, room) for user, key, room, _content in accepted}
    for row in history.rows:
        if not row.key:
            continue
        if (row.user, row.key) not in sent:
            yield f"{row.key} of {row.user} is stored, and nobody sent it or it was refused"
        elif (row.user, row.key, row.room) not in rooms:
            yield f"{row.key} of {row.user} is stored in another room than it was sent to"
        elif (row.user, row.key, row.room, row.content) in refused - accepted:
            yield f"{row.key} of {row.user} shows what was refused"


def senders_keep_their_order(history: History) -> Findings:
    """C6: who waits for an acknowledgement before sending again is stored in that order."""
    began: dict[tuple[str, str], float] = {}
    done: dict[tuple[str, str], tuple[float, str, int]] = {}
    for sent in history.tries:
        key = (sent.user, sent.key)
        if sent.outcome != FAIL:
            began[key] = min(began.get(key, sent.began), sent.began)
        if sent.outcome == OK and (key not in done or sent.ended < done[key][0]):
            done[key] = (sent.ended, sent.room, sent.seq)
    lanes: dict[tuple[str, str], list[tuple[float, int, int]]] = defaultdict(list)
    for key, (ended, room, seq) in done.items():
        lane = lanes[key[0], room]
        lane.append((began[key], 1, seq))  # a start at the moment of an end has not waited for it
        lane.append((ended, 2, seq))
    for (user, room), moments in lanes.items():
        highest = 0
        for _at, kind, seq in sorted(moments):
            if kind == 2:
                highest = max(highest, seq)
            elif seq < highest:
                yield f"{user} waited for {room}/{highest} and then got {seq}"


def members_are_whole(history: History) -> Findings:
    """C7: when all is quiet, the device of somebody who is still a member holds what they may see."""
    rooms: dict[str, list[Row]] = defaultdict(list)
    for row in history.rows:
        rooms[row.room].append(row)
    stays = _stays(history)
    for device in history.devices:
        if device.ended is not None:
            continue
        for (room, user), theirs in stays.items():
            if user != device.user or all(stay.upto is not None for stay in theirs):
                continue
            due = {r.seq: (r.change, r.message, r.content) for r in rooms[room] if _sees(theirs, r.seq)}
            shown = device.rooms.get(room, {})
            if shown != due:
                wrong = sorted(seq for seq in due.keys() | shown.keys() if due.get(seq) != shown.get(seq))
                yield f"{device.name} is not whole in {room} at seq {wrong[:5]}"


def nobody_sees_more(history: History) -> Findings:
    """C8: nothing outside of one's stays, nothing after a removal or a revocation."""
    stays = _stays(history)
    ends = {device.name: device.ended for device in history.devices if device.ended is not None}
    for sight in history.sights:
        theirs = stays.get((sight.room, sight.user), [])
        if not _sees(theirs, sight.seq):
            yield f"{sight.device} of {sight.user} saw {sight.room}/{sight.seq}, which is not theirs"
        elif all(stay.ended is not None and sight.at > stay.ended + GRACE_SECONDS for stay in theirs):
            yield f"{sight.device} saw {sight.room}/{sight.seq} long after leaving"
        if sight.at > ends.get(sight.device, sight.at) + GRACE_SECONDS:
            yield f"{sight.device} saw {sight.room}/{sight.seq} long after it was revoked"


def positions_only_grow(history: History) -> Findings:
    """C9: a read position never goes back, and the unread number is what follows from it."""
    highest: dict[tuple[str, str], int] = {}
    yield from _told_positions(history, highest)
    rooms: dict[str, list[Row]] = defaultdict(list)
    for row in history.rows:
        if not row.system and not row.deleted:
            rooms[row.room].append(row)
    for place in history.places:
        if place.read < highest.get((place.user, place.room), 0):
            yield f"the stored position of {place.user} in {place.room} lies behind what they were told"
        unread = sum(1 for row in rooms[place.room] if row.seq > place.read and row.user != place.user)
        if place.unread != min(unread, UNREAD_CAP):
            yield f"{place.user} is told {place.unread} unread in {place.room}, it is {unread}"


def _told_positions(history: History, highest: dict[tuple[str, str], int]) -> Findings:
    told: dict[tuple[str, str], list[tuple[float, int, int]]] = defaultdict(list)
    for position in history.positions:
        told[position.user, position.room] += [(position.began, 1, position.seq), (position.ended, 2, position.seq)]
    for key, moments in told.items():
        upto = 0
        for _at, kind, seq in sorted(moments):
            if kind == 2:
                upto = max(upto, seq)
            elif seq < upto:
                yield f"the position of {key} went back from {upto} to {seq}"
        highest[key] = upto


def _stays(history: History) -> dict[tuple[str, str], list[Stay]]:
    found: dict[tuple[str, str], list[Stay]] = defaultdict(list)
    for stay in history.stays:
        found[stay.room, stay.user].append(stay)
    return found


def _sees(stays: list[Stay], seq: int) -> bool:
    return any(stay.after < seq and (stay.upto is None or seq <= stay.upto) for stay in stays)


CHECKS: dict[str, Check] = {
    "C1": acknowledged_are_stored,
    "C2": stored_once,
    "C3": numbered_without_holes,
    "C4": one_content,
    "C5": refused_never_appear,
    "C6": senders_keep_their_order,
    "C7": members_are_whole,
    "C8": nobody_sees_more,
    "C9": positions_only_grow,
}
