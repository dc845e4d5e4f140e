"""Kinds of background work: who does them, in which queue, how often an attempt may fail, how long one may take."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from messenger.core.jobs.run import Run

Handler = Callable[["Run"], None]

BY_THE_CLOCK = "every"  # the key of what is asked for by the clock
# Apart from each other, so that nothing has to wait behind work of another sort: scanning least of all.
QUEUES = ("scan", "media", "links", "follow", "push", "upkeep")


@dataclass(frozen=True, slots=True)
class Kind:
    """`attempts` until the job is given up; `seconds` until a run that shows no end is taken from its worker."""

    name: str
    handler: Handler
    queue: str
    attempts: int
    seconds: int


_kinds: dict[str, Kind] = {}
_schedule: dict[str, int] = {}


def handles(name: str, *, queue: str, attempts: int = 5, seconds: int = 600) -> Callable[[Handler], Handler]:
    """Say who does jobs of the kind `noun.verb`; a kind has one handler.

    A run may come a second time after it was done in part (a worker was killed), so a handler is
    written to be repeated, and what must happen once stands inside `with run.done():`.
    """
    if queue not in QUEUES:
        raise ValueError(f"there is no queue {queue}")

    def remember(handler: Handler) -> Handler:
        if name in _kinds and _kinds[name].handler is not handler:
            raise ValueError(f"jobs of the kind {name} are handled twice")
        _kinds[name] = Kind(name, handler, queue, attempts, seconds)
        return handler

    return remember


def every(name: str, *, seconds: int) -> Callable[[Handler], Handler]:
    """Have a job of this kind asked for every so many seconds, under the key `every`.

    After a standstill it runs once, not once for each time it was missed. A kind that nobody has
    described yet is one of upkeep.
    """

    def remember(handler: Handler) -> Handler:
        if name not in _kinds:
            handles(name, queue="upkeep")(handler)
        _schedule[name] = seconds
        return handler

    return remember


def get(name: str) -> Kind:
    """The kind of this name; `KeyError` for one that nobody handles."""
    return _kinds[name]


def names() -> tuple[str, ...]:
    """Every kind that this process can do. One that it does not know is left to a newer worker."""
    return tuple(_kinds)


def schedule() -> dict[str, int]:
    """`{kind: seconds}` of what is asked for by the clock."""
    return dict(_schedule)
