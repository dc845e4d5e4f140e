"""Stops a body that is too large while it arrives, before anybody keeps it."""

import asyncio
from contextlib import nullcontext
from typing import Any

from django.conf import settings

from messenger.core.errors import TooLarge
from messenger.http.refusing import refuse
from messenger.http.sheets import most_bytes


class BodyLimit:
    """ASGI: answers 413 as soon as more has come in than this door takes (`MAX_JSON_BYTES`, for sheets more).

    Where it takes more, `LARGE_BODIES_AT_ONCE` of them are in memory, and the others wait outside (`spooled`).
    """

    def __init__(self, app: Any) -> None:
        self.app = app
        self._large = asyncio.Semaphore(settings.LARGE_BODIES_AT_ONCE)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        most = most_bytes(scope["method"], scope["path"], scope["headers"])
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if announced.isdigit() and (len(announced) > 18 or int(announced) > most):
            await refuse(TooLarge(), scope, send)
            return
        async with self._large if most > settings.MAX_JSON_BYTES else nullcontext():
            await self._pass_on(scope, receive, send, most)

    async def _pass_on(self, scope: Any, receive: Any, send: Any, most: int) -> None:
        chunks, size, more = [], 0, True
        while more:
            message = await receive()
            if message["type"] != "http.request":
                return
            size += len(message.get("body", b""))
            if size > most:
                await refuse(TooLarge(), scope, send)
                return
            chunks.append(message.get("body", b""))
            more = message.get("more_body", False)
        whole = [{"type": "http.request", "body": b"".join(chunks), "more_body": False}]

        async def receive_whole() -> Any:
            return whole.pop() if whole else await receive()

        await self.app(scope, receive_whole, send)
