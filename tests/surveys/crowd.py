"""Surveys of many people, made and answered through the services: for what is asked of hundreds of them."""

import random
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from accounts import services as accounts
from accounts.models import OrgMember, OrgUnit, Profile, User
from surveys.models import Survey
from surveys.services import closing, submitting, writing

QUESTIONS: list[dict[str, Any]] = [
    {"type": "SINGLE", "prompt": "부서를 옮기고 싶습니까?", "required": True, "choices": ["예", "아니요", "모르겠다"]},
    {"type": "MULTI", "prompt": "무엇이 힘듭니까?", "required": False, "choices": ["일", "사람", "보수", "거리"]},
    {"type": "SCALE", "prompt": "만족도", "required": True, "scale_min": 1, "scale_max": 5},
    {"type": "TEXT", "prompt": "하고 싶은 말", "required": False},
]


def people(number: int) -> list[User]:
    """So many active users, quickly."""
    users = [User(login_id=f"crowd{index:04}", password="!") for index in range(number)]
    User.objects.bulk_create(users)
    Profile.objects.bulk_create(Profile(user=user, name=f"사람 {index}") for index, user in enumerate(users))
    return users


def chart(lots: random.Random, size: int) -> list[OrgUnit]:
    """A chart of so many departments, each below an earlier one or at the top."""
    units: list[OrgUnit] = []
    for number in range(size):
        above = lots.choice([None, *units])
        units.append(accounts.create_unit(actor=None, name=f"부서 {number}", parent_id=above.pk if above else None))
    return units


def seat(lots: random.Random, users: list[User], units: list[OrgUnit]) -> None:
    """Everybody gets a post somewhere; departments of one and of many come of it."""
    weights = [lots.choice([1, 1, 3, 8]) for _unit in units]
    OrgMember.objects.filter(user__in=users).delete()
    OrgMember.objects.bulk_create(
        OrgMember(user=user, unit=lots.choices(units, weights)[0], is_primary=True) for user in users
    )


@dataclass
class Poll:
    """A survey that was answered: who said what is known here, and nowhere else."""

    survey: Survey
    order: list[UUID] = field(default_factory=list)  # of those who answered, as they came
    texts: dict[UUID, str] = field(default_factory=dict)
    chosen: dict[UUID, str] = field(default_factory=dict)
    answered: dict[str, set[UUID]] = field(default_factory=dict)  # who answered a question

    def add(self, later: "Poll") -> None:
        """Those who answered after these."""
        self.order += later.order
        self.texts |= later.texts
        self.chosen |= later.chosen
        for question_id, who in later.answered.items():
            self.answered.setdefault(question_id, set()).update(who)


def ask(author: User, *, anonymous: bool = True, unit_id: UUID | None = None) -> Survey:
    """An open survey of `QUESTIONS`."""
    return writing.create_survey(
        actor=author,
        title="속마음",
        description="",
        is_anonymous=anonymous,
        target_unit_id=unit_id,
        questions=QUESTIONS,
        shared_with=[],
        is_draft=False,
    )


def answer(lots: random.Random, survey: Survey, users: list[User], *, skips: float = 0.2) -> Poll:
    """Everybody answers, in this order; each writes words that nobody else writes, as long as they like."""
    poll = Poll(survey)
    single, multi, scale, text = survey.questions.all()
    for user in users:
        choice = lots.choice(list(single.choices.all()))
        given: list[dict[str, Any]] = [
            {"question_id": single.pk, "choices": [choice.pk]},
            {"question_id": scale.pk, "scale": lots.randint(1, 5)},
        ]
        if lots.random() > skips:
            given.append(
                {"question_id": multi.pk, "choices": [c.pk for c in multi.choices.all() if lots.random() < 0.5]}
            )
        if lots.random() > skips / 4:
            poll.texts[user.pk] = f"비밀 {lots.getrandbits(40):010x} " + "말" * lots.randint(0, 1500)
            given.append({"question_id": text.pk, "text": poll.texts[user.pk]})
        submitting.submit(actor=user, survey_id=survey.pk, answers=given)
        for each in given:
            if each.get("choices") != []:
                poll.answered.setdefault(str(each["question_id"]), set()).add(user.pk)
        poll.order.append(user.pk)
        poll.chosen[user.pk] = str(choice.pk)
    return poll


def close(author: User, survey: Survey) -> None:
    closing.close_survey(actor=author, survey_id=survey.pk)
