"""/register, as far as the policy goes."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User, UserStatus
from tests.conftest import PASSWORD

FORM = {"name": "정하늘", "employee_no": "HB-77", "username": "haneul", "password": PASSWORD, "again": PASSWORD}


def test_a_request_waits_for_approval(visitor: Client, settings: Any) -> None:
    settings.REGISTRATION = "approval"
    answer = visitor.post("/register", FORM)
    assert answer.status_code == 200 and "승인 대기" in answer.content.decode()
    assert User.objects.get(login_id="haneul").status == UserStatus.PENDING


def test_an_open_house_lets_people_in_at_once(visitor: Client, settings: Any) -> None:
    settings.REGISTRATION = "open"
    assert visitor.post("/register", FORM)["Location"] == "/login"
    assert visitor.post("/login", {"username": "haneul", "password": PASSWORD})["Location"] == "/"


def test_where_nobody_registers_the_page_says_whom_to_ask(visitor: Client, settings: Any) -> None:
    settings.REGISTRATION = "off"
    assert "관리자에게 문의해 주십시오." in visitor.get("/register").content.decode()
    assert visitor.post("/register", FORM).status_code == 403
    assert not User.objects.exists()
    assert 'href="/register"' not in visitor.get("/login").content.decode()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"password": "short", "again": "short"}, "password"),
        ({"password": "1234567890", "again": "1234567890"}, "password"),
        ({"again": "something-else-2026"}, "again"),
        ({"name": ""}, "name"),
        ({"name": "정\u202e하늘"}, "name"),
        ({"username": "a b"}, "username"),
        ({"employee_no": "<1>"}, "employee_no"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(visitor: Client, change: dict[str, str], field: str) -> None:
    answer = visitor.post("/register", {**FORM, **change})
    assert answer.status_code == 400
    assert f'id="{field}-error"' in answer.content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"), [({"username": "ALICE"}, "username"), ({"employee_no": "E-1"}, "employee_no")]
)
def test_what_is_taken_is_said_beside_its_field(
    visitor: Client, person: Any, change: dict[str, str], field: str
) -> None:
    person("alice", employee_no="E-1")
    answer = visitor.post("/register", {**FORM, **change})
    assert answer.status_code == 409 and f'id="{field}-error"' in answer.content.decode()
