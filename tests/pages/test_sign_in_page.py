"""/login and /logout, without a script (contract sections 2 and 12)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import DeviceSession, UserStatus
from tests.conftest import PASSWORD

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36"


def _sign_in(visitor: Client, **fields: str) -> Any:
    return visitor.post("/login", {"username": "alice", "password": PASSWORD, **fields})


def test_a_stranger_is_led_to_the_sign_in_and_back(visitor: Client, alice: Any) -> None:
    room = "/rooms/7a0c4f0e-8f57-4d1c-9c55-0f8f8c3f3d10"
    led = visitor.get(room)
    assert (led.status_code, led["Location"]) == (302, f"/login?next={room.replace('/', '%2F')}")
    assert f'value="{room}"' in visitor.get(led["Location"]).content.decode()
    assert _sign_in(visitor, next=room)["Location"] == room


def test_signing_in_sets_a_cookie_that_no_script_can_read(visitor: Client, alice: Any) -> None:
    cookie = _sign_in(visitor).cookies[settings.SESSION_COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    assert cookie["max-age"] == "", "forgotten when the browser closes"


def test_a_remembered_device_stays_signed_in(visitor: Client, alice: Any) -> None:
    cookie = _sign_in(visitor, remember="on").cookies[settings.SESSION_COOKIE]
    assert int(cookie["max-age"]) > 86_400


def test_the_device_gets_the_browsers_name(visitor: Client, alice: Any) -> None:
    visitor.post("/login", {"username": "alice", "password": PASSWORD}, headers={"User-Agent": CHROME})
    session = DeviceSession.objects.get()
    assert (session.device_name, session.platform) == ("Chrome · Windows", "WEB")


@pytest.mark.parametrize("username", ["alice", "nobody-of-this-name"])
def test_a_wrong_password_and_an_unknown_login_read_alike(visitor: Client, alice: Any, username: str) -> None:
    answer = _sign_in(visitor, username=username, password="not-the-password")
    assert answer.status_code == 401
    assert "아이디 또는 비밀번호가 맞지 않습니다." in answer.content.decode()
    assert settings.SESSION_COOKIE not in answer.cookies


def test_what_was_typed_as_a_password_is_not_sent_back(visitor: Client, alice: Any) -> None:
    assert b"s3cret-typo-77" not in _sign_in(visitor, password="s3cret-typo-77").content


def test_missing_fields_are_named_beside_them(visitor: Client) -> None:
    page = visitor.post("/login", {"username": "", "password": ""}).content.decode()
    assert 'aria-describedby="username-error"' in page and 'id="username-error"' in page


def test_after_too_many_failures_the_page_says_how_long_to_wait(visitor: Client, alice: Any, settings: Any) -> None:
    settings.AXES_FAILURE_LIMIT = 3
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "sign_in": (1000, 60)}
    for _ in range(3):
        _sign_in(visitor, password="not-the-password")
    answer = _sign_in(visitor)
    assert answer.status_code == 429
    assert "15분 후에 다시 시도해 주십시오." in answer.content.decode()


@pytest.mark.parametrize(
    ("status", "text"),
    [(UserStatus.PENDING, "가입 신청이 접수되었습니다."), (UserStatus.DISABLED, "사용이 중지된 계정입니다.")],
)
def test_who_may_not_come_in_learns_why_with_the_right_password_only(
    visitor: Client, alice: Any, status: str, text: str
) -> None:
    alice.status = status
    alice.save()
    assert text not in _sign_in(visitor, password="not-the-password").content.decode()
    answer = _sign_in(visitor)
    assert answer.status_code == 403 and text in answer.content.decode()


@pytest.mark.parametrize(
    "place", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "login", "/logout"]
)
def test_nobody_is_sent_away_after_signing_in(visitor: Client, alice: Any, place: str) -> None:
    assert _sign_in(visitor, next=place)["Location"] == "/"


def test_who_is_signed_in_needs_no_form(signed_in: Callable[..., Client]) -> None:
    assert signed_in().get("/login?next=/devices")["Location"] == "/devices"


def test_signing_out_ends_the_session_and_empties_the_browser(signed_in: Callable[..., Client]) -> None:
    browser = signed_in()
    answer = browser.post("/logout")
    assert answer["Location"] == "/login"
    assert answer["Clear-Site-Data"] == '"storage"'
    assert DeviceSession.objects.get().revoked_at is not None
    assert browser.get("/settings")["Location"] == "/login?next=/settings"


def test_a_link_signs_nobody_out(signed_in: Callable[..., Client]) -> None:
    assert signed_in().get("/logout").status_code == 405
    assert DeviceSession.objects.get().revoked_at is None


def test_another_site_cannot_sign_anybody_in(alice: Any) -> None:
    strict = Client(enforce_csrf_checks=True, SERVER_NAME="localhost")
    answer = strict.post("/login", {"username": "alice", "password": PASSWORD})
    assert answer.status_code == 403 and not DeviceSession.objects.exists()
    assert "입력 내용을 처리하지 못했습니다." in answer.content.decode()


def test_whose_session_was_ended_is_told_so(signed_in: Callable[..., Client]) -> None:
    browser = signed_in()
    DeviceSession.objects.get().delete()
    led = browser.get("/")
    assert led["Location"] == "/login?ended=1"
    assert "로그아웃되었습니다." in browser.get(led["Location"]).content.decode()
