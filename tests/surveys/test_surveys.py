"""A survey from its making to its end (contract 7, 12)."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from accounts.models import OrgUnit, User
from audit.models import AuditEntry
from chat.models import Notification
from surveys.api import documented
from surveys.models import Survey
from tests.chat.doors import Rest
from tests.shapes import fits
from tests.surveys.conftest import Clock, answers, wanted, wire

pytestmark = pytest.mark.django_db
Units = dict[str, OrgUnit]


def make(who: User, **fields: Any) -> dict[str, Any]:
    """A survey that must be made."""
    answer = Rest(who).post("surveys", wanted(**fields))
    assert answer.status == 201, answer.body
    return dict(answer.body)


def test_a_survey_is_answered_and_counted(alice: User, bob: User, dana: User, units: Units) -> None:
    survey = make(bob, targetOrgUnitId=str(units["first"].pk))
    fits(survey, documented.SURVEY, "survey")
    assert (survey["state"], survey["createdBy"], survey["answered"]) == ("OPEN", str(bob.pk), False)
    path = f"surveys/{survey['surveyId']}"
    for who, single, multi, scale, text in ((alice, 0, (0, 2), 5, "좋아요"), (dana, 1, (), 2, "")):
        done = Rest(who).post(f"{path}/submit", answers(Rest(who).get(path).body, single, multi, scale, text))
        assert (done.status, done.body["answered"]) == (201, True), done.body
    found = Rest(bob).get(f"{path}/results").body
    fits(found, documented.RESULTS, "results")
    assert (found["responseCount"], found["targetCount"], found["suppressed"]) == (2, 2, False)
    first, second, third, fourth = found["questions"]
    assert [row["count"] for row in first["choices"]] == [1, 1, 0]
    assert [row["count"] for row in second["choices"]] == [1, 0, 1]
    assert (second["answered"], third["answered"]) == (1, 2)
    assert third["scale"] == {"min": 1, "max": 5, "mean": 3.5, "counts": {"1": 0, "2": 1, "3": 0, "4": 0, "5": 1}}
    assert fourth["texts"] == ["좋아요"]


def test_a_department_is_asked_with_what_is_below_it_and_nobody_else(
    alice: User, bob: User, charlie: User, dana: User, units: Units, outside: OrgUnit, told: Callable[..., Any]
) -> None:
    events = told(make, charlie, targetOrgUnitId=str(units["sales"].pk))
    (created,) = [event for event in events if event.name == "SURVEY_CREATED"]
    assert set(created.users) == {alice.pk, bob.pk, dana.pk}
    assert created.data["survey"]["canAnswer"]
    assert not created.data["survey"]["canSeeResults"]
    assert set(Notification.objects.filter(type="SURVEY").values_list("user_id", flat=True)) == set(created.users)
    path = f"surveys/{created.data['survey']['surveyId']}"
    assert Rest(alice).get(path).status == 200
    mine = Rest(charlie).get(path).body
    assert (mine["canAnswer"], mine["canEdit"]) == (False, True)
    assert Rest(charlie).post(f"{path}/submit", answers(mine)).status == 404  # it does not ask its author


def test_outsiders_find_no_survey(bob: User, charlie: User, units: Units, outside: OrgUnit) -> None:
    survey = make(bob, targetOrgUnitId=str(units["sales"].pk))
    path, me = f"surveys/{survey['surveyId']}", Rest(charlie)
    for answer in (me.get(path), me.patch(path, {"title": "x"}), me.delete(path), me.post(f"{path}/close")):
        assert answer.status == 404
    assert me.post(f"{path}/submit", answers(survey)).status == 404
    assert me.get(f"{path}/results").status == me.get(f"{path}/progress").status == 403
    assert me.get(f"surveys/{uuid.uuid4()}/results").status == 404
    assert me.get("surveys").body["results"] == []


def test_who_joins_later_is_not_asked(bob: User, dana: User, units: Units, person: Callable[..., User]) -> None:
    from accounts.services import give_post

    survey = make(bob, targetOrgUnitId=str(units["first"].pk))
    late = person("late")
    give_post(actor=None, user=late, unit=units["first"])
    assert Rest(late).get(f"surveys/{survey['surveyId']}").status == 404
    assert Rest(bob).get(f"surveys/{survey['surveyId']}/progress").body["targetCount"] == 2


def test_a_draft_is_its_authors_alone_and_may_be_unfinished(alice: User, bob: User, dana: User) -> None:
    draft = make(bob, title="", questions=[{"type": "SINGLE"}], isDraft=True, sharedWith=[str(dana.pk)])
    path = f"surveys/{draft['surveyId']}"
    assert (draft["state"], draft["isDraft"]) == ("DRAFT", True)
    assert Rest(alice).get(path).status == Rest(dana).get(path).status == 404
    refused = Rest(bob).post(f"{path}/publish")
    assert (refused.status, set(refused.details), set(refused.details["questions"])) == (
        400,
        {"title", "questions"},
        {"0"},
    )
    finished = Rest(bob).patch(path, {"title": "설문", "questions": wanted()["questions"]})
    assert (finished.status, len(finished.body["questions"])) == (200, 4)
    published = Rest(bob).post(f"{path}/publish").body
    assert (published["state"], published["isDraft"]) == ("OPEN", False)
    assert Rest(alice).get(path).status == 200
    assert Rest(bob).post(f"{path}/publish").body == published
    assert Notification.objects.filter(type="SURVEY").values("user").distinct().count() == 2


def test_what_has_begun_is_settled(alice: User, bob: User, clock: Clock) -> None:
    end = clock() + dt.timedelta(hours=1)
    survey = make(bob, closesAt=wire(end))
    path, me = f"surveys/{survey['surveyId']}", Rest(bob)
    for change in (
        {"questions": wanted()["questions"]},
        {"isAnonymous": True},
        {"opensAt": wire(end)},
        {"targetOrgUnitId": str(uuid.uuid4())},
    ):
        refused = me.patch(path, change)
        assert (refused.status, refused.code, len(refused.details["fields"])) == (409, "CONFLICT", 1)
    assert me.patch(path, {"closesAt": wire(end - dt.timedelta(minutes=1))}).status == 400
    later = {"title": "구내식당 만족도", "closesAt": wire(end + dt.timedelta(hours=1)), "isAnonymous": False}
    assert me.patch(path, {**later, "sharedWith": [str(alice.pk)]}).status == 200
    assert Rest(alice).get(f"{path}/results").status == 200
    assert Rest(alice).patch(path, {"title": "x"}).status == 403
    clock(hours=3)
    me = Rest(bob)  # the token has run out meanwhile
    assert me.patch(path, {"title": "x"}).status == me.patch(path, {"closesAt": None}).status == 409
    assert me.patch(path, {"sharedWith": []}).body["sharedWith"] == []
    assert Rest(alice).get(f"{path}/results").status == 403


def test_only_what_nobody_answered_can_be_deleted(alice: User, bob: User, told: Callable[..., Any]) -> None:
    survey = make(bob)
    path = f"surveys/{survey['surveyId']}"
    Rest(alice).post(f"{path}/submit", answers(survey))
    assert Rest(bob).delete(path).status == 409
    assert Rest(alice).delete(path).status == 403
    other = make(bob, isAnonymous=True)
    (gone,) = told(Rest(bob).delete, f"surveys/{other['surveyId']}")
    assert (gone.name, set(gone.users)) == ("SURVEY_DELETED", {alice.pk, bob.pk})
    assert Survey.objects.count() == 1


def test_each_finds_what_concerns_them(alice: User, bob: User, dana: User, units: Units, clock: Clock) -> None:
    first = make(bob, targetOrgUnitId=str(units["first"].pk), title="1")
    clock(seconds=1)
    make(bob, isDraft=True, title="2")
    clock(seconds=1)
    make(bob, targetOrgUnitId=str(units["first"].pk), sharedWith=[str(dana.pk)], title="3")
    Rest(alice).post(f"surveys/{first['surveyId']}/submit", answers(first))

    def titles(who: User, query: str) -> list[str]:
        return [survey["title"] for survey in Rest(who).get(f"surveys{query}").body["results"]]

    assert titles(bob, "?box=mine") == ["3", "2", "1"]
    assert (titles(alice, "?box=toAnswer"), titles(alice, "?box=answered"), titles(alice, "")) == (
        ["3"],
        ["1"],
        ["3", "1"],
    )
    assert (titles(dana, "?box=toAnswer"), titles(dana, "?box=shared")) == (["3", "1"], ["3"])
    Rest(bob).post(f"surveys/{first['surveyId']}/close")
    assert titles(dana, "?box=closed") == titles(bob, "?box=closed") == ["1"]
    page = Rest(bob).get("surveys?box=mine&limit=2").body
    rest = Rest(bob).get(f"surveys?box=mine&limit=2&cursor={page['next']}").body
    assert ([survey["title"] for survey in page["results"] + rest["results"]], rest["next"]) == (["3", "2", "1"], None)
    fits(page, documented.SURVEYS, "surveys")
    assert Rest(bob).get("surveys?box=others").status == 400


def test_the_company_may_leave_surveys_to_admins(bob: User, sysadmin: User, settings: Settings) -> None:
    settings.SURVEYS_BY = "admins"
    refused = Rest(bob).post("surveys", wanted())
    assert (refused.status, refused.details) == (403, {"reason": "POLICY"})
    assert Rest(sysadmin).post("surveys", wanted()).status == 201


def test_who_made_a_survey_and_who_looked_at_results_is_audited(alice: User, bob: User) -> None:
    survey = make(bob, sharedWith=[str(alice.pk)])
    path = f"surveys/{survey['surveyId']}"
    Rest(alice).post(f"{path}/submit", answers(survey))
    Rest(alice).get(f"{path}/results")
    Rest(bob).post(f"{path}/submit", answers(survey))
    Rest(bob).post(f"{path}/close")
    Rest(bob)._client.get(f"/api/v1/{path}/results.csv", headers={"Authorization": f"Bearer {Rest(bob).token}"})
    rows = AuditEntry.objects.filter(action__startswith="survey.").order_by("pk")
    assert [(row.action, row.actor_id, row.target_id) for row in rows] == [
        ("survey.created", bob.pk, survey["surveyId"]),
        ("survey.results_viewed", alice.pk, survey["surveyId"]),
        ("survey.results_viewed", bob.pk, survey["surveyId"]),
    ]
    [taken] = AuditEntry.objects.filter(action="export.created")
    assert (taken.actor_id, taken.target_id, taken.detail) == (
        bob.pk, survey["surveyId"], {"form": "csv", "rows": taken.detail["rows"]}
    )  # fmt: skip
    assert taken.detail["rows"] > 0
