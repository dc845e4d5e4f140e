"""Surveys of a demo company, for the tests that look at them."""

import datetime as dt
from typing import Any

from tests.browser.people import Person

QUESTIONS: list[dict[str, Any]] = [
    {
        "type": "SINGLE",
        "prompt": "재택근무는 주 며칠이 적당하다고 생각하십니까?",
        "required": True,
        "choices": ["하지 않음", "주 1일", "주 2일", "주 3일 이상"],
    },
    {
        "type": "MULTI",
        "prompt": "재택근무에 필요한 지원을 모두 골라 주세요.",
        "required": False,
        "choices": ["모니터", "의자와 책상", "통신비", "보안 장비"],
    },
    {
        "type": "SCALE",
        "prompt": "지금의 근무 제도에 얼마나 만족하십니까?",
        "required": True,
        "scaleMin": 1,
        "scaleMax": 5,
    },
    {"type": "TEXT", "prompt": "바라는 점을 자유롭게 적어 주세요.", "required": False},
]
TEXTS = ("출퇴근 시간이 줄어 좋습니다.", "회의는 같은 요일에 모아 주세요.", "장비 신청이 너무 오래 걸립니다.")


def in_hours(hours: float) -> str:
    """That moment on the wire."""
    return (dt.datetime.now(dt.UTC) + dt.timedelta(hours=hours)).isoformat().replace("+00:00", "Z")


def survey(author: Person, title: str, **more: Any) -> dict[str, Any]:
    """A survey that is open at once, of four questions unless said otherwise."""
    body = {"title": title, "description": "", "isAnonymous": False, "questions": QUESTIONS, **more}
    made: dict[str, Any] = author.call("POST", "/surveys", body)
    return made


def answers(made: dict[str, Any], n: int) -> list[dict[str, Any]]:
    """What the n-th person answers: not all alike, every third one without a text."""
    found: list[dict[str, Any]] = []
    for question in made["questions"]:
        answer: dict[str, Any] = {"questionId": question["questionId"]}
        choices = [choice["choiceId"] for choice in question["choices"]]
        if question["type"] == "SINGLE":
            answer["choiceIds"] = [choices[(n * n) % 3 + (n % 4 == 0)]]
        elif question["type"] == "MULTI":
            answer["choiceIds"] = choices[: 1 + n % 3]
        elif question["type"] == "SCALE":
            answer["scale"] = 2 + (n * n) % 4
        else:
            answer["text"] = TEXTS[n % 3]
        found.append(answer)
    return found


def respond(made: dict[str, Any], *people: Person) -> None:
    """Each of them answers."""
    for n, person in enumerate(people):
        person.call("POST", f"/surveys/{made['surveyId']}/submit", {"answers": answers(made, n)})
