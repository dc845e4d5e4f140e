"""REST: how the parts are, and what was blocked; for system admins (contract 9)."""

import datetime as dt
from typing import Any
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema

from accounts.models import Role
from accounts.selectors import roles
from files import selectors
from files.models import Attachment
from messenger.core import paging, wire
from messenger.core.api import Endpoint, Request, Response
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
    "sessions",
    "maintenance",
    "rateLimits",
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


class OperatorDoor(Endpoint):
    """What these doors share: system admins only."""

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        roles.require(request.user, Role.SYSTEM_ADMIN)


class SystemHealth(OperatorDoor):
    """Every part that the messenger stands on."""

    @extend_schema(responses={200: HEALTH}, summary="How every part is")
    def get(self, request: Request) -> Response:
        return Response(health(request.user, secure=request.is_secure()))


class BlockedFiles(OperatorDoor):
    """Files in which the scanner found something."""

    @extend_schema(
        parameters=[OpenApiParameter("cursor", OpenApiTypes.STR), OpenApiParameter("limit", OpenApiTypes.INT)],
        responses={200: BLOCKED},
        summary="Blocked files, newest first; not what is in them",
    )
    def get(self, request: Request) -> Response:
        limit = paging.limit(request.query_params)
        before = _position(paging.cursor(request.query_params))
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


def _position(position: Any) -> tuple[dt.datetime, UUID] | None:
    """The place a cursor of this list carries."""
    match position:
        case None:
            return None
        case [str(moment), str(attachment_id)]:
            try:
                return dt.datetime.fromisoformat(moment), UUID(attachment_id)
            except ValueError as error:
                raise paging.foreign_cursor() from error
    raise paging.foreign_cursor()
