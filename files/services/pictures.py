"""Has pictures made of attachments: small ones of pictures, pages and films, and PDFs of office documents (contract 6).

What goes wrong because of the file is final: the job fails as VALIDATION, the file simply has no picture.
"""

import io
from typing import IO, Any
from uuid import UUID

from django.conf import settings

from files import rendering, selectors, storage
from files.errors import AttachmentNotFound
from files.kinds import PDF, PICTURES
from files.models import Attachment
from files.rendering import documents
from files.rendering.pictures import MOST_BYTES
from files.services import changing, texting
from files.services.fetching import fetched
from messenger.core import jobs

PICTURE = "file.picture"
DOCUMENT = "file.document"


def begin(attachment: Attachment) -> None:
    """Have them made, if there is something to be seen in it. In the transaction that made it openable."""
    if attachment.mime in rendering.DRAWN:
        _ask(PICTURE, attachment)
    elif attachment.mime in documents.ENDINGS and documents.program(settings.LIBREOFFICE):
        _ask(DOCUMENT, attachment)


def _ask(kind: str, attachment: Attachment) -> None:
    jobs.enqueue(kind, key=str(attachment.pk), owner=attachment.uploader_id, attachmentId=str(attachment.pk))


def draw(run: jobs.Run, attachment_id: UUID) -> None:
    """The small picture of a picture, a PDF, a film."""
    attachment = _wanted(attachment_id)
    if attachment is None:
        return
    _check_size(attachment, MOST_BYTES if attachment.mime in PICTURES else settings.MAX_FILE_BYTES)
    with fetched(run, attachment.key, attachment.size) as source:
        picture = _drawn(run, source, attachment.mime)
    full = {"width": picture.full_width, "height": picture.full_height}
    _keep(run, attachment, {**_thumbnail(attachment, picture), **full})


def show(run: jobs.Run, attachment_id: UUID) -> None:
    """An office document as a PDF, and a small picture of its first page."""
    attachment = _wanted(attachment_id)
    program = documents.program(settings.LIBREOFFICE)
    if attachment is None or program is None:
        return
    _check_size(attachment, documents.MOST_BYTES)
    try:
        with (
            fetched(run, attachment.key, attachment.size) as source,
            documents.pdf_of(source, attachment.mime, program) as path,
        ):
            run.step(0.8)
            with path.open("rb") as pdf:
                storage.store().put(f"previews/{attachment.pk}", pdf, PDF)
                found = _first_page(run, attachment, pdf)
    except documents.NotADocument as error:
        raise jobs.Failed(jobs.Job.Cause.VALIDATION, str(error)) from error
    except rendering.NotFenced as error:
        raise jobs.Failed(jobs.Job.Cause.PERMISSION, "this kernel has no fence for LibreOffice") from error
    _keep(run, attachment, {"preview_key": f"previews/{attachment.pk}", **found})


def _first_page(run: jobs.Run, attachment: Attachment, pdf: IO[bytes]) -> dict[str, Any]:
    try:
        return _thumbnail(attachment, _drawn(run, pdf, PDF))
    except jobs.Failed as error:
        run.say(error.text)  # it can be read all the same
        return {}


def _wanted(attachment_id: UUID) -> Attachment | None:
    attachment = selectors.attachments([attachment_id]).get(attachment_id)
    return attachment if attachment is not None and attachment.is_openable else None


def _check_size(attachment: Attachment, most: int) -> None:
    if attachment.size > most:
        raise jobs.Failed(jobs.Job.Cause.VALIDATION, f"larger than {most >> 20} MiB")


def _drawn(run: jobs.Run, source: IO[bytes], mime: str) -> rendering.Picture:
    try:
        picture = rendering.draw(source, mime, (settings.THUMBNAIL_PIXELS, settings.THUMBNAIL_PIXELS))
    except rendering.NotFenced as error:
        raise jobs.Failed(jobs.Job.Cause.PERMISSION, str(error)) from error
    except rendering.NotAPicture as error:
        raise jobs.Failed(jobs.Job.Cause.VALIDATION, str(error)) from error
    run.say(f"{picture.width} x {picture.height} in {picture.took.seconds:.2f} s, {picture.took.memory >> 20} MiB")
    return picture


def _thumbnail(attachment: Attachment, picture: rendering.Picture) -> dict[str, Any]:
    key = f"thumbnails/{attachment.pk}"
    storage.store().put(key, io.BytesIO(picture.body), "image/webp")
    return {"thumbnail_key": key, "width": picture.width, "height": picture.height}


def _keep(run: jobs.Run, attachment: Attachment, found: dict[str, Any]) -> None:
    """Name what was made; if the file was blocked or thrown away meanwhile it is an orphan, and collected as one."""
    with run.done():
        try:
            current = changing.held(attachment)
        except AttachmentNotFound:
            return
        if current.is_openable:
            changing.change(current, **found)
            texting.begin_of_preview(current)
