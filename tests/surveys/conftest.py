"""A small company, and surveys in it."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone

from accounts import services as accounts
from accounts.models import OrgUnit, User
from messenger.core.events import Event, listen

Clock = Callable[..., dt.datetime]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The time services see: `clock()` reads it, `clock(seconds=90)` moves it."""
    at = [timezone.now().replace(microsecond=0)]
    monkeypatch.setattr("django.utils.timezone.now", lambda: at[0])

    def move(**by: float) -> dt.datetime:
        at[0] += dt.timedelta(**by)
        return at[0]

    return move


@pytest.fixture
def units(alice: User, bob: User, dana: User) -> dict[str, OrgUnit]:
    """영업 with 영업1 below it: bob, and alice and dana. charlie is in 개발."""
    sales = accounts.create_unit(actor=None, name="영업")
    first = accounts.create_unit(actor=None, name="영업1", parent_id=sales.pk)
    accounts.give_post(actor=None, user=bob, unit=sales, title="본부장")
    for user in (alice, dana):
        accounts.give_post(actor=None, user=user, unit=first, title="대리")
    return {"sales": sales, "first": first}


@pytest.fixture
def outside(charlie: User) -> OrgUnit:
    """Where charlie works."""
    unit = accounts.create_unit(actor=None, name="개발")
    accounts.give_post(actor=None, user=charlie, unit=unit, title="사원")
    return unit


@pytest.fixture
def told(django_capture_on_commit_callbacks: Any) -> Iterator[Callable[..., list[Event]]]:
    """`told(Rest(bob).post, "surveys", body)`: the events of what is done, after its commit."""
    heard: list[Any] = []
    stop = listen(heard.append)

    def of(do: Callable[..., Any], *args: Any, **kwargs: Any) -> list[Event]:
        del heard[:]
        with django_capture_on_commit_callbacks(execute=True):
            do(*args, **kwargs)
        return [event for event in heard if isinstance(event, Event) and event.name.startswith("SURVEY_")]

    yield of
    stop()


def wire(moment: dt.datetime) -> str:
    """A moment as a client writes it."""
    return moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def wanted(**fields: Any) -> dict[str, Any]:
    """The body of POST /surveys: a question of each type."""
    questions = [
        {"type": "SINGLE", "prompt": "점심은?", "required": True, "choices": ["한식", "양식", "중식"]},
        {"type": "MULTI", "prompt": "무엇이 좋았나요?", "required": False, "choices": ["밥", "국", "반찬"]},
        {"type": "SCALE", "prompt": "얼마나 만족하나요?", "required": True, "scaleMin": 1, "scaleMax": 5},
        {"type": "TEXT", "prompt": "한마디", "required": False},
    ]
    return {"title": "구내식당", "isAnonymous": False, "questions": questions, **fields}


def answers(
    survey: dict[str, Any], single: int = 0, multi: tuple[int, ...] = (), scale: int = 3, text: str = ""
) -> Any:
    """Answers to what `wanted` asks: choices by their number."""
    one, many, step, words = survey["questions"]
    given: list[dict[str, Any]] = [
        {"questionId": one["questionId"], "choiceIds": [one["choices"][single]["choiceId"]]},
        {"questionId": many["questionId"], "choiceIds": [many["choices"][number]["choiceId"] for number in multi]},
        {"questionId": step["questionId"], "scale": scale},
        {"questionId": words["questionId"], "text": text},
    ]
    return {"answers": given}
