"""The history of one person, and of one object."""

import uuid
from typing import Any

import pytest
from django.test import Client

from audit import actions
from audit.services import record
from tests.auditing.conftest import text


@pytest.fixture(autouse=True)
def _entries(alice: Any, bob: Any, auditor: Any) -> None:
    record(actions.FILE_DOWNLOADED, actor=alice, target_type="attachment", target_id="f-1")
    record(actions.USER_DISABLED, actor=bob, target_type="user", target_id=alice.pk)
    record(actions.AUTH_LOGIN_FAILED, target_type="user", target_id=alice.pk, outcome="failure")


def test_a_persons_history_is_what_they_did_and_what_was_done_to_them(pages: Client, alice: Any) -> None:
    page = text(pages.get(f"/auditing/people/{alice.pk}"))
    assert "<h1>김민지</h1>" in page and "alice" in page
    assert "파일 내려받기" in page and "계정 사용 중지" in page
    assert f"person={alice.pk}" in page, "the way to the export"


@pytest.mark.parametrize(("side", "seen", "hidden"), [("did", "attachment", "disabled"), ("about", "disabled", "f-1")])
def test_both_sides_can_be_looked_at_alone(pages: Client, alice: Any, side: str, seen: str, hidden: str) -> None:
    entries = text(pages.get(f"/auditing/people/{alice.pk}?side={side}")).split('id="rows-title"')[1]
    assert hidden not in entries
    assert seen in entries


def test_somebody_whose_account_is_gone_is_known_by_the_name_in_the_log(pages: Client) -> None:
    class Gone:
        pk = uuid.uuid4()

        def __str__(self) -> str:
            return "gone.person"

    record(actions.AUTH_LOGOUT, actor=Gone())
    assert "<h1>gone.person</h1>" in text(pages.get(f"/auditing/people/{Gone.pk}"))
    assert pages.get(f"/auditing/people/{uuid.uuid4()}").status_code == 404


def test_an_objects_history_holds_its_entries_alone(pages: Client, bob: Any) -> None:
    record(actions.ROOM_CREATED, actor=bob, target_type="room", target_id="r-1", name="회의실")
    page = text(pages.get("/auditing/objects/attachment/f-1"))
    assert "파일 내려받기" in page and "회의실" not in page
    assert "<h1>대화방 회의실</h1>" in text(pages.get("/auditing/objects/room/r-1"))
    assert pages.get("/auditing/objects/room/nothing").status_code == 404
    assert pages.get(f"/auditing/objects/{'x' * 40}/y").status_code == 404
