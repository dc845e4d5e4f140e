"""`manage.py serve`: the web server, daphne, until SIGTERM or Ctrl-C."""

import asyncio
import signal
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from messenger import env
from messenger.realtime.process import current
from messenger.server import SERVICE_RESTART, Server

FAREWELL_SECONDS = 0.3  # for the close frames to leave before the connections go
LAST_WORDS_SECONDS = 5


class Command(BaseCommand):
    help = "Serve HTTP and WebSocket on HOST and PORT."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=env.text("HOST", "127.0.0.1"), help="address to listen on")
        parser.add_argument("--port", type=int, default=env.integer("PORT", 8000, most=65535), help="its port")

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        from messenger.asgi import application

        self._host, self._port = host, port
        escaped = host.replace(":", r"\:")
        server = Server(
            application,
            endpoints=[f"tcp:port={port}:interface={escaped}:backlog=2048"],  # 1,000 people connect at nine
            websocket_timeout=-1,  # a socket lives as long as its device session
            # For both directions: a frame of MAX_FRAME_BYTES and more is answered by the consumer (4413),
            # and the largest room's ROOM_CREATED must fit.
            websocket_max_message_size=max(1 << 20, 4 * settings.MAX_FRAME_BYTES),
            websocket_max_frame_size=max(1 << 20, 4 * settings.MAX_FRAME_BYTES),
            ping_interval=20,
            ping_timeout=30,
            application_close_timeout=5,
            ready_callable=self._ready,
            server_name="",
            signal_handlers=False,
        )
        server.run()
        _finish()
        if server.abort_start:
            raise CommandError(f"cannot listen on {host}:{port}: is something else running there?")

    def _ready(self) -> None:
        self.stdout.write(f"Maru is at {address(self._host, self._port)}")
        self.stdout.flush()
        loop = asyncio.get_event_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, _end, loop)


def address(host: str, port: int) -> str:
    """Where a browser on this machine finds a server that listens on `host`."""
    if host in {"0.0.0.0", "::"}:  # noqa: S104  (compared with, not bound to)
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _end(loop: asyncio.AbstractEventLoop) -> None:
    """Tell every socket that the server restarts, then stop. Asked twice: stop at once."""
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, _stop)
    here = current()
    for socket in list(here.hub.sockets()) if here else ():
        socket.hang_up(SERVICE_RESTART)
    loop.call_later(FAREWELL_SECONDS, _stop)


def _finish() -> None:
    """Let what is still waiting end here, and not while the interpreter comes down."""
    loop = asyncio.get_event_loop()
    tasks = asyncio.all_tasks(loop)
    for task in tasks:
        task.cancel()
    if tasks:
        loop.run_until_complete(asyncio.wait(tasks, timeout=LAST_WORDS_SECONDS))


def _stop() -> None:
    from twisted.internet import reactor
    from twisted.internet.error import ReactorNotRunning

    running: Any = reactor
    with suppress(ReactorNotRunning):  # asked twice
        running.stop()
