"""/system: what runs behind the conversations, for system admins alone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from audit.models import AuditEntry
from messenger.core.models import Job
from tests.conftest import PASSWORD


@pytest.fixture
def admin_page(visitor: Client, person: Callable[..., Any]) -> Client:
    """A browser of a system admin."""
    person("chief", name="관리자", role="SYSTEM_ADMIN", password=PASSWORD)
    visitor.post("/login", {"username": "chief", "password": PASSWORD})
    return visitor


def test_a_system_admin_sees_the_page_and_the_way_to_it(admin_page: Client) -> None:
    page = admin_page.get("/system").content.decode()
    assert all(f"<{part}>" in page for part in ("system-health", "blocked-files", "job-list"))
    assert 'href="/system"' in admin_page.get("/settings").content.decode()


def test_for_others_there_is_no_such_page(signed_in: Callable[..., Client], visitor: Client) -> None:
    browser = signed_in()
    assert browser.get("/system").status_code == 404
    assert browser.post("/system").status_code == 404
    assert 'href="/system"' not in browser.get("/settings").content.decode()


def test_strangers_are_led_to_the_sign_in(visitor: Client) -> None:
    assert visitor.get("/system")["Location"] == "/login?next=/system"


def test_without_a_scanner_the_page_says_so_and_asks_for_no_scan(admin_page: Client) -> None:
    assert "바이러스 검사기가" in admin_page.get("/system").content.decode()
    assert admin_page.post("/system")["Location"] == "/system"
    assert not Job.objects.exists()


def test_scanning_everything_again_is_work_that_is_recorded(admin_page: Client, settings: Any) -> None:
    settings.FILE_SCANNER = "clamd"
    for _ in range(2):
        assert admin_page.post("/system")["Location"] == "/system?asked"
    assert Job.objects.get().kind == "file.rescan", "asked twice, it is one job"
    assert AuditEntry.objects.filter(action="file.rescan_asked").count() == 2
    assert "모든 파일을 다시 검사합니다" in admin_page.get("/system?asked").content.decode()
