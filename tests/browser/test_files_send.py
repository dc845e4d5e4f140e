"""Files are sent like words: chosen, dropped or pasted, several at once, in order, and they arrive whole."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.people import Desk, Person, until
from tests.browser.sending import (
    MIB,
    all_arrived,
    attach,
    big,
    drag,
    hash_of,
    made,
    names,
    on_their_way,
    paste,
    progress,
    sent,
    slow_line,
)
from tests.browser.uploading import picture

Rest = Callable[[str], Person]
Sit = Callable[..., Desk]


def write(page: Page, text: str) -> None:
    page.locator("#composer-text").fill(text)
    page.keyboard.press("Enter")


def test_words_and_several_files_go_together(rest: Rest, desk: Sit, tmp_path: Path) -> None:
    me = rest("demo001")
    room = me.room(rest("demo003"))
    page = desk("demo001").open(room)
    report = tmp_path / "2026년 3분기 보고서.txt"
    report.write_text("본문입니다.\n" * 2000, encoding="utf-8")
    photo = tmp_path / "현장 사진.png"
    photo.write_bytes(picture(1))
    attach(page, report, photo)
    expect(page.locator("composer-files upload-row")).to_have_count(2)
    write(page, "자료 보냅니다")
    expect(page.locator("composer-files upload-row")).to_have_count(0)
    expect(page.locator("article .sent-file")).to_contain_text("2026년 3분기 보고서.txt")
    expect(page.locator("article .tile")).to_have_count(1)
    message = until("it is there", lambda: sent(me, room))[0]
    assert (message["type"], message["text"]) == ("FILE", "자료 보냅니다")
    assert names(message) == ["2026년 3분기 보고서.txt", "현장 사진.png"]
    assert message["attachments"][0]["sha256"] == hash_of(report)
    until("nothing stays on the device", lambda: on_their_way(page) == 0)
    expect(page.locator("room-list .room-last").first).to_contain_text("파일: 2026년 3분기 보고서.txt 외 1개")


def test_pictures_without_words_are_a_message_of_pictures(rest: Rest, desk: Sit) -> None:
    me = rest("demo001")
    room = me.room(rest("demo003"))
    page = desk("demo001").open(room)
    attach(page, *[made(f"사진 {n}.png", picture(n)) for n in range(6)])
    expect(page.locator(".composer-send")).to_be_enabled()
    page.locator("#composer-text").press("Enter")
    message = until("it is there", lambda: sent(me, room))[0]
    assert (message["type"], len(message["attachments"])) == ("IMAGE", 6)
    expect(page.locator("article .tile")).to_have_count(4)
    expect(page.locator("article .tile-more")).to_have_text("+2")
    expect(page.locator("room-list .room-last").first).to_contain_text("사진 6장")


def test_files_are_let_go_over_the_conversation(rest: Rest, desk: Sit) -> None:
    room = rest("demo001").room(rest("demo003"))
    page = desk("demo001").open(room)
    assert drag(page, "dragover", {"a.txt": b"a"})
    expect(page.locator(".drop-zone")).to_be_visible()
    assert drag(page, "drop", {"a.txt": b"a", "나.pdf": b"%PDF-1.4"})
    expect(page.locator(".drop-zone")).to_be_hidden()
    expect(page.locator("composer-files .upload b")).to_have_text(["a.txt", "나.pdf"])
    assert drag(page, "drop", {"옆.txt": b"b"}, at="room-list"), "beside it the page stays the page"
    expect(page.locator("composer-files upload-row")).to_have_count(2)
    expect(page.locator("#composer-text")).to_be_focused()


def test_a_picture_is_pasted_and_a_copied_cell_stays_text(rest: Rest, desk: Sit) -> None:
    room = rest("demo001").room(rest("demo003"))
    page = desk("demo001").open(room)
    assert paste(page, {"image.png": picture(3)})
    expect(page.locator("composer-files .upload b")).to_contain_text("붙여넣은 사진 2")
    expect(page.locator("composer-files .upload img")).to_be_visible()
    cell = """() => {
      const data = new DataTransfer();
      data.setData("text/plain", "42");
      data.setData("text/html", "<td>42</td>");
      data.items.add(new File(["x"], "image.png", {type: "image/png"}));
      const event = new ClipboardEvent("paste", {bubbles: true, cancelable: true, clipboardData: data});
      document.getElementById("composer-text").dispatchEvent(event);
      return event.defaultPrevented;
    }"""
    assert not page.evaluate(cell)
    expect(page.locator("composer-files upload-row")).to_have_count(1)


def test_too_large_and_too_many_are_named_before_anything_is_sent(rest: Rest, desk: Sit) -> None:
    room = rest("demo001").room(rest("demo003"))
    page = desk("demo001").open(room)
    page.evaluate("import('/static/app/boot.js').then(({limits}) => void (limits.fileBytes = 2048))")
    attach(page, made("큰 파일.bin", b"x" * 2049), made("작은 파일.txt", b"x"))
    expect(page.locator("toast-stack")).to_contain_text("2 KB를 넘어 첨부하지 않은 파일: 큰 파일.bin")
    expect(page.locator("composer-files .upload b")).to_have_text(["작은 파일.txt"])
    attach(page, *[made(f"{n}.txt", b"x") for n in range(10)])
    expect(page.locator("toast-stack")).to_contain_text("10개까지")
    expect(page.locator("toast-stack")).to_contain_text("9.txt")
    expect(page.locator("composer-files upload-row")).to_have_count(10)


def test_what_was_chosen_survives_a_reload_and_can_be_taken_away(rest: Rest, desk: Sit) -> None:
    me = rest("demo001")
    room = me.room(rest("demo003"))
    one = desk("demo001")
    page = one.open(room)
    attach(page, made("빼는 것.txt", b"a"), made("보내는 것.txt", b"b"))
    all_arrived(page, 2)
    page.reload()
    one.ready(page)
    expect(page.locator("composer-files .upload b")).to_have_text(["빼는 것.txt", "보내는 것.txt"])
    page.get_by_role("button", name="지우기: 빼는 것.txt").click()
    expect(page.locator("composer-files upload-row")).to_have_count(1)
    write(page, "하나만")
    until("it is there", lambda: [names(message) for message in sent(me, room)] == [["보내는 것.txt"]])


def test_what_is_written_after_a_file_comes_after_it(rest: Rest, desk: Sit, tmp_path: Path) -> None:
    me = rest("demo001")
    room = me.room(rest("demo003"))
    page = desk("demo001").open(room)
    slow_line(page, 8 * MIB)
    attach(page, big(tmp_path, "자료.bin", 6))
    write(page, "")
    expect(page.locator("article .upload")).to_be_visible()
    write(page, "위 자료 봐 주세요")
    until("both are there", lambda: len(sent(me, room)) == 2, timeout=20)
    assert [message["text"] for message in sent(me, room)] == ["", "위 자료 봐 주세요"]


def test_a_paused_file_holds_nobody_up_and_goes_on_later(rest: Rest, desk: Sit, tmp_path: Path) -> None:
    me = rest("demo001")
    room = me.room(rest("demo003"))
    page = desk("demo001").open(room)
    slow_line(page, 4 * MIB)
    file = big(tmp_path, "큰 자료.bin", 12)
    attach(page, file)
    until("some of it has left", lambda: progress(page) > 0)
    page.get_by_role("button", name="일시 정지하기: 큰 자료.bin").click()
    expect(page.locator("composer-files .upload small")).to_contain_text("일시 정지")
    write(page, "큰 자료입니다")
    write(page, "기다리지 않는 글")
    until("words go first", lambda: [message["text"] for message in sent(me, room)] == ["기다리지 않는 글"])
    slow_line(page)
    page.get_by_role("button", name="계속: 큰 자료.bin").click()
    until("the file follows", lambda: len(sent(me, room)) == 2, timeout=20)
    assert sent(me, room)[1]["attachments"][0]["sha256"] == hash_of(file)
