"""Admins have the directory read, look at what it would change, and let a run go on that the guard stopped."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User, UserStatus
from audit.models import AuditEntry
from messenger.core import jobs
from tests.directory import company
from tests.services.slapd import Slapd

pytestmark = pytest.mark.django_db
RUNS = "/admin/directory/runs"


def test_a_preview_shows_whom_it_would_change(directory: Slapd, api: Callable[..., Any], sysadmin: Any) -> None:
    admin = api(sysadmin)
    asked = admin.post(RUNS, {"dry": True})
    assert (asked.status_code, asked.json()["state"]) == (202, "RUNNING")
    jobs.run_all()
    run = admin.get(f"{RUNS}/{asked.json()['runId']}").json()
    assert (run["state"], run["read"], run["counts"]["created"]) == ("PREVIEW", 3, 3)
    assert {change["loginId"] for change in run["changes"]} == {"minji.kim", "junho.park", "seoyeon.choi"}
    assert [row["runId"] for row in admin.get(RUNS).json()["results"]] == [run["runId"]]
    assert AuditEntry.objects.get(action="directory.asked").actor_id == sysadmin.pk
    assert admin.get("/admin/directory").json()["configured"] is True
    assert not User.objects.filter(login_id="minji.kim").exists()


def test_a_stopped_run_goes_on_when_an_admin_says_so(
    directory: Slapd, api: Callable[..., Any], sysadmin: Any, settings: Any
) -> None:
    settings.LDAP_GUARD_LEAST = 0
    admin = api(sysadmin)
    admin.post(RUNS, {"dry": False})
    jobs.run_all()
    directory.remove(company.MINJI)
    stopped = admin.post(RUNS, {"dry": False}).json()["runId"]
    jobs.run_all()
    assert admin.get("/admin/directory").json()["waiting"] == stopped
    assert admin.get(f"{RUNS}/{stopped}").json()["leaving"] == 1
    assert "DIRECTORY_STOPPED" in {told["type"] for told in admin.get("/notifications").json()["results"]}
    assert admin.post(f"{RUNS}/{stopped}/approve").status_code == 200
    assert admin.post(f"{RUNS}/{stopped}/approve").status_code == 409
    jobs.run_all()
    assert User.objects.get(login_id="minji.kim").status == UserStatus.DISABLED
    assert AuditEntry.objects.get(action="directory.approved").actor_id == sysadmin.pk


def test_health_says_how_the_directory_is(
    directory: Slapd, api: Callable[..., Any], sysadmin: Any, settings: Any
) -> None:
    admin = api(sysadmin)
    assert admin.get("/system/health").json()["parts"]["directory"]["state"] == "warn"  # never heard of
    admin.post(RUNS, {"dry": True})
    jobs.run_all()
    assert admin.get("/system/health").json()["parts"]["directory"]["state"] == "ok"
    settings.LDAP_SERVER_URI = "ldap://127.0.0.1:1"
    admin.post(RUNS, {"dry": True})
    jobs.run_all()
    assert admin.get("/system/health").json()["parts"]["directory"]["state"] == "warn"  # within the grace
    settings.LDAP_GRACE_SECONDS = 0
    assert admin.get("/system/health").json()["parts"]["directory"]["state"] == "failed"


def test_nobody_else_learns_of_it(directory: Slapd, api: Callable[..., Any], alice: Any, auditor: Any) -> None:
    for who in (alice, auditor):
        assert api(who).post(RUNS, {"dry": True}).status_code == 403
        assert api(who).get("/admin/directory").status_code == 403
