"""REST: sign-in, devices, oneself, people (contract sections 2 and 3)."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import AllowAny, BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import schemas, selectors, services, tokens
from accounts.selectors.people import people
from messenger.core import commands, context, limits, pages
from messenger.core.api import Endpoint, as_uuid
from messenger.core.errors import Invalid

MOST_IDS = 200
MOST_QUERY = 100
_ANYTHING = {200: OpenApiTypes.OBJECT}


class OpenEndpoint(Endpoint):
    """A door for people who are not signed in yet. Credentials that came along are not looked at."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        limits.spend("rest", f"address {context.current().ip}")


class DeviceSessions(Endpoint):
    """One's own devices; POST signs in."""

    def get_authenticators(self) -> list[BaseAuthentication]:
        return [] if self._signs_in() else super().get_authenticators()

    def get_permissions(self) -> list[BasePermission]:
        return [AllowAny()] if self._signs_in() else super().get_permissions()

    @extend_schema(
        parameters=[OpenApiParameter("includeExpired", OpenApiTypes.BOOL)], responses=_ANYTHING, summary="My devices"
    )
    def get(self, request: Request) -> Response:
        query = request.query_params.dict()
        ended = query.get("includeExpired", "") in {"1", "true"}
        limit, start = pages.limit(query), _offset(pages.cursor(query))
        found = list(selectors.devices_of(request.user, include_ended=ended)[start : start + limit + 1])
        results = [schemas.device_out(session, request.auth.pk) for session in found[:limit]]
        more = pages.next_cursor(start + limit) if len(found) > limit else None
        return Response({"results": results, "next": more})

    @extend_schema(request=schemas.SignIn, responses={201: OpenApiTypes.OBJECT}, auth=[], summary="Sign in")
    def post(self, request: Request) -> Response:
        signed_in = services.sign_in(**schemas.SIGN_IN.clean(request.data))
        return Response(_signed_in(signed_in), status=201)

    def _signs_in(self) -> bool:
        request = getattr(self, "request", None)
        return request is not None and request.method == "POST"


class DeviceRefresh(OpenEndpoint):
    """A new device token for the present one."""

    @extend_schema(request=schemas.Refresh, responses=_ANYTHING, auth=[], summary="Refresh the device token")
    def post(self, request: Request) -> Response:
        return Response(_signed_in(services.refresh(**schemas.REFRESH.clean(request.data))))


class CurrentDevice(Endpoint):
    """The device in use."""

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


class Registration(OpenEndpoint):
    """Signing oneself up."""

    @extend_schema(request=schemas.Register, responses={201: OpenApiTypes.OBJECT}, auth=[], summary="Register")
    def post(self, request: Request) -> Response:
        user = services.register(**schemas.REGISTER.clean(request.data))
        return Response({"status": user.status}, status=201)


class Me(Endpoint):
    """Oneself."""

    @extend_schema(responses=_ANYTHING, summary="My profile, roles and preferences")
    def get(self, request: Request) -> Response:
        return Response(schemas.me_out(people().get(pk=request.user.pk)))

    @extend_schema(request=schemas.UpdateMe, responses=_ANYTHING, summary="Change my phone, mail, preferences")
    def patch(self, request: Request) -> Response:
        changed = commands.run("me.update", actor=request.user, data=request.data)
        return Response(schemas.me_out(changed))


class OrgTree(Endpoint):
    """The org chart."""

    @extend_schema(responses=_ANYTHING, summary="The whole org chart")
    def get(self, request: Request) -> Response:
        return Response({"results": selectors.org_tree(request.user), "next": None})


class People(Endpoint):
    """Finding people."""

    @extend_schema(
        parameters=[
            OpenApiParameter("query", description="name, initial consonants, login, number, unit, phone, mail"),
            OpenApiParameter("orgUnitId", OpenApiTypes.UUID),
            OpenApiParameter("subtree", OpenApiTypes.BOOL, description="with the units below orgUnitId"),
            OpenApiParameter("ids", description="up to 200 ids with commas: just these people"),
            OpenApiParameter("limit", OpenApiTypes.INT),
            OpenApiParameter("cursor"),
        ],
        responses=_ANYTHING,
        summary="Find people",
    )
    def get(self, request: Request) -> Response:
        query = request.query_params.dict()
        if "ids" in query:
            known = selectors.known_people(request.user, _ids(query["ids"]))
            return Response({"results": [schemas.user_out(user) for user in known], "next": None})
        limit = pages.limit(query)
        found = selectors.found_people(
            request.user,
            _words(query.get("query", "")),
            unit_id=_unit(query.get("orgUnitId", "")),
            subtree=query.get("subtree", "") in {"1", "true"},
            after=_after(pages.cursor(query)),
            limit=limit + 1,
        )
        page = found[:limit]
        more = pages.next_cursor([page[-1].profile.name, str(page[-1].pk)]) if len(found) > limit else None
        return Response({"results": [schemas.user_out(user) for user in page], "next": more})


class Person(Endpoint):
    """One person."""

    @extend_schema(responses=_ANYTHING, summary="A person's profile and units")
    def get(self, request: Request, user_id: str) -> Response:
        return Response(schemas.user_out(selectors.visible_user(request.user, as_uuid(user_id))))


def _signed_in(signed_in: services.SignedIn) -> dict[str, Any]:
    session = signed_in.session
    user = people().get(pk=session.user_id)
    return schemas.signed_in_out(session, signed_in.token, tokens.mint_access(session.pk), user)


def _words(raw: str) -> str:
    if len(raw) > MOST_QUERY or "\0" in raw:
        raise Invalid(query=[str(_("This is too long or holds characters that cannot be searched for."))])
    return raw


def _unit(raw: str) -> UUID | None:
    return _id("orgUnitId", raw) if raw else None


def _ids(raw: str) -> list[UUID]:
    parts = [part for part in raw.split(",") if part]
    if len(parts) > MOST_IDS:
        raise Invalid(ids=[str(_("Too many ids."))])
    return [_id("ids", part) for part in parts]


def _id(field: str, raw: str) -> UUID:
    try:
        return UUID(raw.strip())
    except ValueError as error:
        raise Invalid(**{field: [str(_("This is no id."))]}) from error


def _after(position: Any) -> tuple[str, UUID] | None:
    """The place a people cursor carries; a cursor of another list is `Invalid`."""
    match position:
        case None:
            return None
        case [str(name), str(raw)]:
            return name, _id("cursor", raw)
    raise _foreign_cursor()


def _offset(position: Any) -> int:
    match position:
        case None:
            return 0
        case int(start):
            return start
    raise _foreign_cursor()


def _foreign_cursor() -> Invalid:
    return Invalid(cursor=[str(_("This cursor is not valid."))])
