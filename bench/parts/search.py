"""P10: what a search costs among 400,000 messages, beside LIKE over the same messages."""

import json
from collections.abc import Iterator

from bench.report import Row
from bench.stage import Stage, child_output

MOST_MS = 50


def run(stage: Stage) -> Iterator[Row]:
    amount = 40_000 if stage.quick else 400_000
    told = json.loads(child_output("bench.search", ["--amount", str(amount)], stage.empty("PostgreSQL"), seconds=900))
    taking_in = told.pop("taking in")
    for who, queries in told.items():
        for what, figure in queries.items():
            where = f"{what}, {who}, {amount:,} messages"
            yield Row("P10", where, figure["ms"], "ms", at_most=MOST_MS)
            yield Row("P10", f"… p95: {where}", figure["p95"], "ms")
            yield Row("P10", f"… look-up alone, beside LIKE: {where}", figure["look_up"], "ms", floor=figure["like"])
    yield Row("P10", "taken into the index", taking_in["messages/s"], "messages/s")
