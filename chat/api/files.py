"""A file and its bytes (contract 6)."""

from uuid import UUID

from django.http.response import HttpResponseBase
from drf_spectacular.utils import OpenApiParameter, extend_schema

from chat.api import documented
from chat.selectors import files
from chat.services.files import open_file
from files import serving
from files.errors import AttachmentNotFound
from files.models import Attachment
from files.schemas import attachment_out
from files.services import downloads, previews
from messenger.core.api import Endpoint, Request, Response

_REASON_LENGTH = 500


class OneFile(Endpoint):
    """What is known of a file."""

    @extend_schema(responses={200: documented.ATTACHMENT}, summary="A file")
    def get(self, request: Request, attachment_id: UUID) -> Response:
        return Response(attachment_out(*files.visible_attachment(request.user, attachment_id)))


class Download(Endpoint):
    """The bytes, recorded in the audit log."""

    @extend_schema(
        parameters=[
            OpenApiParameter("inline", bool, description="to look at instead of keeping, where that is safe"),
            OpenApiParameter("reason", str, description="why, where the policy asks"),
        ],
        responses={200: documented.BYTES, 206: documented.BYTES, 302: None},
        summary="Download a file",
    )
    def get(self, request: Request, attachment_id: UUID) -> HttpResponseBase:
        inline = request.GET.get("inline") in ("1", "true")
        attachment = _opened(request, attachment_id, inline=inline)
        return _bytes(request, attachment, attachment.key, attachment.mime, inline=inline)

    head = get


class Thumbnail(Endpoint):
    """The small picture. Looking at a list is no download."""

    rate = "pictures"

    @extend_schema(responses={200: documented.BYTES, 302: None}, summary="A file's small picture")
    def get(self, request: Request, attachment_id: UUID) -> HttpResponseBase:
        attachment = _shown(request, attachment_id, "thumbnail_key")
        return _bytes(request, attachment, attachment.thumbnail_key, "image/webp", inline=True)

    head = get


class Preview(Endpoint):
    """An office document as a PDF."""

    @extend_schema(responses={200: documented.BYTES, 206: documented.BYTES, 302: None}, summary="A document as a PDF")
    def get(self, request: Request, attachment_id: UUID) -> HttpResponseBase:
        attachment = _opened(request, attachment_id)
        if not attachment.preview_key:
            raise AttachmentNotFound
        return _bytes(request, attachment, attachment.preview_key, "application/pdf", inline=True)

    head = get


class Text(Endpoint):
    """The beginning of a text file, harmless to show."""

    @extend_schema(responses={200: documented.FILE_TEXT}, summary="The beginning of a text file")
    def get(self, request: Request, attachment_id: UUID) -> Response:
        return Response(previews.text_of(_opened(request, attachment_id)))


def _opened(request: Request, attachment_id: UUID, *, inline: bool = True) -> Attachment:
    """The file for its bytes: reading it in the browser is a download like any other."""
    return open_file(
        actor=request.user,
        attachment_id=attachment_id,
        device_session_id=request.auth.pk,
        reason=_line(request.GET.get("reason", ""))[:_REASON_LENGTH],
        inline=inline,
    )


def _line(raw: str) -> str:
    """What can be read of it, in one line: it goes into the audit log, and PostgreSQL takes no NUL."""
    return " ".join("".join(char if char.isprintable() else " " for char in raw).split())


def _shown(request: Request, attachment_id: UUID, column: str) -> Attachment:
    attachment, _message_id = files.visible_attachment(request.user, attachment_id)
    downloads.ensure_openable(attachment)
    if not getattr(attachment, column):
        raise AttachmentNotFound
    return attachment


def _bytes(request: Request, attachment: Attachment, key: str, mime: str, *, inline: bool) -> HttpResponseBase:
    return serving.answer(request._request, key=key, filename=attachment.filename, mime=mime, inline=inline)
