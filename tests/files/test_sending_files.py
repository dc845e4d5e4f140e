"""A file goes out with a message: the sender's own, of this room, once (contract 5)."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from chat.models import Message, MessageAttachment
from files.models import Attachment
from tests.files.sending import Sender
from tests.files.stores import together

pytestmark = pytest.mark.django_db(transaction=True)

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


@pytest.fixture
def alices(alice: Any, sender: Callable[..., Sender]) -> Sender:
    return sender(alice)


def test_the_message_carries_its_files_in_order_for_everybody(
    alices: Sender, bob: Any, sender: Callable[..., Sender], room: Any
) -> None:
    files = [alices.upload(room.pk, text.encode(), f"{text}.txt") for text in ("다", "가", "나")]
    sent = alices.send(room.pk, *files, text="세 개 보냅니다")
    assert sent.status_code == 201
    shown = sent.json()["attachments"]
    assert [a["filename"] for a in shown] == ["다.txt", "가.txt", "나.txt"]
    assert {a["messageId"] for a in shown} == {sent.json()["messageId"]}
    page = sender(bob).get(f"/rooms/{room.pk}/messages").json()["results"]
    assert page[-1]["attachments"] == shown
    assert page[-1]["text"] == "세 개 보냅니다"


def test_an_attachment_is_sent_once(alices: Sender, room: Any) -> None:
    file = alices.upload(room.pk, b"hello")
    assert alices.send(room.pk, file).status_code == 201
    assert _refused(alices.send(room.pk, file))
    twice = alices.upload(room.pk, b"hello")
    assert _refused(alices.send(room.pk, twice, twice))


def test_sent_again_after_a_lost_answer_it_is_the_same_message(alices: Sender, room: Any) -> None:
    file, cid = alices.upload(room.pk, b"hello"), str(uuid.uuid4())
    once = alices.send(room.pk, file, clientMsgId=cid)
    again = alices.send(room.pk, file, clientMsgId=cid)
    assert (once.status_code, again.status_code) == (201, 200)
    assert once.json() == again.json()
    assert MessageAttachment.objects.count() == 1


def test_of_two_messages_at_once_one_gets_the_file(alices: Sender, room: Any) -> None:
    for _round in range(5):
        file = alices.upload(room.pk, b"hello")
        answers = together(*[lambda f=file: alices.send(room.pk, f).status_code] * 4)
        assert sorted(answers) == [201, 400, 400, 400]


def test_nobody_sends_what_is_not_theirs_or_not_of_this_room(
    alices: Sender, bob: Any, sender: Callable[..., Sender], room: Any
) -> None:
    bobs = sender(bob)
    theirs = bobs.upload(room.pk, b"bob")
    other_room = alices.post("/rooms", {"type": "GROUP", "name": "다른 방", "memberIds": []}).json()["roomId"]
    elsewhere = alices.upload(other_room, b"elsewhere")
    made_up = {"attachmentId": str(uuid.uuid4())}
    answers = [alices.send(room.pk, file) for file in (theirs, elsewhere, made_up)]
    assert all(_refused(answer) for answer in answers)
    errors = [{**a.json()["error"], "requestId": ""} for a in answers]
    assert errors[0] == errors[1] == errors[2]  # nobody learns what exists
    assert not Message.objects.filter(type="FILE").exists()


def test_a_picture_message_takes_pictures_only(alices: Sender, room: Any) -> None:
    text = alices.upload(room.pk, b"hello", "그림.png")
    assert _refused(alices.send(room.pk, text, type="IMAGE"))
    picture = alices.upload(room.pk, PNG, "그림.png")
    assert alices.send(room.pk, picture, type="IMAGE").status_code == 201


def test_a_blocked_file_cannot_be_sent(alices: Sender, room: Any) -> None:
    file = alices.upload(room.pk, b"hello")
    Attachment.objects.update(virus_status="INFECTED")
    refused = alices.send(room.pk, file)
    assert refused.status_code == 400
    assert refused.json()["error"]["details"]["reason"] == "INFECTED"


def test_a_file_message_needs_a_file_and_takes_so_many(alices: Sender, room: Any, settings: Any) -> None:
    assert _refused(alices.send(room.pk))
    files = [alices.upload(room.pk, b"x") for _n in range(settings.MAX_ATTACHMENTS + 1)]
    assert _refused(alices.send(room.pk, *files))
    assert alices.send(room.pk, *files[:-1]).status_code == 201


def test_a_deleted_message_keeps_no_file(alices: Sender, bob: Any, sender: Callable[..., Sender], room: Any) -> None:
    message = alices.send_file(room.pk)
    [file] = message["attachments"]
    assert alices.delete(f"/messages/{message['messageId']}").status_code == 204
    assert alices.get(f"/messages/{message['messageId']}").json()["attachments"] == []
    for who in (alices, sender(bob)):
        for door in ("", "/download", "/thumbnail", "/text"):
            assert who.get(f"/files/{file['attachmentId']}{door}").status_code == 404
        assert who.get(f"/rooms/{room.pk}/files").json()["results"] == []


def _refused(answer: Any) -> bool:
    return answer.status_code == 400 and "attachments" in answer.json()["error"]["details"]
