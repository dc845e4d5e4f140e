"""Opening a file: nothing without a verdict, and nothing unrecorded (contract 6). Who may is asked above."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from audit import actions
from audit.services import record
from files.errors import Infected, ReasonRequired, ScanPending
from files.models import Attachment, Download, VirusStatus

# The ranges of a film, and the same file opened again at once, are one download in the audit log.
ONE_DOWNLOAD = timedelta(minutes=10)


def ensure_openable(attachment: Attachment) -> None:
    """Nothing of a file is shown before its verdict: `ScanPending`, `Infected`."""
    if attachment.virus_status == VirusStatus.INFECTED:
        raise Infected(reason="INFECTED")
    if not attachment.is_openable:
        raise ScanPending(reason="SCAN_PENDING")


def open_file(
    attachment: Attachment, *, actor: Any, message_id: int | None, device_session_id: UUID, reason: str, inline: bool
) -> None:
    """Record that somebody opens it, before the first byte leaves. `ReasonRequired` where `DOWNLOAD_REASON` asks."""
    ensure_openable(attachment)
    if _recorded(attachment, device_session_id):
        return
    if settings.DOWNLOAD_REASON == "required" and not reason:
        raise ReasonRequired(reason="REASON_REQUIRED")
    with transaction.atomic():
        Download.objects.update_or_create(
            attachment=attachment, device_session_id=device_session_id, defaults={"recorded_at": timezone.now()}
        )
        record(
            actions.FILE_DOWNLOADED,
            actor=actor,
            target_type="attachment",
            target_id=str(attachment.pk),
            subject_id=attachment.uploader_id,
            roomId=str(attachment.room_id),
            messageId=message_id,
            filename=attachment.filename,
            sha256=attachment.sha256,
            inline=inline,
            reason=reason,
        )


def _recorded(attachment: Attachment, device_session_id: UUID) -> bool:
    since = timezone.now() - ONE_DOWNLOAD
    opened = Download.objects.filter(attachment=attachment, device_session_id=device_session_id)
    return opened.filter(recorded_at__gt=since).exists()
