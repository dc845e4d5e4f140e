"""Waiting for a store without holding up the event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")

# They wait for disks and networks most of the time. Chat waits in other threads.
_THREADS = ThreadPoolExecutor(16, thread_name_prefix="files")


async def in_thread(work: Callable[..., T], *arguments: object) -> T:
    """`work(*arguments)` in a thread kept for this."""
    return await asyncio.get_running_loop().run_in_executor(_THREADS, work, *arguments)
