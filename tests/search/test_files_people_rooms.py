"""Files by name and by what is written in them; people and rooms by name, initial consonants too (contract 8)."""

from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from chat.api import documented
from chat.models import Room
from chat.services import rooms
from files.models import Attachment, AttachmentText, VirusStatus
from files.signals import attachment_text_ready
from tests.chat.doors import Rest
from tests.files.making import stored_file
from tests.search.conftest import Searcher, index_now
from tests.shapes import fits

pytestmark = pytest.mark.django_db


@pytest.fixture
def me(alice: User, settings: Any, tmp_path: Any) -> Searcher:
    settings.FILES_DIR = tmp_path
    return Searcher(alice)


def sent_file(sender: User, room: Room, filename: str, **more: Any) -> tuple[Attachment, dict[str, Any]]:
    file = stored_file(sender, room.pk, filename=filename)
    return file, Rest(sender).say(room.pk, "", type="FILE", attachments=[str(file.pk)], **more)


def written_in(file: Attachment, text: str) -> None:
    """What the job does that reads files."""
    AttachmentText.objects.update_or_create(
        attachment=file, defaults={"text": text, "truncated": False, "made_at": timezone.now()}
    )
    attachment_text_ready.send(None, attachment_id=file.pk)


def test_a_file_is_found_by_its_name(me: Searcher, bob: User, room: Room) -> None:
    file, message = sent_file(bob, room, "2026년 상반기 예산안(최종).xlsx")
    (hit,) = me.hits("예산안", type="files")
    assert hit["type"] == "file"
    assert hit["file"]["attachmentId"] == str(file.pk)
    assert hit["file"]["messageId"] == message["messageId"]
    assert hit["highlights"] == [[10, 13]]
    assert hit["snippet"] is None
    assert hit["senderId"] == str(bob.pk)
    assert me.hits("xlsx", type="files")
    assert me.hits("예산안", type="messages") == []


def test_a_file_is_found_by_what_is_written_in_it_as_soon_as_that_is_known(me: Searcher, bob: User, room: Room) -> None:
    file, _message = sent_file(bob, room, "보고서.pdf")
    assert me.hits("설비 투자", type="files") == []
    text = "머리말\n" * 80 + "내년에는 설비\n투자를 늘립니다. " + "꼬리말 " * 80
    written_in(file, text)
    (hit,) = me.hits('"설비 투자"', type="files")
    shown = hit["snippet"]["text"]
    assert [shown[start:end] for start, end in hit["snippet"]["highlights"]] == ["설비 투자"]
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert hit["highlights"] == []
    (both,) = me.hits("보고서 설비", type="files")  # one word in the name, one inside
    assert both["highlights"] == [[0, 3]]


def test_a_text_that_is_known_before_the_file_is_sent_is_found_after(me: Searcher, bob: User, room: Room) -> None:
    file = stored_file(bob, room.pk, filename="a.pdf")
    written_in(file, "설비 투자 계획")
    assert me.hits("설비", type="files") == []
    Rest(bob).say(room.pk, "", type="FILE", attachments=[str(file.pk)])
    assert len(me.hits("설비", type="files")) == 1


def test_what_is_written_in_a_blocked_or_deleted_file_is_not_found(me: Searcher, bob: User, room: Room) -> None:
    blocked, _message = sent_file(bob, room, "하나.pdf")
    gone, message = sent_file(bob, room, "둘.pdf")
    for file in (blocked, gone):
        written_in(file, "설비 투자 계획")
    assert len(me.hits("설비", type="files")) == 2
    Attachment.objects.filter(pk=blocked.pk).update(virus_status=VirusStatus.INFECTED)
    attachment_text_ready.send(None, attachment_id=blocked.pk)
    Rest(bob).delete(f"messages/{message['messageId']}")
    assert me.hits("설비", type="files") == []
    assert [hit["file"]["filename"] for hit in me.hits("pdf", type="files")] == ["하나.pdf"]


