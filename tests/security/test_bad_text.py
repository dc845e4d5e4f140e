"""Odd texts: what is taken comes back as it was and disturbs nobody; what is blank or pretends is refused."""

import json
import unicodedata
import uuid
from typing import Any

import pytest
from django.conf import settings as django_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from messenger.core import limits
from messenger.core.fields import is_blank
from tests.client import Api
from tests.security.counting import COUNTED
from tests.security.vectors import BAD_NAMES, BLANK_TEXTS, ODD_TEXTS

pytestmark = pytest.mark.django_db


def said(who: Api, room_id: Any, text: str, **more: Any) -> Any:
    limits.forget_all()
    return who.post(f"/rooms/{room_id}/messages", {"clientMsgId": str(uuid.uuid4()), "text": text, **more})


def seen_by(who: Api, room_id: Any) -> list[dict[str, Any]]:
    """Everything somebody reads of the room, over every way there is."""
    limits.forget_all()
    ways = ("messages?limit=200", "changes?limit=200", "pins")
    answers = [who.get(f"/rooms/{room_id}/{way}") for way in ways] + [who.get("/rooms"), who.get(f"/rooms/{room_id}")]
    assert [answer.status_code for answer in answers] == [200] * 5
    return list(answers[0].json()["results"])


@pytest.mark.parametrize("what", ODD_TEXTS)
def test_odd_texts_come_back_and_disturb_nobody(room: Any, alice: Any, bob: Any, api: Any, what: str) -> None:
    text = unicodedata.normalize("NFC", ODD_TEXTS[what]).strip()
    writer, reader = api(alice), api(bob)
    answer = said(writer, room.pk, ODD_TEXTS[what])
    assert answer.status_code == 201, answer.content
    message = answer.json()
    number = message["messageId"]
    assert message["text"] == text
    quoting = said(reader, room.pk, "네", replyTo=number).json()
    assert quoting["replyTo"]["text"] == text[:100]
    assert reader.post(f"/rooms/{room.pk}/pins", {"messageId": number}).status_code == 200
    assert [m["text"] for m in seen_by(reader, room.pk) if m["messageId"] == number] == [text]
    assert writer.patch(f"/messages/{number}", {"text": ODD_TEXTS[what][:5000] + "."}).status_code == 200
    assert writer.delete(f"/messages/{number}").status_code == 204
    seen_by(reader, room.pk)
    COUNTED["odd texts"] += 1


@pytest.mark.parametrize("text", BLANK_TEXTS, ids=repr)
def test_a_blank_text_is_refused(room: Any, alice: Any, api: Any, text: str) -> None:
    for kind in ("TEXT", "NOTICE"):
        answer = said(api(alice), room.pk, text, type=kind)
        assert answer.status_code == 400
        assert "text" in answer.json()["error"]["details"]


@pytest.mark.parametrize("what", BAD_NAMES)
def test_a_name_does_not_pretend(room: Any, bob: Any, api: Any, what: str) -> None:
    """Names stand beside others' names: nothing invisible, nothing that turns the line round."""
    name, admin = BAD_NAMES[what], api(bob)
    assert admin.patch(f"/rooms/{room.pk}", {"name": name}).status_code == 400
    made = admin.post("/rooms", {"type": "GROUP", "name": name, "memberIds": []})
    assert made.status_code == 400 or (is_blank(name) and made.json()["name"] == "박준호")  # a room without a name
    sign_up = {"username": "newcomer", "password": "바다가-보이는-창문", "name": name}
    assert Api(None).post("/register", sign_up).status_code == 400
    assert admin.get(f"/rooms/{room.pk}").json()["name"] == "회의실"


@pytest.mark.parametrize("name", ["김민수", "Ångström", "山田", "O'Brien-김", "팀 🎉", "👩‍💻 개발", "क्षि", "a b"])
def test_ordinary_names_are_taken(room: Any, bob: Any, api: Any, name: str) -> None:
    answer = api(bob).patch(f"/rooms/{room.pk}", {"name": name})
    assert answer.status_code == 200
    assert answer.json()["name"] == unicodedata.normalize("NFC", name)


@given(text=st.text(st.characters(codec=None), max_size=200))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_taken_whole_or_refused(room: Any, alice: Any, bob: Any, text: str) -> None:
    """Lone surrogates and NUL are 400, everything else comes back in NFC to everybody."""
    writer = Api(alice)
    body = json.dumps({"clientMsgId": str(uuid.uuid4()), "text": text}).encode()
    limits.forget_all()
    answer = writer.request("POST", f"/rooms/{room.pk}/messages", body)
    if answer.status_code == 201:
        kept = answer.json()["text"]
        assert kept == unicodedata.normalize("NFC", text).strip()
        assert [m["text"] for m in seen_by(Api(bob), room.pk)][-1] == kept
    else:
        assert answer.status_code == 400
        assert not text.strip() or any(c == "\0" or "\ud800" <= c <= "\udfff" for c in text) or is_blank(text)
    COUNTED["odd texts"] += 1


@pytest.mark.parametrize(
    "login", ["a\u200bb", "alice\u202e", "ａlice", "алиса", "alice ", "a\nb", "x" * 65, "-", "..", "", " "]
)
def test_logins_that_look_like_others_are_refused(alice: Any, login: str) -> None:
    body = {"username": login, "password": "바다가-보이는-창문", "name": "이름"}
    assert Api(None).post("/register", body).status_code in (400, 409)


def test_the_longest_of_everything_is_taken(room: Any, alice: Any, bob: Any, api: Any) -> None:
    """10,000 characters of three bytes fit into a body (contract 1)."""
    writer = api(alice)
    assert said(writer, room.pk, "가" * django_settings.MAX_TEXT).status_code == 201
    assert said(writer, room.pk, "가" * (django_settings.MAX_TEXT + 1)).status_code == 400
    assert api(bob).patch(f"/rooms/{room.pk}", {"name": "가" * 80}).status_code == 200
