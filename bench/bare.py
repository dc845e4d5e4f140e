"""The floor of fan-out: an ASGI application that sends a text to every socket of a list, and no more."""

from typing import Any


class Broadcast:
    """`/ws/v1` listens; `/bench/fanout` takes `{how many} {to how many} {text}` and answers `done`."""

    def __init__(self) -> None:
        self._listeners: list[Any] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "websocket":
            return
        await receive()
        await send({"type": "websocket.accept"})
        if scope["path"] == "/ws/v1":
            await self._listen(receive, send)
        else:
            await self._command(receive, send)

    async def _listen(self, receive: Any, send: Any) -> None:
        self._listeners.append(send)
        await send({"type": "websocket.send", "text": "hello"})
        while (await receive())["type"] != "websocket.disconnect":
            pass
        self._listeners.remove(send)

    async def _command(self, receive: Any, send: Any) -> None:
        while (message := await receive())["type"] != "websocket.disconnect":
            times, people, text = message["text"].split(" ", 2)
            for _ in range(int(times)):
                for to in self._listeners[: int(people)]:
                    await to({"type": "websocket.send", "text": text})
            await send({"type": "websocket.send", "text": "done"})
