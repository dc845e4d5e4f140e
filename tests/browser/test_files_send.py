"""Files are sent like words: chosen, dropped or pasted, several at once, in order, and they arrive whole."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.people import Desk, Person, until
from tests.browser.sending import attach, names, sent
from tests.browser.uploading import picture as painted

Rest = Callable[[str], Person]
Sit = Callable[..., Desk]


def test_words_and_several_files_go_together(rest: Rest, desk: Sit, tmp_path: Path) -> None:
    me, other = rest("demo001"), rest("demo003")
    room = me.room(other)
    page = desk("demo001").open(room)
    report = tmp_path / "2026년 3분기 보고서.txt"
    report.write_text("본문입니다.\n" * 2000, encoding="utf-8")
    picture = tmp_path / "현장 사진.png"
    picture.write_bytes(painted(1))
    attach(page, report, picture)
    expect(page.locator("composer-files upload-row")).to_have_count(2)
    page.locator("#composer-text").fill("자료 보냅니다")
    page.keyboard.press("Enter")
    expect(page.locator("composer-files upload-row")).to_have_count(0)
    expect(page.locator("article .sent-file")).to_contain_text("2026년 3분기 보고서.txt")
    expect(page.locator("article .tile")).to_have_count(1)
    message = until("it is there", lambda: sent(me, room))[0]
    assert (message["type"], message["text"]) == ("FILE", "자료 보냅니다")
    assert names(message) == ["2026년 3분기 보고서.txt", "현장 사진.png"]
    assert message["attachments"][0]["sha256"] == hashlib.sha256(report.read_bytes()).hexdigest()
