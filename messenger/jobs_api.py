"""REST: background work, for system admins (contract 9)."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema

from accounts.api.admin_doors import AdminDoor
from messenger.core import paging
from messenger.core.api import Request, Response, as_uuid
from messenger.core.errors import Invalid
from messenger.core.jobs import reading
from messenger.core.models import Job
from messenger.core.shapes import ID, TEXT, TIME, WHOLE, array, maybe, one_of, page, record
from messenger.operation import services

MOST_KIND = 64
JOB = record(
    jobId=ID,
    kind=TEXT,
    queue=TEXT,
    state=one_of(*Job.State.values),
    attempts=WHOLE,
    maxAttempts=WHOLE,
    progress={"type": "number", "format": "double"},
    cause=maybe(one_of(*Job.Cause.values)),
    waitingFor=maybe(TEXT),
    askedBy=maybe(ID),
    cancelAskedAt=maybe(TIME),
    runAt=TIME,
    createdAt=TIME,
    startedAt=maybe(TIME),
    finishedAt=maybe(TIME),
    log=array(record(at=TIME, text=TEXT)),
)
JOBS = page(JOB)


class JobList(AdminDoor):
    """Background work, newest first."""

    @extend_schema(
        parameters=[
            OpenApiParameter("state", OpenApiTypes.STR, enum=Job.State.values),
            OpenApiParameter("kind", OpenApiTypes.STR),
            OpenApiParameter("cause", OpenApiTypes.STR, enum=Job.Cause.values),
            OpenApiParameter("routine", OpenApiTypes.BOOL, description="0: without the clock's that go well"),
            OpenApiParameter("cursor", OpenApiTypes.STR),
            OpenApiParameter("limit", OpenApiTypes.INT),
        ],
        responses={200: JOBS},
        summary="Background work, newest first; each with the last line of its log",
    )
    def get(self, request: Request) -> Response:
        query = request.query_params
        limit = paging.limit(query)
        found = reading.latest(
            state=_choice("state", query.get("state", ""), Job.State.values),
            cause=_choice("cause", query.get("cause", ""), Job.Cause.values),
            kind=_kind(query.get("kind", "")),
            routine=query.get("routine") not in ("0", "false"),
            before=paging.moment(query),
            limit=limit + 1,
        )
        page, more = found[:limit], len(found) > limit
        following = paging.next_cursor([page[-1].created_at.isoformat(), str(page[-1].pk)]) if more else None
        return Response({"results": [reading.as_wire(job) for job in page], "next": following})


class OneJob(AdminDoor):
    """One job, with its whole log."""

    @extend_schema(responses={200: JOB}, summary="One job with its log")
    def get(self, request: Request, job_id: str) -> Response:
        return _answer(as_uuid(job_id))


class CancelJob(AdminDoor):
    """The end of a job, now or at its next step."""

    @extend_schema(request=None, responses={200: JOB}, summary="Cancel a waiting or running job")
    def post(self, request: Request, job_id: str) -> Response:
        services.cancel_job(actor=request.user, job_id=as_uuid(job_id))
        return _answer(as_uuid(job_id))


class RetryJob(AdminDoor):
    """A new beginning for a job that failed, was given up or cancelled."""

    @extend_schema(request=None, responses={200: JOB}, summary="Begin again with a job that ended without success")
    def post(self, request: Request, job_id: str) -> Response:
        services.retry_job(actor=request.user, job_id=as_uuid(job_id))
        return _answer(as_uuid(job_id))


def _answer(job_id: UUID) -> Response:
    job = reading.found(job_id)
    return Response(reading.as_wire(job, reading.lines_of(job_id)))


def _choice(name: str, raw: str, values: list[str]) -> str:
    if raw and raw not in values:
        raise Invalid(**{name: [str(_("This is not one of the values that there are."))]})
    return raw


def _kind(raw: str) -> str:
    if len(raw) > MOST_KIND or "\0" in raw:
        raise Invalid(kind=[str(_("This is not one of the values that there are."))])
    return raw
