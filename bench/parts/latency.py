"""P4: from a send to each of its deliveries, at a steady rate, PostgreSQL."""

import time
import uuid
from collections.abc import Iterator

from bench.raw import TEXT
from bench.report import Row
from bench.sockets import Crowd, Link
from bench.stage import Office, Stage

P95 = {(20, 20): 10.0, (20, 200): 20.0}  # goals in milliseconds by messages a second and members
WORST = 100.0
MARK = b"#"


def run(stage: Stage) -> Iterator[Row]:
    office = stage.office("PostgreSQL")
    with stage.server("product", "daphne", office.env) as served:
        crowd = Crowd(served.port)
        for members in (20, 200):
            crowd.join(office.tokens[len(crowd.links) : members])
            crowd.settle()
            _Steady(crowd, office, members).measure(20, 1)  # run in
            for rate in (5, 20, 50):
                seconds = 600.0 if stage.full and rate == 50 else 10.0
                times = _Steady(crowd, office, members).measure(rate, stage.seconds(seconds))
                yield from _rows(times, rate, members)
        crowd.leave()


def _rows(times: list[float], rate: int, members: int) -> Iterator[Row]:
    what = f"{rate} messages/s in {members} members"
    for name, place, most in (("p50", 0.5, None), ("p95", 0.95, P95.get((rate, members))), ("p99", 0.99, None)):
        yield Row("P4", f"{name} at {what}", times[int(place * (len(times) - 1))], "ms", at_most=most)
    yield Row("P4", f"worst at {what}", times[-1], "ms", at_most=WORST if rate == 50 else None)


class _Steady:
    """Sends on a clock, whatever comes back, and takes the time of each delivery."""

    def __init__(self, crowd: Crowd, office: Office, members: int) -> None:
        self._crowd = crowd
        self._room = office.rooms[members]
        self._links = [link for link in crowd.links.values() if link.name in set(office.tokens[:members])]
        self._sent: list[float] = []
        self._milliseconds: list[float] = []
        for link in self._links:
            link.hear = self._hear

    def measure(self, rate: int, seconds: float) -> list[float]:
        """Milliseconds, the shortest first."""
        began, count = time.perf_counter(), max(2, int(rate * seconds))
        for number in range(count):
            while (left := began + number / rate - time.perf_counter()) > 0:
                self._crowd.turn(left)
            self._send(self._links[number % len(self._links)], number)
        self._crowd.run_until(lambda: len(self._milliseconds) == count * len(self._links), 30)
        for link in self._links:
            link.hear = None
        return sorted(self._milliseconds)

    def _send(self, link: Link, number: int) -> None:
        data = {"roomId": self._room, "clientMsgId": str(uuid.uuid4()), "text": f"#{number}#{TEXT}"}
        self._sent.append(time.perf_counter())
        link.say("message.send", data)

    def _hear(self, _link: Link, payload: bytes) -> None:
        if payload.startswith(b'{"event":"MESSAGE_CREATED"'):
            number = int(payload.split(MARK, 2)[1])
            self._milliseconds.append((time.perf_counter() - self._sent[number]) * 1000)
