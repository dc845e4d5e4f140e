"""`python -m tests [sqlite|postgres|js|browser|exhaustive|chaos] [arguments for pytest]`.

Without a name: the browser tests; beside them the suite on SQLite with the in-memory channel layer, the same on
a private PostgreSQL with Redis, and the browser's modules. `exhaustive` asks every door every value, of which the
suite takes a share (tests/security/share.py); `chaos` is for an evening. Everything that is started here ends here.
"""

import contextlib
import os
import signal
import sys
from functools import partial
from types import FrameType

from tests.services import machine
from tests.services.postgres import Postgres
from tests.services.redis import Redis
from tests.services.runs import Counts, Run, pytest_run, script_run, two_at_a_time

SUITE = ("browser", "sqlite", "postgres", "js")
MORE = ("exhaustive", "chaos")
NEEDS = {"postgres": ("PostgreSQL", "Redis"), "browser": ("Chromium",), "chaos": ("PostgreSQL", "Redis", "Chromium")}


def main(arguments: list[str]) -> int:
    """Run what is asked for; 0 if all of it passed."""
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGINT, _end)
    named = arguments[:1] if arguments[:1] and arguments[0] in {*SUITE, *MORE} else []
    parts = tuple(named) or SUITE
    extra = arguments[len(named) :]
    missing = machine.prepare({part: NEEDS.get(part, ()) for part in parts})
    total = Counts()
    with contextlib.ExitStack() as stack:
        waiting = [partial(_begin, part, extra, stack) for part in parts if part not in missing]
        total += two_at_a_time(waiting)
    for part, lacking in missing.items():
        print(f"NOT RUN: {part}, because this machine has no {' and no '.join(lacking)}.", flush=True)
    if missing and os.environ.get("CI"):
        total.failed += len(missing)
    print(f"{total.passed} passed, {total.failed} failed, {total.skipped} skipped", flush=True)
    return 1 if total.failed or not total.passed else 0


def _begin(part: str, extra: list[str], stack: contextlib.ExitStack) -> Run:
    env: dict[str, str] = {}
    if part == "postgres":
        env["DATABASE_URL"] = stack.enter_context(Postgres()).url
        env["REDIS_URL"] = stack.enter_context(Redis()).url
        run = pytest_run(part, ["--reuse-db", *extra], env)  # the cluster goes, and its databases with it
    elif part == "js":
        run = script_run()
    elif part in ("browser", "chaos"):
        limit = ["--timeout", "1800"] if part == "chaos" else []
        chosen = "chaos" if part == "chaos" else "browser and not chaos"
        run = pytest_run(part, ["-m", chosen, *limit, *extra], env)
    elif part == "exhaustive":
        run = pytest_run(part, ["tests/security", *extra], {"TESTS_EXHAUSTIVE": "1"})
    else:
        run = pytest_run(part, extra, env)
    stack.callback(run.end)
    return run


def _end(_number: int, _frame: FrameType | None) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)  # asked twice, it still tidies up
    sys.exit(143)  # leaves through every `with`


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
