"""System admins see how the scanner is and what it blocked; nobody else does (contract 9)."""

import datetime as dt
import signal
from collections.abc import Callable
from typing import Any

import clamd
import pytest
from django.utils import timezone

from files.scanning import Version, clamav
from messenger.core import jobs
from messenger.operation import api as operation
from tests.client import Api
from tests.files.scanners import DOWN, Judge, stub
from tests.files.sending import Sender
from tests.services.clamd import Clamd
from tests.services.ports import free_port
from tests.shapes import fits

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def admins(sysadmin: Any, api: Callable[..., Api]) -> Api:
    return api(sysadmin)


def scanner_in(health: Any) -> tuple[str, str]:
    part = health.json()["parts"]["scanner"]
    return part["state"], part["detail"]


def test_every_part_has_a_state(admins: Api) -> None:
    answer = admins.get("/system/health")
    assert answer.status_code == 200
    fits(answer.json(), operation.HEALTH, "health")
    assert set(answer.json()["parts"]) == set(operation.PARTS)
    assert {name: answer.json()["parts"][name]["state"] for name in ("database", "cache", "broker", "storage")} == {
        "database": "ok",
        "cache": "ok",
        "broker": "ok",
        "storage": "ok",
    }


def test_only_system_admins_see_it(
    alice: Any, auditor: Any, charlie: Any, api: Callable[..., Api], sysadmin: Any
) -> None:
    for path in ("/system/health", "/system/blocked-files"):
        assert [api(who).get(path).status_code for who in (alice, auditor, charlie)] == [403, 403, 403]
        assert api(None).get(path).status_code == 401
        assert api(sysadmin).get(path).status_code == 200


def test_an_installation_that_does_not_scan_says_so(admins: Api) -> None:
    assert scanner_in(admins.get("/system/health")) == (
        "warn",
        "파일을 바이러스 검사하지 않습니다(FILE_SCANNER=off).",
    )


def test_a_good_scanner(admins: Api, clamav: Clamd, scanned_by: Callable[..., None]) -> None:
    scanned_by(clamav.unix)
    part = admins.get("/system/health").json()["parts"]["scanner"]
    assert part["state"] == "ok"
    assert part["detail"] == part["facts"]["version"]
    assert part["detail"].startswith("ClamAV ")
    assert (part["facts"]["blocksEncrypted"], part["facts"]["waiting"], part["facts"]["failed"]) == (True, 0, 0)


def test_a_scanner_that_is_away_or_hangs_is_told_in_seconds(
    admins: Api, scanned_by: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clamav, "QUICK_SECONDS", 0.5)
    scanned_by(f"tcp://127.0.0.1:{free_port()}")
    assert scanner_in(admins.get("/system/health"))[0] == "failed"
    with Clamd() as hung:
        hung.signal(signal.SIGSTOP)
        scanned_by(hung.tcp)
        state, detail = scanner_in(admins.get("/system/health"))
    assert (state, "timed out" in detail) == ("failed", True)


def test_signatures_of_last_month_are_told(admins: Api, scanned_by: Callable[..., None]) -> None:
    judge = Judge()
    month_ago = timezone.now() - dt.timedelta(days=30)
    judge.version = lambda: Version("Judge/1", month_ago)  # type: ignore[method-assign]
    scanned_by(judge)
    state, detail = scanner_in(admins.get("/system/health"))
    assert (state, "30" in detail) == ("warn", True)


def test_clamd_says_how_old_its_signatures_are() -> None:
    def answer(line: Any, _command: bytes) -> None:
        line.sendall(b"ClamAV 1.4.6/27850/Mon Nov 16 08:24:11 2026\n")
        line.close()

    with stub(answer) as address:
        version = clamav.Clamd(address, seconds=5).version()
    assert version == Version(
        "ClamAV 1.4.6/27850/Mon Nov 16 08:24:11 2026", dt.datetime(2026, 11, 16, 8, 24, 11, tzinfo=dt.UTC)
    )


def test_files_that_wait_are_counted(
    admins: Api, alice: Any, sender: Callable[..., Sender], room: Any, scanned_by: Callable[..., None]
) -> None:
    judge = Judge()
    scanned_by(judge)
    judge.trouble = DOWN
    sender(alice).send_file(room.pk)
    jobs.run_all()
    sender(alice).send_file(room.pk)
    part = admins.get("/system/health").json()["parts"]["scanner"]
    assert (part["facts"]["waiting"], part["facts"]["failed"], part["detail"]) == (1, 1, "it is away")


def test_blocked_files_are_listed_newest_first_without_a_way_into_them(
    admins: Api, alice: Any, sender: Callable[..., Sender], room: Any, scanned_by: Callable[..., None]
) -> None:
    scanned_by(Judge())
    for number in range(3):
        sender(alice).send_file(room.pk, bytes(clamd.EICAR), f"송장 {number}.exe")
        jobs.run_all()
    first = admins.get("/system/blocked-files", limit=2).json()
    fits(first, operation.BLOCKED, "blocked files")
    rest = admins.get("/system/blocked-files", limit=2, cursor=first["next"]).json()
    assert [file["filename"] for file in first["results"] + rest["results"]] == [
        "송장 2.exe",
        "송장 1.exe",
        "송장 0.exe",
    ]
    assert rest["next"] is None
    file = first["results"][0]
    assert (file["uploaderName"], file["roomId"], file["virusName"]) == ("김민지", str(room.pk), "Eicar")
    for path in ("", "/download", "/thumbnail"):
        assert admins.get(f"/files/{file['attachmentId']}{path}").status_code == 404


def test_a_cursor_of_another_list_is_refused(admins: Api) -> None:
    assert admins.get("/system/blocked-files", cursor="nonsense").status_code == 400
