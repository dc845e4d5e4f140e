"""REST: the directory, its runs, what they would change (contract 9). For SYSTEM_ADMINs."""

from typing import Any

from django.conf import settings
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema

from accounts.api.admin_doors import AdminDoor
from accounts.directory import asking, state
from accounts.models import DirectoryRun
from messenger.core import paging
from messenger.core.api import Request, Response, as_uuid
from messenger.core.fields import Flag, Schema
from messenger.core.shapes import FLAG, ID, TEXT, TIME, WHOLE, Shape, array, maybe, one_of, page, record
from messenger.core.wire import rfc3339


class Ask(Schema):
    """POST /admin/directory/runs."""

    dry = Flag(default=True)


ASK = Ask()
_OBJECT: Shape = {"type": "object"}
_SUMMARY: dict[str, Shape] = {
    "runId": ID,
    "dry": FLAG,
    "state": one_of(*DirectoryRun.State.values),
    "startedAt": TIME,
    "finishedAt": maybe(TIME),
    "askedBy": maybe(ID),
    "approvedBy": maybe(ID),
    "read": WHOLE,
    "counts": _OBJECT,
    "error": TEXT,
}
RUN = record(**_SUMMARY, leaving=WHOLE, changes=array(_OBJECT))
RUNS = page(record(**_SUMMARY))
DIRECTORY = record(
    configured=FLAG,
    reachedAt=maybe(TIME),
    failedAt=maybe(TIME),
    error=TEXT,
    syncSeconds=WHOLE,
    guardPercent=WHOLE,
    waiting=maybe(ID),
)


class Directory(AdminDoor):
    """How it is."""

    @extend_schema(responses={200: DIRECTORY}, summary="Whether there is a directory, and when it last answered")
    def get(self, request: Request) -> Response:
        now = state.state()
        return Response(
            {
                "configured": bool(settings.LDAP_SERVER_URI),
                "reachedAt": rfc3339(now.reached_at),
                "failedAt": rfc3339(now.failed_at),
                "error": now.error,
                "syncSeconds": settings.LDAP_SYNC_SECONDS,
                "guardPercent": settings.LDAP_GUARD_PERCENT,
                "waiting": asking.waiting_run(request.user),
            }
        )


class Runs(AdminDoor):
    """Its runs, newest first; POST begins one."""

    @extend_schema(
        parameters=[OpenApiParameter("cursor", OpenApiTypes.STR), OpenApiParameter("limit", OpenApiTypes.INT)],
        responses={200: RUNS},
        summary="Runs of the directory, newest first",
    )
    def get(self, request: Request) -> Response:
        query = request.query_params.dict()
        limit = paging.limit(query)
        found = asking.runs(request.user, before=paging.moment(query), limit=limit + 1)
        shown = found[:limit]
        more = len(found) > limit
        following = paging.next_cursor([shown[-1].started_at.isoformat(), str(shown[-1].pk)]) if more else None
        return Response({"results": [_summary(row) for row in shown], "next": following})

    @extend_schema(request=Ask, responses={202: RUN}, summary="Read the directory now; dry: only say what would change")
    def post(self, request: Request) -> Response:
        return Response(_whole(asking.ask(actor=request.user, **ASK.clean(request.data))), status=202)


class OneRun(AdminDoor):
    """One run."""

    @extend_schema(responses={200: RUN}, summary="A run of the directory with what it would change, or changed")
    def get(self, request: Request, run_id: str) -> Response:
        return Response(_whole(asking.run_of(request.user, as_uuid(run_id))))


class ApproveRun(AdminDoor):
    """A run that the guard stopped may go on."""

    @extend_schema(request=None, responses={200: RUN}, summary="Let those leave whom a stopped run named")
    def post(self, request: Request, run_id: str) -> Response:
        return Response(_whole(asking.approve(actor=request.user, run_id=as_uuid(run_id))))


def _summary(row: DirectoryRun) -> dict[str, Any]:
    return {
        "runId": row.pk,
        "dry": row.dry,
        "state": row.state,
        "startedAt": rfc3339(row.started_at),
        "finishedAt": rfc3339(row.finished_at),
        "askedBy": row.asked_by_id,
        "approvedBy": row.approved_by_id,
        "read": row.read,
        "counts": row.counts,
        "error": row.error,
    }


def _whole(row: DirectoryRun) -> dict[str, Any]:
    return {**_summary(row), "leaving": len(row.leaving), "changes": row.changes}
