"""Throws away what nobody finished, nobody sent, and nobody knows (contract 6).

Every step is small and may be cut off: the next run finds what is left.
"""

import itertools
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from files import storage
from files.errors import AttachmentNotFound
from files.models import Attachment, Upload
from files.services import uploads
from files.services.changing import locked_attachment

# A younger object may belong to a transaction that is still open.
ORPHAN_AGE = timedelta(days=1)
_BATCH = 500

Known = Callable[[Collection[str]], set[str]]
_known: dict[str, Known] = {}


def keep(prefix: str, known: Known) -> None:
    """Objects below `prefix` live for as long as `known(keys)` names them."""
    _known[prefix] = known


def collect() -> dict[str, int]:
    """Everything that is due; how many of each."""
    return {"uploads": expired_uploads(), "attachments": unsent(), "objects": orphans()}


def expired_uploads() -> int:
    """Uploads that nobody finished in `UPLOAD_SECONDS`; of finished ones just the row goes."""
    count = 0
    due = Upload.objects.filter(expires_at__lt=timezone.now()).select_related("attachment")
    while found := list(due[:_BATCH]):  # however many were begun: nobody is faster than this
        for upload in found:
            if upload.attachment is None:
                uploads.give_up(upload)
            else:
                upload.delete()
        count += len(found)
    return count


def unsent() -> int:
    """Attachments that were never sent."""
    before = timezone.now() - timedelta(seconds=settings.UPLOAD_SECONDS)
    count = 0
    due = Attachment.objects.filter(sent_at=None, created_at__lt=before)
    while found := list(due.values_list("pk", flat=True)[:_BATCH]):
        for pk in found:
            with suppress(AttachmentNotFound), transaction.atomic():
                attachment = locked_attachment(pk)
                if attachment.sent_at is None:
                    uploads.forget(attachment)
                    count += 1
    return count


def orphans() -> int:
    """Objects that no row names, and unfinished uploads of the store that no row names."""
    store, before = storage.store(), timezone.now() - ORPHAN_AGE
    count = 0
    for prefix, known in _known.items():
        old = (key for key, stat in store.keys(prefix) if stat.modified < before)
        for keys in _batches(old):
            lost = set(keys) - known(keys)
            store.delete(*lost)
            count += len(lost)
    for key, store_id, begun in list(store.unfinished()):
        if begun < before and not Upload.objects.filter(key=key, store_id=store_id).exists():
            store.abort(key, store_id)
            count += 1
    return count


def _batches(keys: Iterator[str]) -> Iterator[list[str]]:
    while batch := list(itertools.islice(keys, _BATCH)):
        yield batch


def _of_attachments(column: str) -> Known:
    def known(keys: Collection[str]) -> set[str]:
        return set(Attachment.objects.filter(**{f"{column}__in": keys}).values_list(column, flat=True))

    return known


def _in_quarantine(keys: Collection[str]) -> set[str]:
    arriving = Upload.objects.filter(key__in=keys, attachment=None).values_list("key", flat=True)
    return {*arriving, *_of_attachments("key")(keys)}


keep("quarantine/", _in_quarantine)
keep("stored/", _of_attachments("key"))
keep("thumbnails/", _of_attachments("thumbnail_key"))
keep("previews/", _of_attachments("preview_key"))
