"""Contract section 9: two people open conversations to one of them, for a while, and every look is written down."""

from typing import Any
from uuid import UUID

from django.http.response import HttpResponseBase
from drf_spectacular.utils import OpenApiParameter, extend_schema

from accounts.models import Role
from accounts.selectors import roles
from chat.api import documented_disclosure as documented
from chat.api.documented import BYTES
from chat.models import Disclosure
from chat.schemas.disclosure import ApproveDisclosure, AskDisclosure, RejectDisclosure, look_out, room_named
from chat.selectors import disclosed
from chat.selectors.disclosure_rights import shown
from chat.services import disclosing_reading
from files import serving
from messenger.core import commands, paging
from messenger.core.admin_networks import administers
from messenger.core.api import Endpoint, Request, Response
from messenger.core.errors import Forbidden

_PAGE = [OpenApiParameter("cursor", str), OpenApiParameter("limit", int)]
MOST_PLACES = 20


class OverseersDoor(Endpoint):
    """For auditors, and for system admins from the networks of `ADMIN_ALLOWED`; nobody else learns anything."""

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if Role.AUDITOR not in request.user.roles and not administers(request.user):
            raise Forbidden


class Disclosures(OverseersDoor):
    """The cases; ask for one."""

    @extend_schema(
        parameters=[OpenApiParameter("state", str, enum=Disclosure.State.values), *_PAGE],
        responses={200: documented.DISCLOSURES},
        summary="Cases of disclosure, newest first; for auditors and system admins",
    )
    def get(self, request: Request) -> Response:
        limit = paging.limit(request.GET)
        state = paging.one_of(request.GET, "state", Disclosure.State.values)
        found = disclosed.cases(request.user, state=state, before=paging.moment(request.GET), limit=limit + 1)
        rows = found[:limit]
        following = paging.next_cursor([rows[-1].asked_at.isoformat(), str(rows[-1].pk)]) if found[limit:] else None
        return Response({"results": shown(request.user, rows), "next": following})

    @extend_schema(
        request=AskDisclosure,
        responses={201: documented.DISCLOSURE},
        summary="Ask for a case; it opens nothing until somebody else approves it",
    )
    def post(self, request: Request) -> Response:
        asked = commands.run("disclosure.ask", actor=request.user, data=request.data)
        return Response(shown(request.user, [asked])[0], status=201)


class Places(Endpoint):
    """What can be named in a case."""

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        roles.require(request.user, Role.AUDITOR)

    @extend_schema(
        parameters=[OpenApiParameter("q", str, required=True)],
        responses={200: documented.PLACES},
        summary="Groups by a part of their name, deleted ones too; for auditors; recorded",
    )
    def get(self, request: Request) -> Response:
        query = request.GET.get("q", "").strip()
        found = disclosing_reading.look_for_rooms(actor=request.user, query=query, limit=MOST_PLACES)
        return Response({"results": [room_named(room) for room in found]})


class OneDisclosure(OverseersDoor):
    """A case."""

    @extend_schema(responses={200: documented.DISCLOSURE}, summary="A case of disclosure")
    def get(self, request: Request, disclosure_id: UUID) -> Response:
        return Response(shown(request.user, [disclosed.case(request.user, disclosure_id)])[0])


class _Move(OverseersDoor):
    """A case goes on to its next state."""

    move = ""

    def moved(self, request: Request, disclosure_id: UUID) -> Response:
        moved = commands.run(self.move, actor=request.user, data=request.data, disclosure_id=disclosure_id)
        return Response(shown(request.user, [moved])[0])


class Approve(_Move):
    """Agree."""

    move = "disclosure.approve"

    @extend_schema(
        request=ApproveDisclosure, responses={200: documented.DISCLOSURE}, summary="Approve a case of somebody else"
    )
    def post(self, request: Request, disclosure_id: UUID) -> Response:
        return self.moved(request, disclosure_id)


class Reject(_Move):
    """Refuse."""

    move = "disclosure.reject"

    @extend_schema(
        request=RejectDisclosure, responses={200: documented.DISCLOSURE}, summary="Reject a case of somebody else"
    )
    def post(self, request: Request, disclosure_id: UUID) -> Response:
        return self.moved(request, disclosure_id)


class Close(_Move):
    """End it before its time."""

    move = "disclosure.close"

    @extend_schema(request=None, responses={200: documented.DISCLOSURE}, summary="Close a case, or take it back")
    def post(self, request: Request, disclosure_id: UUID) -> Response:
        return self.moved(request, disclosure_id)


class Looks(OverseersDoor):
    """What was looked at."""

    @extend_schema(
        parameters=_PAGE, responses={200: documented.LOOKS}, summary="What was looked at in a case, newest first"
    )
    def get(self, request: Request, disclosure_id: UUID) -> Response:
        limit, before = paging.limit(request.GET), _number(paging.cursor(request.GET))
        found = disclosed.looks(request.user, disclosure_id, before=before, limit=limit + 1)
        following = paging.next_cursor(found[limit - 1].pk) if len(found) > limit else None
        return Response({"results": [look_out(one) for one in found[:limit]], "next": following})


class ScopeRooms(OverseersDoor):
    """Where something of the scope was written. Recorded."""

    @extend_schema(
        parameters=_PAGE, responses={200: documented.SCOPE_ROOMS}, summary="The rooms of an approved case; recorded"
    )
    def get(self, request: Request, disclosure_id: UUID) -> Response:
        start, limit = paging.offset(request.GET), paging.limit(request.GET)
        found = disclosing_reading.look_at_rooms(
            actor=request.user, disclosure_id=disclosure_id, start=start, limit=limit + 1
        )
        following = paging.next_cursor(start + limit) if len(found) > limit else None
        return Response({"results": found[:limit], "next": following})


class ScopeMessages(OverseersDoor):
    """What was written there. Recorded."""

    @extend_schema(
        parameters=[
            OpenApiParameter("beforeSeq", int),
            OpenApiParameter("afterSeq", int),
            OpenApiParameter("q", str, description="only messages that hold these words"),
            OpenApiParameter("limit", int),
        ],
        responses={200: documented.SCOPE_MESSAGES},
        summary="Messages of a room under an approved case, oldest first; recorded",
    )
    def get(self, request: Request, disclosure_id: UUID, room_id: UUID) -> Response:
        return Response(
            disclosing_reading.look_at_messages(
                actor=request.user,
                disclosure_id=disclosure_id,
                room_id=room_id,
                before_seq=paging.whole(request.GET, "beforeSeq"),
                after_seq=paging.whole(request.GET, "afterSeq"),
                query=request.GET.get("q", "").strip(),
                limit=paging.limit(request.GET),
            )
        )


class ScopeFile(OverseersDoor):
    """A file of it, if the case was approved with files. Recorded."""

    @extend_schema(
        parameters=[OpenApiParameter("inline", bool)],
        responses={200: BYTES, 206: BYTES, 302: None},
        summary="Download a file under an approved case; recorded",
    )
    def get(self, request: Request, disclosure_id: UUID, attachment_id: UUID) -> HttpResponseBase:
        inline = request.GET.get("inline") in ("1", "true")
        file = disclosing_reading.open_file(
            actor=request.user,
            disclosure_id=disclosure_id,
            attachment_id=attachment_id,
            device_session_id=request.auth.pk,
            inline=inline,
        )
        return serving.answer(request._request, key=file.key, filename=file.filename, mime=file.mime, inline=inline)

    head = get


def _number(position: Any) -> int | None:
    """A cursor that carries a row's number, or none."""
    if position is not None and type(position) is not int:
        raise paging.foreign_cursor()
    return position
