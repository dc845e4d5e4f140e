"""Files and links in a message: what is seen of them, what a blocked one says, and the keys that lead to them."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import NO_NETWORK, Desk, Person, until
from tests.browser.sending import attach, made
from tests.browser.uploading import PDF, picture, send, upload

Rest = Callable[[str], Person]
Sit = Callable[..., Desk]

_EVENT = """(message) => import('/static/app/events.js').then(({receive}) =>
  receive({event: 'MESSAGE_UPDATED', data: {message: {...message, change: message.change + 1000}}}))"""


def arrives(page: Page, message: dict[str, Any], *changes: dict[str, Any], **more: Any) -> None:
    """The event of a message whose files (one after another) or other fields have changed."""
    files = [{**file, **change} for file, change in zip(message["attachments"], changes, strict=False)]
    message |= {"attachments": files or message["attachments"], **more, "change": message["change"] + 1}
    page.evaluate(_EVENT, message)


@pytest.fixture
def room(rest: Rest) -> str:
    return rest("demo001").room(rest("demo003"))


def test_a_file_that_is_scanned_and_blocked(rest: Rest, desk: Sit, room: str) -> None:
    me = rest("demo001")
    page = desk("demo001").open(room)
    message = send(me, room, upload(me, room, "견적서.pdf", PDF))
    card = page.locator("article .sent-file")
    expect(card).to_contain_text("견적서.pdf")
    expect(card).to_contain_text("미검사")
    arrives(page, message, {"virusStatus": "PENDING"})
    expect(card).to_contain_text("바이러스 검사 중")
    expect(card.get_by_role("button")).to_have_count(0)
    arrives(page, message, {"virusStatus": "INFECTED", "virusName": "Eicar-Test"})
    expect(card).to_contain_text("검사에서 차단된 파일입니다")
    expect(card).to_contain_text("‘Eicar-Test’ 바이러스가 발견되어 아무도 열 수 없습니다.")
    expect(card.get_by_role("button")).to_have_count(0)
    arrives(page, message, {"virusStatus": "ERROR", "virusName": ""})
    expect(card).to_contain_text("검사하지 못했습니다")
    arrives(page, message, {"virusStatus": "CLEAN"})
    expect(card.get_by_role("button", name="견적서.pdf 내려받기")).to_be_visible()

    other = rest("demo003")
    message = send(other, room, upload(other, room, "사진.png", picture(2)))
    expect(page.locator("article .tile")).to_have_count(1)
    arrives(page, message, {"virusStatus": "INFECTED"})
    expect(page.locator("article .tile")).to_have_count(0)
    expect(card.last).to_contain_text("검사에서 차단된 파일입니다")
    expect(page.locator("article .sent-why")).to_have_count(0)  # what was found is told to who sent it


@pytest.mark.parametrize(("size", "shown"), [((3000, 200), (320, 72)), ((200, 3000), (72, 320))])
def test_a_strip_of_a_picture_is_cut_and_not_drawn_out(
    rest: Rest, desk: Sit, room: str, size: tuple[int, int], shown: tuple[int, int]
) -> None:
    other = rest("demo003")
    page = desk("demo001").open(room)
    strip = picture(3, size)
    page.route("**/strip.png", lambda route: route.fulfill(body=strip, content_type="image/png"))
    message = send(other, room, upload(other, room, "띠.png", strip))
    arrives(page, message, {"thumbnailUrl": "/strip.png", "width": size[0], "height": size[1]})
    image = page.locator("article .tile img[src='/strip.png']")
    until("it is drawn", lambda: image.evaluate("(image) => image.naturalWidth"))
    box = image.bounding_box()
    assert box and (round(box["width"]), round(box["height"])) == shown


def test_a_picture_reserves_its_place_and_a_deleted_one_is_gone(rest: Rest, desk: Sit, room: str) -> None:
    other = rest("demo003")
    page = desk("demo001").open(room)
    message = send(other, room, upload(other, room, "사진.png", picture(2)))
    thumbnail = {"thumbnailUrl": "/static/icons/app-512.png", "width": 1200, "height": 800}
    arrives(page, message, thumbnail)
    image = page.locator("article .tile img")
    expect(image).to_be_visible()
    assert [image.get_attribute(name) for name in ("width", "height")] == ["320", "213"]
    answer = other.say(room, "이 사진입니다", replyTo=message["messageId"])
    expect(page.locator("article .quote span")).to_have_text("사진")
    other.call("DELETE", f"/messages/{answer['messageId']}")
    other.call("DELETE", f"/messages/{message['messageId']}")
    page.reload()
    expect(page.locator("article .bubble.deleted")).to_have_count(2)
    expect(page.locator("article :is(.tile, .sent-file)")).to_have_count(0)


def test_a_link_gets_its_card_when_the_server_has_looked(rest: Rest, desk: Sit, room: str) -> None:
    other = rest("demo003")
    page = desk("demo001").open(room)
    message = other.say(room, "여기 https://wiki.example.co.kr/deploy 보세요")
    expect(page.locator("article .bubble a")).to_have_count(1)
    link = {
        "url": "https://wiki.example.co.kr/deploy",
        "domain": "wiki.example.co.kr",
        "status": "READY",
        "title": "배포 절차",
        "description": "순서대로 하면 됩니다.",
        "imageUrl": None,
    }
    for status in ("PENDING", "FAILED", "BLOCKED"):
        arrives(page, message, links=[{**link, "status": status}])
        expect(page.locator("article .link-card")).to_have_count(0)
    arrives(page, message, links=[link])
    card = page.locator("article .link-card")
    expect(card).to_contain_text("배포 절차")
    expect(card).to_contain_text("wiki.example.co.kr")
    assert card.get_attribute("rel") == "noopener noreferrer"
    arrives(page, message, links=[{**link, "url": "javascript:alert(1)"}])
    expect(page.locator("article .link-card")).to_have_count(0)


def test_everything_by_the_keyboard(rest: Rest, desk: Sit, room: str) -> None:
    me = rest("demo001")
    send(me, room, upload(me, room, "첫째.pdf", PDF), upload(me, room, "둘째.pdf", PDF))
    me.say(room, "위 두 개입니다")
    page = desk("demo001").open(room)
    page.locator("#composer-text").focus()
    with page.expect_file_chooser() as choosing:
        page.keyboard.press("Alt+U")
    choosing.value.set_files(made("셋째.txt", b"x"))  # type: ignore[arg-type]
    expect(page.locator("#composer-text")).to_be_focused()
    expect(page.locator("composer-files upload-row")).to_have_count(1)
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="지우기: 셋째.txt")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("composer-files upload-row")).to_have_count(0)

    page.locator("article").last.focus()
    expect(page.locator("article").last).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("article", has_text="첫째.pdf")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("article [data-open]").first).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="첫째.pdf 내려받기")).to_be_focused()
    with page.expect_download() as downloading:
        page.keyboard.press("Enter")
    assert downloading.value.suggested_filename == "첫째.pdf"


def test_on_a_phone_it_fits(rest: Rest, desk: Sit, room: str) -> None:
    other = rest("demo003")
    names = ("공백없이아주아주긴이름의파일입니다그래도화면을넘지않습니다" * 3 + ".hwp", "b.png")
    send(other, room, *[upload(other, room, name, PDF if name.endswith("hwp") else picture(1)) for name in names])
    one = desk("demo001", size=(320, 640))
    one.expected = NO_NETWORK
    page = one.open(room)
    attach(page, made("보내려는것도이름이깁니다" * 8 + ".txt", b"x"), made("사진.png", picture(5)))
    expect(page.locator("composer-files upload-row")).to_have_count(2)
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0
    over = """() => [...document.querySelectorAll('.sent-file, .tile, .upload, .upload button, .sent-file button')]
      .map((one) => one.getBoundingClientRect()).filter(({left, right}) => left < 0 || right > innerWidth).length"""
    assert page.evaluate(over) == 0
    small = """() => [...document.querySelectorAll('.upload button, .sent-file button')]
      .filter((one) => one.getBoundingClientRect().height < 44).length"""
    assert page.evaluate(small) == 0
    one.context.set_offline(True)
    attach(page, made("나중에.txt", b"x"))
    page.locator("#composer-text").press("Enter")
    expect(page.locator("article .upload")).to_have_count(3)
    assert page.evaluate(over) == 0
