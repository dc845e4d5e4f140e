"""Brings the bytes of the store to where a child can read them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from files import storage
from files.rendering import process
from messenger.core import jobs

_TELL_EVERY = 16 << 20  # bytes between two notes of progress


@contextmanager
def fetched(run: jobs.Run, key: str, size: int) -> Iterator[IO[bytes]]:
    """The `size` bytes under this key in a file without a name: half of the job's progress. `jobs.Failed`."""
    with process.scratch() as file:
        try:
            told = 0
            for piece in storage.store().open(key):
                file.write(piece)
                if file.tell() - told >= _TELL_EVERY:
                    told = file.tell()
                    run.step(0.5 * told / max(told, size))
        except FileNotFoundError as error:
            raise jobs.Failed(jobs.Job.Cause.STORAGE, "the bytes are not in the store") from error
        file.flush()
        yield file
