"""`python -m bench [part…] [--quick|--full]`: one table, goals beside figures."""

import argparse
import importlib
import os
import platform
import sys
import time

from bench.machine import LOAD_CORE, SERVER_CORE, GaveUp, pin
from bench.report import Row, table
from bench.stage import Stage

PARTS = (
    "fanout",
    "sends",
    "room200",
    "latency",
    "idle",
    "reconnect",
    "history",
    "ui",
    "files",
    "scans",
    "pictures",
    "search",
    "audit",
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"of {', '.join(PARTS)}; all of them if none is named")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--quick", action="store_true", help="see that it works; the figures are rough")
    how.add_argument("--full", action="store_true", help="also what takes ten minutes or thousands of sockets")
    asked = parser.parse_args()
    unknown = set(asked.parts) - set(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    pin(LOAD_CORE)
    rows: list[Row] = []
    gave_up = False
    with Stage(quick=asked.quick, full=asked.full) as stage:
        for name in [part for part in PARTS if part in asked.parts or not asked.parts]:
            began = time.monotonic()
            try:
                rows += importlib.import_module(f"bench.parts.{name}").run(stage)
            except KeyboardInterrupt:  # enough: what is known so far
                gave_up = True
                break
            except GaveUp as error:
                gave_up = True
                print(f"{name}: {error}", file=sys.stderr)
            print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr)
    print(_machine())
    print(table(rows))
    return int(gave_up)


def _machine() -> str:
    alone = "one core each" if SERVER_CORE != LOAD_CORE else "one core together"
    return f"Python {platform.python_version()}, {os.cpu_count()} cores; server and load on {alone}\n"


if __name__ == "__main__":
    sys.exit(main())
