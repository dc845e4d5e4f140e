"""Contract section 8: must-read notices, and reminding those who have not read a message."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema

from chat.api import documented_notices as documented
from chat.schemas.must_reads import PublishMustRead
from chat.selectors import must_read_people, must_reads
from chat.services import must_read_reports
from messenger.core import commands, paging
from messenger.core.api import Endpoint, Request, Response


class MustReads(Endpoint):
    """The notices of a box; publish."""

    @extend_schema(
        parameters=[
            OpenApiParameter("box", str, enum=must_reads.BOXES),
            OpenApiParameter("cursor", str),
            OpenApiParameter("limit", int),
        ],
        responses={200: documented.MUST_READS},
        summary="Notices that I got or published, latest first",
    )
    def get(self, request: Request) -> Response:
        found = must_reads.box(request.user, paging.one_of(request.GET, "box", must_reads.BOXES) or "all")
        start, limit = paging.offset(request.GET), paging.limit(request.GET)
        rows = list(found[start : start + limit + 1])
        return Response({"results": must_reads.shown(request.user, rows[:limit]), "next": _next(rows, start, limit)})

    @extend_schema(
        request=PublishMustRead,
        responses={201: documented.MUST_READ, 200: documented.MUST_READ},
        summary="Publish a must-read notice; the same clientMsgId again changes nothing",
    )
    def post(self, request: Request) -> Response:
        notice, is_new = commands.run("must_read.publish", actor=request.user, data=request.data)
        return Response(notice, status=201 if is_new else 200)


class Places(Endpoint):
    """Where I may publish."""

    @extend_schema(responses={200: documented.PLACES}, summary="The rooms and departments that I may address")
    def get(self, request: Request) -> Response:
        return Response(
            {
                "roomIds": must_read_people.addressable_rooms(request.user),
                "orgUnitIds": sorted(must_read_people.addressable_units(request.user), key=str),
            }
        )


class OneMustRead(Endpoint):
    """Read it; take it back."""

    @extend_schema(responses={200: documented.ONE_MUST_READ}, summary="A must-read notice")
    def get(self, request: Request, must_read_id: UUID) -> Response:
        notice = must_reads.visible_notice(request.user, must_read_id)
        shown = must_reads.shown(request.user, [notice])[0]
        if shown["manages"]:
            shown["departments"] = must_read_people.departments(notice)
        return Response(shown)

    @extend_schema(responses={204: None}, summary="Withdraw my notice")
    def delete(self, request: Request, must_read_id: UUID) -> Response:
        commands.run("must_read.withdraw", actor=request.user, data={}, must_read_id=must_read_id)
        return Response(status=204)


class Confirm(Endpoint):
    """I have read it."""

    @extend_schema(request=None, responses={200: documented.MUST_READ}, summary="Confirm that I have read it")
    def post(self, request: Request, must_read_id: UUID) -> Response:
        return self.command("must_read.confirm", must_read_id=must_read_id)


class Close(Endpoint):
    """Enough."""

    @extend_schema(request=None, responses={200: documented.MUST_READ}, summary="Ask nobody any more")
    def post(self, request: Request, must_read_id: UUID) -> Response:
        return self.command("must_read.close", must_read_id=must_read_id)


class Remind(Endpoint):
    """Those who have not confirmed."""

    @extend_schema(request=None, responses={200: documented.REMINDED}, summary="Remind who has not confirmed")
    def post(self, request: Request, must_read_id: UUID) -> Response:
        return self.command("must_read.remind", must_read_id=must_read_id)


class Recipients(Endpoint):
    """Who has confirmed and who has not."""

    @extend_schema(
        parameters=[
            OpenApiParameter("state", str, enum=must_read_people.STATES),
            OpenApiParameter("cursor", str),
            OpenApiParameter("limit", int),
        ],
        responses={200: documented.RECIPIENTS},
        summary="Who has confirmed and who has not, by department",
    )
    def get(self, request: Request, must_read_id: UUID) -> Response:
        notice = must_reads.managed_notice(request.user, must_read_id)
        found = must_read_people.recipients(notice, paging.one_of(request.GET, "state", must_read_people.STATES))
        start, limit = paging.offset(request.GET), paging.limit(request.GET)
        rows = list(found[start : start + limit + 1])
        results = must_read_people.recipients_out(notice, rows[:limit])
        return Response({"results": results, "next": _next(rows, start, limit)})


class Report(Endpoint):
    """What it came to, as a file. Recorded in the audit log."""

    @extend_schema(responses={200: documented.BYTES}, summary="The report of a notice, as CSV or PDF")
    def get(self, request: Request, must_read_id: UUID, form: str) -> HttpResponse:
        made = must_read_reports.report(actor=request.user, must_read_id=must_read_id, form=form)
        answer = HttpResponse(made.data, content_type=made.mime)
        answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(made.filename)}"
        answer["X-Content-Type-Options"] = "nosniff"
        return answer


class RemindUnread(Endpoint):
    """Those who have not read a message."""

    @extend_schema(request=None, responses={200: documented.REMINDED}, summary="Remind who has not read the message")
    def post(self, request: Request, message_id: int) -> Response:
        return self.command("message.remind", message_id=message_id)


def _next(rows: list[Any], start: int, limit: int) -> str | None:
    return paging.next_cursor(start + limit) if len(rows) > limit else None
