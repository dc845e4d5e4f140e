"""What nobody finished, sent or knows is thrown away, and nothing else."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from files import storage
from files.models import Attachment, Upload, Usage
from files.services import collecting
from tests.files.sending import Sender

pytestmark = pytest.mark.django_db(transaction=True)

LONG_AGO = timezone.now() - dt.timedelta(days=30)


@pytest.fixture
def alices(alice: Any, sender: Callable[..., Sender]) -> Sender:
    return sender(alice)


def keys() -> set[str]:
    store = storage.store()
    return {key for prefix in ("quarantine/", "stored/", "thumbnails/") for key, _stat in store.keys(prefix)}


def test_an_abandoned_upload_goes_with_its_parts_and_its_share_of_the_quota(alices: Sender, room: Any) -> None:
    old, young = alices.begin(room.pk, 5).json(), alices.begin(room.pk, 5).json()
    alices.put_parts(old, b"hello")
    Upload.objects.filter(pk=old["uploadId"]).update(expires_at=LONG_AGO)
    assert collecting.collect()["uploads"] == 1
    assert alices.get(f"/files/uploads/{old['uploadId']}").status_code == 404
    assert alices.get(f"/files/uploads/{young['uploadId']}").status_code == 200
    assert Usage.objects.get(kind="user").bytes == 5
    assert len(list(storage.store().unfinished())) == 1


def test_a_file_nobody_sent_goes_and_a_sent_one_stays(alices: Sender, room: Any) -> None:
    forgotten = alices.upload(room.pk, b"forgotten")
    sent = alices.send_file(room.pk, b"sent")["attachments"][0]
    Attachment.objects.update(created_at=LONG_AGO)
    Upload.objects.update(expires_at=LONG_AGO)
    assert collecting.collect()["attachments"] == 1
    assert alices.get(f"/files/{forgotten['attachmentId']}").status_code == 404
    assert alices.get(f"/files/{sent['attachmentId']}/download").status_code == 200
    assert keys() == {f"stored/{sent['attachmentId']}"}
    assert Usage.objects.get(kind="room").bytes == len(b"sent")


def test_an_object_no_row_names_goes_when_it_is_old(alices: Sender, room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = alices.send_file(room.pk)["attachments"][0]
    for key in ("stored/lost-one", "quarantine/lost-one", "thumbnails/lost-one"):
        storage.store().put(key, io.BytesIO(b"x"))
    assert collecting.collect()["objects"] == 0  # a transaction may still be about to name them
    monkeypatch.setattr(collecting, "ORPHAN_AGE", dt.timedelta(seconds=-5))
    assert collecting.collect()["objects"] == 3
    assert keys() == {f"stored/{sent['attachmentId']}"}


def test_collecting_again_finds_nothing(alices: Sender, room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    alices.send_file(room.pk)
    alices.put_parts(alices.begin(room.pk, 5).json(), b"hello")
    monkeypatch.setattr(collecting, "ORPHAN_AGE", dt.timedelta(seconds=-5))
    assert collecting.collect() == {"uploads": 0, "attachments": 0, "objects": 0}
    assert alices.get("/files").json()["results"] != []
