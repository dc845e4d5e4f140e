"""Times small pictures, from the job's row to the attachment's: a child of the bench. `--files N`.

The floor draws the same files with the same decoder in this process: no child, no fence, no store, no row.
"""

import argparse
import io
import json
import re
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import django
from PIL import Image

if TYPE_CHECKING:
    from accounts.models import User

_BOX = (720, 720)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, required=True)
    asked = parser.parse_args()
    django.setup()
    from django.core.management import call_command

    from accounts.services import create_user
    from files.models import Attachment
    from messenger.core import jobs

    call_command("migrate", verbosity=0)
    content = photo()
    arrived(create_user(login_id="bench", name="Bench"), content, asked.files)
    Path("/proc/self/clear_refs").write_text("5")  # the most memory is counted from here
    seconds = timed(jobs.run_all)
    worker = memory("VmHWM")
    if Attachment.objects.exclude(thumbnail_key="").count() != asked.files:
        raise SystemExit("not all of them have a picture")
    told = {"seconds": seconds, "bare": timed(lambda: bare(content, asked.files)), "worker": worker}
    print(json.dumps(told))


def photo() -> bytes:
    """A JPEG of twelve megapixels, as a telephone takes it: a few MB."""
    image = Image.effect_noise((1000, 750), 40).resize((4000, 3000)).convert("RGB")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    return out.getvalue()


def arrived(user: "User", content: bytes, count: int) -> None:
    """So many openable files, each with the job of its picture."""
    from files import storage
    from files.models import Attachment
    from files.services import pictures

    for number in range(count):
        key = f"stored/{uuid.uuid4()}"
        storage.store().put(key, io.BytesIO(content))
        attachment = Attachment.objects.create(
            uploader=user,
            room_id=uuid.uuid4(),
            filename=f"{number}.jpg",
            size=len(content),
            mime="image/jpeg",
            sha256="",
            key=key,
            virus_status="SKIPPED",
        )
        pictures.begin(attachment)


def bare(content: bytes, count: int) -> None:
    """The decoder, and nothing else."""
    from files.rendering import drawing

    draw = drawing.drawer("image/jpeg")
    for _ in range(count):
        image, _size = draw(io.BytesIO(content), _BOX)
        drawing.save(image, io.BytesIO())


def memory(what: str) -> int:
    """Bytes of this process."""
    found = re.search(rf"{what}:\s*(\d+)", Path("/proc/self/status").read_text())
    return int(found[1]) * 1024 if found else 0


def timed(work: Callable[[], object]) -> float:
    """How many seconds it takes."""
    began = time.monotonic()
    work()
    return time.monotonic() - began


if __name__ == "__main__":
    main()
