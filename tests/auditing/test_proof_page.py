"""/auditing/proof: whether the log is whole, said with the first row that is not."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from audit import actions, guards, keys
from audit.models import AuditEntry, Checkpoint
from audit.services import checkpoints, record
from audit.services.sealing import seal
from messenger.auditing import tasks
from messenger.core import jobs
from messenger.core.models import Job
from tests.auditing.conftest import text
from tests.client import whole


@pytest.fixture(autouse=True)
def _sealed(alice: Any, auditor: Any, tmp_path: Path, settings: Any) -> None:
    settings.AUDIT_CHECKPOINT_FILE = str(tmp_path / "checkpoints.jsonl")
    for number in range(5):
        record(actions.ROOM_CREATED, actor=alice, target_type="room", target_id=number)
    seal(everything=True)


def test_a_whole_log_is_said_to_be_whole(pages: Client) -> None:
    assert "아직 검증하지 않았습니다" in text(pages.get("/auditing/proof"))
    assert pages.post("/auditing/proof").status_code == 302
    page = text(pages.get("/auditing/proof"))
    assert "로그가 온전합니다" in page and "감사인 님이" in page
    assert keys.public_key() in page


def test_a_changed_entry_is_named(pages: Client) -> None:
    guards.remove(connection)
    changed = AuditEntry.objects.filter(action="room.created")[2]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_auditentry SET target_id = 'other' WHERE id = %s", [changed.pk])
    pages.post("/auditing/proof")
    page = text(pages.get("/auditing/proof"))
    assert "로그가 봉인된 상태와 다릅니다" in page and "기록이 변경되었습니다" in page
    assert f'<dd class="mono">{changed.pk}</dd>' in "".join(line.strip() for line in page.splitlines())
    assert "변경 방지 장치" in page and "꺼짐" in page


def test_a_long_log_is_checked_in_the_background(pages: Client, settings: Any, auditor: Any) -> None:
    settings.AUDIT_VERIFY_DIRECTLY = 0
    for _ in range(2):
        pages.post("/auditing/proof")
    job = Job.objects.get(kind=tasks.VERIFY)
    assert "data-running" in text(pages.get("/auditing/proof"))
    assert jobs.run_all() >= 1
    job.refresh_from_db()
    assert job.state == Job.State.SUCCEEDED
    page = text(pages.get("/auditing/proof"))
    assert "data-running" not in page and "로그가 온전합니다" in page


def test_checkpoints_are_shown_as_text_and_code(pages: Client) -> None:
    made = checkpoints.make()
    assert isinstance(made, Checkpoint)
    page = text(pages.get("/auditing/proof"))
    assert made.signature in page and 'role="img"' in page and f"{made.chain_no}번까지" in page


def test_the_bundle_proves_itself_on_another_computer(pages: Client, tmp_path: Path, settings: Any) -> None:
    checkpoints.make()
    settings.AUDIT_EXPORT_REASON = "required"
    assert pages.post("/auditing/proof/bundle", {"reason": ""}).status_code == 400
    answer = pages.post("/auditing/proof/bundle", {"reason": "외부 감사"})
    with zipfile.ZipFile(io.BytesIO(whole(answer).content)) as archive:
        archive.extractall(tmp_path)
    command = [sys.executable, "verify_audit.py", "audit-bundle.jsonl", "--public-key", keys.public_key()]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=30, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "The log is whole" in told.stdout
    assert AuditEntry.objects.get(action="audit.bundled").detail["reason"] == "외부 감사"
