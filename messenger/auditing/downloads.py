"""Files that are made while they are sent: memory stays flat however long the log is."""

from collections.abc import AsyncIterator, Iterator

from asgiref.sync import sync_to_async
from django.http import StreamingHttpResponse
from django.utils import translation


def sent(pieces: Iterator[str] | Iterator[bytes], *, filename: str, mime: str) -> StreamingHttpResponse:
    """An answer that saves a file; each piece is made when the one before has gone."""
    response = StreamingHttpResponse(_streamed(pieces, translation.get_language()), content_type=mime)
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["Cache-Control"] = "no-store"
    return response


async def _streamed(pieces: Iterator[str] | Iterator[bytes], language: str) -> AsyncIterator[bytes]:
    """Each piece in a thread, in the language of who asked: the request's own is over by then."""

    def following() -> str | bytes | None:
        with translation.override(language):
            return next(pieces, None)

    while (piece := await sync_to_async(following)()) is not None:
        yield piece.encode() if isinstance(piece, str) else piece
