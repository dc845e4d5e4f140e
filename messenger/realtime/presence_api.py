"""Who is here: GET /presence."""

from messenger.core.api import Endpoint, Request, Response
from messenger.realtime.process import current


class PresenceList(Endpoint):
    """Everybody who is not offline."""

    def get(self, request: Request) -> Response:
        """`{results: [{userId, status}], next: null}`; empty in a process that serves no sockets."""
        live = current()
        people = live.presence.everybody() if live is not None else {}
        results = [{"userId": user_id, "status": status} for user_id, status in people.items()]
        return Response({"results": results, "next": None})
