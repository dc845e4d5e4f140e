"""The cast of the sign-in stories, a clock that stands still, and a caller of the REST door."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts import services
from accounts.models import User, UserStatus
from messenger.core import events, limits

PASSWORD = "바다가-보이는-창문"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    limits.forget_all()


class Clock:
    """`timezone.now()` stands still until it is moved."""

    def __init__(self) -> None:
        self.moment = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.moment

    def move(self, seconds: float) -> None:
        self.moment += dt.timedelta(seconds=seconds)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    standing = Clock()
    monkeypatch.setattr(timezone, "now", standing)
    return standing


@pytest.fixture
def alice(db: None) -> User:
    return services.create_user(
        login_id="alice",
        name="김민수",
        password=PASSWORD,
        employee_no="2021-0042",
        title="대리",
        phone="010-1234-5678",
        email="alice@hanbit.example",
    )


@pytest.fixture
def bob(db: None) -> User:
    return services.create_user(login_id="Bob", name="박하나", password=PASSWORD, title="과장")


@pytest.fixture
def pending(db: None) -> User:
    return services.create_user(login_id="paula", name="김새롬", password=PASSWORD, status=UserStatus.PENDING)


@pytest.fixture
def disabled(db: None) -> User:
    return services.create_user(login_id="dora", name="김도라", password=PASSWORD, status=UserStatus.DISABLED)


class Caller:
    """Somebody at the REST door. Answers are `(status, body)`."""

    def __init__(self, token: str = "", **meta: Any) -> None:
        self.client = Client(enforce_csrf_checks=True, **meta)
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        answer = self.client.generic(
            method, f"/api/v1/{path}", data, "application/json", headers={**self.headers, **headers}
        )
        return answer.status_code, json.loads(answer.content) if answer.content else None


@pytest.fixture
def call() -> Caller:
    return Caller()


@pytest.fixture
def caller() -> Callable[..., Caller]:
    return Caller


SignsIn = Callable[..., dict[str, Any]]


@pytest.fixture
def sign_in(call: Caller) -> SignsIn:
    """Signs somebody in over REST and returns the body."""

    def signs_in(user: User, device: str = "사무실 PC", **more: Any) -> dict[str, Any]:
        wanted = {"username": user.login_id, "password": PASSWORD, "deviceName": device, **more}
        status, body = call("POST", "device-sessions", wanted)
        assert status == 201, body
        return dict(body)

    return signs_in


@pytest.fixture
def signed_in(sign_in: SignsIn) -> Callable[[User], Caller]:
    """A caller who is signed in."""
    return lambda user: Caller(sign_in(user)["accessToken"])


@pytest.fixture
def told() -> Iterator[list[events.Notice]]:
    """What was told after commits."""
    heard: list[events.Notice] = []
    stop = events.listen(heard.append)
    yield heard
    stop()
