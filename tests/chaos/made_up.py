"""Histories that nobody lived: good ones, to see that the checker is content, for others to spoil."""

from random import Random

from tests.chaos.history import FAIL, INFO, OK, Device, Head, History, Place, Position, Row, Sight, Stay, Try

ROOMS = ("r1", "r2")
MEMBERS = ("ann", "ben", "cho")
LEAVER, LATE, OUTSIDER = "lee", "kim", "out"
MESSAGES = 24


class Story:
    """Invents a good history, event by event."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.now = 0.0
        self.told = History(heads={room: Head(0, 0) for room in ROOMS})
        self.told.stays = [Stay(room, user, 0) for room in ROOMS for user in (*MEMBERS, LEAVER)]
        users = (*MEMBERS, LEAVER, LATE, OUTSIDER)
        self.told.devices = [Device(f"{user}-1", user) for user in users] + [
            Device("ann-2", "ann"),
            Device("ben-x", "ben"),
        ]
        self.connections = {device.name: 1 for device in self.told.devices}

    def tick(self) -> float:
        self.now += self.rng.uniform(0.01, 0.2)
        return self.now

    def tell(self) -> History:
        """A whole run."""
        for number in range(MESSAGES):
            room = ROOMS[number % 2] if number < 6 else self.rng.choice(ROOMS)
            self.send(room, number)
            if number > 4 and self.rng.random() < 0.3:
                self.change(self.rng.choice(self.told.rows))
            if number == 10:
                self.turn()
            if self.rng.random() < 0.1:
                device = self.rng.choice(self.told.devices).name
                self.connections[device] += 1
        self.settle()
        return self.told

    def send(self, room: str, number: int) -> None:
        user = MEMBERS[number % 3] if number < 9 else self.rng.choice(MEMBERS)
        key, content = f"k{number}", f"c{number}"
        began, chance = self.tick(), self.rng.random()
        if chance < 0.1:
            self.told.tries.append(Try(user, room, key, content, began, self.tick(), FAIL))
            return
        if chance < 0.2:
            self.told.tries.append(Try(user, room, key, content, began, self.tick(), INFO))
            if chance < 0.15:
                return
        row = self.store(room, user, key, content)
        self.told.tries.append(Try(user, room, key, content, began, self.tick(), OK, row.seq, row.message))
        if chance > 0.9:
            self.told.tries.append(Try(user, room, key, "other", self.tick(), self.tick(), FAIL))
        elif chance > 0.8:
            self.told.tries.append(Try(user, room, key, content, self.tick(), self.tick(), OK, row.seq, row.message))

    def store(self, room: str, user: str, key: str, content: str, *, system: bool = False) -> Row:
        head = self.told.heads[room]
        head.last_seq += 1
        head.last_change += 1
        row = Row(room, head.last_seq, head.last_change, len(self.told.rows) + 1, user, key, content, system=system)
        self.told.rows.append(row)
        self.show(row)
        return row

    def change(self, row: Row) -> None:
        head = self.told.heads[row.room]
        head.last_change += 1
        row.change = head.last_change
        if self.rng.random() < 0.3:
            row.deleted, row.content = True, ""
        else:
            row.edited, row.content = True, f"{row.content}+"
        self.show(row)

    def turn(self) -> None:
        """One leaves, one joins, one device is revoked, somebody is outside all along."""
        for room in ROOMS:
            head = self.told.heads[room]
            stay = next(s for s in self.told.stays if (s.room, s.user) == (room, LEAVER))
            stay.upto, stay.ended = head.last_seq, self.tick()
            self.told.stays.append(Stay(room, LATE, head.last_seq))
            self.store(room, "", "", f"{LATE} came", system=True)
        next(d for d in self.told.devices if d.name == "ben-x").ended = self.tick()

    def show(self, row: Row) -> None:
        at = self.tick()
        for device in self.told.devices:
            if device.ended is not None or not self.sees(device.user, row):
                continue
            live = self.rng.random() > 0.1
            connection = f"{device.name}/{self.connections[device.name]}" if live else ""
            found = (row.room, row.seq, row.change, row.message, row.content)
            self.told.sights.append(Sight(device.name, device.user, *found, at, connection))

    def sees(self, user: str, row: Row) -> bool:
        theirs = [s for s in self.told.stays if (s.room, s.user) == (row.room, user)]
        return any(s.ended is None and s.after < row.seq for s in theirs)

    def settle(self) -> None:
        """All is quiet: who is still a member holds everything, and has read a part."""
        for device in self.told.devices:
            for row in self.told.rows:
                if self.sees(device.user, row):
                    device.rooms.setdefault(row.room, {})[row.seq] = (row.change, row.message, row.content)
        for user in MEMBERS:
            for room, head in self.told.heads.items():
                steps = sorted(self.rng.randint(0, head.last_seq) for _ in range(4))
                for seq in steps:
                    self.told.positions.append(Position(user, room, seq, self.tick(), self.tick()))
                unread = [
                    r for r in self.told.rows
                    if (r.room, r.system, r.deleted) == (room, False, False) and r.seq > steps[-1] and r.user != user
                ]  # fmt: skip
                self.told.places.append(Place(room, user, steps[-1], len(unread)))


def good(seed: int) -> History:
    """A history with nothing wrong in it."""
    return Story(Random(seed)).tell()
