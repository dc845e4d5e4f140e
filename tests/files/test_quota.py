"""People and rooms keep so much and no more (settings QUOTA_USER_BYTES, QUOTA_ROOM_BYTES)."""

from collections.abc import Callable
from typing import Any

import pytest

from files.models import Usage
from tests.files.sending import Sender
from tests.files.stores import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_person_keeps_as_much_as_allowed(alice: Any, sender: Callable[..., Sender], room: Any, settings: Any) -> None:
    settings.QUOTA_USER_BYTES = 10
    alices = sender(alice)
    begun = alices.begin(room.pk, 6)
    assert begun.status_code == 201
    refused = alices.begin(room.pk, 5)
    assert refused.status_code == 403
    assert refused.json()["error"]["details"] == {"reason": "QUOTA", "scope": "user", "limit": 10}
    assert alices.begin(room.pk, 4).status_code == 201
    assert alices.delete(f"/files/uploads/{begun.json()['uploadId']}").status_code == 204
    assert alices.begin(room.pk, 6).status_code == 201


def test_a_room_keeps_as_much_as_allowed_whoever_sends(
    alice: Any, bob: Any, sender: Callable[..., Sender], room: Any, settings: Any
) -> None:
    settings.QUOTA_ROOM_BYTES = 10
    assert sender(alice).begin(room.pk, 6).status_code == 201
    refused = sender(bob).begin(room.pk, 5)
    assert refused.json()["error"]["details"]["scope"] == "room"
    assert not Usage.objects.filter(owner_id=bob.pk, bytes__gt=0).exists()  # what was counted first is taken back


def test_twenty_uploads_at_once_do_not_slip_past(
    alice: Any, sender: Callable[..., Sender], room: Any, settings: Any
) -> None:
    settings.QUOTA_USER_BYTES = 50
    alices = sender(alice)
    answers = []
    for _wave in range(2):
        answers += together(*[lambda: alices.begin(room.pk, 10).status_code] * 10)
    assert sorted(answers) == [201] * 5 + [403] * 15
    assert Usage.objects.get(kind="user").bytes == 50
