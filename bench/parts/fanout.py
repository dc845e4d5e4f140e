"""P1: the product's own event in rooms of 20, 200 and 1,000 sockets, against a bare loop."""

import time
from collections.abc import Iterator

from bench.report import Row
from bench.sockets import Crowd
from bench.stage import Office, Served, Stage

BURST = 20  # events asked for at once; two such bursts are on their way at any moment
TEXT = "회의는 오후 세 시에 시작합니다. 자료는 공유 폴더에 있습니다."


def run(stage: Stage) -> Iterator[Row]:
    office = stage.office("SQLite")
    for server in ("daphne", "uvicorn"):
        with stage.server("product", server, office.env) as served:
            product, size = _product(stage, office, served)
        with stage.server("bare", server, office.env) as served:
            bare = _bare(stage, office, served, size)
        for members, rate in product.items():
            yield Row(
                "P1",
                f"fan-out to {members:,} sockets, {server}",
                rate,
                "deliveries/s",
                floor=bare[members],
                least=0.6 if server == "daphne" else None,
            )


def _product(stage: Stage, office: Office, served: Served) -> tuple[dict[int, float], int]:
    """Deliveries a second by size of the room, and the length of the frame."""
    rates, size = {}, 0
    crowd = Crowd(served.port)
    for members, room in sorted(office.rooms.items()):
        crowd.join(office.tokens[len(crowd.links) : members])
        crowd.settle()
        if not size:
            size = _frame_length(crowd, served, room)
        rates[members] = _rate(stage, crowd, served, f"{BURST} {room} {TEXT}", members)
    crowd.leave()
    return rates, size


def _bare(stage: Stage, office: Office, served: Served, size: int) -> dict[int, float]:
    rates = {}
    crowd = Crowd(served.port)
    for members in sorted(office.rooms):
        crowd.join(office.tokens[len(crowd.links) : members])
        crowd.settle(0.1)
        rates[members] = _rate(stage, crowd, served, f"{BURST} {members} {'x' * size}", members)
    crowd.leave()
    return rates


def _frame_length(crowd: Crowd, served: Served, room: str) -> int:
    """The length of one event's frame, which the bare application then sends as well."""
    lengths: list[int] = []
    listener = next(iter(crowd.links.values()))
    listener.hear = lambda _link, payload: lengths.append(len(payload))
    [control] = crowd.join([""], path="/bench/fanout", hello=False)
    control.send(f"1 {room} {TEXT}".encode())
    crowd.run_until(lambda: bool(lengths), 10)
    listener.hear = None
    crowd.drop(control)
    return lengths[-1]


def _rate(stage: Stage, crowd: Crowd, served: Served, command: str, members: int) -> float:
    [control] = crowd.join([""], path="/bench/fanout", hello=False)
    before = crowd.frames
    asked = 0

    def whole() -> bool:
        delivered = crowd.frames - control.frames - before
        return control.frames == asked and delivered >= asked * BURST * members

    began = time.perf_counter()
    while time.perf_counter() < began + stage.seconds(3):
        while asked - control.frames < 2:
            control.send(command.encode())
            asked += 1
        crowd.turn(0.05)
    crowd.run_until(whole, 30)
    rate = asked * BURST * members / (time.perf_counter() - began)
    crowd.drop(control)
    return rate
