"""What happened in a run, as plain data: what clients did, what devices saw, what the database holds.

Times are seconds of one monotonic clock. `content` is a digest of what a message shows.
"""

from dataclasses import dataclass, field

OK, FAIL, INFO = "ok", "fail", "info"  # acknowledged, refused for good, unknown


@dataclass(slots=True)
class Try:
    """One attempt to send. A resend is another try with the same `key`."""

    user: str
    room: str
    key: str
    content: str
    began: float
    ended: float
    outcome: str
    seq: int = 0
    message: int = 0


@dataclass(slots=True)
class Sight:
    """A device got to see a message; `connection` is empty if it had asked for it."""

    device: str
    user: str
    room: str
    seq: int
    change: int
    message: int
    content: str
    at: float
    connection: str = ""


@dataclass(slots=True)
class Position:
    """The server told somebody how far they have read."""

    user: str
    room: str
    seq: int
    began: float
    ended: float


@dataclass(slots=True)
class Row:
    """A message in the database."""

    room: str
    seq: int
    change: int
    message: int
    user: str
    key: str
    content: str
    system: bool = False
    edited: bool = False
    deleted: bool = False


@dataclass(slots=True)
class Head:
    """A room in the database."""

    last_seq: int
    last_change: int


@dataclass(slots=True)
class Stay:
    """Somebody sees the messages `after` < seq <= `upto` of a room; None: still a member.

    `ended` is the moment the removal was acknowledged to who asked for it.
    """

    room: str
    user: str
    after: int
    upto: int | None = None
    ended: float | None = None


@dataclass(slots=True)
class Place:
    """A member's read position in the database, and the unread count that the server tells them."""

    room: str
    user: str
    read: int
    unread: int


Shown = dict[int, tuple[int, int, str]]  # seq: (change, message, content)


@dataclass(slots=True)
class Device:
    """What a device holds when everything is quiet. `ended` is when its revocation was acknowledged."""

    name: str
    user: str
    rooms: dict[str, Shown] = field(default_factory=dict)
    ended: float | None = None


@dataclass(slots=True)
class History:
    """One run."""

    tries: list[Try] = field(default_factory=list)
    sights: list[Sight] = field(default_factory=list)
    positions: list[Position] = field(default_factory=list)
    devices: list[Device] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    heads: dict[str, Head] = field(default_factory=dict)
    stays: list[Stay] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
