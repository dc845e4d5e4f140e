"""REST: which ways of signing in there are (contract section 2)."""

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny

from accounts.openid.ways import ways
from messenger.core.api import Endpoint, Request, Response
from messenger.core.shapes import FLAG, TEXT, maybe, one_of, record

WAYS = record(
    local=FLAG,
    directory=FLAG,
    oidc=maybe(record(label=TEXT, url=TEXT)),
    registration=one_of("off", "approval", "open"),
)


class Ways(Endpoint):
    """What a client shows before anybody is signed in. Says nothing of anybody."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(responses={200: WAYS}, auth=[], summary="Ways of signing in")
    def get(self, request: Request) -> Response:
        return Response(ways())
