"""Files: how fast photos get their small pictures, and what the worker takes for it."""

import json
from collections.abc import Iterator

from bench.report import Row
from bench.stage import Stage, child_output


def run(stage: Stage) -> Iterator[Row]:
    files = 10 if stage.quick else 100
    for label in ("PostgreSQL", "SQLite"):
        told = json.loads(child_output("bench.pictures", ["--files", str(files)], stage.empty(label)))
        rate, floor = files / told["seconds"], files / told["bare"]
        yield Row("files", f"small pictures of 12-megapixel photos, {label}", rate, "files/s", floor=floor)
        yield Row("files", f"memory of the worker at that, {label}", told["worker"] / 1e6, "MB")
