"""A poll is a message with a question and something to choose (contract 7, 12)."""

from typing import Any

import pytest

from accounts.models import User
from chat.api.documented import MESSAGE
from chat.api.poll_shapes import NON_VOTERS, POLL
from chat.models import Poll, Room
from tests.polls.conftest import Voter, asked, counts
from tests.shapes import fits

pytestmark = pytest.mark.django_db


def test_a_poll_is_a_message_that_everybody_reads(alice: User, bob: User, room: Room) -> None:
    answer = Voter(alice).post(f"rooms/{room.pk}/polls", asked(isMultiple=True, closesAt="2099-01-01T00:00:00Z"))
    assert answer.status == 201
    message = answer.body
    assert (message["type"], message["text"], message["poll"]["question"]) == ("POLL", *["점심 뭐 먹을까요?"] * 2)
    assert [option["text"] for option in message["poll"]["options"]] == ["김밥", "국수", "돈가스"]
    assert (message["poll"]["isMultiple"], message["poll"]["isAnonymous"]) == (True, False)
    assert message["poll"]["closesAt"] == "2099-01-01T00:00:00.000Z"
    assert message["poll"]["myOptionIds"] is None  # many read the same message
    seen = Voter(bob)
    assert seen.message(message["messageId"])["poll"] == message["poll"]
    assert seen.poll(message["poll"]["pollId"]) == {**message["poll"], "myOptionIds": []}
    fits(message, MESSAGE, "message")
    fits(seen.poll(message["poll"]["pollId"]), POLL, "poll")
    fits(seen.get(f"polls/{message['poll']['pollId']}/non-voters").body, NON_VOTERS, "non-voters")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"question": " "}, "question"),
        ({"question": "가" * 301}, "question"),
        ({"options": ["하나"]}, "options"),
        ({"options": [str(n) for n in range(21)]}, "options"),
        ({"options": ["같음", " 같음 "]}, "options"),
        ({"options": ["각", "\u1100\u1161\u11a8"]}, "options"),
        ({"options": ["하나", ""]}, "options"),
        ({"options": ["하나", 2]}, "options"),
        ({"options": ["하나", "나" * 101]}, "options"),
        ({"options": "하나"}, "options"),
        ({"isAnonymous": "yes"}, "isAnonymous"),
        ({"isMultiple": 1}, "isMultiple"),
        ({"clientMsgId": "x"}, "clientMsgId"),
        ({"closesAt": "2020-01-01T00:00:00Z"}, "closesAt"),
        ({"closesAt": "2099-01-01T00:00:00"}, "closesAt"),
        ({"closesAt": "0001-01-01T00:00:00+14:00"}, "closesAt"),
        ({"closesAt": 5}, "closesAt"),
    ],
)
def test_what_is_no_poll(alice: User, room: Room, wrong: dict[str, Any], field: str) -> None:
    answer = Voter(alice).post(f"rooms/{room.pk}/polls", asked(**wrong))
    assert (answer.status, answer.code, list(answer.details)) == (400, "INVALID_ARGUMENT", [field])
    assert not Poll.objects.exists()
    assert Voter(alice).texts(room.pk) == []


def test_sent_again_it_is_the_same_poll(alice: User, bob: User, room: Room) -> None:
    body = asked(closesAt="2099-01-01T00:00:00Z")
    first = Voter(alice).post(f"rooms/{room.pk}/polls", body).body
    Voter(bob).vote(first["poll"], 0)
    again = Voter(alice).post(f"rooms/{room.pk}/polls", body)
    assert (again.status, again.body["messageId"]) == (200, first["messageId"])
    assert (again.body["poll"]["pollId"], counts(again.body["poll"])) == (first["poll"]["pollId"], [1, 0, 0])
    Poll.objects.update(closes_at="2020-01-01T00:00:00Z")
    assert Voter(alice).post(f"rooms/{room.pk}/polls", body).status == 200  # also when its time has come
    for other in ({"question": "다른?"}, {"options": ["김밥", "국수"]}, {"options": ["국수", "김밥", "돈가스"]}):
        assert Voter(alice).post(f"rooms/{room.pk}/polls", {**body, **other}).status == 409
    assert Poll.objects.count() == 1


def test_nobody_outside_makes_or_sees_one(charlie: User, room: Room, poll: dict[str, Any]) -> None:
    assert Voter(charlie).post(f"rooms/{room.pk}/polls", {}).status == 404
    path = f"polls/{poll['pollId']}"
    for answer in (
        Voter(charlie).get(path),
        Voter(charlie).vote(poll, 0),
        Voter(charlie).post(f"{path}/close"),
        Voter(charlie).get(f"{path}/non-voters"),
        Voter(charlie).post(f"{path}/remind"),
    ):
        assert (answer.status, answer.code) == (404, "NOT_FOUND")


def test_a_poll_goes_with_its_message(alice: User, bob: User, poll: dict[str, Any]) -> None:
    assert Voter(alice).delete(f"messages/{poll['messageId']}").status == 204
    assert Voter(bob).message(poll["messageId"])["poll"] is None
    for answer in (Voter(bob).get(f"polls/{poll['pollId']}"), Voter(bob).vote(poll, 0)):
        assert answer.status == 404


def test_a_question_is_put_right_until_somebody_answered_it(alice: User, bob: User, poll: dict[str, Any]) -> None:
    path = f"messages/{poll['messageId']}"
    edited = Voter(alice).patch(path, {"text": "점심은요?"})
    assert (edited.status, edited.body["poll"]["question"]) == (200, "점심은요?")
    assert Voter(alice).patch(path, {"text": " "}).status == 400
    assert Voter(alice).patch(path, {"text": "가" * 301}).status == 400
    Voter(bob).vote(poll, 1)
    assert Voter(alice).patch(path, {"text": "안 먹을까요?"}).status == 409
    assert Voter(bob).poll(poll["pollId"])["question"] == "점심은요?"


def test_a_message_of_type_poll_comes_from_here_alone(alice: User, room: Room) -> None:
    assert Voter(alice).post(f"rooms/{room.pk}/messages", asked(type="POLL", text="투표")).status == 400
