"""A file that has arrived, without the way there."""

import hashlib
import io
from typing import Any
from uuid import UUID

from files import storage
from files.models import Attachment


def stored_file(user: Any, room_id: UUID, *, status: str = "CLEAN", body: bytes = b"hello", **more: Any) -> Attachment:
    """An attachment of `user`'s with everything that can be had of one: bytes, thumbnail, preview."""
    fields = {"filename": "보고서.txt", "mime": "text/plain", **more}
    sha256 = hashlib.sha256(body).hexdigest()
    file = Attachment(uploader=user, room_id=room_id, size=len(body), sha256=sha256, virus_status=status, **fields)
    file.key, file.thumbnail_key, file.preview_key = (f"{kind}/{file.pk}" for kind in _KINDS)
    for key in (file.key, file.thumbnail_key, file.preview_key):
        storage.store().put(key, io.BytesIO(body))
    file.save()
    return file


_KINDS = ("stored", "thumbnails", "previews")
