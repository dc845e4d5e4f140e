"""Serves the product, or the bare application, under daphne or uvicorn: a child of the bench.

The product gets one more door, `/bench/fanout`: `{how many} {roomId}` tells so many
MESSAGE_CREATED events of a room as the writer would after its commit, without storing them.
"""

import argparse
import asyncio
import itertools
import os
import uuid
from typing import Any

import django

BACKLOG = 2048
_numbers = itertools.count(1_000_000)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--app", choices=["product", "bare"], required=True)
    parser.add_argument("--server", choices=["daphne", "uvicorn"], required=True)
    parser.add_argument("--port", type=int, required=True)
    asked = parser.parse_args()
    if asked.app == "bare":
        from bench.bare import Broadcast

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "messenger.settings")
        application: Any = Broadcast()
    else:
        application = _with_fan_out_door()
    _serve(application, asked.server, asked.port)


def _serve(application: Any, server: str, port: int) -> None:
    if server == "daphne":
        django.setup()  # the server answers some things itself, in the product's words
        from messenger.server import Server

        endpoint = f"tcp:port={port}:interface=127.0.0.1:backlog={BACKLOG}"
        Server(application, endpoints=[endpoint], verbosity=0).run()
        return
    import uvicorn

    uvicorn.run(
        application,
        host="127.0.0.1",
        port=port,
        backlog=BACKLOG,
        loop="asyncio",
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        lifespan="off",
        log_level="error",
    )


def _with_fan_out_door() -> Any:
    from messenger.asgi import application as product

    async def application(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "websocket" and scope["path"] == "/bench/fanout":
            await _fan_out(receive, send)
        else:
            await product(scope, receive, send)

    return application


async def _fan_out(receive: Any, send: Any) -> None:
    from messenger.realtime.process import live

    live()
    await receive()
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] != "websocket.disconnect":
        times, room, text = message["text"].split(" ", 2)
        await asyncio.to_thread(_tell, int(times), uuid.UUID(room), text)
        await send({"type": "websocket.send", "text": "done"})


def _tell(times: int, room: uuid.UUID, text: str) -> None:
    """What the writer does after a commit: the Message object made, encoded and handed to the hub."""
    from chat import events
    from chat.models import Message
    from chat.schemas.messages import message_out

    sender = uuid.uuid4()
    for number in itertools.islice(_numbers, times):
        message = Message(
            pk=number, room_id=room, seq=number, change=number, sender_id=sender, client_msg_id=uuid.uuid4(), text=text
        )
        events.message_created(message_out(message, unread_count=19), 1)


if __name__ == "__main__":
    main()
