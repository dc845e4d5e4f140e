"""/auditing/: the log as people read it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from audit import actions
from audit.models import AuditEntry
from audit.services import record


def _text(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.fixture
def some_entries(alice: Any, bob: Any) -> None:
    """What two people did today."""
    record(actions.AUTH_LOGIN, actor=alice, target_type="user", target_id=alice.pk)
    record(actions.AUTH_LOGIN_FAILED, target_type="user", target_id=alice.pk, outcome="failure", reason="password")
    record(actions.ROOM_CREATED, actor=bob, target_type="room", target_id="r-1", name="회의실")


def test_an_auditor_reads_who_did_what_in_words(pages: Client, some_entries: None) -> None:
    page = _text(pages.get("/auditing/"))
    for said in ("김민지", "로그인 실패", "박준호", "대화방 개설", "회의실", "실패"):
        assert said in page
