"""REST: people, as system admins look after them (contract section 9)."""

from typing import Any
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema

from accounts import services
from accounts.api import admin_doors as shapes
from accounts.api.admin_doors import AdminDoor
from accounts.api.queries import words
from accounts.models import Role, UserStatus
from accounts.schemas import admin
from accounts.selectors.staff import of_source, searched, staff, with_role
from messenger.core import paging
from messenger.core.api import Request, Response, as_uuid
from messenger.core.errors import NotFound


def _person(user_id: UUID) -> dict[str, Any]:
    user = staff().filter(pk=user_id, profile__isnull=False).first()
    if user is None:
        raise NotFound
    return admin.person_out(user)


class PeopleList(AdminDoor):
    """Everybody there is."""

    @extend_schema(
        parameters=[
            OpenApiParameter("query"),
            OpenApiParameter("status", enum=UserStatus.values),
            OpenApiParameter("role", enum=Role.values),
            OpenApiParameter("source", description="local, directory"),
            OpenApiParameter("limit", OpenApiTypes.INT),
            OpenApiParameter("cursor"),
        ],
        responses={200: shapes.PEOPLE},
        operation_id="admin_people_list",
        summary="Everybody, by name",
    )
    def get(self, request: Request) -> Response:
        query = request.query_params.dict()
        limit, start = paging.limit(query), paging.offset(query)
        found = searched(staff().filter(profile__isnull=False), words(query.get("query", "")))
        if status := paging.one_of(query, "status", UserStatus.values):
            found = found.filter(status=status)
        if role := paging.one_of(query, "role", Role.values):
            found = with_role(found, role)
        if source := query.get("source", ""):
            found = of_source(found, words(source))
        page = list(found.order_by("profile__name", "pk")[start : start + limit + 1])
        more = paging.next_cursor(start + limit) if len(page) > limit else None
        return Response({"results": [admin.person_out(user) for user in page[:limit]], "next": more})

    @extend_schema(request=admin.NewPerson, responses={201: shapes.MADE}, summary="Add somebody")
    def post(self, request: Request) -> Response:
        wanted = admin.NEW_PERSON.clean(request.data)
        with_password = wanted.pop("one_time_password")
        user = services.create_user(actor=request.user, **wanted)
        password = services.reset_password(actor=request.user, user_id=user.pk) if with_password else None
        return Response({"person": _person(user.pk), "password": password}, status=201)


class OnePerson(AdminDoor):
    """Somebody."""

    @extend_schema(responses={200: shapes.PERSON}, operation_id="admin_person", summary="Somebody, with roles")
    def get(self, request: Request, user_id: str) -> Response:
        return Response(_person(as_uuid(user_id)))

    @extend_schema(request=admin.ChangePerson, responses={200: shapes.PERSON}, summary="Change what is known of them")
    def patch(self, request: Request, user_id: str) -> Response:
        pk = as_uuid(user_id)
        services.update_person(actor=request.user, user_id=pk, **admin.CHANGE_PERSON.clean(request.data))
        return Response(_person(pk))


class Disable(AdminDoor):
    """Shutting somebody out."""

    @extend_schema(request=admin.MaybeReason, responses={200: shapes.PERSON}, summary="Shut somebody out at once")
    def post(self, request: Request, user_id: str) -> Response:
        pk = as_uuid(user_id)
        services.disable_user(actor=request.user, user_id=pk, **admin.MAYBE_REASON.clean(request.data))
        return Response(_person(pk))


class Enable(AdminDoor):
    """Letting somebody in again."""

    @extend_schema(request=None, responses={200: shapes.PERSON}, summary="Let somebody in")
    def post(self, request: Request, user_id: str) -> Response:
        pk = as_uuid(user_id)
        services.enable_user(actor=request.user, user_id=pk)
        return Response(_person(pk))


class ChangeRole(AdminDoor):
    """Somebody's role."""

    @extend_schema(request=admin.GiveRole, responses={200: shapes.PERSON}, summary="Give or take a role")
    def post(self, request: Request, user_id: str) -> Response:
        pk = as_uuid(user_id)
        services.set_role(actor=request.user, user_id=pk, role=Role(admin.GIVE_ROLE.clean(request.data)["role"]))
        return Response(_person(pk))


class ResetPassword(AdminDoor):
    """A password for one sign-in."""

    @extend_schema(request=None, responses={200: shapes.PASSWORD}, summary="A one-time password, shown once")
    def post(self, request: Request, user_id: str) -> Response:
        return Response({"password": services.reset_password(actor=request.user, user_id=as_uuid(user_id))})


class ResetSecondFactor(AdminDoor):
    """A lost authenticator."""

    @extend_schema(request=None, responses={200: shapes.PERSON}, summary="Take a lost authenticator away")
    def post(self, request: Request, user_id: str) -> Response:
        pk = as_uuid(user_id)
        services.reset_second_factor(actor=request.user, user_id=pk)
        return Response(_person(pk))


class Handover(AdminDoor):
    """What somebody has in hand."""

    @extend_schema(responses={200: shapes.BELONGINGS}, summary="What somebody left behind who is disabled")
    def get(self, request: Request, user_id: str) -> Response:
        found = services.belongings(request.user, as_uuid(user_id))
        return Response({"results": admin.belongings_out(found)})

    @extend_schema(request=admin.HandOver, responses={200: shapes.HANDED}, summary="Hand it over, or end it")
    def post(self, request: Request, user_id: str) -> Response:
        wanted = admin.HAND_OVER.clean(request.data)
        chosen = {one["kind"]: one["ids"] for one in wanted["items"]}
        done = services.hand_over(
            actor=request.user, user_id=as_uuid(user_id), successor_id=wanted["successor_id"], chosen=chosen
        )
        return Response(
            {"results": [{"kind": one.kind, "id": one.id, "code": one.code, "text": one.text} for one in done]}
        )
