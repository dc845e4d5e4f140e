"""F. Files by their ids: through a room that is not theirs, from a room that is gone, without signing in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.advisories import without
from tests.advisories.broken import advisory
from tests.files.conftest import sender as sender
from tests.files.sending import Sender

pytestmark = pytest.mark.django_db(transaction=True)

DOORS = ("", "/download", "/thumbnail", "/text")


def _answers(who: Sender, attachment_id: str) -> set[int]:
    return {who.get(f"/files/{attachment_id}{door}").status_code for door in DOORS}


@advisory("V28", "CVE-2026-48616", without={"chat.selectors.rooms.places": without.places_of_anybody})
def test_a_file_is_of_its_room_alone(alice: Any, charlie: Any, sender: Callable[..., Sender], room: Any) -> None:
    file = sender(alice).send_file(room.pk)["attachments"][0]["attachmentId"]
    assert _answers(sender(charlie), file) == {404}


@advisory("V29", "GHSA-xgxj-j98c-59rv", without={"chat.selectors.rooms.places": without.places_in_ruins})
def test_files_go_with_their_room(alice: Any, bob: Any, sender: Callable[..., Sender], room: Any) -> None:
    hers = sender(alice)
    file = hers.send_file(room.pk)["attachments"][0]["attachmentId"]
    assert sender(bob).delete(f"/rooms/{room.pk}").status_code == 204
    assert _answers(hers, file) == {404}


@advisory(
    "V30",
    "CVE-2024-37303",
    without={"rest_framework.permissions.IsAuthenticated.has_permission": without.yes},
)
def test_nobody_fetches_a_file_without_signing_in(alice: Any, sender: Callable[..., Sender], room: Any) -> None:
    file = sender(alice).send_file(room.pk)["attachments"][0]["attachmentId"]
    nobody = Client(raise_request_exception=False)
    assert {nobody.get(f"/api/v1/files/{file}{door}").status_code for door in DOORS} == {401}
