"""What the messenger's page brings along."""

import json
import re
import uuid
from collections.abc import Callable
from typing import Any

from django.test import Client

from chat.services.rooms import create_room


def _embedded(page: str, name: str) -> Any:
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


def _page(visitor: Client) -> str:
    answer = visitor.get("/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_me_my_rooms_and_the_people_they_name(
    signed_in: Callable[..., Client], api: Any, room: Any, alice: Any, bob: Any, charlie: Any
) -> None:
    direct, _new = create_room(actor=alice, type="DM", member_ids=[charlie.pk])
    message = {"clientMsgId": str(uuid.uuid4()), "type": "TEXT", "text": "안녕하세요"}
    api(bob).post(f"/rooms/{room.pk}/messages", message)
    found = _embedded(_page(signed_in()), "bootstrap")
    assert found["me"]["userId"] == str(alice.pk) and found["me"]["preferences"]["theme"] == "system"
    assert {one["roomId"] for one in found["rooms"]} == {str(room.pk), str(direct.pk)}
    assert {str(bob.pk), str(charlie.pk)} <= {one["userId"] for one in found["users"]}
    assert found["limits"]["text"] == 10_000 and found["historyEpoch"]
    assert found["policies"] == {"downloadReason": "off", "notificationPreviews": True}


def test_rooms_are_those_of_the_list_over_rest(
    signed_in: Callable[..., Client], api: Any, room: Any, alice: Any
) -> None:
    found = _embedded(_page(signed_in()), "bootstrap")
    assert found["rooms"] == api(alice).get("/rooms").json()["results"]


def test_an_outsider_gets_nothing_of_a_room_by_its_address(
    alice: Any, room: Any, charlie: Any, api: Any, signed_in: Callable[..., Client]
) -> None:
    secret, _new = create_room(actor=charlie, type="GROUP", name="비밀 회의", member_ids=[])
    page = signed_in().get(f"/rooms/{secret.pk}")
    assert page.status_code == 200 and "비밀 회의" not in page.content.decode()


def test_what_people_write_cannot_end_the_script_element(
    signed_in: Callable[..., Client], api: Any, room: Any, bob: Any
) -> None:
    text = "</script><script>alert(1)</script><!-- <![CDATA[ \u2028 &amp;"
    message = {"clientMsgId": str(uuid.uuid4()), "type": "TEXT", "text": text}
    api(bob).post(f"/rooms/{room.pk}/messages", message)
    page = _page(signed_in())
    assert "alert(1)</script>" not in page
    assert _embedded(page, "bootstrap")["rooms"][0]["lastMessage"]["text"] == text


def test_the_page_takes_few_queries_however_many_rooms(
    signed_in: Callable[..., Client], alice: Any, bob: Any, dana: Any, django_assert_max_num_queries: Any
) -> None:
    browser = signed_in()
    for number in range(12):
        create_room(actor=alice, type="GROUP", name=f"방 {number}", member_ids=[bob.pk, dana.pk])
    with django_assert_max_num_queries(16):
        _page(browser)
