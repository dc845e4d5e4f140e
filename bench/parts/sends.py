"""P2: durable sends over sockets in rooms of 20, everybody listening, against the bare statements."""

import json
from collections.abc import Iterator, Sequence

from bench.office import TEAM
from bench.report import Row
from bench.senders import Senders
from bench.sockets import Crowd
from bench.stage import Office, Stage, child_output

ROOMS = 10
SENDERS = (1, 20, 100)


def run(stage: Stage) -> Iterator[Row]:
    for label in ("PostgreSQL", "SQLite"):
        office = stage.office(label)
        floor = {count: _raw(stage, office, senders_of(count)) for count in SENDERS}
        with stage.server("product", "daphne", office.env) as served:
            crowd = Crowd(served.port)
            people = [person for count in SENDERS for person in senders_of(count)]
            crowd.join(office.tokens[person] for person in range(min(people), ROOMS * TEAM))
            crowd.settle()
            for count in SENDERS:
                rate, delivered = _measured(stage, crowd, office, count)
                yield from _rows(label, count, rate, delivered, floor[count])
            crowd.leave()


def senders_of(count: int) -> list[int]:
    """The people who send: spread over the rooms, one after the other."""
    return [room * TEAM + place for place in range(TEAM) for room in range(ROOMS)][:count]


def _measured(stage: Stage, crowd: Crowd, office: Office, count: int) -> tuple[float, float]:
    by_token = {link.name: link for link in crowd.links.values()}
    links = [by_token[office.tokens[person]] for person in senders_of(count)]
    measured = Senders(crowd, links, office.teams[:ROOMS]).measure(stage.seconds(4))
    for link in links:
        link.hear = None
    return measured


def _raw(stage: Stage, office: Office, people: Sequence[int]) -> float:
    senders = json.dumps([[office.people[person], office.teams[person // TEAM]] for person in people])
    arguments = ["--url", office.env["DATABASE_URL"], "--seconds", str(stage.seconds(3)), "--senders", senders]
    return float(child_output("bench.raw", arguments, office.env))


def _rows(label: str, count: int, rate: float, delivered: float, floor: float) -> Iterator[Row]:
    bar = 1250.0 if label == "PostgreSQL" and count == 20 else None
    asked = 0.5 if count == 20 else None
    what = f"durable sends, {count} senders, {label}"
    yield Row("P2", what, rate, "messages/s", floor=floor, least=asked)
    if bar is not None:
        yield Row("P2", what, rate, "messages/s", at_least=bar)
    yield Row("P2", f"… and their deliveries, {label}", delivered, "deliveries/s")
