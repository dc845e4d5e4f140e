"""What Twisted tells a sender: whether the client takes what is written (decision 0011)."""

import asyncio

from twisted.internet.interfaces import IPushProducer
from zope.interface import implementer


@implementer(IPushProducer)
class Gate:
    """Open while the client takes what is written."""

    def __init__(self) -> None:
        self.is_open = True
        self._waiting: asyncio.Future[None] | None = None

    def pauseProducing(self) -> None:  # noqa: N802  (Twisted's name)
        self.is_open = False

    def resumeProducing(self) -> None:  # noqa: N802
        self.is_open = True
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)
        self._waiting = None

    stopProducing = resumeProducing

    async def wait(self) -> None:
        """Return when the client takes bytes again, or is gone."""
        if self._waiting is None:
            self._waiting = asyncio.get_running_loop().create_future()
        await asyncio.shield(self._waiting)
