"""A dangerous file, from the upload to everybody's screen: behind a real scanner and a real worker."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.looking import Shelf
from tests.browser.people import Desk, Person, until
from tests.browser.uploading import picture
from tests.conftest import PASSWORD
from tests.services import clamd, worker
from tests.services.server import Server, start_server

Sit = Callable[..., Desk]


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with a scanner and a worker."""
    if clamd.binary() is None:
        pytest.skip("ClamAV is not installed")
    with clamd.Clamd() as scanner:
        env = {"CLAMD_ADDRESS": scanner.tcp, "RATE_LIMITS_SIGN_IN": "1000/1"}
        server = start_server(tmp_path_factory.mktemp("guarded"), people=20, password=PASSWORD, env=env)
        working = worker.beside(server).start()
        yield server
        working.remove()
        server.remove()


def test_a_dangerous_file_is_blocked_before_everybodys_eyes(guarded: Server, desk: Sit) -> None:
    sender = Person(guarded.url, "demo002")
    things = Shelf(sender.room(Person(guarded.url, "demo003"), name="검사하는 방"), sender)
    reader = desk("demo003", url=guarded.url).open(things.room)
    admin = desk("demo001", url=guarded.url).page
    admin.goto("/system")
    expect(admin.locator("blocked-files")).to_contain_text("차단된 파일이 없습니다.")

    things.put(("현장.png", picture(1)))
    things.put(("송장 2026-11.exe", clamd.MARKER + bytes(2000)))
    card = reader.locator(".sent-file", has_text="송장 2026-11.exe")
    expect(card).to_contain_text("검사에서 차단된 파일입니다", timeout=30_000)
    expect(card.get_by_role("button")).to_have_count(0)
    expect(reader.locator("article [data-open] img")).to_be_visible(timeout=30_000)
    reader.keyboard.press("Alt+Digit3")
    reader.get_by_role("tab", name="파일").click()
    row = reader.locator("file-box .file-row")
    expect(row).to_contain_text("검사에서 차단된 파일입니다")
    row.locator(".file-main").click()
    box = reader.locator("light-box dialog[open]")
    expect(box).to_contain_text("검사에서 차단된 파일입니다")
    expect(box.get_by_role("button", name="내려받기")).to_have_count(0)

    found = admin.locator("blocked-files tbody tr")
    expect(found).to_contain_text(["송장 2026-11.exe"], timeout=15_000)
    expect(found).to_contain_text(sender.name)
    expect(found.locator("code")).to_contain_text("Maru-Test-Marker")
    assert not found.get_by_role("link").count(), "there is no way into it"
    admin.get_by_role("button", name="전체 다시 검사").click()
    expect(admin.locator("main > .note")).to_contain_text("모든 파일을 다시 검사합니다.")
    until("it is done", lambda: "완료" in admin.locator("system-scan").inner_text(), timeout=30)
