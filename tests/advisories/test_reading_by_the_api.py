"""A. Private conversations read straight from the API."""

import pytest

from accounts.models import User
from chat.models import Room
from tests.advisories import without
from tests.advisories.broken import advisory
from tests.chat.doors import Rest
from tests.client import Api
from tests.search.conftest import index_now

pytestmark = pytest.mark.django_db


@advisory("V01", "CVE-2024-42000", without={"chat.selectors.rooms.places": without.places_of_anybody})
def test_a_room_one_is_not_in_does_not_exist(alice: User, charlie: User, auditor: User, room: Room) -> None:
    said = Rest(alice).say(room.pk, "우리끼리")
    for outsider in (Rest(charlie), Rest(auditor)):
        for path in ("", "/messages", "/changes", "/pins", "/files"):
            assert outsider.get(f"rooms/{room.pk}{path}").status == 404
        assert outsider.get(f"messages/{said['messageId']}").status == 404


@advisory("V02", "CVE-2021-37864", without={"chat.selectors.rooms.places": without.places_in_ruins})
def test_a_deleted_room_is_gone_for_its_members_too(alice: User, bob: User, room: Room) -> None:
    member = Rest(alice)
    said = member.say(room.pk, "곧 지울 방")
    assert Rest(bob).delete(f"rooms/{room.pk}").status == 204
    for path in (f"rooms/{room.pk}", f"rooms/{room.pk}/messages", f"rooms/{room.pk}/changes"):
        assert member.get(path).status == 404
    assert member.get(f"messages/{said['messageId']}").status == 404


@advisory(
    "V03",
    "CVE-2026-24692",
    without={
        "chat.selectors.messages.visible_rows": without.every_row,
        "chat.selectors.rooms.places": without.places_of_anybody,
    },
)
def test_search_finds_in_ones_own_rooms_only(alice: User, charlie: User, room: Room) -> None:
    Rest(alice).say(room.pk, "연봉 협상 자료")
    index_now()
    mine = Rest(alice).get("search?q=연봉&type=all").body["results"]
    assert len(mine) == 1
    assert Rest(charlie).get("search?q=연봉&type=all").body["results"] == []


@advisory("V04", "GHSA-3x4c-pq33-4w3q", without={"chat.selectors.rooms.places": without.places_of_anybody})
def test_who_is_in_a_room_is_for_those_who_are(charlie: User, room: Room) -> None:
    assert Rest(charlie).get(f"rooms/{room.pk}/members").status == 404


@advisory("V05", "CVE-2022-31134", without={"surveys.selectors.places.Place.sees_results": property(without.yes)})
def test_an_export_holds_what_its_reader_may_see(alice: User, charlie: User, room: Room) -> None:
    question = {"type": "TEXT", "prompt": "건의 사항", "required": False}
    made = Rest(alice).post("surveys", {"title": "설문", "isAnonymous": False, "questions": [question]}).body
    assert Api(charlie).get(f"/surveys/{made['surveyId']}/results.csv").status_code == 403
