"""Working hours (contract 5)."""

from drf_spectacular.utils import extend_schema

from chat.api import documented_around as documented
from chat.selectors.working_hours import working_hours
from messenger.core.api import Endpoint, Request, Response


class WorkingHours(Endpoint):
    """Whether it is late."""

    @extend_schema(responses={200: documented.WORKING_HOURS}, summary="Whether I work now, and when next")
    def get(self, request: Request) -> Response:
        return Response(working_hours(request.user))
