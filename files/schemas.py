"""Uploads and attachments on the wire (contract 6 and 12)."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from files.models import Attachment, Upload
from files.storage import Part, Url
from messenger.core import fields
from messenger.core.wire import rfc3339

_SHA256 = r"^[0-9a-f]{64}$"


def attachment_out(attachment: Attachment, message_id: int | None) -> dict[str, Any]:
    """The Attachment object; the same for everybody who may see it."""
    base = f"/api/v1/files/{attachment.pk}"
    shown = attachment.is_openable
    return {
        "attachmentId": attachment.pk,
        "filename": attachment.filename,
        "size": attachment.size,
        "mime": attachment.mime,
        "sha256": attachment.sha256,
        "virusStatus": attachment.virus_status,
        "thumbnailUrl": f"{base}/thumbnail" if shown and attachment.thumbnail_key else None,
        "previewUrl": f"{base}/preview" if shown and attachment.preview_key else None,
        "width": attachment.width,
        "height": attachment.height,
        "uploaderId": attachment.uploader_id,
        "roomId": attachment.room_id,
        "messageId": message_id,
        "createdAt": rfc3339(attachment.created_at),
    }


def upload_out(
    upload: Upload, urls: Mapping[int, Url], arrived: Mapping[int, Part] | None = None, *, finished: bool = False
) -> dict[str, Any]:
    """An upload with its parts: those that arrived by their etag, the others by their address."""
    return {
        "uploadId": upload.pk,
        "partSize": upload.part_size,
        "expiresAt": rfc3339(upload.expires_at),
        "attachmentId": upload.attachment_id,
        "parts": [
            _part_out(number, urls.get(number), (arrived or {}).get(number), finished=finished)
            for number in range(1, upload.part_count + 1)
        ],
    }


def _part_out(number: int, url: Url | None, part: Part | None, *, finished: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {"partNumber": number, "arrived": finished or part is not None}
    if part is not None:
        shown["etag"] = part.etag
    if url is not None:
        shown |= {"url": url.url, "headers": url.headers}
    return shown


class BeginUpload(fields.Schema):
    """POST /files/init."""

    roomId = fields.Id(source="room_id")
    filename = fields.Text(max_length=1000, trim_whitespace=False)
    size = fields.Whole(min_value=0)
    mime = fields.Text(max_length=127, allow_blank=True, allow_null=True, default="")
    sha256 = fields.Pattern(_SHA256, allow_blank=True, allow_null=True, default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        return {**attrs, "mime": attrs["mime"] or "", "sha256": attrs["sha256"] or ""}


class PartDone(fields.Schema):
    """A part the client has put: what the store said of it."""

    partNumber = fields.Whole(source="number", min_value=1, max_value=10_000)
    etag = fields.Text(max_length=200)


class CompleteUpload(fields.Schema):
    """POST /files/complete."""

    uploadId = fields.Id(source="upload_id")
    parts = serializers.ListField(child=PartDone(), max_length=10_000)
    sha256 = fields.Pattern(_SHA256, allow_blank=True, allow_null=True, default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        return {**attrs, "sha256": attrs["sha256"] or ""}
