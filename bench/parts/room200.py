"""P3: one room of 200, everybody listening, four senders, PostgreSQL."""

from collections.abc import Iterator

from bench.report import Row
from bench.senders import Senders
from bench.sockets import Crowd
from bench.stage import Stage

MEMBERS = 200
SENDERS = 4


def run(stage: Stage) -> Iterator[Row]:
    office = stage.office("PostgreSQL")
    for server in ("daphne", "uvicorn"):
        with stage.server("product", server, office.env) as served:
            crowd = Crowd(served.port)
            links = crowd.join(office.tokens[:MEMBERS])
            crowd.settle()
            before = served.child.processor_seconds()
            sent, delivered = Senders(crowd, links[:SENDERS], [office.rooms[MEMBERS]]).measure(stage.seconds(5))
            used = served.child.processor_seconds() - before
            crowd.leave()
        yield Row("P3", f"room of 200, {server}", sent, "messages/s", at_least=230)
        yield Row("P3", f"room of 200, {server}", delivered, "deliveries/s", at_least=46_000)
        yield Row("P3", f"processor, {server}", used / max(1.0, crowd.frames / 1000), "s/1,000 deliveries")
