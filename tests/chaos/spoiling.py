"""Ways to spoil a good history, one for each thing that can go wrong."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from tests.chaos.history import FAIL, INFO, OK, History, Position, Row, Sight, Try
from tests.chaos.made_up import LATE, LEAVER, OUTSIDER

Spoil = Callable[[History, Random], None]
SPOILS: list[tuple[str, Spoil]] = []  # what must be flagged, and by what


class NotHere(Exception):
    """This history has nothing to spoil in this way."""


def flagged_by(check: str) -> Callable[[Spoil], Spoil]:
    def add(spoil: Spoil) -> Spoil:
        SPOILS.append((check, spoil))
        return spoil

    return add


def _acked(h: History) -> list[Row]:
    keys = {(t.user, t.key) for t in h.tries if t.outcome == OK}
    return [row for row in h.rows if (row.user, row.key) in keys]


def _one_of(rng: Random, found: list) -> object:  # type: ignore[type-arg]
    if not found:
        raise NotHere
    return rng.choice(found)


def _row(rng: Random, found: list[Row]) -> Row:
    row = _one_of(rng, found)
    assert isinstance(row, Row)
    return row


def _sight(rng: Random, found: list[Sight]) -> Sight:
    sight = _one_of(rng, found)
    assert isinstance(sight, Sight)
    return sight


def _append(h: History, room: str, user: str, key: str, content: str) -> None:
    """Another message at the end of a room, seen by nobody yet."""
    head = h.heads[room]
    head.last_seq += 1
    head.last_change += 1
    h.rows.append(Row(room, head.last_seq, head.last_change, 10_000 + len(h.rows), user, key, content))


@flagged_by("C1")
def an_acknowledged_message_is_lost(h: History, rng: Random) -> None:
    h.rows.remove(_row(rng, _acked(h)))


@flagged_by("C1")
def the_last_one_is_lost_without_a_trace(h: History, rng: Random) -> None:
    room = rng.choice(sorted(h.heads))
    last = max((r for r in h.rows if r.room == room), key=lambda r: r.seq)
    if last not in _acked(h):
        raise NotHere
    h.rows.remove(last)
    h.sights = [s for s in h.sights if s.message != last.message]
    for device in h.devices:
        device.rooms.get(room, {}).pop(last.seq, None)
    h.heads[room].last_seq -= 1
    h.heads[room].last_change = max(r.change for r in h.rows if r.room == room)


@flagged_by("C1")
def an_acknowledgement_names_another_place(h: History, rng: Random) -> None:
    sent = rng.choice([t for t in h.tries if t.outcome == OK])
    sent.seq += 1


@flagged_by("C1")
def what_is_stored_is_not_what_was_sent(h: History, rng: Random) -> None:
    row = _row(rng, [r for r in _acked(h) if not r.edited and not r.deleted])
    row.content = "garbled"


@flagged_by("C2")
def a_message_is_stored_twice(h: History, rng: Random) -> None:
    row = _row(rng, _acked(h))
    _append(h, row.room, row.user, row.key, row.content)


@flagged_by("C2")
def an_unknown_one_is_stored_twice(h: History, rng: Random) -> None:
    h.tries.append(Try("ann", "r1", "late", "late", 900, 901, INFO))
    _append(h, "r1", "ann", "late", "late")
    _append(h, "r1", "ann", "late", "late")


@flagged_by("C2")
def an_id_is_given_twice(h: History, rng: Random) -> None:
    one, other = rng.sample(h.rows, 2)
    one.message = other.message


@flagged_by("C3")
def a_number_is_skipped(h: History, rng: Random) -> None:
    at = _row(rng, h.rows)
    for thing in (*h.rows, *h.sights, *h.tries):
        if thing.room == at.room and thing.seq >= at.seq:
            thing.seq += 1
    for stay in h.stays:
        if stay.room == at.room:
            stay.after += stay.after >= at.seq
            stay.upto = stay.upto + 1 if stay.upto is not None and stay.upto >= at.seq else stay.upto
    for device in h.devices:
        shown = device.rooms.get(at.room, {})
        device.rooms[at.room] = {seq + (seq >= at.seq): what for seq, what in shown.items()}
    h.heads[at.room].last_seq += 1


@flagged_by("C3")
def two_places_are_swapped_in_the_database(h: History, rng: Random) -> None:
    one, other = rng.sample([r for r in h.rows if r.room == "r1"], 2)
    one.seq, other.seq = other.seq, one.seq


@flagged_by("C3")
def a_change_is_given_twice(h: History, rng: Random) -> None:
    one, other = rng.sample([r for r in h.rows if r.room == "r1"], 2)
    one.change = other.change


@flagged_by("C3")
def the_room_counts_wrong(h: History, rng: Random) -> None:
    head = h.heads[rng.choice(sorted(h.heads))]
    if rng.random() < 0.5:
        head.last_seq += 1
    else:
        head.last_change -= 1


@flagged_by("C3")
def events_come_in_the_wrong_order(h: History, rng: Random) -> None:
    first = _sight(rng, [s for s in h.sights if s.connection])
    later = [
        s for s in h.sights if (s.connection, s.room) == (first.connection, first.room) and s.change > first.change
    ]
    second = _sight(rng, later)
    i, j = h.sights.index(first), h.sights.index(second)
    h.sights[i], h.sights[j] = second, first


@flagged_by("C3")
def an_event_comes_twice(h: History, rng: Random) -> None:
    sight = _sight(rng, [s for s in h.sights if s.connection])
    h.sights.insert(h.sights.index(sight) + 1, replace(sight))


@flagged_by("C3")
def a_device_saw_a_message_that_is_no_more(h: History, rng: Random) -> None:
    sight = _sight(rng, h.sights)
    h.sights.append(replace(sight, message=99_999, connection="", at=sight.at + 0.01))


@flagged_by("C4")
def a_device_saw_something_else(h: History, rng: Random) -> None:
    where = {(r.room, r.seq, r.change) for r in h.rows}
    sight = _sight(rng, [s for s in h.sights if (s.room, s.seq, s.change) in where])
    sight.content = "garbled"


@flagged_by("C4")
def two_devices_saw_an_older_state_differently(h: History, rng: Random) -> None:
    now = {(r.room, r.seq, r.change) for r in h.rows}
    old = [s for s in h.sights if (s.room, s.seq, s.change) not in now]
    sight = _sight(rng, old)
    h.sights.append(replace(sight, content="garbled", connection="", at=sight.at + 0.01))


@flagged_by("C5")
def a_refused_message_appears(h: History, rng: Random) -> None:
    h.tries.append(Try("ann", "r2", "no", "no", 900, 901, FAIL))
    _append(h, "r2", "ann", "no", "no")


@flagged_by("C5")
def a_refused_resend_takes_the_place_of_the_first(h: History, rng: Random) -> None:
    row = _row(rng, [r for r in _acked(h) if not r.deleted])
    h.tries.append(Try(row.user, row.room, row.key, "other", 900, 901, FAIL))
    row.content, row.edited = "other", True


@flagged_by("C5")
def a_message_appears_that_nobody_sent(h: History, rng: Random) -> None:
    _append(h, "r1", "ben", "ghost", "boo")


@flagged_by("C5")
def an_unknown_one_lands_in_another_room(h: History, rng: Random) -> None:
    h.tries.append(Try("ann", "r1", "astray", "astray", 900, 901, INFO))
    _append(h, "r2", "ann", "astray", "astray")


@flagged_by("C6")
def who_waited_is_overtaken_by_oneself(h: History, rng: Random) -> None:
    """Swapped for everybody and everywhere: nothing but the order of the sender is wrong."""
    acked = {(r.user, r.key): r for r in _acked(h)}
    first = _row(rng, list(acked.values()))
    second = _row(
        rng, [r for r in acked.values() if (r.user, r.room) == (first.user, first.room) and r.seq > first.seq]
    )
    a, b = first.seq, second.seq
    turned = {a: b, b: a}
    for thing in (*h.rows, *h.sights, *h.tries):
        if thing.room == first.room:
            thing.seq = turned.get(thing.seq, thing.seq)
    for device in h.devices:
        shown = device.rooms.get(first.room, {})
        device.rooms[first.room] = {turned.get(seq, seq): what for seq, what in shown.items()}


@flagged_by("C7")
def a_device_misses_a_message(h: History, rng: Random) -> None:
    device = rng.choice([d for d in h.devices if d.ended is None and d.rooms])
    shown = device.rooms[rng.choice(sorted(device.rooms))]
    shown.pop(rng.choice(sorted(shown)))


@flagged_by("C7")
def a_device_misses_the_last_message(h: History, rng: Random) -> None:
    device = rng.choice([d for d in h.devices if d.ended is None and d.rooms])
    shown = device.rooms[rng.choice(sorted(device.rooms))]
    shown.pop(max(shown))


@flagged_by("C7")
def a_device_shows_what_was_changed_since(h: History, rng: Random) -> None:
    device = rng.choice([d for d in h.devices if d.ended is None and d.rooms])
    shown = device.rooms[rng.choice(sorted(device.rooms))]
    seq = rng.choice(sorted(shown))
    change, message, content = shown[seq]
    shown[seq] = (change - 1, message, content + "?")


@flagged_by("C7")
def a_device_shows_a_ghost(h: History, rng: Random) -> None:
    device = rng.choice([d for d in h.devices if d.ended is None and d.rooms])
    device.rooms[rng.choice(sorted(device.rooms))][77] = (77, 77, "boo")


def _seen_by(h: History, rng: Random, user: str, fits: Callable[[Row], bool], at: float = 0.0) -> None:
    row = _row(rng, [r for r in h.rows if fits(r)])
    found = (row.room, row.seq, row.change, row.message, row.content)
    h.sights.append(Sight(f"{user}-1", user, *found, at or h.sights[-1].at))


@flagged_by("C8")
def an_outsider_sees_a_message(h: History, rng: Random) -> None:
    _seen_by(h, rng, OUTSIDER, lambda r: True)


@flagged_by("C8")
def who_left_sees_what_came_after(h: History, rng: Random) -> None:
    upto = {s.room: s.upto or 0 for s in h.stays if s.user == LEAVER}
    _seen_by(h, rng, LEAVER, lambda r: r.seq > upto[r.room])


@flagged_by("C8")
def who_came_late_sees_what_was_before(h: History, rng: Random) -> None:
    after = {s.room: s.after for s in h.stays if s.user == LATE}
    _seen_by(h, rng, LATE, lambda r: r.seq <= after[r.room])


@flagged_by("C8")
def who_left_is_told_about_an_old_message(h: History, rng: Random) -> None:
    left = {s.room: s for s in h.stays if s.user == LEAVER}
    _seen_by(h, rng, LEAVER, lambda r: r.seq <= (left[r.room].upto or 0), max(s.ended or 0 for s in left.values()) + 6)


@flagged_by("C8")
def a_revoked_device_goes_on_listening(h: History, rng: Random) -> None:
    revoked = next(d for d in h.devices if d.ended is not None)
    sight = _sight(rng, [s for s in h.sights if s.user == revoked.user])
    h.sights.append(replace(sight, device=revoked.name, connection="", at=(revoked.ended or 0) + 6))


@flagged_by("C9")
def a_position_goes_back(h: History, rng: Random) -> None:
    last = rng.choice([p for p in h.positions if p.seq > 0])
    end = max(p.ended for p in h.positions)
    h.positions.append(Position(last.user, last.room, last.seq - 1, end + 1, end + 2))


@flagged_by("C9")
def a_stored_position_lies_behind(h: History, rng: Random) -> None:
    place = rng.choice([p for p in h.places if p.read > 0])
    place.read -= 1
    place.unread = sum(
        r.seq > place.read and r.user != place.user for r in h.rows
        if r.room == place.room and not r.system and not r.deleted
    )  # fmt: skip


@flagged_by("C9")
def an_unread_number_is_wrong(h: History, rng: Random) -> None:
    rng.choice(h.places).unread += rng.choice([-1, 1, 7])
