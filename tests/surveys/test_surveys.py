"""A survey from its making to its results (contract 7, 12)."""

from typing import Any

import pytest

from accounts.models import OrgUnit, User
from messenger.core.events import Event
from tests.chat.doors import Rest
from tests.surveys.conftest import answers, wanted

pytestmark = pytest.mark.django_db


def test_a_survey_is_answered_and_counted(alice: User, bob: User, dana: User, units: dict[str, OrgUnit]) -> None:
    made = Rest(bob).post("surveys", wanted(targetOrgUnitId=str(units["first"].pk)))
    assert made.status == 201, made.body
    survey = made.body
    assert (survey["state"], survey["createdBy"], survey["answered"]) == ("OPEN", str(bob.pk), False)
    for who, single, multi, scale, text in ((alice, 0, (0, 2), 5, "좋아요"), (dana, 1, (), 2, "")):
        seen = Rest(who).get(f"surveys/{survey['surveyId']}").body
        done = Rest(who).post(f"surveys/{survey['surveyId']}/submit", answers(seen, single, multi, scale, text))
        assert (done.status, done.body["answered"]) == (201, True), done.body
    found = Rest(bob).get(f"surveys/{survey['surveyId']}/results").body
    assert (found["responseCount"], found["targetCount"], found["suppressed"]) == (2, 2, False)
    single, multi, scale, text = found["questions"]
    assert [row["count"] for row in single["choices"]] == [1, 1, 0]
    assert [row["count"] for row in multi["choices"]] == [1, 0, 1]
    assert (multi["answered"], scale["answered"]) == (1, 2)
    assert scale["scale"] == {"min": 1, "max": 5, "mean": 3.5, "counts": {"1": 0, "2": 1, "3": 0, "4": 0, "5": 1}}
    assert text["texts"] == ["좋아요"]
