"""A worker is killed at any step of a picture: the next one finishes it, and there is one."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db.models.functions import Now

from chat.models import Room
from files import rendering, storage
from files.models import Attachment
from files.services import changing, pictures
from files.storage.disk import DiskStore
from messenger.core import jobs
from messenger.core.jobs import sweeping
from messenger.core.jobs.running import run_job
from messenger.core.models import Job
from tests.files import made
from tests.files.sending import Sender

pytestmark = pytest.mark.django_db(transaction=True)

A_WHILE = dt.timedelta(minutes=1)


class Killed(BaseException):
    """Nothing of ours catches it, as nothing catches SIGKILL."""


# Where the worker dies: just before, or just after, this is called.
STEPS: dict[str, tuple[Any, str, bool]] = {
    "before the bytes are fetched": (DiskStore, "open", False),
    "before it is drawn": (rendering, "draw", False),
    "before it is stored": (DiskStore, "put", False),
    "after it is stored": (DiskStore, "put", True),
    "after the row, before the commit": (changing, "change", True),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_worker_is_killed(
    step: str, sender: Callable[..., Sender], alice: Any, room: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender(alice).send_file(room.pk, made.picture("png"), "사진.png")
    before = Room.objects.get(pk=room.pk).last_change
    job = Job.objects.get(kind=pictures.PICTURE)
    place, name, afterwards = STEPS[step]
    real = getattr(place, name)

    def killed(*args: Any, **options: Any) -> Any:
        if afterwards:
            real(*args, **options)
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(place, name, killed)
        with pytest.raises(Killed):
            run_job(job.pk)
    assert Attachment.objects.get().thumbnail_key == ""
    Job.objects.filter(state="RUNNING").update(lease_until=Now() - A_WHILE)
    sweeping.sweep()
    jobs.run_all(later=True)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.SUCCEEDED, 2)
    assert [key for key, _stat in storage.store().keys("thumbnails/")] == [Attachment.objects.get().thumbnail_key]
    assert Room.objects.get(pk=room.pk).last_change == before + 1  # it was announced once
