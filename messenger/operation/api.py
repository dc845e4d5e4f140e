"""REST: how the parts are, and what was blocked; for system admins (contract 9)."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema

from accounts.api.admin_doors import AdminDoor
from files import selectors
from files.models import Attachment
from messenger.core import paging, wire
from messenger.core.api import Request, Response
from messenger.core.shapes import ID, TEXT, TIME, maybe, one_of, page, record
from messenger.operation.health import FAILED, OK, WARN, health

_STATE = one_of(OK, WARN, FAILED)
_PART = record(state=_STATE, detail=TEXT, facts={"type": "object"})
PARTS = (
    "tls",
    "database",
    "cache",
    "broker",
    "storage",
    "scanner",
    "jobs",
    "search",
    "sessions",
    "maintenance",
    "rateLimits",
    "directory",
    "audit",
)
HEALTH = record(state=_STATE, parts=record(**dict.fromkeys(PARTS, _PART)))
BLOCKED = page(
    record(
        attachmentId=ID,
        filename=TEXT,
        uploaderId=ID,
        uploaderName=TEXT,
        roomId=ID,
        virusName=TEXT,
        blockedAt=maybe(TIME),
    )
)


class SystemHealth(AdminDoor):
    """Every part that the messenger stands on."""

    @extend_schema(responses={200: HEALTH}, summary="How every part is")
    def get(self, request: Request) -> Response:
        return Response(health(request.user, secure=request.is_secure()))


class BlockedFiles(AdminDoor):
    """Files in which the scanner found something."""

    @extend_schema(
        parameters=[OpenApiParameter("cursor", OpenApiTypes.STR), OpenApiParameter("limit", OpenApiTypes.INT)],
        responses={200: BLOCKED},
        summary="Blocked files, newest first; not what is in them",
    )
    def get(self, request: Request) -> Response:
        limit = paging.limit(request.query_params)
        before = paging.moment(request.query_params)
        found = selectors.blocked_files(request.user, before=before, limit=limit + 1)
        files, more = found[:limit], len(found) > limit
        following = _cursor(files[-1]) if more else None
        return Response({"results": [_blocked(file) for file in files], "next": following})


def _blocked(file: Attachment) -> dict[str, Any]:
    return {
        "attachmentId": file.pk,
        "filename": file.filename,
        "uploaderId": file.uploader_id,
        "uploaderName": file.uploader.profile.name,
        "roomId": file.room_id,
        "virusName": file.virus_name,
        "blockedAt": wire.rfc3339(file.scanned_at),
    }


def _cursor(last: Attachment) -> str:
    return paging.next_cursor([last.scanned_at and last.scanned_at.isoformat(), str(last.pk)])
