"""REST: signing in, registering, one's devices (contract section 2)."""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import AllowAny

from accounts import schemas, selectors, services, tokens
from accounts.api import documented
from accounts.models import Owed
from accounts.selectors.people import people
from messenger.core import limits, paging
from messenger.core.api import Endpoint, Request, Response, as_uuid


class DeviceSessions(Endpoint):
    """One's own devices; POST signs in."""

    def get_authenticators(self) -> list[BaseAuthentication]:
        return [] if self._signs_in() else super().get_authenticators()

    def get_permissions(self) -> Sequence[Any]:
        return [AllowAny()] if self._signs_in() else super().get_permissions()

    @extend_schema(
        parameters=[OpenApiParameter("includeExpired", OpenApiTypes.BOOL)],
        responses={200: documented.DEVICES},
        summary="My devices",
    )
    def get(self, request: Request) -> Response:
        query = request.query_params.dict()
        ended = query.get("includeExpired", "") in {"1", "true"}
        limit, start = paging.limit(query), paging.offset(query)
        found = list(selectors.devices_of(request.user, include_ended=ended)[start : start + limit + 1])
        results = [schemas.device_out(session, request.auth.pk) for session in found[:limit]]
        more = paging.next_cursor(start + limit) if len(found) > limit else None
        return Response({"results": results, "next": more})

    @extend_schema(request=schemas.SignIn, responses={201: documented.SIGNED_IN}, auth=[], summary="Sign in")
    def post(self, request: Request) -> Response:
        signed_in = services.sign_in(**schemas.SIGN_IN.clean(request.data))
        return Response(_signed_in(signed_in), status=201)

    def _signs_in(self) -> bool:
        request = getattr(self, "request", None)
        return request is not None and request.method == "POST"


class DeviceRefresh(Endpoint):
    """A new device token for the present one. The token is the credential; others are not looked at."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(
        request=schemas.Refresh, responses={200: documented.SIGNED_IN}, auth=[], summary="Refresh the device token"
    )
    def post(self, request: Request) -> Response:
        wanted = schemas.REFRESH.clean(request.data)
        limits.spend("rest", f"device {tokens.session_of('device', wanted['device_token'])}")
        return Response(_signed_in(services.refresh(**wanted)))


class CurrentDevice(Endpoint):
    """The device in use."""

    opens_to_owing = (Owed.SECOND_FACTOR, Owed.PASSWORD)

    @extend_schema(responses={204: None}, summary="Sign out")
    def delete(self, request: Request) -> Response:
        services.sign_out(session=request.auth)
        return Response(status=204)


class OtherDevices(Endpoint):
    """All of one's devices but the one in use."""

    @extend_schema(responses={204: None}, summary="Sign out everywhere else")
    def delete(self, request: Request) -> Response:
        services.revoke_other_devices(actor=request.user, current=request.auth.pk)
        return Response(status=204)


class OneDevice(Endpoint):
    """One of one's own devices."""

    @extend_schema(responses={204: None}, summary="Sign a device out")
    def delete(self, request: Request, session_id: str) -> Response:
        services.revoke_device(actor=request.user, session_id=as_uuid(session_id))
        return Response(status=204)


class Registration(Endpoint):
    """Signing oneself up."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(request=schemas.Register, responses={201: documented.REGISTERED}, auth=[], summary="Register")
    def post(self, request: Request) -> Response:
        user = services.register(**schemas.REGISTER.clean(request.data))
        return Response({"status": user.status}, status=201)


def _signed_in(signed_in: services.SignedIn) -> dict[str, Any]:
    session = signed_in.session
    user = people().get(pk=session.user.pk)
    return schemas.signed_in_out(session, signed_in.token, tokens.mint_access(session.pk), user)
