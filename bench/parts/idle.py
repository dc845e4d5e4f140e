"""P5: what an open socket that says nothing costs in memory."""

from collections.abc import Iterator

from bench.report import Row
from bench.sockets import Crowd
from bench.stage import Office, Stage

MANY = 5000


def run(stage: Stage) -> Iterator[Row]:
    office = stage.office("SQLite")
    sockets = min(1000, len(office.tokens))
    product, _total = _memory(stage, office, "product", sockets)
    bare, _total = _memory(stage, office, "bare", sockets)
    yield Row("P5", f"idle socket above the bare server's ({sockets:,})", product - bare, "KB", at_most=40)
    yield Row("P5", f"idle socket of the bare server ({sockets:,})", bare, "KB")
    if stage.full:
        _each, total = _memory(stage, office, "product", MANY)
        yield Row("P5", f"{MANY:,} idle sockets in one process", total / 1e6, "MB", at_most=400)


def _memory(stage: Stage, office: Office, app: str, sockets: int) -> tuple[float, float]:
    """KB a socket, and bytes of the whole process."""
    tokens = [office.tokens[number % len(office.tokens)] for number in range(sockets)]
    with stage.server(app, "daphne", office.env) as served:
        crowd = Crowd(served.port)
        crowd.join(tokens[:20])  # what the first sockets load is no cost of a socket
        crowd.settle()
        before = served.child.memory()
        crowd.join(tokens[20:])
        crowd.settle()
        after = served.child.memory()
        crowd.leave()
    return (after - before) / (sockets - 20) / 1024, float(after)
