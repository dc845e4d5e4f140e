"""The ASGI application, for daphne and for any other ASGI server."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "messenger.settings")
http = get_asgi_application()

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402  (needs the app registry)
from django.urls import path, re_path  # noqa: E402

from messenger.consumers import SocketConsumer, no_such_socket  # noqa: E402
from messenger.http.body_limit import BodyLimit  # noqa: E402
from messenger.http.in_turn import InTurn  # noqa: E402
from messenger.http.part_door import PartDoor  # noqa: E402
from messenger.http.raw_door import RawDoor  # noqa: E402
from messenger.realtime.process import Alive  # noqa: E402

application = Alive(
    ProtocolTypeRouter(
        {
            "http": RawDoor(PartDoor(BodyLimit(InTurn(http)))),
            "websocket": URLRouter([path("ws/v1", SocketConsumer.as_asgi()), re_path("", no_such_socket())]),
        }
    )
)
