"""REST: the log, for auditors (contract 9)."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

from asgiref.sync import sync_to_async
from django.db import connections
from django.http import HttpResponseBase, StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema

from audit import schemas
from audit.actions import CATALOGUE
from audit.models import AuditEntry
from audit.selectors import Filter, require_auditor, sealed
from audit.services import exporting, verifying, viewing
from messenger.core import paging
from messenger.core.api import Endpoint, Request, Response
from messenger.core.shapes import FLAG, ID, TEXT, TIME, WHOLE, array, maybe, one_of, page, record

ENTRY = record(
    auditId=WHOLE,
    at=TIME,
    actorId=maybe(ID),
    actorName=TEXT,
    action=TEXT,
    targetType=TEXT,
    targetId=TEXT,
    subjectId=maybe(ID),
    ip=maybe(TEXT),
    userAgent=TEXT,
    requestId=TEXT,
    outcome=one_of(*AuditEntry.Outcome.values),
    detail={"type": "object"},
    chainNo=maybe(WHOLE),
    hash=maybe(TEXT),
)
ENTRIES = page(ENTRY)
VERIFICATION = record(
    ok=FLAG,
    checked=WHOLE,
    firstBrokenId=maybe(WHOLE),
    firstBrokenNo=maybe(WHOLE),
    problem=TEXT,
    headNo=WHOLE,
    headHash=TEXT,
    unsealed=WHOLE,
    checkpoints=WHOLE,
    lastCheckpointNo=WHOLE,
    lastCheckpointAt=maybe(TIME),
    missingTriggers=array(TEXT),
    changedTriggers=array(TEXT),
)
_FILTER = [
    OpenApiParameter("from", OpenApiTypes.STR, description="a moment, or a day of the office's zone"),
    OpenApiParameter("to", OpenApiTypes.STR, description="until this moment, or to the end of this day"),
    OpenApiParameter("actorId", OpenApiTypes.UUID),
    OpenApiParameter("personId", OpenApiTypes.UUID, description="what somebody did, and what concerned them"),
    OpenApiParameter("subjectId", OpenApiTypes.UUID, description="whose personal data was handled"),
    OpenApiParameter("action", description=f"names with commas, or beginnings: auth. ({len(CATALOGUE)} there are)"),
    OpenApiParameter("targetType"),
    OpenApiParameter("targetId"),
    OpenApiParameter("outcome", OpenApiTypes.STR, enum=AuditEntry.Outcome.values),
    OpenApiParameter("q", description="words in names, actions, addresses, devices, details"),
]


class AuditorDoor(Endpoint):
    """For auditors only; a system admin is told no like everybody else."""

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        require_auditor(request.user)


class Log(AuditorDoor):
    """The log, newest first."""

    @extend_schema(
        parameters=[*_FILTER, OpenApiParameter("cursor"), OpenApiParameter("limit", OpenApiTypes.INT)],
        responses={200: ENTRIES},
        summary="What was recorded, newest first; asking is recorded, too",
    )
    def get(self, request: Request) -> Response:
        query = request.query_params.dict()
        asked, limit = Filter.of(query), paging.limit(query)
        found = viewing.view(actor=request.user, asked=asked, before=_before(query, asked), limit=limit + 1)
        more = paging.next_cursor([found[limit - 1].pk, asked.fingerprint()]) if len(found) > limit else None
        results = [schemas.entry_out(entry, seal) for entry, seal in sealed(found[:limit])]
        return Response({"results": results, "next": more})


class Table(AuditorDoor):
    """The log as a table to take away."""

    @extend_schema(
        parameters=[
            *_FILTER,
            OpenApiParameter("reason", description="why it is needed; may be required (AUDIT_EXPORT_REASON)"),
            OpenApiParameter(
                "form", OpenApiTypes.STR, enum=exporting.FORMS, description="access: the five legal facts"
            ),
        ],
        responses={(200, "text/csv"): OpenApiTypes.STR},
        summary="The same as CSV; who takes it, and why, is recorded",
    )
    def get(self, request: Request) -> HttpResponseBase:
        query = request.query_params.dict()
        made = exporting.export(
            actor=request.user,
            asked=Filter.of(query),
            reason=query.get("reason", ""),
            form=query.get("form") or "full",
        )
        return csv_answer(made)


class Verify(AuditorDoor):
    """Whether the log is whole."""

    @extend_schema(responses={200: VERIFICATION}, summary="Recompute the whole hash chain")
    def get(self, request: Request) -> Response:
        return Response(schemas.verification_out(verifying.verify(actor=request.user)))


def csv_answer(made: exporting.Export) -> StreamingHttpResponse:
    """A recorded export as an answer, sent in pieces however long it is: for pages, too."""
    headers = {
        "Content-Disposition": f'attachment; filename="audit-{made.form}-{exporting.today()}.csv"',
        "Cache-Control": "no-store",
    }
    return StreamingHttpResponse(_sent(made.pieces()), content_type="text/csv; charset=utf-8", headers=headers)


async def _sent(pieces: Iterator[str]) -> AsyncIterator[bytes]:
    while piece := await sync_to_async(_next)(pieces):
        yield piece


def _next(pieces: Iterator[str]) -> bytes:
    """The next piece; between two of them no connection is held that others could use."""
    try:
        return next(pieces, "").encode()
    finally:
        for connection in connections.all(initialized_only=True):
            if not connection.in_atomic_block:
                connection.close()


def _before(query: dict[str, str], asked: Filter) -> int | None:
    """How far a cursor has come in this very list; that of another question is `Invalid`."""
    match paging.cursor(query):
        case None:
            return None
        case [int(last), str(fingerprint)] if fingerprint == asked.fingerprint():
            return last
    raise paging.foreign_cursor()
