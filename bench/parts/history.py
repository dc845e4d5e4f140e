"""P7 and P9: what reading costs, and that it costs the same however much is stored."""

import json
from collections.abc import Iterator

from bench.report import Row
from bench.stage import Stage, child_output

Figures = dict[str, dict[str, float]]
GROWTH = 1.2
NOISE_MS = 0.3  # below this a difference tells nothing


def run(stage: Stage) -> Iterator[Row]:
    few, many = (2_000, 20_000) if stage.quick else (10_000, 1_000_000)
    for label in ("PostgreSQL", "SQLite"):
        arguments = ["--amounts", str(few), str(many)]
        measured: dict[str, Figures] = json.loads(child_output("bench.reader", arguments, stage.empty(label)))
        yield from _reading(measured[str(many)], f"{many:,} messages, {label}")
        yield from _growth(measured[str(few)], measured[str(many)], f"{few:,} → {many:,} messages, {label}")


def _reading(figures: Figures, where: str) -> Iterator[Row]:
    for what, figure in figures.items():
        is_history, is_list = what.startswith("newest"), what.startswith("list")
        yield Row(
            "P7",
            f"{what}, {where}",
            figure["ms"],
            "ms",
            floor=figure["bare_ms"],
            most=3 if is_history else None,
            at_most=30 if is_list else None,
        )
        if is_list:
            yield Row("P7", f"{what}, {where}", figure["queries"], "queries", at_most=6)


def _growth(few: Figures, many: Figures, where: str) -> Iterator[Row]:
    for what, figure in many.items():
        before = few[what]["ms"]
        within = figure["ms"] - before <= NOISE_MS
        yield Row("P9", f"{what}, {where}", figure["ms"], "ms", floor=before, most=None if within else GROWTH)
