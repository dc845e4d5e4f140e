"""Files: how fast the scanner's verdicts come, beside clamd alone."""

import json
from collections.abc import Iterator

from bench.clamav import Clamav
from bench.report import Row
from bench.stage import Stage, child_output


def run(stage: Stage) -> Iterator[Row]:
    small, large = (50, 32 << 20) if stage.quick else (300, 300 << 20)
    with Clamav() as clamav:
        for label in ("PostgreSQL", "SQLite"):
            env = {**stage.empty(label), "CLAMD_ADDRESS": clamav.address}
            told = _measured(env, files=small, size=100_000)
            rate, floor = small / told["seconds"], small / told["bare"]
            yield Row("files", f"scans of 100 KB, one after the other, {label}", rate, "files/s", floor=floor)
        env = {**stage.empty("SQLite"), "CLAMD_ADDRESS": clamav.address}
        told = _measured(env, files=1, size=large)
        rate, floor = large / told["seconds"] / 1e6, large / told["bare"] / 1e6
        yield Row("files", f"scan of {large >> 20} MB", rate, "MB/s", floor=floor)


def _measured(env: dict[str, str], *, files: int, size: int) -> dict[str, float]:
    told: dict[str, float] = json.loads(child_output("bench.scans", ["--files", str(files), "--bytes", str(size)], env))
    return told
