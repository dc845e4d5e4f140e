"""Times scans, from the job's row to the verdict's: a child of the bench. `--files N --bytes B`.

The floor is clamd alone, given the same bytes out of memory by the same client.
"""

import argparse
import hashlib
import io
import json
import time
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from accounts.models import User

PIECE = 1 << 20


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, required=True)
    parser.add_argument("--bytes", type=int, required=True)
    asked = parser.parse_args()
    django.setup()
    from django.core.management import call_command

    from accounts.services import create_user
    from files.models import Attachment
    from messenger.core import jobs

    call_command("migrate", verbosity=0)
    content = b"what people send to one another " * (asked.bytes // 32)
    arrived(create_user(login_id="bench", name="Bench"), content, asked.files)
    seconds = timed(jobs.run_all)
    if Attachment.objects.filter(virus_status="CLEAN").count() != asked.files:
        raise SystemExit("not all of them are clean")
    print(json.dumps({"files": asked.files, "seconds": seconds, "bare": timed(lambda: bare(content, asked.files))}))


def arrived(user: "User", content: bytes, count: int) -> None:
    """So many files in quarantine, each with the job of its scan."""
    from files import storage
    from files.models import Attachment
    from files.services import scanning

    sha256 = hashlib.sha256(content).hexdigest()
    for number in range(count):
        key = f"quarantine/{uuid.uuid4()}"
        storage.store().put(key, io.BytesIO(content))
        attachment = Attachment.objects.create(
            uploader=user,
            room_id=uuid.uuid4(),
            filename=f"{number}.txt",
            size=len(content),
            mime="application/octet-stream",
            sha256=sha256,
            key=key,
        )
        scanning.begin(attachment)


def bare(content: bytes, count: int) -> None:
    """The scanner, and nothing else."""
    from files.scanning import scanner

    here = scanner()
    assert here is not None
    for _ in range(count):
        here.scan(content[at : at + PIECE] for at in range(0, len(content), PIECE))


def timed(work: Callable[[], object]) -> float:
    """How many seconds it takes."""
    began = time.monotonic()
    work()
    return time.monotonic() - began


if __name__ == "__main__":
    main()
