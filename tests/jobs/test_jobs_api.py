"""REST for background work: system admins look and steer, nobody else does."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from audit.models import AuditEntry
from messenger import jobs_api
from messenger.core import events, jobs
from messenger.core.models import Job
from tests.client import Api
from tests.shapes import fits

pytestmark = pytest.mark.django_db

State, Cause = Job.State, Job.Cause
Handled = Callable[..., Callable[[Any], Any]]
MISSING = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def admin(api: Callable[..., Api], sysadmin: User) -> Api:
    return api(sysadmin)


@pytest.fixture
def scans(handled: Handled) -> list[Job]:
    """One waits for clamd, one failed, one is done; newest last."""

    @handled("file.scan", queue="scan", attempts=3)
    def scan(run: jobs.Run) -> None:
        run.say(f"looks at {run.args['size']} bytes")
        if run.args["size"] == 1:
            raise jobs.Again(Cause.DEPENDENCY_DOWN, "clamd does not answer", waiting_for="clamd")
        if run.args["size"] == 2:
            raise jobs.Failed(Cause.VALIDATION, "no such file")

    handled("link.preview", queue="links")(lambda run: None)
    asked = [jobs.enqueue("file.scan", size=size) for size in (1, 2, 3)]
    jobs.run_all()
    return asked


def ids(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [job["jobId"] for job in answer.json()["results"]]


def test_the_list_is_newest_first_and_filtered(admin: Api, scans: list[Job]) -> None:
    waiting, failed, done = (str(job.pk) for job in scans)
    link = str(jobs.enqueue("link.preview").pk)
    assert ids(admin.get("/jobs")) == [link, done, failed, waiting]
    assert ids(admin.get("/jobs", state="QUEUED")) == [link, waiting]
    assert ids(admin.get("/jobs", kind="file.scan", state="SUCCEEDED")) == [done]
    assert ids(admin.get("/jobs", cause="DEPENDENCY_DOWN")) == [waiting]
    assert ids(admin.get("/jobs", kind="nothing.such")) == []


def test_pages_follow_each_other(admin: Api, scans: list[Job]) -> None:
    first = admin.get("/jobs", limit=2)
    rest = admin.get("/jobs", limit=2, cursor=first.json()["next"])
    assert ids(first) + ids(rest) == [str(job.pk) for job in reversed(scans)]
    assert rest.json()["next"] is None


@pytest.mark.parametrize(
    "query",
    [{"state": "LOST"}, {"cause": "WEATHER"}, {"kind": "x" * 65}, {"kind": "a\0"}, {"limit": "0"}, {"cursor": "x"}],
)
def test_nonsense_is_refused(admin: Api, query: dict[str, str]) -> None:
    answer = admin.get("/jobs", **query)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "INVALID_ARGUMENT")


def test_a_cursor_of_another_list_is_refused(admin: Api) -> None:
    from messenger.core import paging

    for position in (3, ["now", MISSING], ["2026-01-01T00:00:00+00:00", "x"], ["2026-01-01T00:00:00+00:00"]):
        assert admin.get("/jobs", cursor=paging.next_cursor(position)).status_code == 400


def test_one_job_tells_why_it_waits_and_what_happened(admin: Api, scans: list[Job]) -> None:
    answer = admin.get(f"/jobs/{scans[0].pk}").json()
    fits(answer, jobs_api.JOB, "job")
    assert (answer["state"], answer["cause"], answer["waitingFor"]) == ("QUEUED", "DEPENDENCY_DOWN", "clamd")
    assert (answer["attempts"], answer["maxAttempts"]) == (1, 3)
    texts = [line["text"] for line in answer["log"]]
    assert texts[0] == "looks at 1 bytes"
    assert texts[1].startswith("attempt 1 of 3: clamd does not answer; again in ")
    listed = admin.get("/jobs").json()
    fits(listed, jobs_api.JOBS, "jobs")
    assert [len(job["log"]) for job in listed["results"]] == [1, 1, 1], "lists have the last line alone"


def test_what_a_job_is_about_is_not_told(admin: Api, scans: list[Job]) -> None:
    """A role gives no way into conversations (contract 12): arguments and keys stay inside."""
    assert not {"args", "key", "token"} & admin.get(f"/jobs/{scans[0].pk}").json().keys()


def test_an_admin_cancels_and_begins_again_and_it_is_written_down(admin: Api, sysadmin: User, scans: list[Job]) -> None:
    path = f"/jobs/{scans[0].pk}"
    cancelled = admin.post(f"{path}/cancel")
    assert (cancelled.status_code, cancelled.json()["state"]) == (200, "CANCELLED")
    assert admin.post(f"{path}/cancel").status_code == 409
    again = admin.post(f"{path}/retry")
    fits(again.json(), jobs_api.JOB, "job")
    assert (again.status_code, again.json()["state"], again.json()["attempts"]) == (200, "QUEUED", 0)
    assert admin.post(f"{path}/retry").status_code == 409
    entries = AuditEntry.objects.filter(target_type="job", target_id=scans[0].pk).order_by("pk")
    assert [(e.action, e.actor_id, e.detail) for e in entries] == [
        ("job.cancelled", sysadmin.pk, {"kind": "file.scan"}),
        ("job.retried", sysadmin.pk, {"kind": "file.scan"}),
    ], "what was refused is not among them"


@pytest.mark.parametrize("ask", [("GET", ""), ("POST", "/cancel"), ("POST", "/retry")], ids=["look", "cancel", "retry"])
def test_others_learn_nothing_not_even_whether_it_exists(
    api: Callable[..., Api], charlie: User, auditor: User, admin: Api, scans: list[Job], ask: tuple[str, str]
) -> None:
    method, rest = ask
    for path in (f"/jobs/{scans[1].pk}{rest}", f"/jobs/{MISSING}{rest}", f"/jobs/nonsense{rest}"):
        for person in (charlie, auditor):
            assert api(person).request(method, path).status_code == 403
        assert api(None).request(method, path).status_code == 401
    assert admin.request(method, f"/jobs/{MISSING}{rest}").status_code == 404
    assert admin.request(method, f"/jobs/nonsense{rest}").status_code == 404
    scans[1].refresh_from_db()
    assert scans[1].state == State.FAILED


@pytest.mark.django_db(transaction=True)
def test_who_asked_for_a_job_sees_how_it_gets_on(
    handled: Handled, alice: User, told: list[events.Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every event is the job as it stood then; progress comes once a second at most."""
    monkeypatch.setattr("messenger.core.jobs.run.WRITE_EVERY", 0)

    @handled()
    def work(run: jobs.Run) -> None:
        run.step(0.5, "half of it")

    job = jobs.enqueue("test.work", asked_by=alice.pk)
    jobs.enqueue("test.work")  # the clock's, say: nobody is told
    told.clear()
    jobs.run_all()
    mine = [event for event in told if event.name == "JOB_UPDATED"]
    assert {event.users for event in mine} == {(alice.pk,)}
    for event in mine:
        fits(event.data["job"] | {"jobId": str(job.pk), "askedBy": str(alice.pk)}, jobs_api.JOB, "job")
    assert [(e.data["job"]["state"], e.data["job"]["progress"]) for e in mine] == [
        ("RUNNING", 0.0),
        ("RUNNING", 0.5),
        ("SUCCEEDED", 1.0),
    ]
    assert mine[1].data["job"]["log"][0]["text"] == "half of it"


@pytest.mark.django_db(transaction=True)
def test_progress_is_written_once_a_second_at_most(handled: Handled, alice: User, told: list[events.Event]) -> None:
    @handled()
    def work(run: jobs.Run) -> None:
        for number in range(200):
            run.step(number / 200)

    jobs.enqueue("test.work", asked_by=alice.pk)
    told.clear()
    jobs.run_all()
    assert len(told) <= 4


def test_what_the_clock_asks_for_does_not_bury_the_rest(admin: Api, scans: list[Job], handled: Handled) -> None:
    for kind, state in (("file.collect", State.SUCCEEDED), ("file.collect", State.DEAD)):
        Job.objects.create(kind=kind, queue="upkeep", key="every", state=state, finished_at=timezone.now())
    shown = admin.get("/jobs", routine=0).json()["results"]
    assert [job["state"] for job in shown if job["kind"] == "file.collect"] == ["DEAD"]
    assert len(shown) == len(scans) + 1
    assert len(admin.get("/jobs").json()["results"]) == len(scans) + 2
