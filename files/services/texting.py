"""Takes out of files what is written in them, so that they can be found by it (contract 8).

What goes wrong because of the file is final and no failure: the file has no text. Who may find it is the
search's to say; here nobody is asked, and only openable files are read.
"""

from collections.abc import Collection
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from files import selectors, storage
from files.errors import AttachmentNotFound
from files.kinds import HEAD, PDF, TEXT
from files.models import OPENABLE, Attachment, AttachmentText
from files.rendering import NotFenced, texts
from files.rendering.texts import NoText, Text
from files.services.changing import locked_attachment
from files.services.fetching import fetched
from files.signals import attachment_text_ready
from messenger.core import jobs

READ = "file.text"
_KINDS = texts.DOCUMENTS | {TEXT}
_AT_ONCE = 500
_EMPTY = Text("", truncated=False)


def begin(attachment: Attachment) -> None:
    """Have it read, if it is of a kind that is. In the transaction that made it openable."""
    if attachment.mime in _KINDS and attachment.size and settings.FILE_TEXT_CHARACTERS:
        _ask(attachment.pk, attachment.uploader_id)


def begin_of_preview(attachment: Attachment) -> None:
    """Have the PDF read that was made of it, if it cannot be read itself: a document of an older Office."""
    if attachment.mime not in _KINDS and attachment.preview_key and settings.FILE_TEXT_CHARACTERS:
        _ask(attachment.pk, attachment.uploader_id)


def fill() -> int:
    """Ask for the texts of openable files that have none; how many. They may be older than the search."""
    if not settings.FILE_TEXT_CHARACTERS:
        return 0
    unread = Attachment.objects.filter(text__isnull=True, virus_status__in=OPENABLE, size__gt=0)
    unread = unread.filter(Q(mime__in=_KINDS) | ~Q(preview_key="")).order_by("-created_at")
    found = list(unread.values_list("pk", "uploader_id")[:_AT_ONCE])
    for attachment_id, uploader_id in found:
        _ask(attachment_id, uploader_id)
    return len(found)


def read(run: jobs.Run, attachment_id: UUID) -> None:
    """Read it and keep what was found; a file in which nothing can be read is not looked at again."""
    attachment = selectors.attachments([attachment_id]).get(attachment_id)
    if attachment is None or not attachment.is_openable:
        return
    try:
        found = _written_in(run, attachment)
    except NotFenced as error:
        raise jobs.Failed(jobs.Job.Cause.PERMISSION, str(error)) from error
    except NoText as error:
        run.say(str(error))
        found = _EMPTY
    run.say(f"{len(found.text)} characters")
    with run.done():
        _keep(attachment, found)


def forget(attachment_ids: Collection[UUID]) -> None:
    """Their message was deleted: nothing of what is written in them stays. Whoever knows of the message knows."""
    now = timezone.now()
    rows = [AttachmentText(attachment_id=one, text="", truncated=False, made_at=now) for one in attachment_ids]
    AttachmentText.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["attachment"], update_fields=["text", "truncated", "made_at"]
    )


def close(attachment_id: UUID) -> None:
    """It is not openable any more: its text goes. In the transaction that closed it."""
    deleted, _rows = AttachmentText.objects.filter(attachment_id=attachment_id).delete()
    if deleted:
        _tell(attachment_id)


def _ask(attachment_id: UUID, uploader_id: UUID) -> None:
    jobs.enqueue(READ, key=str(attachment_id), owner=uploader_id, attachmentId=str(attachment_id))


def _written_in(run: jobs.Run, attachment: Attachment) -> Text:
    most = settings.FILE_TEXT_CHARACTERS
    if attachment.mime == TEXT:
        return _plain(attachment, most)
    preview = attachment.preview_key if attachment.mime not in _KINDS else ""
    with fetched(run, preview or attachment.key, attachment.size) as source:
        return texts.written_in(source, PDF if preview else attachment.mime, most)


def _plain(attachment: Attachment, most: int) -> Text:
    """Decoded here, as its preview is; of a long one no more than can matter is fetched."""
    length = min(attachment.size, max(HEAD, 4 * most))
    try:
        body = b"".join(storage.store().open(attachment.key, 0, length))
    except FileNotFoundError as error:
        raise jobs.Failed(jobs.Job.Cause.STORAGE, "the bytes are not in the store") from error
    return texts.decoded(body, most, whole=length == attachment.size)


def _keep(attachment: Attachment, found: Text) -> None:
    """Store it, unless the file was blocked or thrown away meanwhile, or is not to be read any more."""
    try:
        current = locked_attachment(attachment.pk)
    except AttachmentNotFound:
        return
    if not current.is_openable:
        return
    values = {"text": found.text, "truncated": found.truncated, "made_at": timezone.now()}
    _row, made = AttachmentText.objects.get_or_create(attachment=current, defaults=values)
    if made:
        _tell(current.pk)


def _tell(attachment_id: UUID) -> None:
    attachment_text_ready.send(AttachmentText, attachment_id=attachment_id)