def test_what_stands_far_inside_a_long_text_is_shown(me: Searcher, bob: User, room: Room) -> None:
    file, _message = sent_file(bob, room, "책.txt")
    written_in(file, "ＡＢＣ " * 5000 + "ﬁnal 마지막 문장" + " 가나다" * 100)
    (hit,) = me.hits('"final 마지막"', type="files")
    shown = hit["snippet"]
    assert [shown["text"][start:end] for start, end in shown["highlights"]] == ["ﬁnal 마지막"]


@pytest.mark.parametrize("typed", ["김민지", "민지", "ㄱㅁㅈ", "김ㅁ", "rlaalswl", "KIM민지", "alice", '"김민지"'])
def test_people_are_found_as_everywhere(me: Searcher, typed: str) -> None:
    hits = me.hits(typed, type="users")
    if typed == "KIM민지":
        assert hits == []
        return
    (hit,) = hits
    assert hit["user"]["name"] == "김민지"
    expected = {"민지": [[1, 3]], "김ㅁ": [[0, 2]], "alice": []}
    assert hit["highlights"] == expected.get(typed, [[0, 3]])


@pytest.mark.parametrize(
    ("typed", "name", "highlights"),
    [
        ("회의", "영업 회의실", [[3, 5]]),
        ("ㅎㅇㅅ", "영업 회의실", [[3, 6]]),
        ("ㅇㅇㅎㅇ", "영업 회의실", [[0, 5]]),
        ("영업회의", "영업 회의실", [[0, 5]]),
        ("duddjq", "영업 회의실", [[0, 2]]),
        ("박준호", "", []),
        ("ㅂㅈㅎ", "", []),
    ],
)
def test_rooms_are_found_by_name_and_nameless_ones_by_their_people(
    me: Searcher, bob: User, charlie: User, typed: str, name: str, highlights: list[list[int]]
) -> None:
    rooms.create_room(actor=bob, type="GROUP", name="영업 회의실", member_ids=[me.user.pk])
    rooms.create_room(actor=bob, type="GROUP", name="영업 회의실 (비밀)", member_ids=[])
    rooms.create_room(actor=me.user, type="DM", member_ids=[bob.pk])
    rooms.create_room(actor=charlie, type="DM", member_ids=[bob.pk])
    (hit,) = me.hits(typed, type="rooms")
    assert hit["room"]["name"] == name
    assert hit["roomId"] == hit["room"]["roomId"]
    assert hit["highlights"] == highlights


def test_all_begins_with_people_and_rooms_and_every_hit_is_what_was_documented(
    me: Searcher, bob: User, room: Room, settings: Any
) -> None:
    sent_file(bob, room, "박준호 회의.txt")
    me.say(room.pk, "박준호 님 회의 언제죠")
    rooms.create_room(actor=me.user, type="DM", member_ids=[bob.pk])
    hits = me.hits("박준호")
    assert [hit["type"] for hit in hits] == ["user", "room", "message", "file"]
    for hit in hits:
        fits(hit, documented.HITS[hit["type"]], hit["type"])
    assert [hit["type"] for hit in me.hits("박준호", roomId=room.pk)] == ["message", "file"]


def test_pages_of_people_and_rooms(me: Searcher, bob: User, person: Any) -> None:
    for n in range(5):
        person(f"hong{n}", name=f"홍길동{n}")
        rooms.create_room(actor=bob, type="GROUP", name=f"홍보 {n}", member_ids=[me.user.pk])
    index_now()
    assert [hit["user"]["name"] for hit in me.all_pages("홍길", type="users", limit=2)] == [
        f"홍길동{n}" for n in range(5)
    ]
    assert sorted(hit["room"]["name"] for hit in me.all_pages("홍보", type="rooms", limit=2)) == [
        f"홍보 {n}" for n in range(5)
    ]
