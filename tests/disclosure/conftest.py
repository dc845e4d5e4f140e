"""What the stories of disclosure share. The cast is in `tests/conftest.py`; audra is a second auditor."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from audit.models import AuditEntry
from chat.models import Disclosure, Message, Room
from chat.services import disclosing, sending
from tests.client import Api

Case = Callable[..., Disclosure]


@pytest.fixture
def audra(person: Callable[..., User]) -> User:
    """The other auditor."""
    return person("audra", name="감사인 둘", role="AUDITOR")


@pytest.fixture
def ask(auditor: User, room: Room) -> Case:
    """`ask(user_ids=(alice.pk,))`: a case of the auditor's that waits; of the room, unless something else is named."""

    def make(actor: User = auditor, **more: Any) -> Disclosure:
        now = timezone.now()
        fields = {
            "reason": "성희롱 신고 조사",
            "legal_basis": "취업규칙 제12조",
            "since": now - dt.timedelta(days=1),
            "until": now,
            **({} if "user_ids" in more else {"room_ids": (room.pk,)}),
            **more,
        }
        return disclosing.ask(actor=actor, **fields)

    return make


@pytest.fixture
def opened(ask: Case, sysadmin: User) -> Case:
    """The same, approved by the system admin."""

    def make(**more: Any) -> Disclosure:
        return disclosing.approve(actor=sysadmin, disclosure_id=ask(**more).pk)

    return make


def say(user: User, room: Any, text: str = "안녕하세요", **more: Any) -> Message:
    """A message, as it stands in the database."""
    room_id = getattr(room, "pk", room)
    sent = sending.send_message(actor=user, room_id=room_id, client_msg_id=uuid.uuid4(), text=text, **more)
    return Message.objects.get(pk=sent.message["messageId"])


def back_in_time(message: Message, **ago: float) -> Message:
    """The message was sent some time ago."""
    message.created_at = timezone.now() - dt.timedelta(**ago)
    message.save(update_fields=["created_at"])
    return message


def out_of_time(case: Disclosure) -> None:
    """Its hours are over, and nobody has written that down."""
    past = timezone.now() - dt.timedelta(hours=2)
    Disclosure.objects.filter(pk=case.pk).update(decided_at=past, expires_at=past + dt.timedelta(hours=1))


def texts(user: User, case: Disclosure, room: Any, **query: Any) -> list[str]:
    """What the reader sees of a room, without system lines."""
    answer = Api(user).get(f"/disclosures/{case.pk}/rooms/{getattr(room, 'pk', room)}/messages", **query)
    assert answer.status_code == 200, answer.content
    return [one["text"] for one in answer.json()["results"] if one["type"] != "SYSTEM"]


def recorded(action: str, **fields: Any) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(action=action, **fields).order_by("id"))
