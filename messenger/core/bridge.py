"""From threads to the event loop: many calls for one wake-up.

`loop.call_soon_threadsafe` writes to a pipe, and the thread that does so gives the interpreter
away: a busy loop returns it after milliseconds. A thread that has a hundred things to tell says
`with together():` around them and is held up once.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

T = TypeVar("T")


class Bridge:
    """Runs calls on one event loop, in the order in which they were made."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._calls: deque[tuple[Callable[..., None], tuple[Any, ...]]] = deque()
        self._woken = False

    def call(self, function: Callable[..., None], *arguments: Any) -> None:
        """Have it called on the loop; from any thread."""
        self._calls.append((function, arguments))
        gathered: dict[Bridge, None] | None = getattr(_thread, "gathered", None)
        if gathered is None:
            self.wake()
        else:
            gathered[self] = None

    def wake(self) -> None:
        """See that what was asked is done."""
        if self._woken:
            return
        self._woken = True
        with suppress(RuntimeError):  # the loop has ended, and with it everybody who waited
            self._loop.call_soon_threadsafe(self._run)

    def _run(self) -> None:
        self._woken = False  # first: what comes from here on wakes again
        while self._calls:
            function, arguments = self._calls.popleft()
            try:
                function(*arguments)
            except Exception as error:
                self._loop.call_exception_handler({"message": f"{function} failed", "exception": error})


_thread = threading.local()
_bridges: "WeakKeyDictionary[asyncio.AbstractEventLoop, Bridge]" = WeakKeyDictionary()


def bridge() -> Bridge:
    """The bridge to the running event loop."""
    loop = asyncio.get_running_loop()
    if loop not in _bridges:
        _bridges[loop] = Bridge(loop)
    return _bridges[loop]


@contextmanager
def together() -> Iterator[None]:
    """What this thread asks of event loops inside wakes each of them once, at the end."""
    gathered: dict[Bridge, None] = {}
    _thread.gathered = gathered
    try:
        yield
    finally:
        _thread.gathered = None
        for one in gathered:
            one.wake()


async def landed(future: "Future[T]") -> T:
    """Wait on the event loop for what a thread answers."""
    here, waiter = bridge(), asyncio.get_running_loop().create_future()
    future.add_done_callback(lambda done: here.call(_land, waiter, done))
    await waiter
    return future.result()


def _land(waiter: "asyncio.Future[None]", _done: "Future[Any]") -> None:
    if not waiter.done():
        waiter.set_result(None)
