"""REST: oneself, the org chart, finding people (contract sections 2 and 3)."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema

from accounts import schemas, selectors
from accounts.api import documented, queries
from accounts.selectors.people import people
from messenger.core import commands, paging
from messenger.core.api import Endpoint, Request, Response, as_uuid


class Me(Endpoint):
    """Oneself."""

    @extend_schema(responses={200: documented.ME}, summary="My profile, roles and preferences")
    def get(self, request: Request) -> Response:
        return Response(schemas.me_out(people().get(pk=request.user.pk)))

    @extend_schema(
        request=schemas.UpdateMe, responses={200: documented.ME}, summary="Change my phone, mail, preferences"
    )
    def patch(self, request: Request) -> Response:
        changed = commands.run("me.update", actor=request.user, data=request.data)
        return Response(schemas.me_out(changed))


class OrgTree(Endpoint):
    """The org chart."""

    @extend_schema(responses={200: documented.ORG_TREE}, summary="The whole org chart")
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
        responses={200: documented.USERS},
        operation_id="users_list",
        summary="Find people",
    )
    def get(self, request: Request) -> Response:
        query = request.query_params.dict()
        if "ids" in query:
            known = selectors.known_people(request.user, queries.ids(query["ids"]))
            return Response({"results": [schemas.user_out(user) for user in known], "next": None})
        limit = paging.limit(query)
        found = selectors.found_people(
            request.user,
            queries.words(query.get("query", "")),
            unit_id=queries.unit(query.get("orgUnitId", "")),
            subtree=query.get("subtree", "") in {"1", "true"},
            after=queries.after(paging.cursor(query)),
            limit=limit + 1,
        )
        page = found[:limit]
        more = paging.next_cursor([page[-1].profile.name, str(page[-1].pk)]) if len(found) > limit else None
        return Response({"results": [schemas.user_out(user) for user in page], "next": more})


class Person(Endpoint):
    """One person."""

    @extend_schema(responses={200: documented.USER}, summary="A person's profile and units")
    def get(self, request: Request, user_id: str) -> Response:
        return Response(schemas.user_out(selectors.visible_user(request.user, as_uuid(user_id))))
