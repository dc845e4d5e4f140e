"""Work that stops where it is told to, so that its worker can be killed there."""

import os
import signal
import time
from pathlib import Path

from messenger.core import jobs
from messenger.core.models import Job

EFFECT = "the effect"
LONGEST_HALT = 60


def register() -> None:
    """Make the kinds known to this process."""
    jobs.handles("test.halting", queue="scan", attempts=60)(halting)
    jobs.handles("test.quick", queue="media")(halting)
    jobs.handles("test.poison", queue="media", attempts=2)(poison)
    jobs.handles("test.hanging", queue="media", seconds=1)(hanging)
    jobs.handles("test.slow", queue="links")(halting)
    jobs.handles("test.company", queue="upkeep")(halting)


def halting(run: jobs.Run) -> None:
    """With `halt` it stays at that place, having said so by the file `sign`, until it is killed or the file goes."""

    def halt(where: str) -> None:
        if run.args.get("halt") == where:
            wait_at(Path(run.args["sign"]))

    halt("begun")
    for number in (1, 2):
        run.step(number / 2, "a step")
        halt("step")
    if run.args.get("halt") == "tried again" and run.attempt < 4:
        halt("tried again")
        raise jobs.Again(Job.Cause.TRANSIENT, "once more")
    with run.done():
        run.say(EFFECT)
        halt("inside done")
    halt("after done")


def poison(run: jobs.Run) -> None:
    """Takes its worker with it."""
    os.kill(os.getpid(), signal.SIGKILL)


def hanging(run: jobs.Run) -> None:
    """Hangs in its first attempt, without a step, longer than it may; and then it wants to have done it."""
    if run.attempt == 1:
        wait_at(Path(run.args["sign"]))
    with run.done():
        run.say(f"{EFFECT} of attempt {run.attempt}")


def wait_at(sign: Path) -> None:
    """Say once that we are here, and stay until the file goes. Where we were before we pass."""
    try:
        sign.touch(exist_ok=False)
    except FileExistsError:
        return
    end = time.monotonic() + LONGEST_HALT
    while sign.exists() and time.monotonic() < end:
        time.sleep(0.02)
