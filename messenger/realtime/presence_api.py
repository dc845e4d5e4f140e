"""Who is here: GET /presence."""

from drf_spectacular.utils import extend_schema

from messenger.core.api import Endpoint, Request, Response
from messenger.core.shapes import ID, one_of, page, record
from messenger.realtime.process import current

PRESENCE = page(record(userId=ID, status=one_of("online", "away")))


class PresenceList(Endpoint):
    """Everybody who is not offline."""

    @extend_schema(responses={200: PRESENCE}, summary="Who is here")
    def get(self, request: Request) -> Response:
        """`{results: [{userId, status}], next: null}`; empty in a process that serves no sockets."""
        live = current()
        people = live.presence.everybody() if live is not None else {}
        results = [{"userId": user_id, "status": status} for user_id, status in people.items()]
        return Response({"results": results, "next": None})
