"""Where the company asks why files are downloaded; and what system admins see behind it all."""

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.looking import Shelf
from tests.browser.people import Desk, Person, until
from tests.browser.uploading import PDF, picture
from tests.conftest import PASSWORD
from tests.services.server import Server, start_server

Sit = Callable[..., Desk]

_REASONS = "from audit.models import AuditEntry as E; import json; print(json.dumps([(e.detail['filename'], \
e.detail['reason']) for e in E.objects.filter(action='file.downloaded').order_by('pk')]))"
_JOB = "from messenger.core import jobs; jobs.enqueue('link.fetch', key='test', linkId='none')"


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that asks for reasons and has no worker."""
    env = {"DOWNLOAD_REASON": "required", "RATE_LIMITS_SIGN_IN": "1000/1"}
    server = start_server(tmp_path_factory.mktemp("strict"), people=20, password=PASSWORD, env=env)
    yield server
    server.remove()


def test_a_required_reason_is_asked_for_and_kept_with_the_download(strict: Server, desk: Sit) -> None:
    sender = Person(strict.url, "demo002")
    things = Shelf(sender.room(Person(strict.url, "demo003"), name="이유를 묻는 방"), sender)
    things.put(("계약서.pdf", PDF))
    things.put(("비밀 계획.xlsx", b"PK\x03\x04" + bytes(99)))
    things.put(("현장.png", picture(1)))
    page = desk("demo003", url=strict.url).open(things.room)

    page.get_by_role("button", name="비밀 계획.xlsx 내려받기").click()
    dialog = page.locator("download-reason dialog[open]")
    expect(dialog.get_by_label("이유")).to_be_focused()
    page.keyboard.type("   ")
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.get_by_role("button", name="비밀 계획.xlsx 내려받기").click()
    dialog.get_by_label("이유").fill("고객사 제출")
    with page.expect_download() as got:
        page.keyboard.press("Enter")
    assert got.value.path().stat().st_size == 103

    page.locator(".sent-file", has_text="계약서.pdf").locator("[data-open]").click()
    box = page.locator("light-box dialog[open]")
    expect(box.locator("iframe")).to_have_count(0)
    box.get_by_role("button", name="열기").click()
    dialog.get_by_label("이유").fill("조항 확인")
    dialog.get_by_role("button", name="내려받기").click()
    expect(box.locator("iframe")).to_be_visible()
    kept = until("it is recorded", lambda: json.loads(strict.manage("shell", "-v", "0", "-c", _REASONS)))
    assert kept == [["비밀 계획.xlsx", "고객사 제출"], ["계약서.pdf", "조항 확인"]]


def test_a_system_admin_watches_cancels_and_repeats_background_work(strict: Server, desk: Sit) -> None:
    strict.manage("shell", "-v", "0", "-c", _JOB)
    page = desk("demo001", url=strict.url).page
    page.locator(".rail-me").click()
    page.get_by_role("link", name="시스템 관리").click()
    expect(page.locator("system-health .part", has_text="파일 저장소")).to_contain_text("GB")
    expect(page.locator("blocked-files")).to_contain_text("차단된 파일이 없습니다.")
    job = page.locator("job-list .job", has_text="링크 미리보기 가져오기")
    expect(job).to_contain_text("대기")
    job.get_by_role("button", name="취소: 링크 미리보기 가져오기").press("Enter")
    expect(job.locator(".job-state")).to_have_text("취소됨")
    expect(job).to_be_focused()
    page.get_by_role("button", name="재시도 중단").click()
    expect(page.locator("job-list")).to_contain_text("이 상태의 작업이 없습니다.")
    page.get_by_role("group", name="작업 상태").get_by_role("button", name="취소됨").click()
    job.get_by_role("button", name="다시 시도").click()
    expect(job).to_have_count(0)
    page.get_by_role("group", name="작업 상태").get_by_role("button", name="전체").click()
    expect(job).to_contain_text("대기")
