"""Audit: how fast the log is written, sealed and verified."""

import json
from collections.abc import Iterator

from bench.report import Row
from bench.stage import Stage, child_output

AT_LEAST = 50_000  # rows a second, verified
RATIO = 0.4  # of reading the same rows and hashing each once


def run(stage: Stage) -> Iterator[Row]:
    amount = 20_000 if stage.quick else 200_000
    for label in ("PostgreSQL", "SQLite"):
        told = json.loads(child_output("bench.audit", ["--entries", str(amount)], stage.empty(label), seconds=900))
        where = f"{amount:,} entries, {label}"
        yield Row("audit", f"verified: {where}", told["verify"], "rows/s", floor=told["floor"], at_least=AT_LEAST)
        yield Row("audit", f"… beside reading and hashing: {where}", told["verify"], "rows/s", told["floor"], RATIO)
        yield Row("audit", f"… a second of one core: {where}", told["verify_cpu"], "rows/s")
        yield Row("audit", f"sealed: {where}", told["seal"], "rows/s")
        yield Row("audit", f"written one by one: {label}", told["record"], "entries/s")
